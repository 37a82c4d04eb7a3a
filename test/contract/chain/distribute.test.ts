import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  FUNCTIONS,
  HOTEL_TABLES,
  LOCAL_TABLES,
  REFERENCE_TABLES,
  distribute,
  isDistributed,
} from '../../../sync/chain/database/distribute.ts'
import { migrate } from '../../../sync/chain/database/migrate.ts'
import type { Database } from '../../../sync/chain/database/port.ts'
import { openPostgres } from '../../../sync/chain/database/postgres.ts'
import { freshPostgres } from '../../support/chain-databases.ts'
import { runNode } from '../../support/run-node.ts'
import { temporaryDirectory } from '../../support/temporary-directory.ts'

/** As Citus answers that knows these tables and functions; keeps what it is told to do. */
function citusWith(distributed: string[]): { db: Database; issued: string[] } {
  const issued: string[] = []
  const query = async (sql: string) => {
    if (sql.includes('pg_available_extensions')) return [{ available: true, installed: distributed.length > 0 }]
    if (sql.includes('pg_dist_partition')) return distributed.map((name) => ({ name }))
    if (sql.includes('pg_proc')) {
      return Object.keys(FUNCTIONS).map((name) => ({
        name,
        signature: `${name}(text)`,
        distributed: distributed.includes(name),
      }))
    }
    issued.push(sql)
    return []
  }
  return { db: { engine: 'postgres', query } as never, issued } // nothing else is asked of it
}

describe('spreading a chain over Citus', () => {
  let url: string
  let db: Database

  beforeAll(async () => {
    url = await freshPostgres()
    db = await openPostgres(url)
    await migrate(db)
  })
  afterAll(() => db.close())

  test('CHAIN-35 every table and function of the schema is decided upon, and there are no others', async () => {
    const tables = await db.query<{ name: string }>(
      "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY 1",
    )
    const decided = [...HOTEL_TABLES, ...REFERENCE_TABLES, ...LOCAL_TABLES]
    expect(tables.map(({ name }) => name).toSorted()).toEqual(decided.toSorted())
    const functions = await db.query<{ name: string; arguments: string[] }>(
      "SELECT proname AS name, proargnames AS arguments FROM pg_proc WHERE pronamespace = 'public'::regnamespace",
    )
    expect(functions.map(({ name }) => name).toSorted()).toEqual(Object.keys(FUNCTIONS).toSorted())
    for (const { name, arguments: names } of functions) {
      const argument = FUNCTIONS[name]
      if (argument !== null) expect(names[0]).toBe(argument)
    }
  })

  test('CHAIN-35 tables spread by hotel have the hotel in their key and in every unique index', async () => {
    const loose = await db.query<{ name: string }>(
      `SELECT c.relname AS name FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
       WHERE i.indisunique AND c.relname = ANY($1) AND i.indkey[0] <> (
         SELECT attnum FROM pg_attribute WHERE attrelid = c.oid AND attname = 'hotel_id')`,
      [[...HOTEL_TABLES]],
    )
    expect(loose).toEqual([])
  })

  test('CHAIN-35 hotels first, then what lies beside them, the lists, and functions last; foreign keys there are none', async () => {
    const { db: citus, issued } = citusWith([])
    const told: string[] = []
    await distribute(citus, (statement) => told.push(statement))
    expect(told).toEqual(issued)
    expect(issued.slice(0, 3)).toEqual([
      'CREATE EXTENSION citus',
      "SELECT create_distributed_table('hotel', 'hotel_id')",
      "SELECT create_distributed_table('room_type', 'hotel_id', colocate_with => 'hotel')",
    ])
    expect(issued.slice(1 + HOTEL_TABLES.length)).toEqual([
      "SELECT create_reference_table('api_key')",
      "SELECT create_reference_table('staff')",
      "SELECT create_reference_table('signing_key')",
      "SELECT create_distributed_function('chain_confirmation_code_of_any_length(text)')",
      "SELECT create_distributed_function('chain_confirmation_code(text)')",
      "SELECT create_distributed_function('book_batch(text)', 'p_hotel', colocate_with => 'hotel')",
    ])
    const keys = await db.query("SELECT conname FROM pg_constraint WHERE contype = 'f'")
    expect(keys).toEqual([])
  })

  test('CHAIN-35 run again it does what is left, and then nothing', async () => {
    const all = [...HOTEL_TABLES, ...REFERENCE_TABLES, ...Object.keys(FUNCTIONS)]
    const most = citusWith(all.filter((name) => name !== 'saga'))
    await distribute(most.db, () => undefined)
    expect(most.issued).toEqual(["SELECT create_distributed_table('saga', 'hotel_id', colocate_with => 'hotel')"])
    const whole = citusWith(all)
    await distribute(whole.db, () => undefined)
    expect(whole.issued).toEqual([])
    expect([
      await isDistributed(whole.db),
      await isDistributed(citusWith(['room']).db),
      await isDistributed(db),
    ]).toEqual([true, false, false])
  })

  test('CHAIN-36 on a server without Citus it is one clear line and exit code 1, and nothing is changed', async () => {
    const directory = temporaryDirectory()
    for (const where of [await freshPostgres(), `${directory.path}/chain`]) {
      const ran = await runNode(['sync/chain/cli/main.ts', 'migrate', '--distribute', '--db', where])
      expect([ran.exitCode, ran.stdout]).toEqual([1, ''])
      expect(ran.stderr).toBe('keyrack: this database is not on Citus: --distribute needs a server that has it\n')
      if (!where.startsWith('postgres')) continue
      const untouched = await openPostgres(where)
      expect(await untouched.query("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")).toEqual([])
      await untouched.close()
    }
    directory.remove()
  })
})
