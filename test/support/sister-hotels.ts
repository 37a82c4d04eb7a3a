import type { HotelId } from '../../shared/domain/ids.ts'
import type { HotelRow } from '../../shared/domain/rows.ts'
import type { HotelPlace } from '../../shared/wire/sister-hotels.ts'
import type { Chain } from '../../sync/chain/chain.ts'
import { createHotel } from '../../sync/chain/hotels/hotels.ts'
import { setPlace } from '../../sync/chain/hotels/manage-places.ts'
import { hotelOf } from './chain-databases.ts'
import { HOTEL_ID, put, smallHotelRows } from './small-hotel.ts'

/** Where the small hotel is. */
export const SEAVIEW: HotelPlace = { latitude: 37.1, longitude: -8.2, city: 'Albufeira', address: null, phone: null }

/** A place north of the small hotel; a degree is 111 km. */
export function northOf(degrees: number, more: Partial<HotelPlace> = {}): HotelPlace {
  return { ...SEAVIEW, latitude: SEAVIEW.latitude + degrees, city: 'Loulé', ...more }
}

/** Another hotel of the chain with the small hotel's rooms, nights and rates. */
export async function addSister(
  chain: Chain,
  hotelId: string,
  place: HotelPlace | null,
  change: Partial<HotelRow> = {},
): Promise<HotelId> {
  const id = hotelId as HotelId // a slug
  const hotel = { ...hotelOf(smallHotelRows()), hotelId: id, name: `Hotel ${hotelId}`, ...change }
  const rows = smallHotelRows().map((write) => (write.entity === 'hotel' ? put('hotel', hotel) : write))
  if (!(await createHotel(chain.db, hotel, rows))) throw new Error('there already')
  if (place) await setPlace(chain, id, place)
  return id
}

export async function placeSmallHotel(chain: Chain): Promise<void> {
  const placed = await setPlace(chain, HOTEL_ID, SEAVIEW)
  if (!placed.ok) throw new Error(placed.error.code)
}
