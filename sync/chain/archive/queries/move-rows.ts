import type { HotelId, ReservationId, RoomId, RoomTypeId } from '../../../../shared/domain/ids.ts'
import type { LocalDate } from '../../../../shared/domain/stay-dates.ts'
import type { Queryable } from '../../database/port.ts'

/** The tables that rows are moved from; each has a twin `<table>_history` with the same columns. */
export const ARCHIVED_TABLES = [
  'room_type_inventory',
  'room_type_rate',
  'reservation',
  'stay_line',
  'folio_line',
  'room_night',
] as const
export type ArchivedTable = (typeof ARCHIVED_TABLES)[number]

/** The columns of each archived table by name, as the database has them: one that was added later moves along. */
export type ArchivedColumns = Readonly<Record<ArchivedTable, readonly string[]>>

/** Fails where a table has a column that its history lacks: its rows would lose it. */
export async function selectArchivedColumns(db: Queryable): Promise<ArchivedColumns> {
  const records = await db.query<{ table_name: string; column_name: string }>(
    `SELECT table_name::text, column_name::text FROM information_schema.columns
     WHERE table_schema = current_schema() ORDER BY table_name, ordinal_position`,
  )
  const byTable = Map.groupBy(records, (record) => record.table_name)
  const namesOf = (table: string) => (byTable.get(table) ?? []).map((record) => record.column_name)
  const columns = (table: ArchivedTable): [ArchivedTable, readonly string[]] => {
    const names = namesOf(table)
    const kept = new Set(namesOf(`${table}_history`))
    const lost = names.filter((name) => !kept.has(name))
    if (names.length === 0 || lost.length > 0) throw new Error(`${table}_history lacks ${lost.join(', ')}`)
    return [table, names]
  }
  return Object.fromEntries(ARCHIVED_TABLES.map(columns)) as ArchivedColumns // one entry a table
}

/** Moves the rows of a hotel that a condition on the key names; tells how many. The hotel's head is held. */
async function moveRows(
  tx: Queryable,
  columns: ArchivedColumns,
  table: ArchivedTable,
  condition: string,
  params: readonly unknown[],
): Promise<number> {
  const list = columns[table].join(', ')
  await tx.query(
    `INSERT INTO ${table}_history (${list}) SELECT ${list} FROM ${table} WHERE hotel_id = $1 AND ${condition}`,
    params,
  )
  const gone = await tx.query(`DELETE FROM ${table} WHERE hotel_id = $1 AND ${condition} RETURNING 1 AS gone`, params)
  return gone.length
}

/**
 * Reservations, in order of id after one, that nobody will ask about any more: every line left by `before` at the latest,
 * none in the house, each one departed or a no-show unless the contract is over; nothing owed, nothing open.
 */
export async function selectPastReservations(
  tx: Queryable,
  hotelId: HotelId,
  before: LocalDate,
  after: ReservationId | null,
  limit: number,
): Promise<ReservationId[]> {
  const records = await tx.query<{ reservation_id: ReservationId }>(
    `SELECT r.reservation_id FROM reservation r
     WHERE r.hotel_id = $1 AND ($3::uuid IS NULL OR r.reservation_id > $3)
       AND EXISTS (
         SELECT 1 FROM stay_line l
         WHERE l.hotel_id = $1 AND l.reservation_id = r.reservation_id AND l.departure <= $2)
       AND NOT EXISTS (
         SELECT 1 FROM stay_line l
         WHERE l.hotel_id = $1 AND l.reservation_id = r.reservation_id
           AND (l.departure > $2 OR l.stay = 'in_house'
             OR (l.stay = 'expected' AND r.status NOT IN ('canceled', 'rejected', 'refunded'))))
       AND 0 = (
         SELECT coalesce(sum(f.amount_minor), 0) FROM folio_line f
         WHERE f.hotel_id = $1 AND f.reservation_id = r.reservation_id)
       AND NOT EXISTS (
         SELECT 1 FROM sync_exception e
         WHERE e.hotel_id = $1 AND e.status = 'open'
           AND position(r.reservation_id::text IN concat(e.subject_key, ' ', e.exception_id, ' ', e.params)) > 0)
       AND NOT EXISTS (
         SELECT 1 FROM reservation_history h WHERE h.hotel_id = $1 AND h.reservation_id = r.reservation_id)
     ORDER BY r.reservation_id LIMIT $4`,
    [hotelId, before, after, limit],
  )
  return records.map((record) => record.reservation_id)
}

export interface MovedReservations {
  readonly reservations: number
  readonly lines: number
  readonly folioLines: number
}

export async function moveReservations(
  tx: Queryable,
  columns: ArchivedColumns,
  hotelId: HotelId,
  ids: readonly ReservationId[],
): Promise<MovedReservations> {
  const params = [hotelId, ids]
  const folioLines = await moveRows(tx, columns, 'folio_line', 'reservation_id = ANY($2)', params)
  const lines = await moveRows(tx, columns, 'stay_line', 'reservation_id = ANY($2)', params)
  const reservations = await moveRows(tx, columns, 'reservation', 'reservation_id = ANY($2)', params)
  return { reservations, lines, folioLines }
}

