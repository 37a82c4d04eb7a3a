import { canonicalJson } from '../../shared/base/canonical-json.ts'
import { ENTITY_NAMES, type RowWrite } from '../../shared/domain/rows.ts'
import type { Database } from '../../sync/chain/database/port.ts'
import { takeSnapshot } from '../../sync/chain/sync/pull.ts'
import type { Device } from '../../sync/chain/sync/queries/devices.ts'
import type { Replica } from '../../sync/replica/replica.ts'
import { loadRow } from '../../sync/replica/row-reader.ts'

/** The rows that a terminal's replica and the chain hold differently; none where they agree. */
export async function differencesOf(db: Database, device: Device, replica: Replica): Promise<string[]> {
  const rows = await rowsAtChain(db, device)
  const found = rowsThatDiffer(rows, replica)
  for (const entity of ENTITY_NAMES) {
    const there = rows.filter((row) => row.entity === entity).length
    // An exception that was resolved stays until the next snapshot.
    const open = entity === 'exception' ? ` WHERE status = 'open'` : ''
    const here = replica.db.one<{ n: number }>(`SELECT count(*) AS n FROM ${entity}${open}`)?.n ?? 0
    if (here !== there) found.push(`${here} of ${there} rows of ${entity}`)
  }
  return found
}

/** As {@link differencesOf}, after a roll: a replica keeps the nights that leave its scope until its next snapshot. */
export async function differencesInScope(db: Database, device: Device, replica: Replica): Promise<string[]> {
  return rowsThatDiffer(await rowsAtChain(db, device), replica)
}

async function rowsAtChain(db: Database, device: Device): Promise<RowWrite[]> {
  const taken = await takeSnapshot(db, device)
  if (!taken.ok) throw new Error(taken.error.code)
  return taken.value.flatMap((line) => (line.mark === 'row' ? [line.change] : []))
}

function rowsThatDiffer(rows: readonly RowWrite[], { db }: Replica): string[] {
  return rows
    .filter(({ entity, key, row }) => canonicalJson(loadRow(db, entity, key)) !== canonicalJson(row))
    .map(({ entity, key }) => `${entity} ${key}`)
}
