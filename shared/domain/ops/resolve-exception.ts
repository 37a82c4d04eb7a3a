import { unreachable } from '../../base/assert.ts'
import { type Result, ok, refuse } from '../../base/result.ts'
import { type Decided, type Deciding, Draft, type RowReader } from '../deciding.ts'
import { accountOf } from '../folio.ts'
import type { ReservationId, RoomTypeId } from '../ids.ts'
import { holdsInventory, nextReservationStatus } from '../lifecycle.ts'
import type { Refusal } from '../refusal.ts'
import type { ExceptionKind, ExceptionRow, Resolution } from '../exception-row.ts'
import type { ReservationRow, StayLineRow } from '../rows.ts'
import { takeCovered } from './allotments.ts'
import { coverWhenAllLeft, postStay, settleDoubts, shortened } from './check-out.ts'
import { clearException, exceptionId, openException, resolveBy } from './exceptions.ts'
import { type PostingCause, folioLineId, post } from './folio.ts'
import { findLine, findReservation, from, lastNameOf, putLine } from './lines.ts'
import { clearMovesFrom, leaveDirty, vacateRoom } from './occupancy.ts'
import type { DecidingMode, OpBodies, WayName, WayOut } from './op.ts'
import { coverUnapplied, settledContract } from './post-payment.ts'
import { releaseLines } from './release-lines.ts'
import { returnUnits } from './units.ts'

type Context = PostingCause & { readonly mode: DecidingMode }

/**
 * The ways out of each kind of exception. Without `acknowledge` it closes only by a way, or when its cause is gone.
 * `merge`: they are one guest. `walk`: a guest goes to another hotel at our cost. `send_on`: the stay was booked anew at a
 * sister hotel.
 */
const WAYS: { readonly [K in ExceptionKind]: readonly WayName[] } = {
  REQUEST_REFUSED: ['acknowledge'],
  SALE_REFUSED: ['rebook', 'upgrade', 'send_on', 'refund'],
  ROOM_LOST: [],
  MOVE_GUEST: ['acknowledge'],
  ROOM_OCCUPIED_TWICE: ['acknowledge'],
  CHECKED_IN_TWICE: ['acknowledge'],
  REINSTATED: ['acknowledge'],
  SAME_GUEST: ['merge', 'acknowledge'],
  UNKNOWN_CODE: ['acknowledge'],
  GUEST_EDITED_TWICE: ['acknowledge'],
  RATE_STALE: ['acknowledge'],
  MONEY_UNAPPLIED: ['acknowledge'],
  TYPE_GONE: ['acknowledge'],
  OVERSOLD_NIGHT: ['walk'],
  REFUND_BY_HAND: ['acknowledge'],
  OP_PARKED: ['acknowledge'],
}

const RESOLUTION_OF: { readonly [W in WayName]: Resolution } = {
  acknowledge: 'acknowledged',
  rebook: 'rebooked',
  upgrade: 'upgraded',
  merge: 'merged',
  walk: 'walked',
  send_on: 'sent_on',
  refund: 'refunded',
}

/** The ways out of an exception of a kind, the usual one first. */
export function waysOutOf(kind: ExceptionKind): readonly WayName[] {
  return WAYS[kind]
}

/** May a person close an exception of this kind by acknowledging it? */
export function isDismissible(kind: ExceptionKind): boolean {
  return WAYS[kind].includes('acknowledge')
}

/**
 * Resolves an exception by one of its ways out, all of it or nothing. The first resolution stands; a second changes
 * nothing, and where it was another one its person is told.
 *
 * Refuses: `EXCEPTION_UNKNOWN`; landing also `INVALID_TRANSITION` (resolved in another way); `EXCEPTION_NOT_DISMISSIBLE`,
 * `WAY_NOT_OPEN`, and what the way itself is refused with. Rules: EXC-01 to EXC-08, WIN-17.
 */
export function* decideResolution(
  { exceptionId: id, note, out }: OpBodies['resolveException'],
  cause: Context,
  rows: RowReader,
): Deciding<Decided> {
  const draft = new Draft(rows)
  yield [{ entity: 'exception', key: id }]
  const row = draft.row('exception', id)
  if (!row) return refuse({ code: 'EXCEPTION_UNKNOWN', params: { exceptionId: id } })
  if (row.status === 'resolved') {
    const same = row.resolution === 'cleared' || row.resolution === RESOLUTION_OF[out.way]
    if (cause.mode === 'interactive' || same || row.resolvedByOpId === cause.opId) return ok([])
    return refuse({ code: 'INVALID_TRANSITION', params: { from: row.resolution ?? row.status, event: out.way } })
  }
  if (!WAYS[row.kind].includes(out.way)) {
    return out.way === 'acknowledge'
      ? refuse({ code: 'EXCEPTION_NOT_DISMISSIBLE', params: { exceptionId: id, kind: row.kind } })
      : refuse({ code: 'WAY_NOT_OPEN', params: { exceptionId: id, way: out.way } })
  }
  const resolved = yield* takeWay(draft, cause, row, out)
  if (!resolved.ok) return resolved
  if (resolved.value !== null) resolveBy(draft, cause, row, resolved.value, noteOf(out, note))
  return ok(draft.writes())
}

