import type { HotelId, RoomTypeId } from '../../../../shared/domain/ids.ts'
import type { CurvePoint } from '../../../../shared/domain/price.ts'
import type { InventoryRow, RateRow } from '../../../../shared/domain/rows.ts'
import type { LocalDate, Stay } from '../../../../shared/domain/stay-dates.ts'
import type { Queryable } from '../../database/port.ts'

/** A room type with those nights of a stay that it has: inventory in order of night, a rate where there is one. */
export interface OfferedType {
  readonly roomTypeId: RoomTypeId
  readonly name: string
  readonly inventory: readonly InventoryRow[]
  readonly rates: readonly RateRow[]
}

export interface OfferedHotel {
  readonly currency: string
  readonly occupancyCurve: readonly CurvePoint[]
  /** In the order of screens. */
  readonly types: readonly OfferedType[]
}

type NightCells = readonly [LocalDate, number, number, number, number, number, number, number | null]

interface OfferRecord {
  readonly currency: string
  readonly occupancy_curve: readonly CurvePoint[]
  readonly room_type_id: RoomTypeId | null
  readonly name: string
  readonly nights: readonly NightCells[] | null
}

/**
 * What a hotel offers for a stay, `null` where there is no such hotel: one statement, so one snapshot and one round trip.
 * Each type's nights are a piece of the key: asked for all types at once, servers before 18 read every night of the hotel.
 */
export async function selectOfferedNights(db: Queryable, hotelId: HotelId, stay: Stay): Promise<OfferedHotel | null> {
  const records = await db.query<OfferRecord>(
    `SELECT h.currency, h.occupancy_curve, t.room_type_id, t.name, (
       SELECT json_agg(json_build_array(i.night, i.total_inventory, i.out_of_order, i.overbook_pct, i.total_reserved,
                i.leased, i.forced, r.base_minor) ORDER BY i.night)
       FROM room_type_inventory i
       LEFT JOIN room_type_rate r
         ON r.hotel_id = $1 AND r.room_type_id = t.room_type_id AND r.night = i.night AND r.night >= $2 AND r.night < $3
       WHERE i.hotel_id = $1 AND i.room_type_id = t.room_type_id AND i.night >= $2 AND i.night < $3) AS nights
     FROM hotel h LEFT JOIN room_type t ON t.hotel_id = $1
     WHERE h.hotel_id = $1 ORDER BY t.position, t.room_type_id`,
    [hotelId, stay.arrival, stay.departure],
    'offered-nights',
  )
  const [first] = records
  if (!first) return null
  const types = records.flatMap(({ room_type_id: roomTypeId, name, nights }) =>
    roomTypeId === null ? [] : [{ roomTypeId, name, ...rowsOf(roomTypeId, nights ?? []) }],
  )
  return { currency: first.currency, occupancyCurve: first.occupancy_curve, types }
}

function rowsOf(roomTypeId: RoomTypeId, nights: readonly NightCells[]): Pick<OfferedType, 'inventory' | 'rates'> {
  const inventory: InventoryRow[] = []
  const rates: RateRow[] = []
  for (const [night, totalInventory, outOfOrder, overbookPct, totalReserved, leased, forced, baseMinor] of nights) {
    inventory.push({ roomTypeId, night, totalInventory, outOfOrder, overbookPct, totalReserved, leased, forced })
    if (baseMinor !== null) rates.push({ roomTypeId, night, baseMinor })
  }
  return { inventory, rates }
}
