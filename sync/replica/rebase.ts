import { assert } from '../../shared/base/assert.ts'
import type { SnapshotPosition } from '../engine/ports.ts'
import type { PullResponse } from '../../shared/wire/sync-messages.ts'
import type { WriteTx } from './database.ts'
import { acknowledgeOps, loadPendingOps, pruneOps, reopenOps } from './queries/outbox.ts'
import { loadStaged } from './queries/snapshot-stage.ts'
import { loadSyncPosition, savePulled } from './queries/sync-position.ts'
import { clearUndo } from './queries/undo.ts'
import { replayPending } from './replay.ts'
import { applyWrite, clearRows } from './row-reader.ts'
import { undoPending } from './undoable-writes.ts'

/** Acknowledged ops are kept this long, for a chain that is restored from a backup. */
export const KEEP_ACKNOWLEDGED_MS = 30 * 86_400_000

const STAGED_BATCH = 500

/**
 * Brings the chain's rows under the local ops, in the caller's transaction (design.md, section 9): undo pending in
 * reverse, apply the rows, drop what is acknowledged, replay the rest, move the cursor. Tells whether anything changed.
 */
export function rebase(tx: WriteTx, pulled: PullResponse, nowUtcMs: number): boolean {
  const { epoch, cursor } = loadSyncPosition(tx)
  assert(pulled.epoch === epoch && pulled.cursor >= cursor, 'a pull goes on where the replica stands')
  const acknowledges = (loadPendingOps(tx)[0]?.seq ?? Number.POSITIVE_INFINITY) <= pulled.lastSeq
  const changed = acknowledges || pulled.changes.length > 0
  if (changed) {
    undoPending(tx)
    for (const change of pulled.changes) applyWrite(tx, change)
    acknowledgeOps(tx, pulled.lastSeq, nowUtcMs)
    replayPending(tx)
    pruneOps(tx, nowUtcMs - KEEP_ACKNOWLEDGED_MS)
  }
  savePulled(tx, pulled.epoch, pulled.cursor, nowUtcMs)
  return changed
}

/**
 * Puts the staged rows in the place of all rows, in the caller's transaction. What the snapshot knows of the outbox is
 * acknowledged; what it does not know, even if an earlier epoch had acknowledged it, is pending again and replayed.
 */
export function loadSnapshot(tx: WriteTx, snapshot: SnapshotPosition, nowUtcMs: number): void {
  clearUndo(tx)
  clearRows(tx)
  for (let after = 0; ; ) {
    const staged = loadStaged(tx, after, STAGED_BATCH)
    for (const { change } of staged) applyWrite(tx, change)
    const last = staged.at(-1)
    if (!last) break
    after = last.ordinal
  }
  reopenOps(tx, snapshot.lastSeq)
  acknowledgeOps(tx, snapshot.lastSeq, nowUtcMs)
  replayPending(tx)
  savePulled(tx, snapshot.epoch, snapshot.cursor, nowUtcMs)
}
