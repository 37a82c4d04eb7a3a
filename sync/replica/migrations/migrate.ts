import type { SqliteFile } from '../database.ts'
import { ReplicaFault } from '../replica-fault.ts'
import { FIRST_TABLES } from './0001-first-tables.ts'
import { FEWER_PAGES_A_SALE } from './0002-fewer-pages-a-sale.ts'
import { NO_FINGERPRINTS } from './0003-no-fingerprints.ts'
import { ROOM_NIGHTS_BY_NIGHT } from './0004-room-nights-by-night.ts'
import { TERMS_AND_FOLIO } from './0005-terms-and-folio.ts'
import { ALLOTMENTS } from './0006-allotments.ts'
import { RECONCILIATION } from './0007-reconciliation.ts'
import { SEALED_PERSONAL_DATA } from './0008-sealed-personal-data.ts'
import { SEALED_IN_BYTES } from './0009-sealed-in-bytes.ts'
import { DESK_STAFF } from './0010-desk-staff.ts'
import { CASHIER_SHIFTS } from './0011-cashier-shifts.ts'

/** Forward only, frozen once shipped: the n-th brings a database from version n - 1 to n. */
export const MIGRATIONS: readonly string[] = [
  FIRST_TABLES,
  FEWER_PAGES_A_SALE,
  NO_FINGERPRINTS,
  ROOM_NIGHTS_BY_NIGHT,
  TERMS_AND_FOLIO,
  ALLOTMENTS,
  RECONCILIATION,
  SEALED_PERSONAL_DATA,
  SEALED_IN_BYTES,
  DESK_STAFF,
  CASHIER_SHIFTS,
]

/**
 * Brings the database to the newest version, each migration in its own transaction. An existing database is copied to
 * `<path>.before-<version>` first. Throws `REPLICA_NEWER` where a newer build wrote it, and touches nothing.
 */
export function migrate(file: SqliteFile, path: string, migrations = MIGRATIONS): void {
  const from = file.userVersion()
  if (from > migrations.length) throw new ReplicaFault('REPLICA_NEWER')
  if (from > 0 && from < migrations.length) file.copyTo(`${path}.before-${migrations.length}`)
  for (const [index, sql] of migrations.entries()) {
    if (index < from) continue
    file.script(`BEGIN IMMEDIATE;\n${sql};\nPRAGMA user_version = ${index + 1};\nCOMMIT;`)
  }
}
