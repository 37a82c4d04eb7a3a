import { type Result, refuse } from '../../shared/base/result.ts'
import type { EntityName, RowWrite } from '../../shared/domain/rows.ts'
import type { LocalDate } from '../../shared/domain/stay-dates.ts'
import { rowDigest } from '../../shared/wire/row-digest.ts'
import type { DigestResponse } from '../../shared/wire/sync-messages.ts'
import type { WriteTx } from './database.ts'
import { type Difference, loadRoomNightKeys } from './queries/reconciliation.ts'
import { loadUndoReversed } from './queries/undo.ts'
import { loadRow } from './row-reader.ts'
import { undoPending } from './undoable-writes.ts'

/** The most differences that are kept by name; more of them are no more help to anybody. */
const MOST_KEPT = 500

/** How the rows here compare with the chain's of the same version. */
export interface Compared {
  readonly rows: number
  readonly differences: readonly Difference[]
}

/**
 * Compares row by row what the chain has given out with what is here, below the ops that are pending. A row that pending
 * ops changed differs for that cause. Undoes what is pending, so the caller rolls the transaction back: the answer comes
 * as its refusal. Rule SYNC-61.
 */
export function compareRows(tx: WriteTx, digest: DigestResponse, businessDate: LocalDate): Result<never, Compared> {
  const pending = loadUndoReversed(tx)
  undoPending(tx)
  const drifted: Difference[] = []
  const known = new Set<string>()
  let rows = 0
  for (const { entity, rows: digests } of digest.entities) {
    for (const [key, wanted] of digests) {
      rows += 1
      known.add(nameOf(entity, key))
      const row = loadRow(tx, entity, key)
      if (row === null || rowDigest(row) !== wanted) drifted.push({ entity, key, cause: 'drift' })
    }
  }
  for (const key of loadRoomNightKeys(tx, businessDate)) {
    if (!known.has(nameOf('room_night', key))) drifted.push({ entity: 'room_night', key, cause: 'drift' })
  }
  return refuse({ rows, differences: [...drifted, ...pendingOf(pending)].slice(0, MOST_KEPT) })
}

/** Each row that pending ops wrote, once. */
function pendingOf(undos: readonly RowWrite[]): Difference[] {
  const names = new Map(undos.map(({ entity, key }) => [nameOf(entity, key), { entity, key }]))
  return [...names.values()].map(({ entity, key }) => ({ entity, key, cause: 'pending' }))
}

function nameOf(entity: EntityName, key: string): string {
  return `${entity} ${key}`
}
