import { fingerprintOf } from '../../../shared/base/canonical-json.ts'
import { present, unreachable } from '../../../shared/base/assert.ts'
import type { Clock } from '../../../shared/base/ports.ts'
import { type Result, ok, refuse } from '../../../shared/base/result.ts'
import {
  CHAIN_PREFIX,
  type ConfirmationCode,
  confirmationCode,
  formatConfirmationCode,
} from '../../../shared/domain/confirmation-code.ts'
import { decideLoading } from '../../../shared/domain/deciding.ts'
import { type HotelId, type ReservationId, stayLineId } from '../../../shared/domain/ids.ts'
import { decideBooking, refusalOfLine } from '../../../shared/domain/ops/book.ts'
import { decideCancellation } from '../../../shared/domain/ops/cancel-reservation.ts'
import type { Booking, BookingLine, GuestDetails } from '../../../shared/domain/ops/op.ts'
import { priceNights, totalOf } from '../../../shared/domain/price.ts'
import type { Refusal } from '../../../shared/domain/refusal.ts'
import { type GuestRow, type HotelRow, type ReservationRow, typeNightKey } from '../../../shared/domain/rows.ts'
import { type LocalDate, addDays, isSellableStay, localDateAt, nightsOf } from '../../../shared/domain/stay-dates.ts'
import type { BookingRequest, ReservationResource } from '../../../shared/wire/public-api.ts'
import type { Chain } from '../chain.ts'
import type { Database } from '../database/port.ts'
import { HotelUnit } from '../rows/hotel-unit.ts'
import type { HotelUnknown, HotelWork, HotelWriter } from '../write-path/hotel-writer.ts'
import type { PreparedBooking } from './queries/book-batch.ts'
import { insertAnsweredRequest, selectAnsweredRequest } from './queries/booking-requests.ts'

type Refused = Refusal | HotelUnknown
type Answer = Result<{ readonly reservation: ReservationResource; readonly created: boolean }, Refused>

/**
 * Books for a channel, all lines or none, in one transaction. The request's id is its idempotency key for ever: the same
 * body again gets the first answer, another body `RESERVATION_ID_REUSED`. Prices are those of this moment.
 * Refuses: `HOTEL_UNKNOWN`, `RESERVATION_ID_REUSED`, then as `decideBooking`. Rules: API-06 to API-10.
 *
 * What holds whatever is left of the nights is decided here, before the line of writers; what is left of them in the
 * next batch (`BookingLanes`). A request that can not be booked anyhow takes the plain path, which refuses it.
 */
export async function bookReservation(
  chain: Pick<Chain, 'db' | 'writer' | 'lanes' | 'clock'>,
  hotelId: HotelId,
  request: BookingRequest,
): Promise<Answer> {
  const { reservationId } = request
  const fingerprint = fingerprintOf(request)
  const unit = new HotelUnit(chain.db, hotelId)
  const prepared = await prepareBooking(unit, chain.clock, request, fingerprint)
  if (!prepared) return bookPlainly(chain, hotelId, request, fingerprint)
  const landed = await chain.lanes.book(prepared)
  switch (landed.outcome) {
    case 'accepted':
      return ok({ reservation: acceptedResource(unit, prepared, landed.code), created: true })
    case 'refused':
      return refuse(landed.refusal)
    case 'replayed': {
      const stored = await loadReservation(chain.db, hotelId, reservationId)
      return ok({ reservation: present(stored, 'an accepted request has its reservation'), created: false })
    }
    case 'reused':
      return refuse({ code: 'RESERVATION_ID_REUSED', params: { reservationId } })
    case 'unknown':
      return refuse({ code: 'HOTEL_UNKNOWN', params: { hotelId } })
    default:
      return unreachable(landed)
  }
}

/** The request, priced, with what its lines would be; `null` where a line can not be booked however many rooms are left. */
async function prepareBooking(
  unit: HotelUnit,
  clock: Clock,
  request: BookingRequest,
  fingerprint: string,
): Promise<PreparedBooking | null> {
  const { hotelId } = unit
  await unit.load([
    { entity: 'hotel', key: hotelId },
    ...request.lines.map(({ roomTypeId }) => ({ entity: 'room_type' as const, key: roomTypeId })),
  ])
  const hotel = unit.row('hotel', hotelId)
  if (!hotel) return null
  const earliestArrival = earliestWebArrival(hotel, clock)
  const lines: BookingLine[] = []
  for (const line of request.lines) {
    const priced = await priceLine(unit, line, earliestArrival)
    if (!priced.ok || refusalOfLine(unit, priced.value, { earliestArrival })) return null
    lines.push(priced.value)
  }
  return {
    hotelId,
    reservationId: request.reservationId,
    fingerprint,
    guarantee: request.guarantee,
    guest: guestOf(request),
    lines,
    bookedAtUtcMs: clock.nowUtcMs(),
    bookedOn: hotel.businessDate,
  }
}

