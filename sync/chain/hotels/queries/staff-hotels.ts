import type { HotelId, RoomId, RoomTypeId } from '../../../../shared/domain/ids.ts'
import type { HotelRow } from '../../../../shared/domain/rows.ts'
import type { LocalDate } from '../../../../shared/domain/stay-dates.ts'
import type { HotelScope } from '../../access/roles.ts'
import type { Queryable } from '../../database/port.ts'
import { TABLES } from '../../rows/tables.ts'

/** A page of the hotels of a scope in order of id, from the one after `after` on. */
export async function selectHotelPage(
  db: Queryable,
  scope: HotelScope,
  after: string,
  limit: number,
): Promise<HotelRow[]> {
  const columns = TABLES.hotel.columns.join(', ')
  const only = scope === '*' ? '' : ' AND hotel_id = ANY($3)'
  const records = await db.query(
    `SELECT hotel_id, ${columns} FROM hotel WHERE hotel_id > $1${only} ORDER BY hotel_id LIMIT $2`,
    scope === '*' ? [after, limit] : [after, limit, scope],
  )
  return records.map((record) => TABLES.hotel.decode(record as never)) // the columns that it decodes
}

interface Count {
  readonly count: number
}

/** Every reservation that a hotel ever had, those moved to history too. */
export async function countReservations(db: Queryable, hotelId: HotelId): Promise<number> {
  const [counted] = await db.query<Count>(
    `SELECT (SELECT count(*) FROM reservation WHERE hotel_id = $1)
       + (SELECT count(*) FROM reservation_history WHERE hotel_id = $1) AS count`,
    [hotelId],
  )
  return counted?.count ?? 0
}

export async function countDevices(db: Queryable, hotelId: HotelId): Promise<number> {
  const [counted] = await db.query<Count>('SELECT count(*) AS count FROM sync_device WHERE hotel_id = $1', [hotelId])
  return counted?.count ?? 0
}

/** Stays that hold a type, by price or by inventory: in the house, or leaving after the business date. */
export async function countStaysOfType(
  db: Queryable,
  hotelId: HotelId,
  roomTypeId: RoomTypeId,
  businessDate: LocalDate,
): Promise<number> {
  const [counted] = await db.query<Count>(
    `SELECT count(*) AS count FROM stay_line l
     JOIN reservation r ON r.hotel_id = $1 AND r.reservation_id = l.reservation_id
     WHERE l.hotel_id = $1 AND (l.charged_type = $2 OR l.inventory_type = $2)
       AND r.status IN ('pending', 'paid') AND (l.departure > $3 OR l.stay = 'in_house')`,
    [hotelId, roomTypeId, businessDate],
  )
  return counted?.count ?? 0
}

export async function countRoomsOfType(db: Queryable, hotelId: HotelId, roomTypeId: RoomTypeId): Promise<number> {
  const [counted] = await db.query<Count>(
    'SELECT count(*) AS count FROM room WHERE hotel_id = $1 AND room_type_id = $2',
    [hotelId, roomTypeId],
  )
  return counted?.count ?? 0
}

/** The nights of a type, from a day on, that one of its tables has a row for. */
export async function selectNightsFrom(
  db: Queryable,
  hotelId: HotelId,
  table: 'room_type_inventory' | 'room_type_rate' | 'stay_restriction',
  roomTypeId: RoomTypeId,
  from: LocalDate,
): Promise<LocalDate[]> {
  const records = await db.query<{ night: LocalDate }>(
    `SELECT night FROM ${table} WHERE hotel_id = $1 AND room_type_id = $2 AND night >= $3 ORDER BY night`,
    [hotelId, roomTypeId, from],
  )
  return records.map(({ night }) => night)
}

/** The stay line or block that has a room from a day on, or whose guest is still in it; `null` where nobody does. */
export async function selectHolder(
  db: Queryable,
  hotelId: HotelId,
  roomId: RoomId,
  from: LocalDate,
): Promise<string | null> {
  const [night] = await db.query<{ ref_id: string }>(
    'SELECT ref_id FROM room_night WHERE hotel_id = $1 AND room_id = $2 AND night >= $3 ORDER BY night LIMIT 1',
    [hotelId, roomId, from],
  )
  if (night) return night.ref_id
  const [stay] = await db.query<{ ref_id: string }>(
    `SELECT reservation_id || '/' || position AS ref_id FROM stay_line
     WHERE hotel_id = $1 AND room_id = $2 AND stay = 'in_house' LIMIT 1`,
    [hotelId, roomId],
  )
  return stay?.ref_id ?? null
}
