import type { RoomTypeId } from '../../../shared/domain/ids.ts'
import type { InventoryRow, RateRow } from '../../../shared/domain/rows.ts'
import type { LocalDate } from '../../../shared/domain/stay-dates.ts'
import type { ReadDb } from '../database.ts'

const SELECT_INVENTORY = `SELECT room_type_id AS roomTypeId, night, total_inventory AS totalInventory,
  out_of_order AS outOfOrder, overbook_pct AS overbookPct, total_reserved AS totalReserved, leased, forced
  FROM inventory`
const SELECT_RATE = 'SELECT room_type_id AS roomTypeId, night, base_minor AS baseMinor FROM rate'

/** A type's inventory on the nights of `[from, until)`, in order. */
export function loadInventory(db: ReadDb, type: RoomTypeId, from: LocalDate, until: LocalDate): InventoryRow[] {
  return db.all<InventoryRow>(
    `${SELECT_INVENTORY} WHERE room_type_id = ? AND night >= ? AND night < ? ORDER BY night`,
    type,
    from,
    until,
  )
}

/** A type's rates on the nights of `[from, until)`, in order. */
export function loadRates(db: ReadDb, type: RoomTypeId, from: LocalDate, until: LocalDate): RateRow[] {
  return db.all<RateRow>(
    `${SELECT_RATE} WHERE room_type_id = ? AND night >= ? AND night < ? ORDER BY night`,
    type,
    from,
    until,
  )
}

/** Every type's inventory on one night. */
export function loadInventoryOfNight(db: ReadDb, night: LocalDate): InventoryRow[] {
  return db.all<InventoryRow>(`${SELECT_INVENTORY} WHERE night = ? ORDER BY room_type_id`, night)
}
