import type { RowWrite } from '../../../shared/domain/rows.ts'
import type { ReadDb, WriteTx } from '../database.ts'
import type { Sealed } from '../vault.ts'

/** Rows of a snapshot under way. Temporary, guests sealed since SQLite may put it on disk: what a crash interrupts is asked for again. */
export const CREATE_SNAPSHOT_STAGE =
  'CREATE TEMP TABLE snapshot_stage (ordinal INTEGER PRIMARY KEY, change ANY NOT NULL) STRICT'

export function stageChange(tx: WriteTx, change: RowWrite): void {
  const text = JSON.stringify(change)
  tx.run('INSERT INTO temp.snapshot_stage (change) VALUES (?)', change.entity === 'guest' ? tx.vault.seal(text) : text)
}

/** The staged rows after an ordinal, in the order in which they came. */
export function loadStaged(db: ReadDb, after: number, count: number): { ordinal: number; change: RowWrite }[] {
  const rows = db.all<{ ordinal: number; change: Sealed }>(
    'SELECT ordinal, change FROM temp.snapshot_stage WHERE ordinal > ? ORDER BY ordinal LIMIT ?',
    after,
    count,
  )
  return rows.map(({ ordinal, change }) => ({
    ordinal,
    change: JSON.parse(typeof change === 'string' ? change : db.vault.open(change)) as RowWrite, // staged by stageChange
  }))
}
