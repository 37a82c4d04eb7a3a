import { readFileSync, readdirSync } from 'node:fs'
import { type Database, OperatorError } from './port.ts'
import { sqlStateOf } from './sqlstate.ts'

/** A table, its type, or a row of theirs in the catalogue is there already. */
const MADE_MEANWHILE: ReadonlySet<string | null> = new Set(['42P07', '42710', '23505'])

const DIRECTORY = new URL('../migrations/', import.meta.url)

interface Migration {
  readonly version: number
  readonly sql: string
}

/** The migrations of this build in order; file names are `0001-what.sql`. */
function migrations(): Migration[] {
  return readdirSync(DIRECTORY)
    .filter((name) => name.endsWith('.sql'))
    .sort()
    .map((name) => ({ version: Number(name.slice(0, 4)), sql: readFileSync(new URL(name, DIRECTORY), 'utf8') }))
}

/**
 * Brings the database to this build's schema, each migration in its own transaction; several processes may try at once.
 * A newer database is refused, never touched. Returns the schema's version. Rule CHAIN-01.
 */
export async function migrate(db: Database): Promise<number> {
  await createVersionTable(db, 'keyrack_schema')
  const known = migrations()
  const latest = known.at(-1)?.version ?? 0
  for (const migration of known) await applyOnce(db, migration)
  const [row] = await db.query<{ version: number }>('SELECT max(version) AS version FROM keyrack_schema')
  const version = row?.version ?? 0
  if (version > latest) {
    throw new OperatorError(
      `the database has schema version ${version}, this Keyrack knows ${latest}: start the newer Keyrack that made it`,
    )
  }
  return version
}

/** Makes the table that tells a schema's version, where there is none; several processes may try at once. */
export async function createVersionTable(db: Database, name: string): Promise<void> {
  try {
    await db.script(`CREATE TABLE IF NOT EXISTS ${name} (version integer PRIMARY KEY)`)
  } catch (error) {
    // `IF NOT EXISTS` looks before it makes: who is second at the same moment fails on what the first has made.
    if (!MADE_MEANWHILE.has(sqlStateOf(error))) throw error
  }
}

async function applyOnce(db: Database, migration: Migration): Promise<void> {
  await db.transaction('READ COMMITTED', async (tx) => {
    await tx.query('LOCK TABLE keyrack_schema IN EXCLUSIVE MODE')
    const [newest] = await tx.query<{ version: number | null }>('SELECT max(version) AS version FROM keyrack_schema')
    if ((newest?.version ?? 0) >= migration.version) return
    for (const statement of statementsOf(migration.sql)) await tx.query(statement)
    await tx.query('INSERT INTO keyrack_schema (version) VALUES ($1)', [migration.version])
  })
}

/** A function's body between `$$`, a semicolon inside a line, or any other character. */
const STATEMENT = /(?:\$\$[\s\S]*?\$\$|;(?!\s*\n)|[^;])+/g

/** Statements end with a semicolon at the end of a line, outside a function's `$$` body. Rule CHAIN-20. */
export function statementsOf(sql: string): string[] {
  return (sql.match(STATEMENT) ?? [])
    .map((statement) => statement.replace(/^\s*--.*$/gm, '').trim())
    .filter((statement) => statement !== '')
}
