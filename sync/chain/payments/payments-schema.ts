import { readFileSync, readdirSync } from 'node:fs'
import { createVersionTable, statementsOf } from '../database/migrate.ts'
import { type Database, OperatorError } from '../database/port.ts'

const DIRECTORY = new URL('./migrations/', import.meta.url)

/**
 * Brings a payment database to this build's schema, in one transaction; several processes may try at once. Its version
 * stands in a table of its own, so that it is never taken for a chain's. A newer one is refused, untouched. Rule PAY-12.
 */
export async function migratePayments(db: Database): Promise<void> {
  await createVersionTable(db, 'payments_schema')
  const known = readdirSync(DIRECTORY)
    .filter((name) => name.endsWith('.sql'))
    .sort()
    .map((name) => ({ version: Number(name.slice(0, 4)), sql: readFileSync(new URL(name, DIRECTORY), 'utf8') }))
  const latest = known.at(-1)?.version ?? 0
  await db.transaction('READ COMMITTED', async (tx) => {
    await tx.query('LOCK TABLE payments_schema IN EXCLUSIVE MODE')
    const [row] = await tx.query<{ version: number | null }>('SELECT max(version) AS version FROM payments_schema')
    const version = row?.version ?? 0
    if (version > latest) {
      throw new OperatorError(
        `the payment database has schema version ${version}, this Keyrack knows ${latest}: start the newer Keyrack that made it`,
      )
    }
    for (const migration of known.filter((migration) => migration.version > version)) {
      for (const statement of statementsOf(migration.sql)) await tx.query(statement)
      await tx.query('INSERT INTO payments_schema (version) VALUES ($1)', [migration.version])
    }
  })
}
