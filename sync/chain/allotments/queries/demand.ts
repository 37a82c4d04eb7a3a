import type { HotelId, RoomTypeId } from '../../../../shared/domain/ids.ts'
import type { LocalDate } from '../../../../shared/domain/stay-dates.ts'
import type { Queryable } from '../../database/port.ts'

/** Walk-ins that a desk sold of a type on one day. */
export interface WalkInsOfDay {
  readonly roomTypeId: RoomTypeId
  readonly count: number
}

/** Walk-ins by type and day that were sold from a day on; days without any are left out. */
export async function selectWalkIns(db: Queryable, hotelId: HotelId, since: LocalDate): Promise<WalkInsOfDay[]> {
  const records = await db.query<{ readonly inventory_type: RoomTypeId; readonly count: number }>(
    `SELECT l.inventory_type, count(*)::integer AS count
     FROM reservation r
     JOIN stay_line l ON l.hotel_id = $1 AND l.reservation_id = r.reservation_id
     WHERE r.hotel_id = $1 AND r.channel = 'desk' AND r.booked_on >= $2 AND l.arrival = r.booked_on
     GROUP BY l.inventory_type, r.booked_on`,
    [hotelId, since],
  )
  return records.map(({ inventory_type: roomTypeId, count }) => ({ roomTypeId, count }))
}

export async function selectRoomsPerType(
  db: Queryable,
  hotelId: HotelId,
): Promise<{ readonly roomTypeId: RoomTypeId; readonly rooms: number }[]> {
  const records = await db.query<{ readonly room_type_id: RoomTypeId; readonly rooms: number }>(
    `SELECT t.room_type_id, count(r.room_id)::integer AS rooms
     FROM room_type t LEFT JOIN room r ON r.hotel_id = $1 AND r.room_type_id = t.room_type_id
     WHERE t.hotel_id = $1 GROUP BY t.room_type_id ORDER BY t.room_type_id`,
    [hotelId],
  )
  return records.map(({ room_type_id: roomTypeId, rooms }) => ({ roomTypeId, rooms }))
}
