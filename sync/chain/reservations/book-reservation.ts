import { present, unreachable } from '../../../shared/base/assert.ts'
import { fingerprintOf } from '../../../shared/base/canonical-json.ts'
import { type Result, ok, refuse } from '../../../shared/base/result.ts'
import type { ConfirmationCode } from '../../../shared/domain/confirmation-code.ts'
import { type HotelId, type ReservationId, type RoomTypeId, stayLineId } from '../../../shared/domain/ids.ts'
import { DEFAULT_HOLD_MS } from '../../../shared/domain/ops/expire-hold.ts'
import type { GuestDetails } from '../../../shared/domain/ops/op.ts'
import { totalOf } from '../../../shared/domain/price.ts'
import type { Refusal } from '../../../shared/domain/refusal.ts'
import { requestFits } from '../../../shared/domain/inventory.ts'
import { type ReservationRow, typeNightKey } from '../../../shared/domain/rows.ts'
import { nightsOf } from '../../../shared/domain/stay-dates.ts'
import { addedTaxOf } from '../../../shared/domain/tax.ts'
import type { BookingRequest, ReservationResource } from '../../../shared/wire/public-api.ts'
import { type Lacking, recallUnits } from '../allotments/recall.ts'
import type { Chain } from '../chain.ts'
import { type PricedLine, priceLine } from '../rates/price-line.ts'
import type { NightToPrice, StayToPrice } from '../rates/queries/nights-to-price.ts'
import { linesOfQuote } from '../rates/quotes.ts'
import { type HotelTerms, planOf } from '../rates/terms.ts'
import type { HotelUnknown } from '../write-path/hotel-writer.ts'
import type { PreparedBooking } from './queries/book-batch.ts'
import { selectAnsweredRequest } from './queries/booking-requests.ts'
import { toResource } from './reservation-resource.ts'
import { loadReservation } from './reservations.ts'

type Refused = Refusal | HotelUnknown
type Answer = Result<{ readonly reservation: ReservationResource; readonly created: boolean }, Refused>
type BookingParts = Pick<Chain, 'db' | 'writer' | 'pokes' | 'timers' | 'terms' | 'nights' | 'lanes' | 'clock'>

/**
 * Books for a channel, all lines or none, in one transaction. The request's id is its idempotency key for ever: the same
 * body again gets the first answer, another body `RESERVATION_ID_REUSED`. Prices are those of the quote that it names,
 * else of this moment, by the hotel's terms as they stood at most a second before. An unpaid prepaid booking holds its
 * rooms for a quarter of an hour, one that costs nothing for good.
 *
 * Refuses: `HOTEL_UNKNOWN`, `RESERVATION_ID_REUSED`, `RATE_PLAN_UNKNOWN`, `QUOTE_UNKNOWN`, `QUOTE_EXPIRED`,
 * `QUOTE_MISMATCH`, then as `priceLine`, and `NO_AVAILABILITY`. Rules: API-06 to API-10, RATE-05,
 * CHAIN-28.
 *
 * What holds whatever is left of the nights is decided here, before the line of writers; what is left of them in the
 * next batch (`BookingLanes`).
 */
export async function bookReservation(chain: BookingParts, hotelId: HotelId, request: BookingRequest): Promise<Answer> {
  const { reservationId } = request
  const terms = await chain.terms.get(hotelId)
  if (!terms) return refuse({ code: 'HOTEL_UNKNOWN', params: { hotelId } })
  const fingerprint = fingerprintOf(request)
  const seen: NightsSeen = []
  const prepared = await prepareBooking(chain, terms, request, { fingerprint, seen })
  if (!prepared.ok) return answeredBefore(chain.db, hotelId, reservationId, fingerprint, prepared.error)
  const lacking = lackingOf(request, seen)
  if (lacking.length > 0) await recallUnits(chain, hotelId, lacking)
  const landed = await chain.lanes.book(prepared.value)
  switch (landed.outcome) {
    case 'accepted':
      return ok({ reservation: acceptedResource(terms, prepared.value, landed.code), created: true })
    case 'refused':
      return refuse(landed.refusal)
    case 'replayed':
      return replay(chain.db, hotelId, reservationId)
    case 'reused':
      return refuse({ code: 'RESERVATION_ID_REUSED', params: { reservationId } })
    case 'unknown':
      return refuse({ code: 'HOTEL_UNKNOWN', params: { hotelId } })
    default:
      return unreachable(landed)
  }
}

