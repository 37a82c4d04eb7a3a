import { type Result, ok } from '../../../shared/base/result.ts'
import type { EntityName } from '../../../shared/domain/rows.ts'
import { rowDigest } from '../../../shared/wire/row-digest.ts'
import type { DigestResponse } from '../../../shared/wire/sync-messages.ts'
import type { Database } from '../database/port.ts'
import { type PullRefusal, takeSnapshot } from './pull.ts'
import type { Device } from './queries/devices.ts'

/**
 * What a terminal should hold at this moment, each row as a digest: it compares, and fetches again what differs.
 * Refuses: `HOTEL_UNKNOWN`. Rule SYNC-61.
 */
export async function digestRows(db: Database, device: Device): Promise<Result<DigestResponse, PullRefusal>> {
  const taken = await takeSnapshot(db, device)
  if (!taken.ok) return taken
  const at = { epoch: 1, cursor: 0 }
  const rows = new Map<EntityName, [string, string][]>()
  for (const line of taken.value) {
    if (line.mark === 'begin') Object.assign(at, { epoch: line.epoch, cursor: line.cursor })
    if (line.mark !== 'row' || line.change.row === null) continue
    const { entity, key, row } = line.change
    const ofEntity = rows.get(entity) ?? []
    ofEntity.push([key, rowDigest(row)])
    rows.set(entity, ofEntity)
  }
  return ok({ ...at, entities: [...rows].map(([entity, digests]) => ({ entity, rows: digests })) })
}
