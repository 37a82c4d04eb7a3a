import type { EntityName, RowOf } from '../../../shared/domain/rows.ts'
import type { ReadDb, SqlValue, WriteTx } from '../database.ts'

/** The statements of one entity's table, by the key under which its rows are synced. */
export interface EntityTable<E extends EntityName> {
  load(db: ReadDb, key: string): RowOf[E] | null
  put(tx: WriteTx, row: RowOf[E]): void
  remove(tx: WriteTx, key: string): void
  clear(tx: WriteTx): void
}

interface FlatShape<Row> {
  readonly table: string
  /** Each property of the row and its column, key columns first; ids hold no slash, so a key of several is split there. */
  readonly columns: readonly (readonly [keyof Row & string, string])[]
  readonly keyColumns: 1 | 2 | 3
  /** Properties that SQLite holds as 0 or 1. */
  readonly booleans?: readonly (keyof Row & string)[]
  /** Properties that are text or null and must not stand readable on disk. */
  readonly sealed?: readonly (keyof Row & string)[]
}

/** A table whose columns are the row's own properties; the statements name each column. */
export function flatTable<E extends EntityName>(shape: FlatShape<RowOf[E]>): EntityTable<E> {
  const { table, columns, keyColumns, booleans = [], sealed = [] } = shape
  const names = columns.map(([, column]) => column)
  const keys = names.slice(0, keyColumns)
  const where = `WHERE ${keys.map((name) => `${name} = ?`).join(' AND ')}`
  const select = `SELECT ${columns.map(([property, column]) => `${column} AS "${property}"`).join(', ')} FROM ${table} ${where}`
  const remove = `DELETE FROM ${table} ${where}`
  const updates = names.slice(keyColumns).map((name) => `${name} = excluded.${name}`)
  const upsert =
    `INSERT INTO ${table} (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')}) ` +
    `ON CONFLICT (${keys.join(', ')}) DO UPDATE SET ${updates.join(', ')}`
  const paramsOf = (key: string) => (keyColumns === 1 ? [key] : key.split('/'))
  return {
    load: (db, key) => {
      const row = db.one<RowOf[E]>(select, ...paramsOf(key))
      if (!row || booleans.length + sealed.length === 0) return row
      return {
        ...row,
        ...Object.fromEntries(booleans.map((property) => [property, Number(row[property]) === 1])),
        ...Object.fromEntries(sealed.map((property) => [property, opened(db, row[property])])),
      }
    },
    put: (tx, row) => {
      tx.run(
        upsert,
        ...columns.map(([property]) =>
          sealed.includes(property) ? sealedText(tx, row[property]) : toSqlValue(row[property]),
        ),
      )
    },
    remove: (tx, key) => {
      tx.run(remove, ...paramsOf(key))
    },
    clear: (tx) => {
      tx.run(`DELETE FROM ${table}`)
    },
  }
}

function opened(db: ReadDb, value: unknown): string | null {
  return typeof value === 'string' || value instanceof Uint8Array ? db.vault.open(value) : null
}

function sealedText(tx: WriteTx, value: unknown): Uint8Array | null {
  return typeof value === 'string' ? tx.vault.seal(value) : null
}

/** Flat rows hold text, integers, booleans and nulls. */
function toSqlValue(value: unknown): SqlValue {
  return typeof value === 'boolean' ? Number(value) : (value as SqlValue)
}
