import { ok, refuse } from '../../base/result.ts'
import { type Decided, type Deciding, Draft, type RowReader } from '../deciding.ts'
import { accountOf } from '../folio.ts'
import type { RoomTypeId } from '../ids.ts'
import { holdsInventory, nextReservationStatus, nextStayState } from '../lifecycle.ts'
import { requestFits } from '../inventory.ts'
import type { Refusal } from '../refusal.ts'
import { type ReservationRow, type StayLineRow, roomNightKey, typeNightKey } from '../rows.ts'
import { isNightOf, isSellableStay, nightsOf } from '../stay-dates.ts'
import { clearException, exceptionId, openException, openTypeGone } from './exceptions.ts'
import { type PostingCause, folioLineId, postUpTo } from './folio.ts'
import { type FoundLine, ahead, findLine, lastNameOf, putLine } from './lines.ts'
import { takeBackNights } from './check-out.ts'
import { clearMovesFrom, countOnType, occupyRoom, openOccupiedTwice, vacateRoom } from './occupancy.ts'
import type { CheckIn, DecidingMode, LineRef } from './op.ts'
import { findHolder, findKeeper, reassignOrUnassign, roomNightsOf } from './rooms.ts'
import { taxesAfter } from './taxes-after.ts'
import { forceUnits, inventoryOf, openNightsOf, returnUnits } from './units.ts'

type Context = PostingCause & { readonly mode: DecidingMode }

/**
 * A guest has moved into a room: a fact. Landing, it is never dropped: a booking that has ended meanwhile, or was moved to
 * other dates, stands again with an exception; a room that somebody else is in leaves the guest in the house without one;
 * a second check-in of the same guest changes nothing, into another room it asks which is right.
 *
 * Refuses: `STAY_INVALID` (no night, or over a year: a bug of the terminal, so the op is parked), `RESERVATION_UNKNOWN`,
 * `LINE_UNKNOWN`, `INVALID_TRANSITION` (the guest has left); interactive also whatever of
 * the above somebody at the desk can still put right: `INVALID_TRANSITION`, `NOT_DUE`, `ROOM_UNKNOWN`,
 * `ROOM_KEPT_BY_TERMINAL`, `ROOM_TAKEN`, and for a room of another type, or a guest who was given up,
 * `NIGHT_NOT_ON_SALE`, `NO_AVAILABILITY`. Rules: STAY-01 to STAY-06, WIN-07, WIN-08, WIN-10, WIN-11, ALLOT-11.
 */
export function* decideCheckIn(body: CheckIn, context: Context, rows: RowReader): Deciding<Decided> {
  const draft = new Draft(rows)
  if (!isSellableStay(body.stay)) {
    const { arrival, departure } = body.stay
    return refuse({ code: 'STAY_INVALID', params: { arrival, departure } })
  }
  const found = yield* findLine(draft, body)
  if (!found.ok) return found
  const { line } = found.value
  if (context.mode === 'interactive') {
    const refusal = yield* refusalAtTheDesk(draft, body, found.value, context)
    if (refusal) return refuse(refusal)
  }
  if (line.stay === 'in_house') {
    if (line.roomId !== body.roomId && !(yield* isSaidAlready(draft, line, body))) {
      openCheckedInTwice(draft, context, found.value, body)
    }
    return ok(draft.writes())
  }
  const stay = nextStayState(line.stay, 'checkIn')
  if (!stay.ok) return stay
  yield* settleIn(draft, context, found.value, body)
  return ok(draft.writes())
}

/** Is a guest without a room without one because somebody else, or nobody, has the room that is named again? */
function* isSaidAlready(draft: Draft, line: StayLineRow, { roomId }: CheckIn): Deciding<boolean> {
  if (line.roomId !== null) return false
  const ids = [exceptionId.occupiedTwice(line.lineId), exceptionId.roomLost(line.lineId)]
  yield ids.map((key) => ({ entity: 'exception' as const, key }))
  return ids.some((id) => draft.row('exception', id)?.params['roomId'] === roomId)
}

