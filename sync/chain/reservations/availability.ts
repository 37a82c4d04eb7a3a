import { type Result, ok, refuse } from '../../../shared/base/result.ts'
import type { HotelId } from '../../../shared/domain/ids.ts'
import { unitsLeftForStay } from '../../../shared/domain/inventory.ts'
import { priceNights, totalOf } from '../../../shared/domain/price.ts'
import type { Refusal } from '../../../shared/domain/refusal.ts'
import type { HotelRow, InventoryRow, RateRow, RoomTypeRow } from '../../../shared/domain/rows.ts'
import { type Stay, isSellableStay, nightCount } from '../../../shared/domain/stay-dates.ts'
import type { AvailabilityResource } from '../../../shared/wire/public-api.ts'
import type { Database } from '../database/port.ts'
import { selectHotel, selectRoomTypes } from '../hotels/queries/hotels.ts'
import type { HotelUnknown } from '../write-path/hotel-writer.ts'
import { selectInventoryOfStay, selectRatesOfStay } from './queries/stay-rows.ts'

export type AvailabilityAnswer = Result<AvailabilityResource, Refusal | HotelUnknown>

/**
 * What can be booked for a stay, by room type, read from one snapshot of the database: `available` counts up to the sell
 * limit on every night; a type with a night that is not on sale has none and no prices. Refuses: `HOTEL_UNKNOWN`,
 * `STAY_INVALID`. Rules: API-04, API-05.
 */
export function loadAvailability(db: Database, hotelId: HotelId, stay: Stay): Promise<AvailabilityAnswer> {
  return db.transaction('REPEATABLE READ', async (tx) => {
    const hotel = await selectHotel(tx, hotelId)
    if (!hotel) return refuse({ code: 'HOTEL_UNKNOWN', params: { hotelId } })
    if (!isSellableStay(stay)) return refuse({ code: 'STAY_INVALID', params: { ...stay } })
    const types = await selectRoomTypes(tx, hotelId)
    const inventory = await selectInventoryOfStay(tx, hotelId, stay)
    const rates = await selectRatesOfStay(tx, hotelId, stay)
    const roomTypes = types.map((type) => offerOf(type, stay, inventory, rates, hotel))
    return ok({ hotelId, ...stay, roomTypes })
  })
}

function offerOf(
  type: RoomTypeRow,
  stay: Stay,
  inventory: readonly InventoryRow[],
  rates: readonly RateRow[],
  { currency, occupancyCurve }: HotelRow,
): AvailabilityResource['roomTypes'][number] {
  const ofType = (row: { roomTypeId: string }) => row.roomTypeId === type.roomTypeId
  const rows = inventory.filter(ofType)
  const base = rates.filter(ofType)
  const onSale = rows.length === nightCount(stay) && base.length === rows.length
  const nightlyMinor = onSale ? priceNights(base, rows, occupancyCurve) : []
  return {
    roomTypeId: type.roomTypeId,
    name: type.name,
    available: onSale ? unitsLeftForStay(rows) : 0,
    nightly: nightlyMinor.map((priceMinor, index) => ({ night: rows[index]?.night ?? stay.arrival, priceMinor })),
    totalMinor: totalOf(nightlyMinor),
    currency,
  }
}
