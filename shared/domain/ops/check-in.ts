import { ok, refuse } from '../../base/result.ts'
import { type Decided, type Deciding, Draft, type RowReader } from '../deciding.ts'
import { accountOf } from '../folio.ts'
import { holdsInventory, nextReservationStatus, nextStayState } from '../lifecycle.ts'
import { type FolioLineRow, type ReservationRow, type StayLineRow, roomNightKey } from '../rows.ts'
import { isNightOf, nightsOf } from '../stay-dates.ts'
import { addedTaxOf } from '../tax.ts'
import { totalOf } from '../price.ts'
import { clearException, exceptionId, openException } from './exceptions.ts'
import { type PostingCause, folioLineId, post } from './folio.ts'
import { type FoundLine, findLine, from, lastNameOf, putLine } from './lines.ts'
import { clearMovesFrom, countOnType, occupyRoom, openOccupiedTwice, vacateRoom } from './occupancy.ts'
import type { CheckIn, DecidingMode, LineRef } from './op.ts'
import { findHolder, roomNightsOf } from './rooms.ts'
import { forceUnits, returnUnits } from './units.ts'

type Context = PostingCause & { readonly mode: DecidingMode }

/**
 * A guest has moved into a room: a fact. Landing, it is never dropped: a booking that has ended meanwhile, or was moved to
 * other dates, stands again with an exception; a room that somebody else is in leaves the guest in the house without one;
 * a second check-in of the same guest changes nothing, into another room it asks which is right.
 *
 * Refuses: `RESERVATION_UNKNOWN`, `LINE_UNKNOWN`, `INVALID_TRANSITION` (the guest has left); interactive also whatever of
 * the above somebody at the desk can still put right: `INVALID_TRANSITION`, `NOT_DUE`, `ROOM_UNKNOWN`, `ROOM_TAKEN`,
 * `ROOM_KEPT_BY_TERMINAL`. Rules: STAY-01 to STAY-05, WIN-07 to WIN-11.
 */
export function* decideCheckIn(body: CheckIn, context: Context, rows: RowReader): Deciding<Decided> {
  const draft = new Draft(rows)
  const found = yield* findLine(draft, body)
  if (!found.ok) return found
  const { line } = found.value
  if (context.mode === 'interactive') {
    const refusal = yield* refusalAtTheDesk(draft, body, found.value, context)
    if (refusal) return refuse(refusal)
  }
  if (line.stay === 'in_house') {
    if (line.roomId !== body.roomId) openCheckedInTwice(draft, context, found.value, body)
    return ok(draft.writes())
  }
  const stay = nextStayState(line.stay, 'checkIn')
  if (!stay.ok) return stay
  yield* settleIn(draft, context, found.value, body)
  return ok(draft.writes())
}

/** Moves the guest in, whatever the booking has become. The line is not in the house. */
export function* settleIn(draft: Draft, context: Context, found: FoundLine, body: CheckIn): Deciding<void> {
  const due = yield* reinstate(draft, context, found, body)
  const nights = from(due, context.businessDate)
  yield [
    { entity: 'room', key: body.roomId },
    { entity: 'exception', key: exceptionId.roomLost(due.lineId) },
    { entity: 'exception', key: exceptionId.occupiedTwice(due.lineId) },
  ]
  if (due.roomId !== body.roomId) yield* vacateRoom(draft, due, nights)
  const room = draft.row('room', body.roomId)
  const other = room ? yield* occupyRoom(draft, context, due, body.roomId, nights) : null
  const moved: StayLineRow = { ...due, stay: 'in_house', roomId: room && other === null ? body.roomId : null }
  if (room && other === null) {
    yield* countOnType(draft, context, due, room, nights)
    clearException(draft, context, exceptionId.roomLost(due.lineId))
  }
  putLine(
    draft,
    found.reservation.reservationId,
    room && other === null ? { ...moved, inventoryType: room.roomTypeId } : moved,
  )
  const lastName = lastNameOf(draft, found.reservation)
  if (other !== null) openOccupiedTwice(draft, context, moved, { roomId: body.roomId, other, lastName })
  if (!room) {
    openException(draft, context, {
      exceptionId: exceptionId.roomLost(due.lineId),
      kind: 'ROOM_LOST',
      severity: 'urgent',
      subject: { entity: 'reservation', key: found.reservation.reservationId },
      params: { roomId: body.roomId, lastName, arrival: due.arrival, departure: due.departure },
    })
  }
}

/**
 * The line as it must be for its guest to be in the house: under a contract that stands, on nights that hold today. What
 * it takes is taken as a fact, and a person is told.
 */
function* reinstate(draft: Draft, context: Context, found: FoundLine, body: CheckIn): Deciding<StayLineRow> {
  const { reservation, line } = found
  const { reservationId } = reservation
  const standing = holdsInventory(reservation.status)
  const held = standing && line.stay !== 'no_show'
  const sameStay = isNightOf(line, context.businessDate)
  if (held && sameStay) return line
  const { arrival, departure } = sameStay ? line : body.stay
  if (held) {
    yield* returnUnits(draft, context, line.inventoryType, line)
    yield* vacateRoom(draft, line, line)
  }
  yield* forceUnits(draft, context, line.inventoryType, from({ arrival, departure }, context.businessDate))
  const due: StayLineRow = {
    ...line,
    arrival,
    departure,
    nightlyMinor: pricesFor(line, nightsOf({ arrival, departure }).length),
  }
  if (!standing) yield* standAgain(draft, context, reservation)
  putLine(draft, reservationId, due)
  openException(draft, context, {
    exceptionId: exceptionId.reinstated(line.lineId),
    kind: 'REINSTATED',
    severity: 'action',
    subject: { entity: 'reservation', key: reservationId },
    params: {
      lastName: lastNameOf(draft, reservation),
      roomId: body.roomId,
      from: standing ? line.stay : reservation.status,
      arrival,
      departure,
    },
  })
  return due
}

