import { present } from '../../base/assert.ts'
import { ok, refuse } from '../../base/result.ts'
import { type Decided, type Deciding, Draft, type RowReader } from '../deciding.ts'
import { holdsInventory } from '../lifecycle.ts'
import type { GuestRow, ReservationRow, StayLineRow } from '../rows.ts'
import { type LocalDate, isSellableStay } from '../stay-dates.ts'
import { type ReservationId, stayLineId } from '../ids.ts'
import { taxesOf } from '../tax.ts'
import type { Refusal } from '../refusal.ts'
import { refusalOfLine } from './book.ts'
import { settleIn } from './check-in.ts'
import { type Cause, exceptionId, openException } from './exceptions.ts'
import type { PostingCause } from './folio.ts'
import { findLine, findReservation } from './lines.ts'
import type { Booking, DecidingMode, GuestDetails, UnknownArrival } from './op.ts'
import { findHolder, findKeeper } from './rooms.ts'
import { forceUnits } from './units.ts'

/**
 * A guest arrived with a confirmation code that the desk does not know: a fact. Where the code is known by the time this
 * lands, the guest's own booking is checked in, line by line, and stands for what the desk booked: later ops on that are
 * about the booking. Else what the desk booked stands, as a fact, and a person is asked.
 *
 * Refuses: `STAY_INVALID` (no night, or over a year); interactive also as `decideBooking` up to `ROOM_UNKNOWN`, then `ROOM_KEPT_BY_TERMINAL`, `ROOM_TAKEN`. Rules: WIN-09,
 * ALLOT-11.
 */
export function* decideUnknownArrival(
  { knownCode, booking }: UnknownArrival,
  context: PostingCause & { readonly mode: DecidingMode },
  rows: RowReader,
): Deciding<Decided> {
  const draft = new Draft(rows)
  const { reservationId } = booking
  yield [
    { entity: 'reservation', key: reservationId },
    { index: 'reservationOfCode', key: knownCode },
    { index: 'taxRules', key: '' },
  ]
  if (draft.row('reservation', reservationId)) return ok([])
  const absurd = booking.lines.find((line) => !isSellableStay(line))
  if (absurd) return refuse({ code: 'STAY_INVALID', params: { arrival: absurd.arrival, departure: absurd.departure } })
  const refusal = context.mode === 'interactive' ? yield* refusalAtTheDesk(draft, booking, context) : null
  if (refusal) return refuse(refusal)
  const named = draft.reservationOfCode(knownCode)
  const known = named && (yield* findReservation(draft, named.reservationId))
  const own = known?.lines.filter((line) => line.stay === 'expected' || line.stay === 'no_show') ?? []
  if (!known || own.length < booking.lines.length) {
    yield* standAsBooked(draft, { knownCode, booking }, context)
    return ok(draft.writes())
  }
  yield [{ entity: 'guest', key: known.guestId }]
  draft.put('guest', { guestId: reservationId, ...booking.guest })
  const lines = own.slice(0, booking.lines.length)
  draft.put('reservation', {
    ...bookedAtDesk(
      booking,
      context,
      lines.map((line) => standInFor(line, reservationId)),
    ),
    status: 'canceled',
    mergedInto: known.reservationId,
  })
  for (const [index, { position }] of lines.entries()) {
    const { arrival, departure, roomId } = present(booking.lines[index], 'as many as the booking has')
    const found = yield* findLine(draft, { reservationId: known.reservationId, position })
    if (roomId === null || !found.ok) continue
    const body = { reservationId: known.reservationId, position, roomId, stay: { arrival, departure } }
    yield* settleIn(draft, context, found.value, body)
  }
  return ok(draft.writes())
}

/** What somebody at the desk can still put right: the line as it is written down, and the room. */
function* refusalAtTheDesk(draft: Draft, { lines }: Booking, context: PostingCause): Deciding<Refusal | null> {
  for (const line of lines) {
    const { roomTypeId, roomId } = line
    yield [{ entity: 'room_type', key: roomTypeId }]
    if (roomId !== null) yield [{ entity: 'room', key: roomId }]
    const invalid = refusalOfLine(draft, line, { earliestArrival: context.businessDate })
    if (invalid) return invalid
    if (roomId === null) continue
    const [keeper] = yield* findKeeper(draft, context, [roomId], line)
    if (keeper) return { code: 'ROOM_KEPT_BY_TERMINAL', params: { roomId, deviceId: keeper.deviceId } }
    const holder = yield* findHolder(draft, roomId, line, '')
    if (holder) return { code: 'ROOM_TAKEN', params: { roomId, night: holder.night, holder: holder.kind } }
  }
  return null
}

