import { type Result, ok, refuse } from '../../../shared/base/result.ts'
import type { HotelId } from '../../../shared/domain/ids.ts'
import { unitsLeftForStay } from '../../../shared/domain/inventory.ts'
import { priceNights, totalOf } from '../../../shared/domain/price.ts'
import type { Refusal } from '../../../shared/domain/refusal.ts'
import { type LocalDate, type Stay, isSellableStay, nightCount } from '../../../shared/domain/stay-dates.ts'
import { refusalOfTerms, underPlan } from '../../../shared/domain/terms.ts'
import type { AvailabilityResource } from '../../../shared/wire/public-api.ts'
import type { Queryable } from '../database/port.ts'
import type { HotelUnknown } from '../write-path/hotel-writer.ts'
import { type OfferedHotel, type OfferedType, selectOfferedNights } from './queries/offered-nights.ts'

export type AvailabilityAnswer = Result<AvailabilityResource, Refusal | HotelUnknown>

/**
 * What can be booked for a stay, by room type, read from one snapshot of the database: `available` counts up to the sell
 * limit on every night; a type with a night that is not on sale has none and no prices. Prices and `restriction` are those
 * of the plan that a booking without a wish gets. Refuses: `HOTEL_UNKNOWN`, `STAY_INVALID`. Rules: API-04, API-05, API-14.
 */
export async function loadAvailability(db: Queryable, hotelId: HotelId, stay: Stay): Promise<AvailabilityAnswer> {
  const sold = isSellableStay(stay)
  const hotel = await selectOfferedNights(db, hotelId, sold ? stay : { arrival: stay.arrival, departure: stay.arrival })
  if (!hotel) return refuse({ code: 'HOTEL_UNKNOWN', params: { hotelId } })
  if (!sold) return refuse({ code: 'STAY_INVALID', params: { ...stay } })
  return ok({ hotelId, ...stay, roomTypes: hotel.types.map((type) => offerOf(type, stay, hotel)) })
}

function offerOf(
  { roomTypeId, name, inventory, rates, restrictions }: OfferedType,
  stay: Stay,
  { currency, occupancyCurve, plan }: OfferedHotel,
): AvailabilityResource['roomTypes'][number] {
  const onSale = inventory.length === nightCount(stay) && rates.length === inventory.length
  const nightlyMinor = onSale ? underPlan(priceNights(rates, inventory, occupancyCurve), plan) : []
  const restricted = (night: LocalDate) => restrictions.find((row) => row.night === night) ?? null
  const { arrival, departure } = stay
  const onTerms = {
    plan,
    guarantee: 'prepaid',
    arrival: restricted(arrival),
    departure: restricted(departure),
  } as const
  return {
    roomTypeId,
    name,
    available: onSale ? unitsLeftForStay(inventory) : 0,
    restriction: refusalOfTerms(stay, onTerms)?.code ?? null,
    nightly: nightlyMinor.map((priceMinor, index) => ({ night: inventory[index]?.night ?? stay.arrival, priceMinor })),
    totalMinor: totalOf(nightlyMinor),
    currency,
  }
}