/** A contract that had ended holds again; what its ending cost is taken back, and what was refunded is owed. */
function* standAgain(draft: Draft, context: Context, reservation: ReservationRow): Deciding<void> {
  const { reservationId } = reservation
  yield [
    { index: 'folioOf', key: reservationId },
    { entity: 'exception', key: exceptionId.saleRefused(reservationId) },
  ]
  const status = nextReservationStatus(reservation.status, 'reinstate')
  for (const fee of draft.folioOf(reservationId).filter(isEndingFee)) {
    post(draft, context, {
      folioLineId: folioLineId.feeReversed(fee.folioLineId),
      reservationId,
      kind: 'adjustment',
      amountMinor: -fee.amountMinor,
      note: 'fee reversed',
    })
  }
  const again = { ...reservation, status: status.ok ? status.value : reservation.status, holdUntilUtcMs: null }
  const { balanceMinor, paidMinor } = accountOf(again, draft.folioOf(reservationId))
  draft.put('reservation', balanceMinor <= 0 && paidMinor > 0 ? { ...again, status: 'paid' } : again)
  clearException(draft, context, exceptionId.saleRefused(reservationId))
}

function isEndingFee(line: FolioLineRow): boolean {
  return line.kind === 'fee' && (line.folioLineId.endsWith('/cancel-fee') || line.folioLineId.endsWith('/no-show-fee'))
}

/** The quoted prices for so many nights: the first ones, the last one again for nights beyond. */
export function pricesFor({ nightlyMinor }: Pick<StayLineRow, 'nightlyMinor'>, nights: number): number[] {
  return Array.from({ length: nights }, (_, index) => nightlyMinor[index] ?? nightlyMinor.at(-1) ?? 0)
}

/** What the stay of a line comes to. */
export function quotedTotal(line: Pick<StayLineRow, 'nightlyMinor' | 'taxes'>): number {
  return totalOf(line.nightlyMinor) + addedTaxOf(line.taxes)
}

function* refusalAtTheDesk(draft: Draft, body: CheckIn, { reservation, line }: FoundLine, context: Context) {
  const { status } = reservation
  if (!holdsInventory(status))
    return { code: 'INVALID_TRANSITION', params: { from: status, event: 'checkIn' } } as const
  if (line.stay === 'in_house' || line.stay === 'departed') {
    return { code: 'INVALID_TRANSITION', params: { from: line.stay, event: 'checkIn' } } as const
  }
  const { arrival, departure } = line
  if (!isNightOf(line, context.businessDate)) return { code: 'NOT_DUE', params: { arrival, departure } } as const
  const { roomId } = body
  yield [
    { entity: 'room' as const, key: roomId },
    { entity: 'allotment_room' as const, key: roomNightKey(roomId, context.businessDate) },
  ]
  if (!draft.row('room', roomId)) return { code: 'ROOM_UNKNOWN', params: { roomId } } as const
  const keeper = draft.row('allotment_room', roomNightKey(roomId, context.businessDate))
  if (keeper && (keeper.suspect || keeper.deviceId !== context.deviceId)) {
    return { code: 'ROOM_KEPT_BY_TERMINAL', params: { roomId, deviceId: keeper.deviceId } } as const
  }
  const holder = yield* findHolder(draft, roomId, from(line, context.businessDate), line.lineId)
  if (holder) return { code: 'ROOM_TAKEN', params: { roomId, night: holder.night, holder: holder.kind } } as const
  return null
}

function openCheckedInTwice(draft: Draft, context: Context, { reservation, line }: FoundLine, body: CheckIn): void {
  openException(draft, context, {
    exceptionId: exceptionId.checkedInTwice(context.opId, line.lineId),
    kind: 'CHECKED_IN_TWICE',
    severity: 'urgent',
    subject: { entity: 'reservation', key: reservation.reservationId },
    params: { lastName: lastNameOf(draft, reservation), roomId: line.roomId ?? '', otherRoomId: body.roomId },
  })
}

/**
 * The guest is not in the house after all: the line is expected again and its room only assigned.
 * Refuses: `RESERVATION_UNKNOWN`, `LINE_UNKNOWN`, `INVALID_TRANSITION`. Undoing what is undone changes nothing. Rule STAY-07.
 */
export function* decideUndoCheckIn(body: LineRef, context: Context, rows: RowReader): Deciding<Decided> {
  const draft = new Draft(rows)
  const found = yield* findLine(draft, body)
  if (!found.ok) return found
  const { reservation, line } = found.value
  if (line.stay === 'expected' && context.mode === 'landing') return ok([])
  const stay = nextStayState(line.stay, 'undoCheckIn')
  if (!stay.ok) return stay
  yield* clearMovesFrom(draft, context, line)
  yield [{ entity: 'exception', key: exceptionId.occupiedTwice(line.lineId) }]
  clearException(draft, context, exceptionId.occupiedTwice(line.lineId))
  const nights = from(line, context.businessDate)
  if (line.roomId !== null) {
    yield roomNightsOf(line.roomId, nights)
    for (const night of nightsOf(nights)) {
      const held = draft.row('room_night', roomNightKey(line.roomId, night))
      if (held?.refId === line.lineId) draft.put('room_night', { ...held, kind: 'assigned' })
    }
  }
  putLine(draft, reservation.reservationId, { ...line, stay: stay.value })
  return ok(draft.writes())
}
