import type { HotelId, RoomTypeId } from '../../../../shared/domain/ids.ts'
import type { HotelRow, RoomTypeRow } from '../../../../shared/domain/rows.ts'
import type { Queryable } from '../../database/port.ts'
import { selectWhere } from '../../rows/queries/entity-rows.ts'
import { TABLES } from '../../rows/tables.ts'

interface TypeWithRoomsRecord {
  readonly hotel_id: HotelId
  readonly room_type_id: RoomTypeId
  readonly name: string
  readonly position: number
  readonly max_occupancy: number
  readonly rooms: number
}

export async function selectHotel(db: Queryable, hotelId: HotelId): Promise<HotelRow | null> {
  const [hotel] = await selectWhere(db, hotelId, 'hotel', '', [])
  return hotel ?? null
}

/** Every hotel of the chain in order of name. */
export async function selectHotels(db: Queryable): Promise<HotelRow[]> {
  const records = await db.query(
    `SELECT hotel_id, ${TABLES.hotel.columns.join(', ')} FROM hotel ORDER BY name, hotel_id`,
  )
  return records.map((record) => TABLES.hotel.decode(record as never)) // the columns that it decodes
}

export interface TypeWithRooms extends RoomTypeRow {
  readonly hotelId: HotelId
  readonly rooms: number
}

/** The room types of a hotel, or of all, in the order of screens, each with the number of its rooms. */
export async function selectTypesWithRooms(db: Queryable, hotelId?: HotelId): Promise<TypeWithRooms[]> {
  const records = await db.query<TypeWithRoomsRecord>(
    `SELECT t.hotel_id, t.room_type_id, t.name, t.position, t.max_occupancy, count(r.room_id) AS rooms
     FROM room_type t LEFT JOIN room r ON r.hotel_id = t.hotel_id AND r.room_type_id = t.room_type_id
     ${hotelId === undefined ? '' : 'WHERE t.hotel_id = $1'}
     GROUP BY t.hotel_id, t.room_type_id ORDER BY t.hotel_id, t.position, t.room_type_id`,
    hotelId === undefined ? [] : [hotelId],
  )
  return records.map((record) => ({
    hotelId: record.hotel_id,
    roomTypeId: record.room_type_id,
    name: record.name,
    position: record.position,
    maxOccupancy: record.max_occupancy,
    rooms: record.rooms,
  }))
}

/** Inserts a hotel that is not there yet; `false` where one with this id is. */
export async function insertHotel(tx: Queryable, hotel: HotelRow): Promise<boolean> {
  const inserted = await tx.query(
    `INSERT INTO hotel (hotel_id, ${TABLES.hotel.columns.join(', ')})
     VALUES ($1, ${TABLES.hotel.columns.map((_, index) => `$${index + 2}`).join(', ')})
     ON CONFLICT (hotel_id) DO NOTHING RETURNING hotel_id`,
    [hotel.hotelId, ...TABLES.hotel.encode(hotel)],
  )
  return inserted.length > 0
}

/** The room types in the order of screens. */
export async function selectRoomTypes(db: Queryable, hotelId: HotelId): Promise<RoomTypeRow[]> {
  const types = await selectWhere(db, hotelId, 'room_type', '', [])
  return types.sort((a, b) => a.position - b.position)
}
