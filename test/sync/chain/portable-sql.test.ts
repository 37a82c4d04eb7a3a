import { globSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'

/**
 * What speaks of more than one hotel: lists of the chain, the database's own list of columns, the epochs of an embedded
 * database that was not closed, and a batch of bookings, which spans hotels on PostgreSQL and is called once a hotel on
 * Citus; who may call the chain; quotes that are over, which are swept of every hotel; and pages of hotels, which staff
 * lists and the report of the chain sums up; and the nearest hotels to one of them, a piece of the index on places of at most
 * some hotels, for a desk that sends a guest on, which happens some times a day and waits for no lock.
 */
const CHAIN_WIDE = [
  'FROM hotel ORDER BY name',
  'FROM room_type t LEFT JOIN room r',
  'UPDATE sync_head SET epoch = greatest',
  'SELECT book_batch(',
  'FROM information_schema.columns',
  ' api_key ',
  ' staff ',
  ' signing_key ',
  // Texts that name their hotel in a text inside them.
  'SELECT h.hotel_id, ${TABLES',
  "SELECT ${nightsOf('$1')} FROM unnest",
  'DELETE FROM quote WHERE expires_at_utc_ms',
  'FROM hotel WHERE hotel_id > $1',
  'WHERE hotel_id = ANY($1)',
  'WHERE t.hotel_id = ANY($1)',
  'WHERE l.hotel_id = ANY($1)',
  'FROM hotel WHERE latitude BETWEEN',
]

/** Tables that are lists of the chain and belong to no hotel: who may call it. On Citus they are reference tables. */
const CHAIN_WIDE_TABLES = ['api_key', 'staff', 'signing_key']

/** What Citus can not do, or does by splitting the transaction (design.md, section 6). */
const FORBIDDEN = [
  /\bCREATE\s+(?:CONSTRAINT\s+)?TRIGGER\b/i,
  /\b(?:BIG|SMALL)?SERIAL\b/i,
  /\bGENERATED\s+(?:ALWAYS|BY DEFAULT)\s+AS\s+IDENTITY\b/i,
  /\bON\s+DELETE\s+SET\s+NULL\b/i,
  /\bDEFERRABLE\b/i,
  /\bSERIALIZABLE\b/i,
  /\bNOTIFY\b/i,
  /\bWITH\b[^;]*\bAS\s*\(\s*INSERT\b/i,
]

const migrations = globSync('sync/chain/migrations/*.sql').map((file) => ({
  file,
  // Comments say why; function bodies run inside one hotel's shard and are looked at for what is forbidden only.
  sql: readFileSync(file, 'utf8').replace(/^\s*--.*$/gm, ''),
}))

function tables(): { name: string; body: string }[] {
  return migrations.flatMap(({ sql }) =>
    [...sql.matchAll(/CREATE TABLE (\w+) \(([\s\S]*?)\n\);?/g)].map(([, name = '', body = '']) => ({ name, body })),
  )
}

/** The SQL texts of the query modules, as they stand in the source. */
function statements(): { file: string; sql: string }[] {
  return globSync(
    'sync/chain/{access,guests,hotels,rates,reports,reservations,rows,sync,write-path}/queries/*.ts',
  ).flatMap((file) =>
    [...withoutComments(readFileSync(file, 'utf8')).matchAll(/(['`"])((?:(?!\1)[^\\]|\\.)*)\1/g)]
      .map(([, , text = '']) => ({ file, sql: text.replace(/\s+/g, ' ') }))
      .filter(({ sql }) => /^ ?(?:SELECT|INSERT INTO|UPDATE|DELETE FROM) /.test(sql)),
  )
}

function withoutComments(source: string): string {
  return source.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '')
}

describe('SQL that runs on PGlite, PostgreSQL and Citus', () => {
  test('CHAIN-15 every table has the hotel first in its key, and every unique index names the hotel', () => {
    const keyless = tables()
      .filter(({ name }) => !CHAIN_WIDE_TABLES.includes(name))
      .filter(({ body }) => !/\bhotel_id text PRIMARY KEY\b|PRIMARY KEY \(hotel_id\b/.test(body))
    expect(tables().length).toBeGreaterThan(10)
    expect(keyless.map(({ name }) => name)).toEqual([])
    const unique = migrations.flatMap(({ sql }) => [...sql.matchAll(/CREATE UNIQUE INDEX (\w+) ON \w+ \((\w+)/g)])
    expect(unique.filter(([, , first]) => first !== 'hotel_id').map(([, name]) => name)).toEqual([])
  })

  test('CHAIN-15 nothing is used that Citus can not do', () => {
    const found = [...migrations, ...statements()].flatMap(({ file, sql }) =>
      FORBIDDEN.filter((pattern) => pattern.test(sql)).map((pattern) => `${file}: ${pattern.source}`),
    )
    expect(found).toEqual([])
  })

  test('CHAIN-15 every statement names one hotel, but for the lists of the chain', () => {
    const all = statements()
    expect(all.length).toBeGreaterThan(20)
    const loose = all.filter(
      ({ sql }) => !/hotel_id = \$\d|\(\s*hotel_id\b/.test(sql) && !CHAIN_WIDE.some((list) => sql.includes(list)),
    )
    expect(loose).toEqual([])
  })
})
