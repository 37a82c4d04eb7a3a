import type { ConfirmationCode } from '../../../../shared/domain/confirmation-code.ts'
import type { DeviceId, HotelId, ReservationId, RoomId, RoomTypeId } from '../../../../shared/domain/ids.ts'
import type { EntityName, ReservationRow, RowOf, StayLineRow } from '../../../../shared/domain/rows.ts'
import type { LocalDate } from '../../../../shared/domain/stay-dates.ts'
import type { Queryable } from '../../database/port.ts'
import type { Cell, Table } from '../table.ts'
import { type PlacedLine, STAY_LINE_TABLE, type StayLineRecord, decodeStayLine } from '../stay-line-table.ts'
import { TABLES } from '../tables.ts'

/** PostgreSQL takes at most 65,535 parameters a statement; small statements keep PGlite's memory small. */
const MAX_PARAMETERS = 8_000

/**
 * The rows that some keys name; of an entity keyed by two columns also those of the other combinations, which are as
 * true. One statement that names one hotel, so it runs on one Citus shard.
 */
export async function selectRows<E extends EntityName>(
  db: Queryable,
  hotelId: HotelId,
  entity: E,
  keys: readonly string[],
): Promise<RowOf[E][]> {
  const table = TABLES[entity]
  const parsed = keys.map((key) => table.parseKey(key))
  const lists = table.keyColumns.map((_, index) => [...new Set(parsed.map((values) => values[index] ?? ''))])
  const conditions = table.keyColumns.map((column, index) => ` AND ${column} = ANY($${index + 2})`)
  return selectWhere(db, hotelId, entity, conditions.join(''), lists)
}

/** The rows of an entity under a condition on its table; `$1` is the hotel. */
export async function selectWhere<E extends EntityName>(
  db: Queryable,
  hotelId: HotelId,
  entity: E,
  condition: string,
  params: readonly unknown[],
): Promise<RowOf[E][]> {
  const table: Table<RowOf[E]> = TABLES[entity]
  const columns = ['hotel_id', ...table.columns].join(', ')
  const order = table.keyColumns.length === 0 ? '' : ` ORDER BY ${table.keyColumns.join(', ')}`
  const records = await db.query(`SELECT ${columns} FROM ${table.table} WHERE hotel_id = $1${condition}${order}`, [
    hotelId,
    ...params,
  ])
  const rows = records.map((record) => table.decode(record as never)) // columns were named above
  if (entity !== 'reservation') return rows
  return (await withLines(db, hotelId, rows as ReservationRow[])) as RowOf[E][] // entity is 'reservation'
}

async function withLines(db: Queryable, hotelId: HotelId, reservations: ReservationRow[]): Promise<ReservationRow[]> {
  if (reservations.length === 0) return []
  const records = await db.query<StayLineRecord>(
    `SELECT ${STAY_LINE_TABLE.columns.join(', ')} FROM stay_line
     WHERE hotel_id = $1 AND reservation_id = ANY($2) ORDER BY reservation_id, position`,
    [hotelId, reservations.map((row) => row.reservationId)],
  )
  const lines = new Map<string, StayLineRow[]>()
  for (const record of records) {
    const list = lines.get(record.reservation_id) ?? []
    list.push(decodeStayLine(record))
    lines.set(record.reservation_id, list)
  }
  return reservations.map((row) => ({ ...row, lines: lines.get(row.reservationId) ?? [] }))
}

export function selectRoomsOfType(db: Queryable, hotelId: HotelId, roomTypeId: RoomTypeId): Promise<RowOf['room'][]> {
  return selectWhere(db, hotelId, 'room', ' AND room_type_id = $2', [roomTypeId])
}

export function selectActiveBlocks(db: Queryable, hotelId: HotelId, roomId: RoomId): Promise<RowOf['room_block'][]> {
  return selectWhere(db, hotelId, 'room_block', " AND room_id = $2 AND status = 'active'", [roomId])
}

export function selectFolio(
  db: Queryable,
  hotelId: HotelId,
  reservationId: ReservationId,
): Promise<RowOf['folio_line'][]> {
  return selectWhere(db, hotelId, 'folio_line', ' AND reservation_id = $2', [reservationId])
}