/** The line of a merged reservation that names the one which stands for it; see `findLine`. */
function standInFor(line: StayLineRow, reservationId: ReservationId): StayLineRow {
  return { ...line, lineId: stayLineId(reservationId, line.position), roomId: null, stay: 'expected' }
}

/** Books what the desk wrote down as a fact, and moves the guest in. */
function* standAsBooked(
  draft: Draft,
  { knownCode, booking }: UnknownArrival,
  context: PostingCause & { readonly mode: DecidingMode },
): Deciding<void> {
  const { reservationId } = booking
  const lines = booking.lines.map((line, index): StayLineRow => {
    const { roomTypeId, nightlyMinor, roomId: _roomId, ...stay } = line
    const position = index + 1
    return {
      ...stay,
      lineId: stayLineId(reservationId, position),
      position,
      chargedType: roomTypeId,
      inventoryType: roomTypeId,
      roomId: null,
      stay: 'expected',
      nightlyMinor,
      taxes: taxesOf(line, draft.taxRules()),
    }
  })
  for (const line of lines) yield* forceUnits(draft, context, line.inventoryType, line)
  const reservation = bookedAtDesk(booking, context, lines)
  draft.put('guest', { guestId: reservationId, ...booking.guest })
  draft.put('reservation', reservation)
  for (const [index, line] of lines.entries()) {
    const roomId = booking.lines[index]?.roomId ?? null
    if (roomId === null) continue
    const { position, arrival, departure } = line
    const found = yield* findLine(draft, { reservationId, position })
    if (found.ok) {
      yield* settleIn(draft, context, found.value, { reservationId, position, roomId, stay: { arrival, departure } })
    }
  }
  openException(draft, context, {
    exceptionId: exceptionId.unknownCode(reservationId),
    kind: 'UNKNOWN_CODE',
    severity: 'action',
    subject: { entity: 'reservation', key: reservationId },
    params: { code: knownCode, lastName: booking.guest.lastName },
  })
}

function bookedAtDesk(
  { reservationId, code, guarantee }: UnknownArrival['booking'],
  { atUtcMs, businessDate }: PostingCause,
  lines: readonly StayLineRow[],
): ReservationRow {
  return {
    reservationId,
    code,
    status: 'pending',
    guarantee,
    channel: 'desk',
    guestId: reservationId,
    bookedAtUtcMs: atUtcMs,
    bookedOn: businessDate,
    ratePlanId: null,
    holdUntilUtcMs: null,
    mergedInto: null,
    lines,
  }
}

/**
 * A walk-in of today that looks like a booking for today which nobody has arrived for, by name or by contact: a person is
 * asked whether they are one. Rule WIN-09.
 */
export function* askWhetherSameGuest(
  draft: Draft,
  cause: Cause,
  walkIn: ReservationRow,
  guest: GuestDetails,
  arrival: LocalDate,
): Deciding<void> {
  yield [{ index: 'reservationsDue', key: arrival }]
  const expected = draft
    .reservationsDue(arrival)
    .filter(
      (other) =>
        other.reservationId !== walkIn.reservationId &&
        other.channel !== 'desk' &&
        holdsInventory(other.status) &&
        other.lines.some((line) => line.stay === 'expected' && line.arrival === arrival),
    )
  if (expected.length === 0) return
  yield expected.map(({ guestId }) => ({ entity: 'guest' as const, key: guestId }))
  const other = expected.find(({ guestId }) => isSameGuest(draft.row('guest', guestId), guest))
  if (!other) return
  const id = exceptionId.sameGuest(walkIn.reservationId, other.reservationId)
  yield [{ entity: 'exception', key: id }]
  if (draft.row('exception', id)) return
  openException(draft, cause, {
    exceptionId: id,
    kind: 'SAME_GUEST',
    severity: 'action',
    subject: { entity: 'reservation', key: walkIn.reservationId },
    params: { lastName: guest.lastName, other: other.reservationId, otherCode: other.code, arrival },
  })
}

function isSameGuest(known: GuestRow | null, guest: GuestDetails): boolean {
  if (!known) return false
  const sameName = fold(known.lastName) === fold(guest.lastName) && fold(known.firstName) === fold(guest.firstName)
  const sameEmail = known.email !== null && guest.email !== null && fold(known.email) === fold(guest.email)
  const samePhone = known.phone !== null && guest.phone !== null && digits(known.phone) === digits(guest.phone)
  return sameName || sameEmail || samePhone
}

function fold(text: string): string {
  return text.normalize('NFKC').toLocaleLowerCase('en').trim()
}

function digits(phone: string): string {
  return phone.replaceAll(/\D/g, '')
}
