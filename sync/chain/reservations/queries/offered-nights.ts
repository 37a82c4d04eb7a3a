import type { HotelId, RoomTypeId } from '../../../../shared/domain/ids.ts'
import type { CurvePoint } from '../../../../shared/domain/price.ts'
import type { InventoryRow, RatePlanRow, RateRow, RestrictionRow } from '../../../../shared/domain/rows.ts'
import type { LocalDate, Stay } from '../../../../shared/domain/stay-dates.ts'
import type { Queryable } from '../../database/port.ts'

/** A room type with those nights of a stay that it has: inventory in order of night, a rate where there is one. */
export interface OfferedType {
  readonly roomTypeId: RoomTypeId
  readonly name: string
  readonly inventory: readonly InventoryRow[]
  readonly rates: readonly RateRow[]
  /** Of the day of arrival and of the day of departure, where those are restricted. */
  readonly restrictions: readonly RestrictionRow[]
}

export interface OfferedHotel {
  readonly currency: string
  /** The first flexible plan that is sold; `null` where the hotel has none. */
  readonly plan: RatePlanRow | null
  readonly occupancyCurve: readonly CurvePoint[]
  /** In the order of screens. */
  readonly types: readonly OfferedType[]
}

type NightCells = readonly [LocalDate, number, number, number, number, number, number, number | null]

type RestrictionCells = readonly [LocalDate, number, boolean, boolean]

interface OfferRecord {
  readonly currency: string
  readonly plan: RatePlanRow | null
  readonly occupancy_curve: readonly CurvePoint[]
  readonly room_type_id: RoomTypeId | null
  readonly name: string
  readonly nights: readonly NightCells[] | null
  readonly restrictions: readonly RestrictionCells[] | null
}

/**
 * What a hotel offers for a stay, `null` where there is no such hotel: one statement, so one snapshot and one round trip.
 * Each type's nights are a piece of the key: asked for all types at once, servers before 18 read every night of the hotel.
 */
export async function selectOfferedNights(db: Queryable, hotelId: HotelId, stay: Stay): Promise<OfferedHotel | null> {
  const records = await db.query<OfferRecord>(
    `SELECT h.currency, h.occupancy_curve, t.room_type_id, t.name, (
       SELECT json_build_object('ratePlanId', p.rate_plan_id, 'name', p.name, 'position', p.position, 'kind', p.kind,
                'priceBp', p.price_bp, 'minStay', p.min_stay, 'freeCancelDays', p.free_cancel_days,
                'feeNights', p.fee_nights, 'active', p.active)
       FROM rate_plan p WHERE p.hotel_id = $1 AND p.active AND p.kind = 'flexible'
       ORDER BY p.position, p.rate_plan_id LIMIT 1) AS plan, (
       SELECT json_agg(json_build_array(s.night, s.min_stay, s.closed_to_arrival, s.closed_to_departure))
       FROM stay_restriction s
       WHERE s.hotel_id = $1 AND s.room_type_id = t.room_type_id AND s.night IN ($2, $3)) AS restrictions, (
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
  const types = records.flatMap(({ room_type_id: roomTypeId, name, nights, restrictions }) =>
    roomTypeId === null
      ? []
      : [
          {
            roomTypeId,
            name,
            ...rowsOf(roomTypeId, nights ?? []),
            restrictions: (restrictions ?? []).map((cells) => restrictionOf(roomTypeId, cells)),
          },
        ],
  )
  const { currency, occupancy_curve: occupancyCurve, plan } = first
  return { currency, occupancyCurve, plan, types }
}

function restrictionOf(
  roomTypeId: RoomTypeId,
  [night, minStay, closedToArrival, closedToDeparture]: RestrictionCells,
): RestrictionRow {
  return { roomTypeId, night, minStay, closedToArrival, closedToDeparture }
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