/** The resource of a booking just accepted: its rows are known without reading them. */
function acceptedResource(unit: HotelUnit, prepared: PreparedBooking, code: ConfirmationCode): ReservationResource {
  const { reservationId, guarantee, bookedAtUtcMs, bookedOn } = prepared
  const reservation: ReservationRow = {
    reservationId,
    code,
    status: 'pending',
    guarantee,
    channel: 'web',
    guestId: reservationId,
    bookedAtUtcMs,
    bookedOn,
    lines: prepared.lines.map((line, index) => ({
      lineId: stayLineId(reservationId, index + 1),
      position: index + 1,
      chargedType: line.roomTypeId,
      inventoryType: line.roomTypeId,
      arrival: line.arrival,
      departure: line.departure,
      adults: line.adults,
      children: line.children,
      roomId: line.roomId,
      stay: 'expected',
      nightlyMinor: line.nightlyMinor,
    })),
  }
  const hotel = present(unit.row('hotel', unit.hotelId), 'a prepared booking has its hotel')
  return toResource(hotel, reservation, { guestId: reservationId, ...prepared.guest })
}

/** Books by the domain's own decision, in a transaction for this request alone. */
async function bookPlainly(
  { writer, clock }: Pick<Chain, 'writer' | 'clock'>,
  hotelId: HotelId,
  request: BookingRequest,
  fingerprint: string,
): Promise<Answer> {
  const { reservationId } = request
  const written = await writer.write(hotelId, async (hotel): Promise<Answer> => {
    const answered = await selectAnsweredRequest(hotel.tx, hotelId, reservationId)
    if (answered && answered.fingerprint !== fingerprint) {
      return refuse({ code: 'RESERVATION_ID_REUSED', params: { reservationId } })
    }
    if (answered?.refusal) return refuse(answered.refusal)
    if (answered) return ok({ reservation: await readResource(hotel.unit, reservationId), created: false })

    const decided = await decideRequest(hotel, clock, request)
    const refusal = decided.ok ? null : decided.error
    // What depends on the moment is answered the same for ever; plain nonsense is nonsense each time anew.
    if (!refusal || refusal.code === 'NO_AVAILABILITY') {
      await insertAnsweredRequest(hotel.tx, hotelId, reservationId, { fingerprint, refusal })
    }
    if (refusal) return refuse(refusal)
    return ok({ reservation: await readResource(hotel.unit, reservationId), created: true })
  })
  return written.ok ? written.value.value : written
}

/** A reservation as channels see it, or `null`. */
export function loadReservation(
  db: Database,
  hotelId: HotelId,
  reservationId: ReservationId,
): Promise<ReservationResource | null> {
  return db.transaction('REPEATABLE READ', async (tx) => {
    const unit = new HotelUnit(tx, hotelId)
    await unit.load([{ entity: 'reservation', key: reservationId }])
    return unit.row('reservation', reservationId) ? readResource(unit, reservationId) : null
  })
}

/** Cancels for a channel; canceling again answers the same. Refuses: `HOTEL_UNKNOWN`, then as `decideCancellation`. */
export async function cancelReservation(
  writer: HotelWriter,
  clock: Clock,
  hotelId: HotelId,
  reservationId: ReservationId,
): Promise<Result<ReservationResource, Refused>> {
  const written = await writer.write(hotelId, async ({ unit }): Promise<Result<ReservationResource, Refused>> => {
    const cause = { opId: null, deviceId: null, atUtcMs: clock.nowUtcMs() }
    const decided = await decideLoading(decideCancellation(reservationId, cause, unit), unit.load)
    if (!decided.ok) return decided
    unit.apply(decided.value)
    return ok(await readResource(unit, reservationId))
  })
  return written.ok ? written.value.value : written
}

