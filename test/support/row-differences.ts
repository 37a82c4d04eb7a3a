import { canonicalJson } from '../../shared/base/canonical-json.ts'
import { ENTITY_NAMES } from '../../shared/domain/rows.ts'
import type { Database } from '../../sync/chain/database/port.ts'
import { takeSnapshot } from '../../sync/chain/sync/pull.ts'
import type { Device } from '../../sync/chain/sync/queries/devices.ts'
import type { Replica } from '../../sync/replica/replica.ts'
import { loadRow } from '../../sync/replica/row-reader.ts'

/** The rows that a terminal's replica and the chain hold differently; none where they agree. */
export async function differencesOf(db: Database, device: Device, replica: Replica): Promise<string[]> {
  const taken = await takeSnapshot(db, device)
  if (!taken.ok) throw new Error(taken.error.code)
  const rows = taken.value.flatMap((line) => (line.mark === 'row' ? [line.change] : []))
  const differing = rows.filter(
    ({ entity, key, row }) => canonicalJson(loadRow(replica.db, entity, key)) !== canonicalJson(row),
  )
  const found = differing.map(({ entity, key }) => `${entity} ${key}`)
  for (const entity of ENTITY_NAMES) {
    const there = rows.filter((row) => row.entity === entity).length
    // An exception that was resolved stays until the next snapshot.
    const open = entity === 'exception' ? ` WHERE status = 'open'` : ''
    const here = replica.db.one<{ n: number }>(`SELECT count(*) AS n FROM ${entity}${open}`)?.n ?? 0
    if (here !== there) found.push(`${here} of ${there} rows of ${entity}`)
  }
  return found
}
