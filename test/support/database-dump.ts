import Sqlite from 'better-sqlite3'
import { assert } from '../../shared/base/assert.ts'
import { isSealed } from '../../sync/replica/vault.ts'
import { TEST_VAULT } from './test-vault.ts'

const ENTITY_TABLES = [
  'hotel',
  'room_type',
  'room',
  'rate',
  'inventory',
  'guest',
  'reservation',
  'stay_line',
  'room_night',
  'room_block',
  'exception',
]

/** Every row of the hotel as one text, read from the file by a second connection: equal texts are equal bytes, once opened. */
export function dumpRows(path: string): string {
  return dump(path, ENTITY_TABLES)
}

/** The same of the whole file: rows, outbox with undo, counters. */
export function dumpAll(path: string): string {
  return dump(path, [...ENTITY_TABLES, 'device', 'sync_position', 'outbox'])
}

function dump(path: string, tables: readonly string[]): string {
  const db = new Sqlite(path, { readonly: true })
  try {
    return tables
      .map(
        (table) => `${table}\n${db.prepare(`SELECT * FROM ${table} ORDER BY 1, 2`).raw().all().map(toLine).join('\n')}`,
      )
      .join('\n')
  } finally {
    db.close()
  }
}

/** Opened, since the same text sealed twice is two texts. */
function toLine(row: unknown): string {
  assert(Array.isArray(row), 'a raw row is an array')
  const cells: unknown[] = row
  return JSON.stringify(
    cells.map((cell) =>
      cell instanceof Uint8Array || (typeof cell === 'string' && isSealed(cell)) ? TEST_VAULT.open(cell) : cell,
    ),
  )
}
