import type { RoomId, RoomTypeId } from '../../../shared/domain/ids.ts'
import type { RoomNightKind } from '../../../shared/domain/room-night.ts'
import type { RoomBlockRow, RoomRow, RoomTypeRow } from '../../../shared/domain/rows.ts'
import { type LocalDate, nightsOf } from '../../../shared/domain/stay-dates.ts'
import type { ReadDb } from '../database.ts'

const SELECT_ROOM = 'SELECT room_id AS roomId, room_type_id AS roomTypeId, floor, housekeeping FROM room'
const SELECT_BLOCK = `SELECT block_id AS blockId, room_id AS roomId, kind, from_date AS "from", until_date AS "until",
  reason, remarks, status, set_at_utc_ms AS setAtUtcMs FROM room_block`

/** Every room of a type, in order of room id. */
export function loadRoomsOfType(db: ReadDb, roomTypeId: RoomTypeId): RoomRow[] {
  return db.all<RoomRow>(`${SELECT_ROOM} WHERE room_type_id = ? ORDER BY room_id`, roomTypeId)
}

/** The active blocks of a room, in order of block id. */
export function loadActiveBlocksOfRoom(db: ReadDb, roomId: RoomId): RoomBlockRow[] {
  return db.all<RoomBlockRow>(`${SELECT_BLOCK} WHERE status = 'active' AND room_id = ? ORDER BY block_id`, roomId)
}

/** Every active block, the first to begin first. */
export function loadActiveBlocks(db: ReadDb): RoomBlockRow[] {
  return db.all<RoomBlockRow>(`${SELECT_BLOCK} WHERE status = 'active' ORDER BY from_date, room_id, block_id`)
}

/** Every room, by type as screens order them, then floor and id. */
export function loadRooms(db: ReadDb): RoomRow[] {
  return db.all<RoomRow>(
    `SELECT room.room_id AS roomId, room.room_type_id AS roomTypeId, room.floor, room.housekeeping
     FROM room LEFT JOIN room_type ON room_type.room_type_id = room.room_type_id
     ORDER BY room_type.position, room.room_type_id, room.floor, length(room.room_id), room.room_id`,
  )
}

/** Every room type, in the order of screens. */
export function loadRoomTypes(db: ReadDb): (RoomTypeRow & { readonly rooms: number })[] {
  return db.all<RoomTypeRow & { rooms: number }>(
    `SELECT room_type.room_type_id AS roomTypeId, name, position, max_occupancy AS maxOccupancy,
       (SELECT count(*) FROM room WHERE room.room_type_id = room_type.room_type_id) AS rooms
     FROM room_type ORDER BY position, room_type.room_type_id`,
  )
}

/** Who holds which room on one night. */
export function loadHoldersOfNight(db: ReadDb, night: LocalDate): { roomId: RoomId; kind: RoomNightKind }[] {
  return db.all<{ roomId: RoomId; kind: RoomNightKind }>(
    'SELECT room_id AS roomId, kind FROM room_night WHERE night = ?',
    night,
  )
}

/** Rooms that anybody holds on any night of `[from, until)`. */
export function loadRoomsHeldWithin(db: ReadDb, from: LocalDate, until: LocalDate): RoomId[] {
  const rows = db.all<{ roomId: RoomId }>(
    'SELECT DISTINCT room_id AS roomId FROM room_night WHERE night >= ? AND night < ?',
    from,
    until,
  )
  return rows.map((row) => row.roomId)
}

/** Rooms of a type that nobody holds throughout `[from, until)`: inspected ones, clean ones, the rest. */
export function loadFreeRooms(db: ReadDb, roomTypeId: RoomTypeId, from: LocalDate, until: LocalDate): RoomRow[] {
  return db.all<RoomRow>(
    `${SELECT_ROOM} WHERE room_type_id = ? AND NOT EXISTS (
       SELECT 1 FROM room_night
       WHERE room_night.room_id = room.room_id AND night IN (SELECT value FROM json_each(?)))
     ORDER BY CASE housekeeping WHEN 'inspected' THEN 0 WHEN 'clean' THEN 1 ELSE 2 END, floor, length(room_id), room_id`,
    roomTypeId,
    JSON.stringify(nightsOf({ arrival: from, departure: until })),
  )
}
