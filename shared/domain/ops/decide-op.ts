import { unreachable } from '../../base/assert.ts'
import { ok } from '../../base/result.ts'
import { type Decided, type Deciding, Draft, type RowReader, type Wanted } from '../deciding.ts'
import type { Refusal } from '../refusal.ts'
import { type OpId, stayLineId } from '../ids.ts'
import type { ExceptionRow } from '../exception-row.ts'
import type { EntityName, RowWrite } from '../rows.ts'
import { taxesOf } from '../tax.ts'
import { decideReturn } from './allotments.ts'
import { askWhetherSameGuest, decideUnknownArrival } from './arrivals.ts'
import { decideAssignment } from './assign-room.ts'
import { decideBlock, decideRelease } from './block-room.ts'
import { decideBooking } from './book.ts'
import { decideCancellation } from './cancel-reservation.ts'
import { decideDeparture } from './change-departure.ts'
import { decideChange } from './change-stay.ts'
import { decideCheckIn, decideUndoCheckIn } from './check-in.ts'
import { decideCheckOut, decideUndoCheckOut } from './check-out.ts'
import { decideGuestEdit } from './edit-guest.ts'
import { type Cause, exceptionId, openException, openTypeGone } from './exceptions.ts'
import { decideMove, decideSwap } from './move-guest.ts'
import { decideNoShow } from './no-show.ts'
import type { DecidingMode, Op, OpOf, OpType } from './op.ts'
import { decideCashRefund, decidePaymentAtDesk } from './post-payment.ts'
import { decideResolution } from './resolve-exception.ts'
import { decideRoll } from './roll-date.ts'
import { decideRoomStatus } from './room-status.ts'

/** How old the rows may be that a quote came from. Older prices stand too, and a person looks (design.md, section 10). */
export const MAX_QUOTE_AGE_MS = 72 * 3_600_000

/** Decides any op over the rows of its hotel: the one place where op types meet their rules. Refusals: see each. */
export function decideOp(op: Op, mode: DecidingMode, rows: RowReader): Deciding<Decided> {
  const cause = { ...causeOf(op), businessDate: op.businessDate, mode }
  switch (op.type) {
    case 'bookWalkIn':
      return decideWalkIn(op, mode, rows)
    case 'changeStay':
      return decideChange(op.body, { ...cause, earliestArrival: op.businessDate }, rows)
    case 'cancelReservation':
      return decideCancellation(op.body.reservationId, cause, rows)
    case 'markNoShow':
      return decideNoShow(op.body, cause, rows)
    case 'assignRoom':
      return decideAssignment(op.body, cause, rows)
    case 'swapRooms':
      return decideSwap(op.body, cause, rows)
    case 'moveGuest':
      return decideMove(op.body, cause, rows)
    case 'checkIn':
      return decideCheckIn(op.body, cause, rows)
    case 'checkInUnknown':
      return decideUnknownArrival(op.body, cause, rows)
    case 'undoCheckIn':
      return decideUndoCheckIn(op.body, cause, rows)
    case 'checkOut':
      return decideCheckOut(op.body, cause, rows)
    case 'undoCheckOut':
      return decideUndoCheckOut(op.body, cause, rows)
    case 'changeDeparture':
      return decideDeparture(op.body, cause, rows)
    case 'blockRoom':
      return decideBlock(op.body, op.businessDate, cause, rows)
    case 'releaseBlock':
      return decideRelease(op.body.blockId, op.businessDate, cause, rows)
    case 'setRoomStatus':
      return decideRoomStatus(op.body, cause, rows)
    case 'editGuest':
      return decideGuestEdit(op.body, cause, rows)
    case 'takePayment':
      return decidePaymentAtDesk(op.body, cause, rows)
    case 'giveRefund':
      return decideCashRefund(op.body, cause, rows)
    case 'rollBusinessDate':
      return decideRoll(op.body, cause, rows)
    case 'returnAllotment':
      return decideReturn(op.body, cause, rows)
    case 'resolveException':
      return decideResolution(op.body, cause, rows)
    default:
      return unreachable(op)
  }
}

