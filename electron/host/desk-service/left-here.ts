import { unitsLeft } from '../../../shared/domain/inventory.ts'
import { type InventoryRow, typeNightKey } from '../../../shared/domain/rows.ts'
import type { ReadDb } from '../../../sync/replica/database.ts'
import { loadAllotmentLines } from '../../../sync/replica/queries/allotments.ts'
import { loadDevice } from '../../../sync/replica/queries/device.ts'

/** What this desk can still sell of a night: what a request may take, and what is set aside for it. Rules HOST-06, HOST-07. */
export function leftHere(db: ReadDb): (row: InventoryRow) => number {
  const device = loadDevice(db)
  const lines = device ? loadAllotmentLines(db, device.deviceId) : []
  const own = new Map(lines.map(({ roomTypeId, night, units }) => [typeNightKey(roomTypeId, night), units]))
  return (row) => unitsLeft(row) + (own.get(typeNightKey(row.roomTypeId, row.night)) ?? 0)
}
