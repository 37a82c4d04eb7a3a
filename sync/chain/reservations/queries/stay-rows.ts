import type { HotelId } from '../../../../shared/domain/ids.ts'
import type { InventoryRow, RateRow } from '../../../../shared/domain/rows.ts'
import type { Stay } from '../../../../shared/domain/stay-dates.ts'
import type { Queryable } from '../../database/port.ts'
import { selectWhere } from '../../rows/queries/entity-rows.ts'

const OF_NIGHTS = ' AND night >= $2 AND night < $3'

/** The inventory of every room type for the nights of a stay, in order of type and night. */
export function selectInventoryOfStay(db: Queryable, hotelId: HotelId, stay: Stay): Promise<InventoryRow[]> {
  return selectWhere(db, hotelId, 'inventory', OF_NIGHTS, [stay.arrival, stay.departure])
}

/** The base rates of every room type for the nights of a stay, in order of type and night. */
export function selectRatesOfStay(db: Queryable, hotelId: HotelId, stay: Stay): Promise<RateRow[]> {
  return selectWhere(db, hotelId, 'rate', OF_NIGHTS, [stay.arrival, stay.departure])
}