/** Moves the guest in, whatever the booking has become. The line is not in the house. */
export function* settleIn(draft: Draft, context: Context, found: FoundLine, body: CheckIn): Deciding<void> {
  const due = yield* reinstate(draft, context, found, body)
  const nights = yield* ahead(draft, context, due)
  yield [
    { entity: 'room', key: body.roomId },
    { entity: 'exception', key: exceptionId.roomLost(due.lineId) },
    { entity: 'exception', key: exceptionId.occupiedTwice(due.lineId) },
  ]
  if (due.roomId !== body.roomId) yield* vacateRoom(draft, due, nights)
  const room = draft.row('room', body.roomId)
  const other = room ? yield* occupyRoom(draft, context, due, body.roomId, nights) : null
  // It may have been promised the room for later nights: whoever is without a room holds none.
  if (other !== null) yield* vacateRoom(draft, due, nights)
  const moved: StayLineRow = { ...due, stay: 'in_house', roomId: room && other === null ? body.roomId : null }
  if (room && other === null) {
    yield* countOnType(draft, context, due, room)
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
  yield* forceUnits(draft, context, line.inventoryType, { arrival, departure })
  yield [
    { entity: 'room_type', key: line.inventoryType },
    { index: 'taxRules', key: '' },
    { index: 'folioOf', key: reservationId },
  ]
  const nightlyMinor = pricesFor(line, nightsOf({ arrival, departure }).length)
  const taxes = taxesAfter(line, nightlyMinor, draft.taxRules())
  const due: StayLineRow = { ...line, arrival, departure, nightlyMinor, taxes }
  if (!standing) yield* standAgain(draft, context, found)
  putLine(draft, reservationId, due)
  takeBackFee(draft, context, reservationId, folioLineId.noShowFee(reservationId, line.position))
  if (!draft.row('room_type', line.inventoryType)) {
    const lastName = lastNameOf(draft, reservation)
    openTypeGone(draft, context, reservationId, { roomTypeId: line.inventoryType, lastName })
  }
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

/**
 * A contract that had ended holds again, for all who are expected under it; what its ending cost is taken back, and what
 * was refunded is owed.
 */
function* standAgain(draft: Draft, context: Context, { reservation, line }: FoundLine): Deciding<void> {
  const { reservationId } = reservation
  yield [{ entity: 'exception', key: exceptionId.saleRefused(reservationId) }]
  const status = nextReservationStatus(reservation.status, 'reinstate')
  for (const other of reservation.lines) {
    takeBackFee(draft, context, reservationId, folioLineId.cancelFee(reservationId, other.position))
    if (other.position === line.position || other.stay !== 'expected') continue
    yield* forceUnits(draft, context, other.inventoryType, other)
  }
  const again = { ...reservation, status: status.ok ? status.value : reservation.status, holdUntilUtcMs: null }
  const { balanceMinor, paidMinor } = accountOf(again, draft.folioOf(reservationId))
  draft.put('reservation', balanceMinor <= 0 && paidMinor > 0 ? { ...again, status: 'paid' } : again)
  clearException(draft, context, exceptionId.saleRefused(reservationId))
}

function takeBackFee(
  draft: Draft,
  context: Context,
  reservationId: ReservationRow['reservationId'],
  fee: string,
): void {
  postUpTo(draft, context, {
    folioLineId: fee,
    reservationId,
    kind: 'adjustment',
    amountMinor: 0,
    note: 'fee reversed',
  })
}

/** The quoted prices for so many nights: the first ones, the last one again for nights beyond. */
function pricesFor({ nightlyMinor }: Pick<StayLineRow, 'nightlyMinor'>, nights: number): number[] {
  return Array.from({ length: nights }, (_, index) => nightlyMinor[index] ?? nightlyMinor.at(-1) ?? 0)
}

function* refusalAtTheDesk(
  draft: Draft,
  body: CheckIn,
  { reservation, line }: FoundLine,
  context: Context,
): Deciding<Refusal | null> {
  const { status } = reservation
  if (!holdsInventory(status)) return { code: 'INVALID_TRANSITION', params: { from: status, event: 'checkIn' } }
  if (line.stay === 'in_house' || line.stay === 'departed') {
    return { code: 'INVALID_TRANSITION', params: { from: line.stay, event: 'checkIn' } }
  }
  const { arrival, departure } = line
  if (!isNightOf(line, context.businessDate)) return { code: 'NOT_DUE', params: { arrival, departure } }
  const { roomId } = body
  yield [{ entity: 'room', key: roomId }]
  const room = draft.row('room', roomId)
  if (!room) return { code: 'ROOM_UNKNOWN', params: { roomId } }
  const nights = yield* ahead(draft, context, line)
  const [keeper] = yield* findKeeper(draft, context, [roomId], nights)
  if (keeper) return { code: 'ROOM_KEPT_BY_TERMINAL', params: { roomId, deviceId: keeper.deviceId } }
  const holder = yield* findHolder(draft, roomId, nights, line.lineId)
  if (holder) return { code: 'ROOM_TAKEN', params: { roomId, night: holder.night, holder: holder.kind } }
  const holdsUnit = line.stay === 'expected' && line.inventoryType === room.roomTypeId
  return holdsUnit ? null : yield* refusalOfUnits(draft, room.roomTypeId, line)
}

/** Why a unit of a type can not be had for what is left of a stay, or `null`. */
function* refusalOfUnits(draft: Draft, roomTypeId: RoomTypeId, line: StayLineRow): Deciding<Refusal | null> {
  const nights = yield* openNightsOf(draft, line)
  yield inventoryOf(roomTypeId, nights)
  for (const night of nights) {
    const row = draft.row('inventory', typeNightKey(roomTypeId, night))
    if (!row) return { code: 'NIGHT_NOT_ON_SALE', params: { roomTypeId, night } }
    if (!requestFits(row, 1)) return { code: 'NO_AVAILABILITY', params: { roomTypeId, night } }
  }
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
 * The guest is not in the house after all: the line is expected again, its room only assigned, which a block takes, and
 * nights that were charged are taken back.
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
  yield* takeBackNights(draft, context, reservation, line, line.arrival)
  const expected = yield* onlyAssigned(draft, context, found.value)
  putLine(draft, reservation.reservationId, { ...expected, stay: stay.value })
  return ok(draft.writes())
}

/** A line whose guest is not in its room: the room is assigned to it, or another one where a block has it. */
function* onlyAssigned(draft: Draft, context: Context, { reservation, line }: FoundLine): Deciding<StayLineRow> {
  const { roomId } = line
  if (roomId === null) return line
  const nights = yield* ahead(draft, context, line)
  yield [...roomNightsOf(roomId, nights), { index: 'activeBlocksOfRoom', key: roomId }]
  const blocked = draft
    .activeBlocksOfRoom(roomId)
    .some(({ kind, from, until }) => kind === 'OOO' && from < nights.departure && nights.arrival < until)
  if (blocked) {
    yield* vacateRoom(draft, line, nights)
    return yield* reassignOrUnassign(draft, context, line, { roomId, lastName: lastNameOf(draft, reservation) })
  }
  for (const night of nightsOf(nights)) {
    const held = draft.row('room_night', roomNightKey(roomId, night))
    if (held?.refId === line.lineId) draft.put('room_night', { ...held, kind: 'assigned' })
  }
  return line
}
