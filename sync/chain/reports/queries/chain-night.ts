import type { HotelId } from '../../../../shared/domain/ids.ts'
import type { LocalDate } from '../../../../shared/domain/stay-dates.ts'
import type { Queryable } from '../../database/port.ts'

/** A figure of each hotel of a page; one statement a table, over the hotels that the page lists. */
export interface HotelRooms {
  readonly hotel_id: HotelId
  readonly rooms: number
  readonly out_of_order: number
}

export function selectRoomsOfHotels(
  db: Queryable,
  hotelIds: readonly HotelId[],
  night: LocalDate,
  age: '' | '_history',
): Promise<HotelRooms[]> {
  // Through the types: the key leads from a hotel over its types to the night, whatever stands on other nights.
  return db.query<HotelRooms>(
    `SELECT i.hotel_id, sum(i.total_inventory)::integer AS rooms, sum(i.out_of_order)::integer AS out_of_order
     FROM room_type t JOIN room_type_inventory${age} i
       ON i.hotel_id = t.hotel_id AND i.room_type_id = t.room_type_id AND i.night = $2
     WHERE t.hotel_id = ANY($1) GROUP BY i.hotel_id`,
    [hotelIds, night],
  )
}

export interface HotelSold {
  readonly hotel_id: HotelId
  readonly sold: number
  readonly revenue_minor: number
}

export function selectSoldOfHotels(
  db: Queryable,
  hotelIds: readonly HotelId[],
  night: LocalDate,
  age: '' | '_history',
): Promise<HotelSold[]> {
  return db.query<HotelSold>(
    `SELECT l.hotel_id, count(*)::integer AS sold,
       sum((l.nightly_minor ->> ($2::date - l.arrival))::bigint)::bigint AS revenue_minor
     FROM stay_line${age} l JOIN reservation${age} r
       ON r.hotel_id = l.hotel_id AND r.reservation_id = l.reservation_id
     WHERE l.hotel_id = ANY($1) AND l.departure > $2 AND l.arrival <= $2
       AND r.status IN ('pending', 'paid') AND l.stay <> 'no_show'
     GROUP BY l.hotel_id`,
    [hotelIds, night],
  )
}

export function selectOpenExceptionCounts(
  db: Queryable,
  hotelIds: readonly HotelId[],
): Promise<{ hotel_id: HotelId; open: number }[]> {
  return db.query<{ hotel_id: HotelId; open: number }>(
    `SELECT hotel_id, count(*)::integer AS open FROM sync_exception
     WHERE hotel_id = ANY($1) AND status = 'open' GROUP BY hotel_id`,
    [hotelIds],
  )
}

export function selectOldestContacts(
  db: Queryable,
  hotelIds: readonly HotelId[],
): Promise<{ hotel_id: HotelId; oldest: number }[]> {
  return db.query<{ hotel_id: HotelId; oldest: number }>(
    `SELECT hotel_id, min(last_contact_utc_ms) AS oldest FROM sync_device
     WHERE hotel_id = ANY($1) GROUP BY hotel_id`,
    [hotelIds],
  )
}