/** What the chain writes for a request that it refused: an exception that the desk sees (rules SYNC-07, WIN-01). */
export function writesForRefusedRequest(op: Op, refusal: Refusal, rows: RowReader): readonly RowWrite[] {
  const draft = new Draft(rows)
  if (op.type === 'bookWalkIn' && !draft.row('reservation', op.body.reservationId)) {
    keepRefusedSale(draft, op, refusal)
    return draft.writes()
  }
  openException(draft, causeOf(op), {
    exceptionId: exceptionId.requestRefused(op.opId),
    kind: 'REQUEST_REFUSED',
    severity: op.type === 'bookWalkIn' ? 'urgent' : 'action',
    subject: subjectOf(op),
    params: { ...refusal.params, code: refusal.code, op: op.type, ...nameOf(op) },
  })
  return draft.writes()
}

/** The rows that {@link writesForRefusedRequest} reads. */
export function wantedForRefusedRequest(op: Op): readonly Wanted[] {
  const wanted: Wanted[] = [{ entity: 'exception', key: exceptionId.requestRefused(op.opId) }]
  if (op.type !== 'bookWalkIn') return wanted
  return [...wanted, { entity: 'reservation', key: op.body.reservationId }, { index: 'taxRules', key: '' }]
}

/** An op that could not be applied, as far as it could be read. */
export interface ParkedOp extends Cause {
  readonly opId: OpId
  readonly type: string
  readonly subject: ExceptionRow['subject']
  /** Why: a refusal's code, or one of the chain's own. */
  readonly code: string
}

/** What the chain writes for an op that can not be applied at all: it is kept, and a person is told (rule SYNC-08). */
export function writesForParkedOp(parked: ParkedOp, rows: RowReader): readonly RowWrite[] {
  const draft = new Draft(rows)
  openException(draft, parked, {
    exceptionId: exceptionId.opParked(parked.opId),
    kind: 'OP_PARKED',
    severity: 'urgent',
    subject: parked.subject,
    params: { code: parked.code, op: parked.type },
  })
  return draft.writes()
}

function causeOf(op: Op): Cause {
  return { opId: op.opId, deviceId: op.deviceId, atUtcMs: op.madeAtUtcMs }
}

function subjectOf(op: Op): ExceptionRow['subject'] {
  return { entity: SUBJECT_ENTITIES[op.type], key: subjectIdOf(op) }
}

const SUBJECT_ENTITIES: { readonly [T in OpType]: EntityName } = {
  bookWalkIn: 'reservation',
  changeStay: 'reservation',
  cancelReservation: 'reservation',
  markNoShow: 'reservation',
  assignRoom: 'reservation',
  swapRooms: 'reservation',
  moveGuest: 'reservation',
  checkIn: 'reservation',
  checkInUnknown: 'reservation',
  undoCheckIn: 'reservation',
  checkOut: 'reservation',
  undoCheckOut: 'reservation',
  changeDeparture: 'reservation',
  blockRoom: 'room_block',
  releaseBlock: 'room_block',
  setRoomStatus: 'room',
  editGuest: 'guest',
  takePayment: 'reservation',
  giveRefund: 'reservation',
  rollBusinessDate: 'hotel',
  returnAllotment: 'allotment',
  resolveException: 'exception',
}

/** The id of what an op is about: the first of two. */
export function subjectIdOf(op: Op): string {
  switch (op.type) {
    case 'bookWalkIn':
    case 'changeStay':
    case 'cancelReservation':
    case 'markNoShow':
    case 'assignRoom':
    case 'moveGuest':
    case 'checkIn':
    case 'undoCheckIn':
    case 'checkOut':
    case 'undoCheckOut':
    case 'changeDeparture':
    case 'takePayment':
    case 'giveRefund':
      return op.body.reservationId
    case 'swapRooms':
      return op.body.one.reservationId
    case 'checkInUnknown':
      return op.body.booking.reservationId
    case 'blockRoom':
    case 'releaseBlock':
      return op.body.blockId
    case 'setRoomStatus':
      return op.body.roomId
    case 'editGuest':
      return op.body.guestId
    case 'rollBusinessDate':
      return op.body.date
    case 'returnAllotment':
      return op.body.cover.deviceId
    case 'resolveException':
      return op.body.exceptionId
    default:
      return unreachable(op)
  }
}

