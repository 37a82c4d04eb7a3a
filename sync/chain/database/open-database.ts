import type { Database } from './port.ts'
import { openPglite } from './pglite.ts'
import { openPostgres } from './postgres.ts'

/** Opens what `--db` names: a `postgres://` address, or a directory for the embedded PGlite. */
export function openDatabase(db: string): Promise<Database> {
  return /^postgres(ql)?:\/\//.test(db) ? openPostgres(db) : openPglite(db)
}
