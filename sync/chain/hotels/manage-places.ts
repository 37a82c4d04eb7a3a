import { type Result, ok, refuse } from '../../../shared/base/result.ts'
import type { HotelId } from '../../../shared/domain/ids.ts'
import type { HotelPlace } from '../../../shared/wire/sister-hotels.ts'
import type { Chain } from '../chain.ts'
import type { Queryable } from '../database/port.ts'
import type { HotelUnknown } from '../write-path/hotel-writer.ts'
import { writeOrRefuse } from '../write-path/write-or-refuse.ts'
import { type PlacedHotel, selectPlacedHotel, updatePlace } from './queries/places.ts'

/** What is known of where a hotel is. Refuses: `HOTEL_UNKNOWN`. Rule SIS-02. */
export async function getPlace(
  { db }: { readonly db: Queryable },
  hotelId: HotelId,
): Promise<Result<PlacedHotel, HotelUnknown>> {
  const hotel = await selectPlacedHotel(db, hotelId)
  return hotel ? ok(hotel) : refuse({ code: 'HOTEL_UNKNOWN', params: { hotelId } })
}

/**
 * Says where a hotel is, or with `null` that nobody knows. No terminal holds a row of it, so no version of the hotel comes
 * of it. Refuses: `HOTEL_UNKNOWN`. Rule SIS-02.
 */
export function setPlace(
  { writer }: Pick<Chain, 'writer'>,
  hotelId: HotelId,
  place: HotelPlace | null,
): Promise<Result<PlacedHotel, HotelUnknown>> {
  return writeOrRefuse(writer, hotelId, async ({ tx }): Promise<Result<PlacedHotel, HotelUnknown>> => {
    await updatePlace(tx, hotelId, place)
    return await getPlace({ db: tx }, hotelId)
  })
}
