import { present } from '../../../shared/base/assert.ts'
import type { ReadDb, WriteTx } from '../database.ts'

export interface SyncPositionRow {
  readonly epoch: number | null
  readonly cursor: number
  readonly lastPulledAtUtcMs: number | null
  readonly lastPushedAtUtcMs: number | null
}

export function loadSyncPosition(db: ReadDb): SyncPositionRow {
  const row = db.one<SyncPositionRow>(
    `SELECT epoch, cursor, last_pulled_at_utc_ms AS lastPulledAtUtcMs, last_pushed_at_utc_ms AS lastPushedAtUtcMs
     FROM sync_position WHERE id = 1`,
  )
  return present(row, 'the first migration wrote it')
}

export function savePulled(tx: WriteTx, epoch: number, cursor: number, atUtcMs: number): void {
  tx.run(
    'UPDATE sync_position SET epoch = ?, cursor = ?, last_pulled_at_utc_ms = ? WHERE id = 1',
    epoch,
    cursor,
    atUtcMs,
  )
}

export function savePushed(tx: WriteTx, atUtcMs: number): void {
  tx.run('UPDATE sync_position SET last_pushed_at_utc_ms = ? WHERE id = 1', atUtcMs)
}

/** No chain has epoch 0: the next contact takes a snapshot, and the queue is kept. */
export function forgetEpoch(tx: WriteTx): void {
  tx.run('UPDATE sync_position SET epoch = 0 WHERE epoch IS NOT NULL')
}
