import type { HotelId } from '../../../../shared/domain/ids.ts'
import type { LocalDate } from '../../../../shared/domain/stay-dates.ts'
import type { Queryable } from '../../database/port.ts'

/** What is current and what was moved to history stand in two tables of one shape. */
type Age = '' | '_history'

export interface CountedNight {
  readonly night: LocalDate
  readonly rooms: number
  readonly outOfOrder: number
  readonly oversold: number
  readonly forced: number
}

interface CountedRecord {
  readonly night: LocalDate
  readonly rooms: number
  readonly out_of_order: number
  readonly oversold: number
  readonly forced: number
}

const COUNTS = `sum(total_inventory)::integer AS rooms, sum(out_of_order)::integer AS out_of_order,
       sum(greatest(0, total_reserved - greatest(0, total_inventory - out_of_order)))::integer AS oversold,
       sum(forced)::integer AS forced`

/** Rooms of a hotel over all types on each night of a half-open range. */
export async function selectCountedNights(
  db: Queryable,
  hotelId: HotelId,
  from: LocalDate,
  until: LocalDate,
  age: Age,
): Promise<CountedNight[]> {
  const records = await db.query<CountedRecord>(
    `SELECT night, ${COUNTS} FROM room_type_inventory${age}
     WHERE hotel_id = $1 AND night >= $2 AND night < $3 GROUP BY night`,
    [hotelId, from, until],
  )
  return records.map(({ night, rooms, out_of_order: outOfOrder, oversold, forced }) => ({
    night,
    rooms,
    outOfOrder,
    oversold,
    forced,
  }))
}

export interface SoldNight {
  readonly night: LocalDate
  readonly sold: number
  readonly revenueMinor: number
  readonly arrivals: number
  readonly inHouse: number
}

interface SoldRecord {
  readonly night: LocalDate
  readonly sold: number
  readonly revenue_minor: number
  readonly arrivals: number
  readonly in_house: number
}

/** What is sold: lines of contracts that hold inventory, no-shows left out. */
const SOLD_LINES = "r.status IN ('pending', 'paid') AND l.stay <> 'no_show'"

/** The nights of a half-open range on which a hotel's lines were sold, and what they were quoted at. */
export async function selectSoldNights(
  db: Queryable,
  hotelId: HotelId,
  from: LocalDate,
  until: LocalDate,
  age: Age,
): Promise<SoldNight[]> {
  const records = await db.query<SoldRecord>(
    `SELECT l.arrival + (n.at - 1)::integer AS night, count(*)::integer AS sold,
       sum(n.minor::bigint)::bigint AS revenue_minor,
       count(*) FILTER (WHERE n.at = 1)::integer AS arrivals,
       count(*) FILTER (WHERE l.stay IN ('in_house', 'departed'))::integer AS in_house
     FROM stay_line${age} l JOIN reservation${age} r ON r.hotel_id = $1 AND r.reservation_id = l.reservation_id
     CROSS JOIN LATERAL jsonb_array_elements_text(l.nightly_minor) WITH ORDINALITY AS n (minor, at)
     WHERE l.hotel_id = $1 AND l.departure > $2 AND l.arrival < $3 AND ${SOLD_LINES}
       AND l.arrival + (n.at - 1)::integer >= $2 AND l.arrival + (n.at - 1)::integer < $3
     GROUP BY 1`,
    [hotelId, from, until],
  )
  return records.map((record) => ({
    night: record.night,
    sold: record.sold,
    revenueMinor: record.revenue_minor,
    arrivals: record.arrivals,
    inHouse: record.in_house,
  }))
}

/** How many sold lines leave on each day of a half-open range. */
export async function selectDepartures(
  db: Queryable,
  hotelId: HotelId,
  from: LocalDate,
  until: LocalDate,
  age: Age,
): Promise<{ night: LocalDate; departures: number }[]> {
  return db.query<{ night: LocalDate; departures: number }>(
    `SELECT l.departure AS night, count(*)::integer AS departures
     FROM stay_line${age} l JOIN reservation${age} r ON r.hotel_id = $1 AND r.reservation_id = l.reservation_id
     WHERE l.hotel_id = $1 AND l.departure >= $2 AND l.departure < $3 AND ${SOLD_LINES} GROUP BY l.departure`,
    [hotelId, from, until],
  )
}