/** The reservations with a guest in the house, or expected on a date: `isDue` of shared/domain/deciding.ts in SQL. */
export function selectReservationsDue(db: Queryable, hotelId: HotelId, date: LocalDate): Promise<ReservationRow[]> {
  return selectWhere(
    db,
    hotelId,
    'reservation',
    ` AND reservation_id IN (
       SELECT reservation_id FROM stay_line WHERE hotel_id = $1 AND stay = 'in_house'
       UNION
       SELECT reservation_id FROM stay_line
       WHERE hotel_id = $1 AND stay = 'expected' AND departure >= $2 AND arrival <= $2)`,
    [date],
  )
}

export async function selectReservationOfCode(
  db: Queryable,
  hotelId: HotelId,
  code: ConfirmationCode,
): Promise<ReservationRow | null> {
  return (await selectWhere(db, hotelId, 'reservation', ' AND code = $2', [code]))[0] ?? null
}

export function selectAllotmentLines(
  db: Queryable,
  hotelId: HotelId,
  deviceId: DeviceId,
): Promise<RowOf['allotment_line'][]> {
  return selectWhere(db, hotelId, 'allotment_line', ' AND device_id = $2', [deviceId])
}

/** Puts rows in place, new or not, in as few statements as fit. */
export async function upsertRows<E extends EntityName>(
  db: Queryable,
  hotelId: HotelId,
  entity: E,
  rows: readonly RowOf[E][],
): Promise<void> {
  const table: Table<RowOf[E]> = TABLES[entity]
  await upsert(
    db,
    hotelId,
    table,
    rows.map((row) => table.encode(row)),
  )
  if (entity !== 'reservation') return
  const lines = (rows as readonly ReservationRow[]).flatMap(
    // entity is 'reservation'
    (row) => row.lines.map((line): PlacedLine => ({ reservationId: row.reservationId, line })),
  )
  await upsert(
    db,
    hotelId,
    STAY_LINE_TABLE,
    lines.map((line) => STAY_LINE_TABLE.encode(line)),
  )
}

async function upsert(
  db: Queryable,
  hotelId: HotelId,
  table: Pick<Table<never>, 'table' | 'keyColumns' | 'columns'>,
  rows: readonly (readonly Cell[])[],
): Promise<void> {
  const values = table.columns.filter((column) => !table.keyColumns.includes(column))
  const update = values.map((column) => `${column} = excluded.${column}`).join(', ')
  const perStatement = Math.floor(MAX_PARAMETERS / table.columns.length)
  for (let start = 0; start < rows.length; start += perStatement) {
    const chunk = rows.slice(start, start + perStatement)
    const tuples = chunk.map((_, row) => {
      const cells = table.columns.map((_column, cell) => `$${row * table.columns.length + cell + 2}`)
      return `($1, ${cells.join(', ')})`
    })
    await db.query(
      `INSERT INTO ${table.table} (hotel_id, ${table.columns.join(', ')}) VALUES ${tuples.join(', ')}
       ON CONFLICT (${['hotel_id', ...table.keyColumns].join(', ')}) DO UPDATE SET ${update}`,
      [hotelId, ...chunk.flat()],
    )
  }
}

/** Takes away the rows that the keys name, in as few statements as fit. */
export async function deleteRows(
  db: Queryable,
  hotelId: HotelId,
  entity: EntityName,
  keys: readonly string[],
): Promise<void> {
  const table = TABLES[entity]
  const width = table.keyColumns.length
  const perStatement = Math.floor(MAX_PARAMETERS / width)
  for (let start = 0; start < keys.length; start += perStatement) {
    const chunk = keys.slice(start, start + perStatement).map((key) => table.parseKey(key))
    const tuples = chunk.map(
      (_, row) => `(${table.keyColumns.map((_column, cell) => `$${row * width + cell + 2}`).join(', ')})`,
    )
    await db.query(
      `DELETE FROM ${table.table} WHERE hotel_id = $1 AND (${table.keyColumns.join(', ')}) IN (${tuples.join(', ')})`,
      [hotelId, ...chunk.flat()],
    )
  }
}
