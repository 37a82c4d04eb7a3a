import type { HotelId, RoomTypeId } from '../../../../shared/domain/ids.ts'
import type { HotelRow, RoomTypeRow } from '../../../../shared/domain/rows.ts'
import type { Queryable } from '../../database/port.ts'
import { selectWhere } from '../../rows/queries/entity-rows.ts'

export async function selectHotelIds(db: Queryable): Promise<HotelId[]> {
  const records = await db.query<{ hotel_id: HotelId }>('SELECT hotel_id FROM hotel ORDER BY name, hotel_id')
  return records.map((record) => record.hotel_id)
}

export async function selectHotel(db: Queryable, hotelId: HotelId): Promise<HotelRow | null> {
  const [hotel] = await selectWhere(db, hotelId, 'hotel', '', [])
  return hotel ?? null
}

/** Inserts a hotel that is not there yet; `false` where one with this id is. */
export async function insertHotel(tx: Queryable, hotel: HotelRow): Promise<boolean> {
  const inserted = await tx.query(
    `INSERT INTO hotel (hotel_id, name, currency, time_zone, business_date, prices_include_tax)
     VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (hotel_id) DO NOTHING RETURNING hotel_id`,
    [hotel.hotelId, hotel.name, hotel.currency, hotel.timeZone, hotel.businessDate, hotel.pricesIncludeTax],
  )
  return inserted.length > 0
}

/** The room types in the order of screens. */
export async function selectRoomTypes(db: Queryable, hotelId: HotelId): Promise<RoomTypeRow[]> {
  const types = await selectWhere(db, hotelId, 'room_type', '', [])
  return types.sort((a, b) => a.position - b.position)
}

export async function countRoomsByType(db: Queryable, hotelId: HotelId): Promise<Map<RoomTypeId, number>> {
  const records = await db.query<{ room_type_id: RoomTypeId; rooms: number }>(
    'SELECT room_type_id, count(*) AS rooms FROM room WHERE hotel_id = $1 GROUP BY room_type_id',
    [hotelId],
  )
  return new Map(records.map((record) => [record.room_type_id, record.rooms]))
}
