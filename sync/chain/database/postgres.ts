import { finished } from 'node:stream/promises'
import { Pool, type PoolClient, TypeOverrides, types as pgTypes } from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { type CopyTarget, type Database, type Isolation, type Loading, OperatorError, copyStatement } from './port.ts'
import { retrying } from './retrying.ts'

const { builtins } = pgTypes
const types = new TypeOverrides()
types.setTypeParser(builtins.DATE, (text) => text)
types.setTypeParser(builtins.INT8, Number)

/** A head is held for milliseconds: what takes this long is stuck, and what it holds up gets `BUSY` and comes again. */
const STUCK_AFTER_MS = 30_000
const CONNECT_TIMEOUT_MS = 10_000

/**
 * PostgreSQL 15 or newer at a `postgres://` address, through a pool of connections. A connection that is lost fails what
 * runs on it and nothing else; a process that is gone, its machine too, does not keep a hotel's head. Rule CHAIN-10.
 */
export async function openPostgres(url: string, poolSize = 10): Promise<Database> {
  const pool = new Pool({
    connectionString: url,
    max: poolSize,
    types,
    application_name: 'keyrack-chain',
    keepAlive: true,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    statement_timeout: STUCK_AFTER_MS,
    idle_in_transaction_session_timeout: STUCK_AFTER_MS,
  })
  // A broken idle connection is dropped by the pool; the next query opens another and reports its own error.
  pool.on('error', () => undefined)
  try {
    await pool.query('SELECT 1')
  } catch (error) {
    await pool.end()
    throw new OperatorError(`no PostgreSQL at ${withoutPassword(url)}: ${reasonOf(error)}`)
  }
  return {
    engine: 'postgres',
    historyInDoubt: () => false,
    trustHistory: () => undefined,
    query: (sql, params, name) => run(pool, sql, params, name),
    transaction: (isolation, work) => retrying(() => inTransaction(pool, isolation, work)),
    load: (work) => retrying(() => inTransaction(pool, 'READ COMMITTED', work)),
    script: async (sql) => {
      await pool.query(sql)
    },
    close: () => pool.end(),
  }
}

async function run<R extends object>(
  client: Pool | PoolClient,
  sql: string,
  params: readonly unknown[] = [],
  name?: string,
): Promise<R[]> {
  const values = [...params]
  const result = await (name === undefined
    ? client.query<R>(sql, values)
    : client.query<R>({ name, text: sql, values }))
  return result.rows
}

/** The rows go into the socket as they are, in one message: the caller's chunks are a few megabytes. */
async function copyBinary(client: PoolClient, target: CopyTarget, rows: Uint8Array): Promise<void> {
  const stream = client.query(copyFrom(copyStatement(target, 'STDIN')))
  stream.end(rows)
  await finished(stream)
}

async function inTransaction<T>(pool: Pool, isolation: Isolation, work: (tx: Loading) => Promise<T>): Promise<T> {
  const client = await pool.connect()
  let broken: Error | undefined
  // The pool listens to idle connections only: without this, one that is lost in use would end the whole process.
  const onLost = (error: Error) => {
    broken = error
  }
  client.on('error', onLost)
  try {
    await client.query(`BEGIN ISOLATION LEVEL ${isolation}`)
    const value = await work({
      query: (sql, params, name) => run(client, sql, params, name),
      copyBinary: (target, rows) => copyBinary(client, target, rows),
    })
    await client.query('COMMIT')
    return value
  } catch (error) {
    await client.query('ROLLBACK').catch((failed: unknown) => {
      broken = failed instanceof Error ? failed : new Error(String(failed))
    })
    throw error
  } finally {
    client.off('error', onLost)
    client.release(broken)
  }
}

function withoutPassword(url: string): string {
  const parsed = URL.parse(url)
  if (!parsed) return 'that address'
  parsed.password = ''
  return parsed.href
}

function reasonOf(error: unknown): string {
  if (error instanceof AggregateError) return reasonOf(error.errors[0])
  return error instanceof Error ? error.message : String(error)
}