/** The request with its prices and terms, or why nobody would sell it now, however many rooms are left. */
async function prepareBooking(
  { db, nights, clock }: BookingParts,
  terms: HotelTerms,
  request: BookingRequest,
  { fingerprint, seen }: { readonly fingerprint: string; readonly seen: NightsSeen },
): Promise<Result<PreparedBooking, Refusal>> {
  const { hotelId, businessDate } = terms.hotel
  const { reservationId, guarantee, quoteId } = request
  const nowUtcMs = clock.nowUtcMs()
  let ratePlanId = request.ratePlanId
  let quoted: readonly PricedLine[] | null = null
  if (quoteId !== undefined) {
    const quote = await linesOfQuote(db, hotelId, quoteId, request, nowUtcMs)
    if (!quote.ok) return quote
    quoted = quote.value.lines
    ratePlanId = quote.value.ratePlanId ?? undefined
  }
  const plan = planOf(terms, ratePlanId)
  if (!plan.ok) return plan
  const lines: PricedLine[] = []
  for (const [index, asked] of request.lines.entries()) {
    const priced = await priceLine(async (stay) => remembered(seen, stay, await nights.ask(stay)), asked, {
      terms,
      plan: plan.value,
      guarantee,
      nowUtcMs,
    })
    if (!priced.ok) return priced
    lines.push(quoted?.[index] ?? priced.value)
  }
  return ok({
    hotelId,
    reservationId,
    fingerprint,
    guarantee,
    guest: guestOf(request),
    lines,
    bookedAtUtcMs: nowUtcMs,
    bookedOn: businessDate,
    ratePlanId: plan.value?.ratePlanId ?? null,
    holdUntilUtcMs: guarantee === 'prepaid' && lines.some(costs) ? nowUtcMs + DEFAULT_HOLD_MS : null,
  })
}

/** What was read to price a request's lines, by type. */
type NightsSeen = { readonly roomTypeId: RoomTypeId; readonly nights: readonly NightToPrice[] }[]

function remembered(
  seen: NightsSeen,
  { roomTypeId }: StayToPrice,
  nights: readonly NightToPrice[],
): readonly NightToPrice[] {
  seen.push({ roomTypeId, nights })
  return nights
}

/** The nights that a request lacks a unit of while terminals hold some, which may be asked back for it. */
function lackingOf({ lines }: BookingRequest, seen: NightsSeen): Lacking[] {
  const inventory = new Map(
    seen.flatMap(({ roomTypeId, nights }) => nights.map((row) => [typeNightKey(roomTypeId, row.night), row.inventory])),
  )
  const wanted = new Map<string, number>()
  return lines.flatMap((line) =>
    nightsOf(line).flatMap((night): Lacking[] => {
      const { roomTypeId } = line
      const key = typeNightKey(roomTypeId, night)
      const units = (wanted.get(key) ?? 0) + 1
      wanted.set(key, units)
      const row = inventory.get(key)
      return row && row.leased > 0 && !requestFits(row, units) ? [{ roomTypeId, night }] : []
    }),
  )
}

/** Is there anything to pay for a line? */
function costs({ nightlyMinor, taxes }: PricedLine): boolean {
  return totalOf(nightlyMinor) + addedTaxOf(taxes) > 0
}

/** What cannot be booked now may have been answered before: then that answer stands. */
async function answeredBefore(
  db: Chain['db'],
  hotelId: HotelId,
  reservationId: ReservationId,
  fingerprint: string,
  refusal: Refusal,
): Promise<Answer> {
  const answered = await selectAnsweredRequest(db, hotelId, reservationId)
  if (!answered) return refuse(refusal)
  if (answered.fingerprint !== fingerprint) return refuse({ code: 'RESERVATION_ID_REUSED', params: { reservationId } })
  return answered.refusal ? refuse(answered.refusal) : replay(db, hotelId, reservationId)
}

async function replay(db: Chain['db'], hotelId: HotelId, reservationId: ReservationId): Promise<Answer> {
  const stored = await loadReservation(db, hotelId, reservationId)
  return ok({ reservation: present(stored, 'an accepted request has its reservation'), created: false })
}

/** The resource of a booking just accepted: its rows are known without reading them. */
function acceptedResource(
  { hotel }: HotelTerms,
  prepared: PreparedBooking,
  code: ConfirmationCode,
): ReservationResource {
  const { reservationId, guarantee, bookedAtUtcMs, bookedOn, ratePlanId, holdUntilUtcMs } = prepared
  const reservation: ReservationRow = {
    reservationId,
    code,
    status: 'pending',
    guarantee,
    channel: 'web',
    guestId: reservationId,
    bookedAtUtcMs,
    bookedOn,
    ratePlanId,
    holdUntilUtcMs,
    mergedInto: null,
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
      taxes: line.taxes,
    })),
  }
  return toResource(hotel, reservation, { guestId: reservationId, ...prepared.guest }, [])
}

/** The guest of a channel's request; what it did not give is `null`. */
export function guestOf({ guest }: Pick<BookingRequest, 'guest'>): GuestDetails {
  const { firstName, lastName, email, phone } = guest
  return { firstName, lastName, email: email ?? null, phone: phone ?? null }
}
