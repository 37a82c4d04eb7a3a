import type { HotelId, RoomTypeId } from '../../../../shared/domain/ids.ts'
import type { InventoryRow, RateRow, RestrictionRow } from '../../../../shared/domain/rows.ts'
import type { LocalDate, Stay } from '../../../../shared/domain/stay-dates.ts'
import type { Queryable } from '../../database/port.ts'

/** What decides the price of a night and whether it may be sold: each part `null` where the night has none. */
export interface NightToPrice {
  readonly night: LocalDate
  readonly inventory: InventoryRow | null
  readonly rate: RateRow | null
  readonly restriction: RestrictionRow | null
}

/** A stay in a type of a hotel. */
export interface StayToPrice extends Stay {
  readonly hotelId: HotelId
  readonly roomTypeId: RoomTypeId
}

type InventoryCells = readonly [LocalDate, number, number, number, number, number, number, number | null]
type RestrictionCells = readonly [LocalDate, number, boolean, boolean]

interface StayRecord {
  readonly nights: readonly InventoryCells[] | null
  readonly restrictions: readonly RestrictionCells[] | null
}

/** Each night is found by the whole key: subqueries are never joined over more of a table than a stay. */
const nightsOf = (hotel: string) => `
  (SELECT json_agg(json_build_array(i.night, i.total_inventory, i.out_of_order, i.overbook_pct, i.total_reserved, i.leased,
     i.forced, (SELECT r.base_minor FROM room_type_rate r
                WHERE r.hotel_id = ${hotel} AND r.room_type_id = q.room_type_id AND r.night = i.night)))
   FROM room_type_inventory i
   WHERE i.hotel_id = ${hotel} AND i.room_type_id = q.room_type_id AND i.night >= q.arrival AND i.night <= q.departure)
   AS nights,
  (SELECT json_agg(json_build_array(s.night, s.min_stay, s.closed_to_arrival, s.closed_to_departure))
   FROM stay_restriction s
   WHERE s.hotel_id = ${hotel} AND s.room_type_id = q.room_type_id AND s.night >= q.arrival AND s.night <= q.departure)
   AS restrictions`

const OF_ONE_HOTEL = `SELECT ${nightsOf('$1')}
  FROM unnest($2::text[], $3::date[], $4::date[]) WITH ORDINALITY AS q (room_type_id, arrival, departure, n) ORDER BY q.n`

const OF_SEVERAL_HOTELS = `SELECT ${nightsOf('q.hotel_id')}
  FROM unnest($1::text[], $2::text[], $3::date[], $4::date[])
    WITH ORDINALITY AS q (hotel_id, room_type_id, arrival, departure, n) ORDER BY q.n`

/** Of each stay its nights in its type and the day of departure, in one statement; those of one hotel go to one shard. */
export async function selectNightsToPrice(db: Queryable, stays: readonly StayToPrice[]): Promise<NightToPrice[][]> {
  const [first] = stays
  if (!first) return []
  const isOneHotel = stays.every(({ hotelId }) => hotelId === first.hotelId)
  const records = await db.query<StayRecord>(
    isOneHotel ? OF_ONE_HOTEL : OF_SEVERAL_HOTELS,
    [
      isOneHotel ? first.hotelId : stays.map(({ hotelId }) => hotelId),
      stays.map(({ roomTypeId }) => roomTypeId),
      stays.map(({ arrival }) => arrival),
      stays.map(({ departure }) => departure),
    ],
    isOneHotel ? 'nights-of-hotel' : 'nights-of-hotels',
  )
  return stays.map(({ roomTypeId }, index) => rowsOf(roomTypeId, records[index]))
}

function rowsOf(roomTypeId: RoomTypeId, record: StayRecord | undefined): NightToPrice[] {
  const nights = new Map<LocalDate, NightToPrice>()
  for (const cells of record?.nights ?? []) {
    const [night, totalInventory, outOfOrder, overbookPct, totalReserved, leased, forced, baseMinor] = cells
    nights.set(night, {
      night,
      inventory: { roomTypeId, night, totalInventory, outOfOrder, overbookPct, totalReserved, leased, forced },
      rate: baseMinor === null ? null : { roomTypeId, night, baseMinor },
      restriction: null,
    })
  }
  for (const [night, minStay, closedToArrival, closedToDeparture] of record?.restrictions ?? []) {
    const restriction = { roomTypeId, night, minStay, closedToArrival, closedToDeparture }
    const open = nights.get(night)
    nights.set(night, open ? { ...open, restriction } : { night, inventory: null, rate: null, restriction })
  }
  return [...nights.values()]
}
