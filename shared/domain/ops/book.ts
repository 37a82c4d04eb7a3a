import { type Result, ok, refuse } from '../../base/result.ts'
import { type Decided, type Deciding, Draft, type RowReader, type Wanted } from '../deciding.ts'
import { type RatePlanId, stayLineId } from '../ids.ts'
import type { Refusal } from '../refusal.ts'
import type { Channel, GuestRow, ReservationRow, RoomRow, RoomTypeRow, StayLineRow } from '../rows.ts'
import { type LocalDate, isSellableStay, nightCount } from '../stay-dates.ts'
import { taxesOf } from '../tax.ts'
import type { Cause } from './exceptions.ts'
import { type SaleCover, takeCovered } from './allotments.ts'
import type { Booking, BookingLine, DecidingMode } from './op.ts'
import { findHolder, findKeeper, holdRoom, reassignOrUnassign } from './rooms.ts'

export interface BookingContext extends Cause {
  readonly channel: Channel
  readonly bookedOn: LocalDate
  /** The first arrival that is still sold: the business date at the desk, local today on the web. */
  readonly earliestArrival: LocalDate
  readonly mode: DecidingMode
  /** The terms that it is sold on; at the desk none. */
  readonly ratePlanId: RatePlanId | null
  readonly holdUntilUtcMs: number | null
  /** The allotment that it is sold from; `null`: from what is left. */
  readonly cover: SaleCover | null
}

/**
 * Books every line or none. A reservation id that exists already is refused: replays are answered before this is asked.
 *
 * Refuses in this order: `RESERVATION_ID_REUSED`; then line by line `STAY_INVALID`, `ARRIVAL_IN_PAST`,
 * `ROOM_TYPE_UNKNOWN`, `TOO_MANY_GUESTS`, `PRICE_INVALID`, `ROOM_UNKNOWN`, `NIGHT_NOT_ON_SALE`, `NO_AVAILABILITY`,
 * `ROOM_TAKEN`, `ROOM_KEPT_BY_TERMINAL` (interactive only; landing finds another room of the type or leaves the line
 * unassigned with an exception). What a desk sold in a room or a type that is gone when it lands stands: in another room
 * of the type, or on no inventory. Rules: BOOK-01 to BOOK-05, WIN-16, ALLOT-11.
 */
export function* decideBooking(booking: Booking, context: BookingContext, rows: RowReader): Deciding<Decided> {
  const draft = new Draft(rows)
  const { reservationId } = booking
  yield [
    { entity: 'reservation', key: reservationId },
    { index: 'taxRules', key: '' },
    ...booking.lines.flatMap(wantedOfLine),
  ]
  const standing = draft.row('reservation', reservationId)
  if (standing) {
    yield [{ entity: 'guest', key: standing.guestId }]
    const isTold = context.mode === 'landing' && context.channel === 'desk'
    if (isTold && isSameSale(standing, draft.row('guest', standing.guestId), booking)) return ok([])
    return refuse({ code: 'RESERVATION_ID_REUSED', params: { reservationId } })
  }

  const lines: StayLineRow[] = []
  for (const [index, line] of booking.lines.entries()) {
    const invalid = refusalOfLine(draft, line, context)
    if (invalid && !standsAnyway(invalid, context)) return refuse(invalid)
    const booked = yield* bookLine(draft, booking, line, index + 1, context)
    if (!booked.ok) return booked
    lines.push(booked.value)
  }
  draft.put('guest', { guestId: reservationId, ...booking.guest })
  draft.put('reservation', {
    reservationId,
    code: booking.code,
    status: 'pending',
    guarantee: booking.guarantee,
    channel: context.channel,
    guestId: reservationId,
    bookedAtUtcMs: context.atUtcMs,
    bookedOn: context.bookedOn,
    ratePlanId: context.ratePlanId,
    holdUntilUtcMs: context.holdUntilUtcMs,
    mergedInto: null,
    lines,
  })
  return ok(draft.writes())
}

/**
 * Is a sale the one that stands under its id already? Two desks make it of one guest's request where the first did not
 * answer in time; prices and codes may differ, who stays when may not. Rule WIN-18.
 */
function isSameSale(standing: ReservationRow, guest: GuestRow | null, booking: Booking): boolean {
  return (
    guest?.lastName === booking.guest.lastName &&
    guest.firstName === booking.guest.firstName &&
    standing.lines.length === booking.lines.length &&
    booking.lines.every((line, index) => {
      const stands = standing.lines[index]
      return stands?.chargedType === line.roomTypeId && stands.arrival === line.arrival && stands.adults === line.adults
    })
  )
}

