import type { HotelId } from '../../../shared/domain/ids.ts'
import type { HotelRow, RowWrite } from '../../../shared/domain/rows.ts'
import type { HotelResource } from '../../../shared/wire/public-api.ts'
import type { Database, Queryable } from '../database/port.ts'
import { HotelUnit } from '../rows/hotel-unit.ts'
import { insertHead } from '../write-path/queries/head.ts'
import { countRoomsByType, insertHotel, selectHotel, selectHotelIds, selectRoomTypes } from './queries/hotels.ts'

/** Every hotel of the chain in order of name. */
export async function listHotels(db: Database): Promise<HotelResource[]> {
  const hotels: HotelResource[] = []
  for (const hotelId of await selectHotelIds(db)) {
    const hotel = await getHotel(db, hotelId)
    if (hotel) hotels.push(hotel)
  }
  return hotels
}

export async function getHotel(db: Queryable, hotelId: HotelId): Promise<HotelResource | null> {
  const hotel = await selectHotel(db, hotelId)
  if (!hotel) return null
  const rooms = await countRoomsByType(db, hotelId)
  const roomTypes = await selectRoomTypes(db, hotelId)
  return {
    hotelId,
    name: hotel.name,
    currency: hotel.currency,
    timeZone: hotel.timeZone,
    businessDate: hotel.businessDate,
    pricesIncludeTax: hotel.pricesIncludeTax,
    roomTypes: roomTypes.map((type) => ({
      roomTypeId: type.roomTypeId,
      name: type.name,
      maxOccupancy: type.maxOccupancy,
      rooms: rooms.get(type.roomTypeId) ?? 0,
    })),
  }
}

/**
 * Creates a hotel with its head and first rows in one transaction; `codesUsed` confirmation codes of the chain's own
 * prefix are in those rows already. A hotel of this id that exists is left as it is and
 * `false` is answered, so two processes that start at once make one.
 */
export function createHotel(db: Database, hotel: HotelRow, rows: readonly RowWrite[], codesUsed = 0): Promise<boolean> {
  return db.transaction('READ COMMITTED', async (tx) => {
    if (!(await insertHotel(tx, hotel))) return false
    await insertHead(tx, hotel.hotelId, codesUsed)
    const unit = new HotelUnit(tx, hotel.hotelId)
    unit.apply(rows)
    await unit.flush()
    return true
  })
}
