import { unreachable } from '../../../shared/base/assert.ts'
import type { ExceptionView, OpView, SyncBadge, TerminalView } from '../../../shared/desk-api/views.ts'
import type { ReservationId } from '../../../shared/domain/ids.ts'
import type { Booking, Op } from '../../../shared/domain/ops/op.ts'
import { isDismissible, waysOutOf } from '../../../shared/domain/ops/resolve-exception.ts'
import type { ReadDb } from '../../../sync/replica/database.ts'
import { countOpenExceptions, loadOpenExceptions } from '../../../sync/replica/queries/exceptions.ts'
import {
  type OutboxRow,
  loadNewestAcknowledgedOps,
  loadPendingOps,
  loadPendingSummary,
} from '../../../sync/replica/queries/outbox.ts'
import { loadRow } from '../../../sync/replica/row-reader.ts'
import { toOp } from '../../../sync/replica/stored-op.ts'
import type { DeskContext } from './desk-context.ts'
import { loadLandings } from './landing.ts'

const ACKNOWLEDGED_SHOWN = 50

/** Direction, count and age of what has not come together yet. Rule HOST-10. */
export function badgeView({ replica, engineStatus }: DeskContext): SyncBadge {
  const { line, lineSinceUtcMs, inFlight, lastPulledAtUtcMs, lastPushedAtUtcMs, haltedBy, clockOffsetMs } =
    engineStatus()
  const pending = loadPendingSummary(replica.db)
  return {
    line,
    lineSinceUtcMs,
    unsent: pending.count,
    inFlight: inFlight === null ? 0 : Math.min(pending.count, inFlight.throughSeq - inFlight.fromSeq + 1),
    oldestUnsentAtUtcMs: pending.oldestMadeAtUtcMs,
    needsYou: countOpenExceptions(replica.db),
    lastPulledAtUtcMs,
    lastPushedAtUtcMs,
    haltedBy,
    clockOffsetMs,
  }
}

/** A terminal with neither hub nor attached terminals; those that have put their own view in its place. */
export function terminalAlone({ replica, openedAtUtcMs }: DeskContext): TerminalView {
  return {
    role: 'alone',
    sinceUtcMs: openedAtUtcMs,
    hubAddress: null,
    hubLostAtUtcMs: null,
    keyRefused: false,
    hasStandby: false,
    unsent: loadPendingSummary(replica.db).count,
    unanswered: 0,
  }
}

export function exceptionsView({ replica }: DeskContext): ExceptionView[] {
  return loadOpenExceptions(replica.db).map(({ exceptionId, kind, severity, subject, params, openedAtUtcMs }) => ({
    exceptionId,
    kind,
    severity,
    subject,
    params,
    openedAtUtcMs,
    dismissible: isDismissible(kind),
    ways: [...waysOutOf(kind)],
  }))
}

/** What this desk did: pending oldest first, then the newest that are acknowledged. */
export function opsView({ replica, engineStatus }: DeskContext): OpView[] {
  const { db } = replica
  const device = replica.device()
  if (device === null) return []
  const landings = loadLandings(db, engineStatus().inFlight)
  const rows = [...loadPendingOps(db), ...loadNewestAcknowledgedOps(db, ACKNOWLEDGED_SHOWN)]
  return rows.map((row) => {
    const { op } = toOp(row, device.deviceId)
    const { opId, seq, type, madeAtUtcMs } = row
    const params = op === null ? {} : paramsOf(db, op)
    return { opId, seq, type, madeAtUtcMs, landing: landings.ofOp(row), params, code: codeOf(row) }
  })
}

function codeOf(row: OutboxRow): string | null {
  return row.outcome === null ? row.conflictCode : row.code
}

/** What a text about the op needs: the guest's name and code, or the room and dates. */
function paramsOf(db: ReadDb, op: Op): OpView['params'] {
  switch (op.type) {
    case 'bookWalkIn':
      return paramsOfBooking(op.body)
    case 'checkInUnknown':
      return { ...paramsOfBooking(op.body.booking), code: op.body.knownCode }
    case 'changeStay':
    case 'cancelReservation':
    case 'markNoShow':
    case 'undoCheckIn':
    case 'checkOut':
    case 'undoCheckOut':
      return guestOf(db, op.body.reservationId)
    case 'swapRooms':
      return guestOf(db, op.body.one.reservationId)
    case 'assignRoom':
    case 'moveGuest':
    case 'checkIn': {
      const { reservationId, position, roomId } = op.body
      return { ...guestOf(db, reservationId), position, ...(roomId === null ? {} : { roomId }) }
    }
    case 'changeDeparture':
      return { ...guestOf(db, op.body.reservationId), departure: op.body.departure }
    case 'takePayment':
    case 'giveRefund':
      return { ...guestOf(db, op.body.reservationId), amountMinor: op.body.amountMinor }
    case 'blockRoom': {
      const { roomId, kind, from, until, reason } = op.body
      return { roomId, kind, from, until, reason }
    }
    case 'releaseBlock': {
      const block = loadRow(db, 'room_block', op.body.blockId)
      return block ? { roomId: block.roomId, kind: block.kind, from: block.from, until: block.until } : {}
    }
    case 'setRoomStatus':
      return { roomId: op.body.roomId, housekeeping: op.body.housekeeping }
    case 'editGuest':
      return { firstName: op.body.after.firstName, lastName: op.body.after.lastName }
    case 'rollBusinessDate':
      return { date: op.body.date }
    case 'returnAllotment':
      return { units: op.body.lines.reduce((sum, line) => sum + line.units, 0) }
    case 'resolveException': {
      const exception = loadRow(db, 'exception', op.body.exceptionId)
      return exception ? { ...exception.params, kind: exception.kind } : {}
    }
    default:
      return unreachable(op)
  }
}

function paramsOfBooking({ code, guest, lines }: Booking): OpView['params'] {
  const line = lines[0]
  const stay = line ? { roomTypeId: line.roomTypeId, arrival: line.arrival, departure: line.departure } : {}
  const room = line && line.roomId !== null ? { roomId: line.roomId } : {}
  return { firstName: guest.firstName, lastName: guest.lastName, code, ...stay, ...room }
}

function guestOf(db: ReadDb, reservationId: ReservationId): OpView['params'] {
  const reservation = loadRow(db, 'reservation', reservationId)
  if (!reservation) return {}
  const guest = loadRow(db, 'guest', reservation.guestId)
  return { code: reservation.code, ...(guest ? { firstName: guest.firstName, lastName: guest.lastName } : {}) }
}
