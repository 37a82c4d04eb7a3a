import type { HotelId } from '../../../shared/domain/ids.ts'
import type { HotelRow, RowWrite } from '../../../shared/domain/rows.ts'
import type { HotelResource } from '../../../shared/wire/public-api.ts'
import type { Database, Queryable } from '../database/port.ts'
import { HotelUnit } from '../rows/hotel-unit.ts'
import { insertHead } from '../write-path/queries/head.ts'
import { type TypeWithRooms, insertHotel, selectHotel, selectHotels, selectTypesWithRooms } from './queries/hotels.ts'

/** Every hotel of the chain in order of name. */
export async function listHotels(db: Database): Promise<HotelResource[]> {
  return db.transaction('REPEATABLE READ', async (tx) => {
    const hotels = await selectHotels(tx)
    const types = Map.groupBy(await selectTypesWithRooms(tx), (type) => type.hotelId)
    return hotels.map((hotel) => toResource(hotel, types.get(hotel.hotelId) ?? []))
  })
}

export async function getHotel(db: Queryable, hotelId: HotelId): Promise<HotelResource | null> {
  const hotel = await selectHotel(db, hotelId)
  if (!hotel) return null
  return toResource(hotel, await selectTypesWithRooms(db, hotelId))
}

function toResource(hotel: HotelRow, types: readonly TypeWithRooms[]): HotelResource {
  const roomTypes = types.map(({ roomTypeId, name, maxOccupancy, rooms }) => ({
    roomTypeId,
    name,
    maxOccupancy,
    rooms,
  }))
  return { ...hotel, roomTypes }
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
