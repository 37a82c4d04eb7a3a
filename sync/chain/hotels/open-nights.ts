import type { RoomTypeId } from '../../../shared/domain/ids.ts'
import { DEFAULT_OVERBOOK_PCT } from '../../../shared/domain/inventory.ts'
import { type RowWrite, typeNightKey } from '../../../shared/domain/rows.ts'
import { type LocalDate, addDays, nightsOf } from '../../../shared/domain/stay-dates.ts'

/** A hotel sells this far ahead. House policy: a year and a bit, so that "same week next year" is always on sale. */
export const SALE_HORIZON_NIGHTS = 400

/** Inventory and base rates of a room type for every night from a day on, up to the horizon. */
export function openNightsForSale(type: {
  readonly roomTypeId: RoomTypeId
  readonly rooms: number
  readonly from: LocalDate
  baseMinor(night: LocalDate): number
}): RowWrite[] {
  const { roomTypeId, rooms } = type
  const nights = nightsOf({ arrival: type.from, departure: addDays(type.from, SALE_HORIZON_NIGHTS) })
  return nights.flatMap((night): RowWrite[] => {
    const key = typeNightKey(roomTypeId, night)
    const row = {
      roomTypeId,
      night,
      totalInventory: rooms,
      outOfOrder: 0,
      overbookPct: DEFAULT_OVERBOOK_PCT,
      totalReserved: 0,
      leased: 0,
      forced: 0,
    }
    return [
      { entity: 'inventory', key, row },
      { entity: 'rate', key, row: { roomTypeId, night, baseMinor: type.baseMinor(night) } },
    ]
  })
}
