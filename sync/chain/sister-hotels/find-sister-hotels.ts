import { type Result, ok, refuse } from '../../../shared/base/result.ts'
import type { HotelId } from '../../../shared/domain/ids.ts'
import { refusalOfStay } from '../../../shared/domain/ops/book.ts'
import { boxAround, distanceMetres } from '../../../shared/domain/place.ts'
import type { Refusal } from '../../../shared/domain/refusal.ts'
import { isSellableStay } from '../../../shared/domain/stay-dates.ts'
import { addedTaxOf, taxesOf } from '../../../shared/domain/tax.ts'
import type { AvailabilityResource } from '../../../shared/wire/public-api.ts'
import type { SisterList, SisterSearch } from '../../../shared/wire/sister-hotels.ts'
import type { Chain } from '../chain.ts'
import { type PlacedHotel, selectHotelsAround, selectPlacedHotel } from '../hotels/queries/places.ts'
import { type HotelTerms, earliestWebArrival } from '../rates/terms.ts'
import type { HotelUnknown } from '../write-path/hotel-writer.ts'

/** Of the nearest hotels so many are looked at, however many there are in the radius … */
const NEAREST_LOOKED_AT = 24
/** … so many at a time, until so many have room: a guest at the desk waits for it. */
const LOOKED_AT_ONCE = 8
const MOST_SHOWN = 10

type SearchParts = Pick<Chain, 'db' | 'availability' | 'terms' | 'clock'>
type SisterHotel = SisterList['hotels'][number]
export type PlaceUnknown = { readonly code: 'PLACE_UNKNOWN'; readonly params: { readonly hotelId: string } }

/**
 * The chain's hotels near one of them that have room for a stay, the nearest first, at most ten of the 24 nearest. What is
 * left is counted as for any channel: up to the sell limit, without what terminals keep. Prices are those of the plan that
 * a booking without a wish gets. Refuses: `STAY_INVALID`, `HOTEL_UNKNOWN`, `PLACE_UNKNOWN` (nobody has said where the asking
 * hotel is). Rules: SIS-03, SIS-04.
 */
export async function findSisterHotels(
  chain: SearchParts,
  hotelId: HotelId,
  search: SisterSearch,
): Promise<Result<SisterList, Refusal | HotelUnknown | PlaceUnknown>> {
  const { arrival, departure, radiusMetres } = search
  if (!isSellableStay(search)) return refuse({ code: 'STAY_INVALID', params: { arrival, departure } })
  const own = await selectPlacedHotel(chain.db, hotelId)
  if (!own) return refuse({ code: 'HOTEL_UNKNOWN', params: { hotelId } })
  const around = own.place
  if (!around) return refuse({ code: 'PLACE_UNKNOWN', params: { hotelId } })
  const box = boxAround(around, radiusMetres)
  const near = (await selectHotelsAround(chain.db, { box, around, but: hotelId, limit: NEAREST_LOOKED_AT }))
    .map(({ place, ...hotel }) => ({ ...hotel, place, distanceMetres: distanceMetres(around, place) }))
    .filter((hotel) => hotel.distanceMetres <= radiusMetres)
    .toSorted((a, b) => a.distanceMetres - b.distanceMetres || (a.hotelId < b.hotelId ? -1 : 1))
  const hotels: SisterHotel[] = []
  for (let at = 0; at < near.length && hotels.length < MOST_SHOWN; at += LOOKED_AT_ONCE) {
    const looked = near.slice(at, at + LOOKED_AT_ONCE).map((hotel) => offerOf(chain, hotel, search))
    for (const offer of await Promise.all(looked)) if (offer) hotels.push(offer)
  }
  return ok({ hotels: hotels.slice(0, MOST_SHOWN) })
}

/** What a hotel offers for the stay; `null` where that is nothing. */
async function offerOf(
  { availability, terms: allTerms, clock }: SearchParts,
  { hotelId, name, place, distanceMetres: metres }: Required<PlacedHotel> & { readonly distanceMetres: number },
  search: SisterSearch,
): Promise<SisterHotel | null> {
  const [offered, terms] = await Promise.all([availability.get(hotelId, search), allTerms.get(hotelId)])
  if (!offered.ok || !terms || !place) return null
  const earliest = earliestWebArrival(terms.hotel, clock.nowUtcMs())
  const roomTypes = offered.value.roomTypes
    .filter(
      (type) =>
        type.available >= search.units &&
        type.restriction === null &&
        refusalOfStay(terms.roomTypes.get(type.roomTypeId) ?? null, { ...search, ...type }, earliest) === null,
    )
    .map((type) => ({
      roomTypeId: type.roomTypeId,
      name: type.name,
      available: type.available,
      totalMinor: totalWithTaxes(type, search.adults, terms),
    }))
  if (roomTypes.length === 0) return null
  const { city, address, phone } = place
  const { currency } = terms.hotel
  return { hotelId, name, city, address, phone, distanceMetres: metres, currency, roomTypes }
}

function totalWithTaxes(
  { nightly, totalMinor }: AvailabilityResource['roomTypes'][number],
  adults: number,
  { taxRules }: HotelTerms,
): number {
  const nightlyMinor = nightly.map(({ priceMinor }) => priceMinor)
  return totalMinor + addedTaxOf(taxesOf({ nightlyMinor, adults }, taxRules))
}
