import type { HotelId, RoomId, RoomTypeId } from '../../../../shared/domain/ids.ts'
import type { LocalDate } from '../../../../shared/domain/stay-dates.ts'
import type { Queryable } from '../../database/port.ts'

export interface BlockedNights {
  readonly roomId: RoomId
  readonly from: LocalDate
  readonly until: LocalDate
}

/** The blocks that take rooms of a type out of inventory on nights of a half-open range. */
export async function selectOutOfOrder(
  db: Queryable,
  hotelId: HotelId,
  { roomTypeId, from, until }: { readonly roomTypeId: RoomTypeId; readonly from: LocalDate; readonly until: LocalDate },
): Promise<BlockedNights[]> {
  const records = await db.query<{ room_id: RoomId; from_date: LocalDate; until_date: LocalDate }>(
    `SELECT b.room_id, b.from_date, b.until_date FROM room_block b
     JOIN room r ON r.hotel_id = $1 AND r.room_id = b.room_id
     WHERE b.hotel_id = $1 AND r.room_type_id = $2 AND b.kind = 'OOO' AND b.status = 'active'
       AND b.from_date < $4 AND b.until_date > $3`,
    [hotelId, roomTypeId, from, until],
  )
  return records.map((record) => ({ roomId: record.room_id, from: record.from_date, until: record.until_date }))
}

/** The stays that count on a type and touch nights of a half-open range: expected or in the house. */
export async function selectStaysOn(
  db: Queryable,
  hotelId: HotelId,
  { roomTypeId, from, until }: { readonly roomTypeId: RoomTypeId; readonly from: LocalDate; readonly until: LocalDate },
): Promise<{ arrival: LocalDate; departure: LocalDate }[]> {
  return db.query<{ arrival: LocalDate; departure: LocalDate }>(
    `SELECT l.arrival, l.departure FROM stay_line l
     JOIN reservation r ON r.hotel_id = $1 AND r.reservation_id = l.reservation_id
     WHERE l.hotel_id = $1 AND l.inventory_type = $2 AND l.departure > $3 AND l.arrival < $4
       AND r.status IN ('pending', 'paid') AND l.stay IN ('expected', 'in_house')`,
    [hotelId, roomTypeId, from, until],
  )
}