function* takeWay(
  draft: Draft,
  cause: Context,
  row: ExceptionRow,
  out: WayOut,
): Deciding<Result<Resolution | null, Refusal>> {
  switch (out.way) {
    case 'acknowledge':
      return ok('acknowledged')
    case 'rebook':
      return yield* bookAgain(draft, cause, row.subject.key as ReservationId, null) // a sale's subject is its reservation
    case 'upgrade':
      return yield* bookAgain(draft, cause, row.subject.key as ReservationId, out.roomTypeId) // as above
    case 'send_on':
      return ok('sent_on')
    case 'refund':
      return yield* giveBack(draft, cause, row.subject.key as ReservationId) // as above
    case 'merge':
      return yield* merge(draft, cause, row)
    case 'walk':
      return yield* walk(draft, cause, row, out)
    default:
      return unreachable(out)
  }
}

/** A sale that the chain had no room for is asked for again, in its own type or in another. Rules: EXC-03, EXC-04. */
function* bookAgain(
  draft: Draft,
  cause: PostingCause,
  reservationId: ReservationId,
  roomTypeId: RoomTypeId | null,
): Deciding<Result<Resolution, Refusal>> {
  const reservation = yield* findReservation(draft, reservationId)
  if (!reservation) return refuse({ code: 'RESERVATION_UNKNOWN', params: { reservationId } })
  const status = nextReservationStatus(reservation.status, 'reinstate')
  if (!status.ok) return status
  const lines: StayLineRow[] = []
  for (const line of reservation.lines) {
    const inventoryType = roomTypeId ?? line.inventoryType
    const taken = yield* takeCovered(draft, cause, null, inventoryType, line)
    if (!taken.ok) return taken
    lines.push({ ...line, inventoryType, roomId: null })
  }
  yield [{ index: 'folioOf', key: reservation.reservationId }]
  const standing: ReservationRow = { ...reservation, status: status.value, lines }
  const settled = settledContract(standing, draft.folioOf(reservation.reservationId)) ?? standing
  draft.put('reservation', settled)
  yield* coverUnapplied(draft, cause, settled)
  return ok(roomTypeId === null ? 'rebooked' : 'upgraded')
}

/** Nothing comes of a sale: what was taken for it is the guest's. Rule EXC-05. */
function* giveBack(
  draft: Draft,
  cause: PostingCause,
  reservationId: ReservationId,
): Deciding<Result<Resolution, Refusal>> {
  const reservation = yield* findReservation(draft, reservationId)
  if (!reservation) return refuse({ code: 'RESERVATION_UNKNOWN', params: { reservationId } })
  yield [
    { index: 'folioOf', key: reservationId },
    { entity: 'guest', key: reservation.guestId },
    { entity: 'exception', key: exceptionId.moneyUnapplied(reservationId) },
  ]
  const { paidMinor, refundedMinor } = accountOf(reservation, draft.folioOf(reservationId))
  if (paidMinor > refundedMinor) {
    clearException(draft, cause, exceptionId.moneyUnapplied(reservationId))
    openException(draft, cause, {
      exceptionId: exceptionId.refundByHand(reservationId),
      kind: 'REFUND_BY_HAND',
      severity: 'action',
      subject: { entity: 'reservation', key: reservationId },
      params: { amountMinor: paidMinor - refundedMinor, lastName: lastNameOf(draft, reservation) },
    })
  }
  return ok('refunded')
}

/**
 * A walk-in and a booking are one guest: the booking's units are free, its money is the walk-in's. A booking of more rooms
 * than walked in has guests who are still to come, so it is not merged. Rule EXC-06.
 */