function nameOf(op: Op): Record<string, string> {
  return op.type === 'bookWalkIn' ? { lastName: op.body.guest.lastName } : {}
}

/**
 * A sale at the desk: booked as any other, from the terminal's allotment where that covers it. Landing, it also asks
 * whether the guest is one who was expected, and has a person look at prices that were old.
 */
function* decideWalkIn(op: OpOf<'bookWalkIn'>, mode: DecidingMode, rows: RowReader): Deciding<Decided> {
  const { body, businessDate } = op
  const cause = causeOf(op)
  const booked = yield* decideBooking(
    body,
    {
      ...cause,
      channel: 'desk',
      bookedOn: businessDate,
      earliestArrival: businessDate,
      mode,
      ratePlanId: null,
      holdUntilUtcMs: null,
      cover: body.cover && { ...body.cover, covered: mode === 'landing' && body.claim === 'guaranteed' },
    },
    rows,
  )
  if (!booked.ok || booked.value.length === 0 || mode === 'interactive') return booked
  const draft = new Draft(rows)
  draft.take(booked.value)
  const { reservationId, guest } = body
  if (op.madeAtUtcMs - body.pricedAsOfUtcMs > MAX_QUOTE_AGE_MS) {
    openException(draft, cause, {
      exceptionId: exceptionId.rateStale(reservationId),
      kind: 'RATE_STALE',
      severity: 'info',
      subject: { entity: 'reservation', key: reservationId },
      params: { lastName: guest.lastName, pricedAsOfUtcMs: body.pricedAsOfUtcMs },
    })
  }
  yield* tellTypesGone(draft, cause, op)
  const walkIn = draft.row('reservation', reservationId)
  if (walkIn?.lines.some((line) => line.arrival === businessDate)) {
    yield* askWhetherSameGuest(draft, cause, walkIn, guest, businessDate)
  }
  return ok(draft.writes())
}

/** A stay that was sold in a type that is gone stands, and a person finds it a room of another. Rule WIN-16. */
function* tellTypesGone(draft: Draft, cause: Cause, { body }: OpOf<'bookWalkIn'>): Deciding<void> {
  const { reservationId, guest } = body
  const lines = draft.row('reservation', reservationId)?.lines ?? []
  yield lines.map((line): Wanted => ({ entity: 'room_type', key: line.inventoryType }))
  const gone = lines.find((line) => !draft.row('room_type', line.inventoryType))
  if (gone) openTypeGone(draft, cause, reservationId, { roomTypeId: gone.inventoryType, lastName: guest.lastName })
}

/** A sale that the chain has no room for is kept as what it was, without a room, so that money for it finds it. */
function keepRefusedSale(draft: Draft, op: OpOf<'bookWalkIn'>, refusal: Refusal): void {
  const { body } = op
  const { reservationId, code, guarantee, guest } = body
  draft.put('guest', { guestId: reservationId, ...guest })
  draft.put('reservation', {
    reservationId,
    code,
    status: 'rejected',
    guarantee,
    channel: 'desk',
    guestId: reservationId,
    bookedAtUtcMs: op.madeAtUtcMs,
    bookedOn: op.businessDate,
    ratePlanId: null,
    holdUntilUtcMs: null,
    mergedInto: null,
    lines: body.lines.map((line, index) => ({
      lineId: stayLineId(reservationId, index + 1),
      position: index + 1,
      chargedType: line.roomTypeId,
      inventoryType: line.roomTypeId,
      arrival: line.arrival,
      departure: line.departure,
      adults: line.adults,
      children: line.children,
      roomId: null,
      stay: 'expected',
      nightlyMinor: line.nightlyMinor,
      taxes: taxesOf(line, draft.taxRules()),
    })),
  })
  openException(draft, causeOf(op), {
    exceptionId: exceptionId.saleRefused(reservationId),
    kind: 'SALE_REFUSED',
    severity: body.lines.some((line) => line.arrival <= op.businessDate) ? 'urgent' : 'action',
    subject: { entity: 'reservation', key: reservationId },
    params: { ...refusal.params, code: refusal.code, claim: body.claim, lastName: guest.lastName },
  })
}
