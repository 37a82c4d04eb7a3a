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

interface NightRecord {
  readonly night: LocalDate
  readonly total_inventory: number | null
  readonly out_of_order: number
  readonly overbook_pct: number
  readonly total_reserved: number
  readonly leased: number
  readonly forced: number
  readonly base_minor: number | null
  readonly min_stay: number | null
  readonly closed_to_arrival: boolean
  readonly closed_to_departure: boolean
}

/** The nights of a stay in one type and the day of departure, in one statement on one hotel. */
export async function selectNightsToPrice(
  db: Queryable,
  hotelId: HotelId,
  { roomTypeId, arrival, departure }: Stay & { readonly roomTypeId: RoomTypeId },
): Promise<NightToPrice[]> {
  const records = await db.query<NightRecord>(
    `SELECT coalesce(i.night, s.night) AS night, i.total_inventory, i.out_of_order, i.overbook_pct, i.total_reserved,
       i.leased, i.forced, r.base_minor, s.min_stay, s.closed_to_arrival, s.closed_to_departure
     FROM (SELECT * FROM room_type_inventory
           WHERE hotel_id = $1 AND room_type_id = $2 AND night >= $3 AND night <= $4) i
     LEFT JOIN room_type_rate r ON r.hotel_id = $1 AND r.room_type_id = $2 AND r.night = i.night
     FULL JOIN (SELECT * FROM stay_restriction
                WHERE hotel_id = $1 AND room_type_id = $2 AND night >= $3 AND night <= $4) s ON s.night = i.night
     ORDER BY 1`,
    [hotelId, roomTypeId, arrival, departure],
  )
  return records.map((record) => ({
    night: record.night,
    inventory: inventoryOf(roomTypeId, record),
    rate: record.base_minor === null ? null : { roomTypeId, night: record.night, baseMinor: record.base_minor },
    restriction:
      record.min_stay === null
        ? null
        : {
            roomTypeId,
            night: record.night,
            minStay: record.min_stay,
            closedToArrival: record.closed_to_arrival,
            closedToDeparture: record.closed_to_departure,
          },
  }))
}

function inventoryOf(roomTypeId: RoomTypeId, record: NightRecord): InventoryRow | null {
  if (record.total_inventory === null) return null
  return {
    roomTypeId,
    night: record.night,
    totalInventory: record.total_inventory,
    outOfOrder: record.out_of_order,
    overbookPct: record.overbook_pct,
    totalReserved: record.total_reserved,
    leased: record.leased,
    forced: record.forced,
  }
}