async function decideRequest(hotel: HotelWork, clock: Clock, request: BookingRequest): Promise<Result<void, Refusal>> {
  const { unit, head } = hotel
  await unit.load([{ entity: 'hotel', key: unit.hotelId }])
  const row = present(unit.row('hotel', unit.hotelId), 'a head has its hotel')
  const earliestArrival = earliestWebArrival(row, clock)
  const lines: BookingLine[] = []
  for (const line of request.lines) {
    const priced = await priceLine(unit, line, earliestArrival)
    if (!priced.ok) return priced
    lines.push(priced.value)
  }
  const booking: Booking = {
    reservationId: request.reservationId,
    code: confirmationCode(CHAIN_PREFIX, head.nextCode),
    guarantee: request.guarantee,
    guest: guestOf(request),
    lines,
  }
  const context = {
    opId: null,
    deviceId: null,
    atUtcMs: clock.nowUtcMs(),
    channel: 'web',
    bookedOn: row.businessDate,
    earliestArrival,
    mode: 'landing',
  } as const
  const decided = await decideLoading(decideBooking(booking, context, unit), unit.load)
  if (!decided.ok) return decided
  unit.apply(decided.value)
  hotel.useHead({ nextCode: head.nextCode + 1 })
  return ok(undefined)
}

function guestOf({ guest }: BookingRequest): GuestDetails {
  const { firstName, lastName, email, phone } = guest
  return { firstName, lastName, email: email ?? null, phone: phone ?? null }
}

/**
 * The line at the prices of this moment. A stay or type that is not sold goes on unpriced, for the decision to refuse in
 * its own order; a night without a rate is refused here, never given away.
 */
async function priceLine(
  unit: HotelUnit,
  line: BookingRequest['lines'][number],
  earliestArrival: LocalDate,
): Promise<Result<BookingLine, Refusal>> {
  const { roomTypeId, arrival, departure, adults, children } = line
  const unpriced = { roomTypeId, arrival, departure, adults, children, roomId: null, nightlyMinor: [] }
  await unit.load([{ entity: 'room_type', key: roomTypeId }])
  const sold = isSellableStay(line) && arrival >= earliestArrival && unit.row('room_type', roomTypeId)
  if (!sold) return ok(unpriced)
  const nights = nightsOf(line)
  const keys = nights.map((night) => typeNightKey(roomTypeId, night))
  await unit.load(
    keys.flatMap((key) => [
      { entity: 'rate' as const, key },
      { entity: 'inventory' as const, key },
    ]),
  )
  const rates = keys.map((key) => unit.row('rate', key)).filter((row) => row !== null)
  const inventory = keys.map((key) => unit.row('inventory', key)).filter((row) => row !== null)
  const missing = nights.find((night, index) => rates[index]?.night !== night || inventory[index]?.night !== night)
  if (missing) return refuse({ code: 'NIGHT_NOT_ON_SALE', params: { roomTypeId, night: missing } })
  return ok({ ...unpriced, nightlyMinor: priceNights(rates, inventory) })
}

/** The web sells from local today on; until 06:00 still for the night before (design.md, section 5). */
function earliestWebArrival(hotel: HotelRow, clock: Clock): HotelRow['businessDate'] {
  const nowMs = clock.nowUtcMs()
  const today = localDateAt(nowMs, hotel.timeZone)
  const sixHoursAgo = localDateAt(nowMs - 6 * 3_600_000, hotel.timeZone)
  return sixHoursAgo < today ? addDays(today, -1) : today
}

async function readResource(unit: HotelUnit, reservationId: ReservationId): Promise<ReservationResource> {
  await unit.load([
    { entity: 'hotel', key: unit.hotelId },
    { entity: 'reservation', key: reservationId },
  ])
  const hotel = present(unit.row('hotel', unit.hotelId), 'the hotel of a reservation')
  const reservation = present(unit.row('reservation', reservationId), 'an accepted request has its reservation')
  await unit.load([{ entity: 'guest', key: reservation.guestId }])
  const guest = present(unit.row('guest', reservation.guestId), 'a reservation has its guest')
  return toResource(hotel, reservation, guest)
}

function toResource(hotel: HotelRow, reservation: ReservationRow, guest: GuestRow): ReservationResource {
  const lines = reservation.lines.map((line) => ({
    position: line.position,
    roomTypeId: line.chargedType,
    arrival: line.arrival,
    departure: line.departure,
    adults: line.adults,
    children: line.children,
    stay: line.stay,
    nightly: nightsOf(line).map((night, index) => ({ night, priceMinor: line.nightlyMinor[index] ?? 0 })),
    totalMinor: totalOf(line.nightlyMinor),
  }))
  return {
    reservationId: reservation.reservationId,
    hotelId: hotel.hotelId,
    confirmationCode: formatConfirmationCode(reservation.code),
    status: reservation.status,
    guarantee: reservation.guarantee,
    bookedAtUtcMs: reservation.bookedAtUtcMs,
    guest: { firstName: guest.firstName, lastName: guest.lastName, email: guest.email, phone: guest.phone },
    lines,
    totalMinor: totalOf(lines.map((line) => line.totalMinor)),
    currency: hotel.currency,
  }
}
