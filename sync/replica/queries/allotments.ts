import type { DeviceId, RoomId } from '../../../shared/domain/ids.ts'
import type { AllotmentLineRow } from '../../../shared/domain/rows.ts'
import type { LocalDate } from '../../../shared/domain/stay-dates.ts'
import type { ReadDb } from '../database.ts'

/** What a terminal may sell on its own, in order of type and night. */
export function loadAllotmentLines(db: ReadDb, deviceId: DeviceId): AllotmentLineRow[] {
  return db.all<AllotmentLineRow>(
    `SELECT device_id AS deviceId, room_type_id AS roomTypeId, night, units, recalled
     FROM allotment_line WHERE device_id = ? ORDER BY room_type_id, night`,
    deviceId,
  )
}

/** The rooms that only this terminal hands out on a night. */
export function loadAllotmentRooms(db: ReadDb, deviceId: DeviceId, night: LocalDate): RoomId[] {
  const rows = db.all<{ roomId: RoomId }>(
    'SELECT room_id AS roomId FROM allotment_room WHERE night = ? AND device_id = ? ORDER BY room_id',
    night,
    deviceId,
  )
  return rows.map(({ roomId }) => roomId)
}