/** A desk sold it when room and type were there. */
function standsAnyway({ code }: Refusal, { mode, channel }: BookingContext): boolean {
  return mode === 'landing' && channel === 'desk' && (code === 'ROOM_TYPE_UNKNOWN' || code === 'ROOM_UNKNOWN')
}

function* bookLine(
  draft: Draft,
  booking: Booking,
  line: BookingLine,
  position: number,
  context: BookingContext,
): Deciding<Result<StayLineRow, Refusal>> {
  const room = line.roomId === null ? null : draft.row('room', line.roomId)
  const inventoryType = room?.roomTypeId ?? line.roomTypeId
  if (room || draft.row('room_type', inventoryType)) {
    const taken = yield* takeCovered(draft, context, context.cover, inventoryType, line)
    if (!taken.ok) return taken
  }
  const booked: StayLineRow = {
    lineId: stayLineId(booking.reservationId, position),
    position,
    chargedType: line.roomTypeId,
    inventoryType,
    arrival: line.arrival,
    departure: line.departure,
    adults: line.adults,
    children: line.children,
    roomId: room?.roomId ?? null,
    stay: 'expected',
    nightlyMinor: line.nightlyMinor,
    taxes: taxesOf(line, draft.taxRules()),
  }
  if (line.roomId === null) return ok(booked)
  if (room) return yield* settleRoom(draft, booking, booked, room, context)
  const { lastName } = booking.guest
  return ok(yield* reassignOrUnassign(draft, context, booked, { roomId: line.roomId, lastName }))
}

function* settleRoom(
  draft: Draft,
  booking: Booking,
  line: StayLineRow,
  room: RoomRow,
  context: BookingContext,
): Deciding<Result<StayLineRow, Refusal>> {
  const { roomId } = room
  const holder = yield* findHolder(draft, roomId, line, line.lineId)
  if (context.mode === 'interactive' && holder === null) {
    const [keeper] = yield* findKeeper(draft, context, [roomId], line)
    if (keeper) return refuse({ code: 'ROOM_KEPT_BY_TERMINAL', params: { roomId, deviceId: keeper.deviceId } })
  }
  if (holder === null) {
    holdRoom(draft, line, roomId)
    return ok(line)
  }
  if (context.mode === 'interactive') {
    return refuse({ code: 'ROOM_TAKEN', params: { roomId, night: holder.night, holder: holder.kind } })
  }
  return ok(yield* reassignOrUnassign(draft, context, line, { roomId, lastName: booking.guest.lastName }))
}

/**
 * Why a line can not be booked whatever is left of its nights, or `null`: the refusals of {@link decideBooking} up to
 * `ROOM_UNKNOWN`, in its order. Its room type, and room where it names one, were asked for.
 */
export function refusalOfLine(
  rows: Pick<RowReader, 'row'>,
  line: BookingLine,
  { earliestArrival }: Pick<BookingContext, 'earliestArrival'>,
): Refusal | null {
  const { roomTypeId } = line
  const notSold = refusalOfStay(rows.row('room_type', roomTypeId), line, earliestArrival)
  if (notSold) return notSold
  const priced = line.nightlyMinor.length === nightCount(line)
  if (!priced || !line.nightlyMinor.every((minor) => Number.isSafeInteger(minor) && minor >= 0)) {
    return { code: 'PRICE_INVALID', params: { roomTypeId } }
  }
  if (line.roomId !== null && !rows.row('room', line.roomId)) {
    return { code: 'ROOM_UNKNOWN', params: { roomId: line.roomId } }
  }
  return null
}

/** Who wants to stay when, in which type; before it has a price. */
export type AskedStay = Pick<BookingLine, 'roomTypeId' | 'arrival' | 'departure' | 'adults' | 'children'>

/** Why nobody sells this stay at any price, or `null`: the refusals of {@link decideBooking} up to `TOO_MANY_GUESTS`. */
export function refusalOfStay(type: RoomTypeRow | null, asked: AskedStay, earliestArrival: LocalDate): Refusal | null {
  const { roomTypeId, arrival, departure, adults, children } = asked
  if (!isSellableStay(asked)) return { code: 'STAY_INVALID', params: { arrival, departure } }
  if (arrival < earliestArrival) return { code: 'ARRIVAL_IN_PAST', params: { arrival, earliest: earliestArrival } }
  if (!type) return { code: 'ROOM_TYPE_UNKNOWN', params: { roomTypeId } }
  if (adults < 1 || children < 0 || adults + children > type.maxOccupancy) {
    return { code: 'TOO_MANY_GUESTS', params: { roomTypeId, maxOccupancy: type.maxOccupancy } }
  }
  return null
}

function wantedOfLine(line: BookingLine): Wanted[] {
  const type: Wanted = { entity: 'room_type', key: line.roomTypeId }
  return line.roomId === null ? [type] : [type, { entity: 'room', key: line.roomId }]
}
