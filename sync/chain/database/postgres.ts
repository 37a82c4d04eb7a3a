import { Pool, type PoolClient, TypeOverrides, types as pgTypes } from 'pg'
import { type Database, type Isolation, OperatorError, type Queryable } from './port.ts'
import { retrying } from './retrying.ts'

const { builtins } = pgTypes
const types = new TypeOverrides()
types.setTypeParser(builtins.DATE, (text) => text)
types.setTypeParser(builtins.INT8, Number)

/** PostgreSQL 15 or newer at a `postgres://` address, through a pool of connections. */
export async function openPostgres(url: string, poolSize = 10): Promise<Database> {
  const pool = new Pool({ connectionString: url, max: poolSize, types, application_name: 'keyrack-chain' })
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
    query: (sql, params) => run(pool, sql, params),
    transaction: (isolation, work) => retrying(() => inTransaction(pool, isolation, work)),
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
): Promise<R[]> {
  const result = await client.query<R>(sql, [...params])
  return result.rows
}

async function inTransaction<T>(pool: Pool, isolation: Isolation, work: (tx: Queryable) => Promise<T>): Promise<T> {
  const client = await pool.connect()
  let broken: Error | undefined
  try {
    await client.query(`BEGIN ISOLATION LEVEL ${isolation}`)
    const value = await work({ query: (sql, params) => run(client, sql, params) })
    await client.query('COMMIT')
    return value
  } catch (error) {
    await client.query('ROLLBACK').catch((failed: unknown) => {
      broken = failed instanceof Error ? failed : new Error(String(failed))
    })
    throw error
  } finally {
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
