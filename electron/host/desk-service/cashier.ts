import { type Result, ok, refuse } from '../../../shared/base/result.ts'
import type { CashierView } from '../../../shared/desk-api/views/cashier.ts'
import { type CashierMovement, cashierTotals, expectedCash } from '../../../shared/domain/cashier.ts'
import type { StaffId } from '../../../shared/domain/ids.ts'
import type { PaymentTaken, RefundGiven } from '../../../shared/domain/ops/op.ts'
import type { ReadDb } from '../../../sync/replica/database.ts'
import {
  type CashierShift,
  loadLatestShift,
  loadMoneyOps,
  loadOpenShifts,
  loadShift,
} from '../../../sync/replica/queries/cashier.ts'
import type { OutboxRow } from '../../../sync/replica/queries/outbox.ts'
import { loadRow } from '../../../sync/replica/row-reader.ts'
import type { Input } from './answers/answers.ts'
import type { DeskContext, DeskRefusal } from './desk-context.ts'
import { hotelOf } from './hotel-view.ts'
import { type Landings, loadLandings } from './landing.ts'

type Done = Result<Record<string, never>, DeskRefusal>

/** The drawer of whoever asks, at this terminal. Rule CASH-02. */
export function cashierView({ replica: { db }, staffId, engineStatus }: DeskContext): CashierView {
  const shift = loadLatestShift(db, staffId)
  const landings = loadLandings(db, engineStatus().inFlight)
  const isOpen = shift !== null && shift.closedAtUtcMs === null
  const outside = isOpen ? [] : loadMoneyOps(db, staffId, shift?.throughSeq ?? 0, null).map(movementOf)
  return {
    currency: hotelOf(db).currency,
    shift: shift && shiftView(db, shift, landings),
    outside: {
      count: outside.length,
      takenMinor: sumOf(outside, 'taken'),
      givenBackMinor: sumOf(outside, 'givenBack'),
    },
    open: loadOpenShifts(db).map((each) => ({
      staffName: nameOf(db, each.staffId),
      openedAtUtcMs: each.openedAtUtcMs,
    })),
  }
}

/** A shift is opened once an id, and one at a time for each person. Rule CASH-03. */
export function openShift(context: DeskContext, { shiftId, floatMinor }: Input<'cashier.open'>): Done {
  const { replica, staffId, clock } = context
  const earlier = loadShift(replica.db, shiftId)
  if (earlier) {
    const isSame = earlier.staffId === staffId && earlier.floatMinor === floatMinor
    return isSame ? ok({}) : refuse({ code: 'SHIFT_ID_REUSED', params: { shiftId } })
  }
  const latest = loadLatestShift(replica.db, staffId)
  if (latest && latest.closedAtUtcMs === null) return refuse({ code: 'SHIFT_OPEN', params: {} })
  replica.openShift({ shiftId, staffId, floatMinor, openedAtUtcMs: clock.nowUtcMs() })
  return ok({})
}

/** A shift is closed once; the count stands. Rule CASH-03. */
export function closeShift(context: DeskContext, { shiftId, countedMinor, note }: Input<'cashier.close'>): Done {
  const { replica, staffId, clock } = context
  const shift = loadShift(replica.db, shiftId)
  if (!shift || shift.staffId !== staffId) return refuse({ code: 'SHIFT_UNKNOWN', params: { shiftId } })
  if (shift.closedAtUtcMs !== null) {
    const isSame = shift.countedMinor === countedMinor && shift.note === note
    return isSame ? ok({}) : refuse({ code: 'SHIFT_CLOSED', params: { shiftId } })
  }
  replica.closeShift({ shiftId, countedMinor, note, closedAtUtcMs: clock.nowUtcMs() })
  return ok({})
}

function shiftView(db: ReadDb, shift: CashierShift, landings: Landings): NonNullable<CashierView['shift']> {
  const { shiftId, staffId, openedAtUtcMs, floatMinor, closedAtUtcMs, countedMinor, note } = shift
  const ops = loadMoneyOps(db, staffId, shift.afterSeq, shift.throughSeq)
  const totals = cashierTotals(ops.map(movementOf))
  const expectedCashMinor = expectedCash(floatMinor, totals)
  return {
    shiftId,
    staffName: nameOf(db, staffId),
    openedAtUtcMs,
    floatMinor,
    totals: [...totals],
    expectedCashMinor,
    movements: ops.map((op) => ({
      opId: op.opId,
      atUtcMs: op.madeAtUtcMs,
      ...movementOf(op),
      ...guestOf(db, op.subject),
      landing: landings.ofOp(op),
    })),
    closed:
      closedAtUtcMs === null || countedMinor === null
        ? null
        : { atUtcMs: closedAtUtcMs, countedMinor, differenceMinor: countedMinor - expectedCashMinor, note },
  }
}

/** Of a payment's or a refund's op, by the query. */
function movementOf({ type, body }: OutboxRow): CashierMovement {
  if (type === 'giveRefund') {
    return { kind: 'givenBack', method: 'cash', amountMinor: (JSON.parse(body) as RefundGiven).amountMinor }
  }
  const { method, amountMinor } = JSON.parse(body) as PaymentTaken
  return { kind: 'taken', method, amountMinor }
}

function sumOf(movements: readonly CashierMovement[], kind: CashierMovement['kind']): number {
  return movements.reduce((sum, each) => sum + (each.kind === kind ? each.amountMinor : 0), 0)
}

function guestOf(db: ReadDb, reservationId: string): { readonly lastName: string; readonly confirmationCode: string } {
  const reservation = loadRow(db, 'reservation', reservationId)
  const guest = reservation && loadRow(db, 'guest', reservation.guestId)
  return { lastName: guest?.lastName ?? '', confirmationCode: reservation?.code ?? '' }
}

function nameOf(db: ReadDb, staffId: StaffId | null): string | null {
  return staffId === null ? null : (loadRow(db, 'staff_member', staffId)?.name ?? staffId)
}