function* merge(draft: Draft, cause: PostingCause, row: ExceptionRow): Deciding<Result<Resolution, Refusal>> {
  const walkInId = row.subject.key as ReservationId // written by askWhetherSameGuest
  const otherId = String(row.params['other']) as ReservationId // as above
  const walkIn = yield* findReservation(draft, walkInId)
  if (!walkIn) return refuse({ code: 'RESERVATION_UNKNOWN', params: { reservationId: walkInId } })
  yield [{ entity: 'reservation', key: otherId }]
  const other = draft.row('reservation', otherId)
  if (!other) return refuse({ code: 'RESERVATION_UNKNOWN', params: { reservationId: otherId } })
  if (other.mergedInto === walkIn.reservationId || otherId === walkIn.reservationId) return ok('merged')
  const arrived = other.lines.find((line) => line.stay !== 'expected')
  const ended = [other.status, walkIn.status].find((status) => !holdsInventory(status))
  if (ended !== undefined || arrived) {
    return refuse({ code: 'INVALID_TRANSITION', params: { from: ended ?? arrived?.stay ?? '', event: 'merge' } })
  }
  if (other.lines.length > walkIn.lines.length) {
    return refuse({ code: 'WAY_NOT_OPEN', params: { exceptionId: row.exceptionId, way: 'merge' } })
  }
  const { reservationId: standingId } = walkIn
  yield [
    { index: 'folioOf', key: otherId },
    { index: 'folioOf', key: standingId },
  ]
  const { paidMinor, refundedMinor } = accountOf(other, draft.folioOf(otherId))
  const released = yield* releaseLines(draft, cause, other)
  const merged: ReservationRow = { ...released, status: 'canceled', mergedInto: walkIn.reservationId }
  draft.put('reservation', merged)
  const amountMinor = paidMinor - refundedMinor
  const note = `merged with ${walkIn.code}`
  post(draft, cause, {
    folioLineId: folioLineId.transfer(otherId, standingId),
    reservationId: otherId,
    kind: 'adjustment',
    amountMinor,
    note,
  })
  post(draft, cause, {
    folioLineId: folioLineId.transfer(standingId, otherId),
    reservationId: standingId,
    kind: 'adjustment',
    amountMinor: -amountMinor,
    note: `merged with ${other.code}`,
  })
  const settled = settledContract(walkIn, draft.folioOf(standingId))
  if (settled) draft.put('reservation', settled)
  yield* coverUnapplied(draft, cause, merged)
  yield* coverUnapplied(draft, cause, settled ?? walkIn)
  return ok('merged')
}

/**
 * A guest who was counted on the night is walked: their line counts no more from the business date on, what they slept is
 * charged, and what they paid for more is asked about. The exception closes where that was the last unit too many.
 * Rule EXC-07.
 */
function* walk(
  draft: Draft,
  cause: Context,
  row: ExceptionRow,
  out: WayOut & { readonly way: 'walk' },
): Deciding<Result<Resolution | null, Refusal>> {
  const found = yield* findLine(draft, out)
  if (!found.ok) return found
  const { reservation, line } = found.value
  if (!holdsInventory(reservation.status) || (line.stay !== 'expected' && line.stay !== 'in_house')) {
    const stands = holdsInventory(reservation.status)
    return refuse({
      code: 'INVALID_TRANSITION',
      params: { from: stands ? line.stay : reservation.status, event: 'walk' },
    })
  }
  const { roomTypeId, night } = row.params
  if (line.inventoryType !== roomTypeId || !(line.arrival <= String(night) && String(night) < line.departure)) {
    return refuse({ code: 'WAY_NOT_OPEN', params: { exceptionId: row.exceptionId, way: 'walk' } })
  }
  // Who has not arrived slept nowhere here, however long they were expected.
  const left = line.stay === 'expected' ? line : from(line, cause.businessDate)
  yield* clearMovesFrom(draft, cause, line)
  yield* returnUnits(draft, cause, line.inventoryType, left)
  yield* vacateRoom(draft, line, left)
  yield* settleDoubts(draft, cause, line)
  const walked = yield* shortened(draft, { ...line, stay: 'departed' }, left.arrival)
  if (line.stay === 'in_house') {
    yield* leaveDirty(draft, line.roomId)
    yield* postStay(draft, cause, reservation, walked, walked.departure)
  }
  putLine(draft, reservation.reservationId, line.stay === 'in_house' ? walked : { ...walked, roomId: null })
  const only = reservation.lines.length === 1 && line.stay === 'expected'
  const after = draft.row('reservation', reservation.reservationId)
  if (only && after) draft.put('reservation', { ...after, status: 'canceled', holdUntilUtcMs: null })
  yield* coverWhenAllLeft(draft, cause, reservation.reservationId)
  const open = draft.row('exception', row.exceptionId)
  return ok(open?.status === 'resolved' ? 'walked' : null)
}

function noteOf(out: WayOut, note: string): string {
  if (out.way === 'walk') return [out.toHotel, note].filter((text) => text !== '').join(': ')
  if (out.way === 'send_on') return [`${out.toHotel} ${out.code}`, note].filter((text) => text !== '').join(': ')
  return note
}
