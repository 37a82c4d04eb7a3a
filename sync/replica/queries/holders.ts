import type { RoomId } from '../../../shared/domain/ids.ts'
import type { RoomNightRow } from '../../../shared/domain/rows.ts'
import { type Stay, nightsOf } from '../../../shared/domain/stay-dates.ts'
import type { ReadDb } from '../database.ts'

/** Who holds a room on the nights of a stay, in order of the nights. */
export function loadHoldersOfRoom(db: ReadDb, roomId: RoomId, stay: Stay): RoomNightRow[] {
  return db.all<RoomNightRow>(
    `SELECT room_id AS roomId, night, kind, ref_id AS refId FROM room_night
     WHERE room_id = ? AND night IN (SELECT value FROM json_each(?)) ORDER BY night`,
    roomId,
    JSON.stringify(nightsOf(stay)),
  )
}