export async function selectRoomsWithNightsBefore(
  db: Queryable,
  hotelId: HotelId,
  before: LocalDate,
): Promise<RoomId[]> {
  const records = await db.query<{ room_id: RoomId }>(
    'SELECT DISTINCT room_id FROM room_night WHERE hotel_id = $1 AND night < $2 ORDER BY room_id',
    [hotelId, before],
  )
  return records.map((record) => record.room_id)
}

/** Moves past nights of a room whose holder is not in use any more: neither a reservation that stayed nor an active block. */
export async function moveRoomNights(
  tx: Queryable,
  columns: ArchivedColumns,
  hotelId: HotelId,
  roomId: RoomId,
  before: LocalDate,
): Promise<number> {
  const nights = await tx.query<{ night: LocalDate }>(
    `SELECT n.night FROM room_night n
     WHERE n.hotel_id = $1 AND n.room_id = $2 AND n.night < $3
       AND NOT EXISTS (
         SELECT 1 FROM reservation r
         WHERE r.hotel_id = $1 AND r.reservation_id = split_part(n.ref_id, '/', 1)::uuid)
       AND NOT EXISTS (
         SELECT 1 FROM room_block b
         WHERE b.hotel_id = $1 AND b.block_id = split_part(n.ref_id, '/', 1)::uuid AND b.status = 'active')
       AND NOT EXISTS (
         SELECT 1 FROM room_night_history h WHERE h.hotel_id = $1 AND h.room_id = n.room_id AND h.night = n.night)`,
    [hotelId, roomId, before],
  )
  if (nights.length === 0) return 0
  const params = [hotelId, roomId, nights.map(({ night }) => night)]
  return moveRows(tx, columns, 'room_night', 'room_id = $2 AND night = ANY($3)', params)
}

export async function selectTypesWithNightsBefore(
  db: Queryable,
  hotelId: HotelId,
  before: LocalDate,
): Promise<RoomTypeId[]> {
  const records = await db.query<{ room_type_id: RoomTypeId }>(
    `SELECT room_type_id FROM room_type_inventory WHERE hotel_id = $1 AND night < $2
     UNION SELECT room_type_id FROM room_type_rate WHERE hotel_id = $1 AND night < $2 ORDER BY room_type_id`,
    [hotelId, before],
  )
  return records.map((record) => record.room_type_id)
}

/** Moves past nights of a type; those stay that are leased, have an open exception, or are counted on by a line that stayed. */
export async function moveInventoryNights(
  tx: Queryable,
  columns: ArchivedColumns,
  hotelId: HotelId,
  roomTypeId: RoomTypeId,
  before: LocalDate,
): Promise<number> {
  const nights = await tx.query<{ night: LocalDate }>(
    `SELECT i.night FROM room_type_inventory i
     WHERE i.hotel_id = $1 AND i.room_type_id = $2 AND i.night < $3 AND i.leased = 0
       AND NOT EXISTS (
         SELECT 1 FROM stay_line l
         WHERE l.hotel_id = $1 AND l.inventory_type = $2 AND l.arrival <= i.night AND l.departure > i.night)
       AND NOT EXISTS (
         SELECT 1 FROM sync_exception e
         WHERE e.hotel_id = $1 AND e.status = 'open' AND e.subject_entity = 'inventory'
           AND e.subject_key = i.room_type_id || '/' || i.night)
       AND NOT EXISTS (
         SELECT 1 FROM room_type_inventory_history h
         WHERE h.hotel_id = $1 AND h.room_type_id = $2 AND h.night = i.night)`,
    [hotelId, roomTypeId, before],
  )
  if (nights.length === 0) return 0
  const params = [hotelId, roomTypeId, nights.map(({ night }) => night)]
  return moveRows(tx, columns, 'room_type_inventory', 'room_type_id = $2 AND night = ANY($3)', params)
}

export async function moveRates(
  tx: Queryable,
  columns: ArchivedColumns,
  hotelId: HotelId,
  roomTypeId: RoomTypeId,
  before: LocalDate,
): Promise<number> {
  const nights = await tx.query<{ night: LocalDate }>(
    `SELECT p.night FROM room_type_rate p
     WHERE p.hotel_id = $1 AND p.room_type_id = $2 AND p.night < $3
       AND NOT EXISTS (
         SELECT 1 FROM room_type_rate_history h
         WHERE h.hotel_id = $1 AND h.room_type_id = $2 AND h.night = p.night)`,
    [hotelId, roomTypeId, before],
  )
  if (nights.length === 0) return 0
  const params = [hotelId, roomTypeId, nights.map(({ night }) => night)]
  return moveRows(tx, columns, 'room_type_rate', 'room_type_id = $2 AND night = ANY($3)', params)
}
