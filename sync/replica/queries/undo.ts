import type { RowWrite } from '../../../shared/domain/rows.ts'
import type { ReadDb, WriteTx } from '../database.ts'

/** What would put the rows that an op wrote back as they stood, in the order in which it wrote them. */
export function insertUndo(tx: WriteTx, seq: number, undos: readonly RowWrite[]): void {
  tx.run('INSERT INTO undo (seq, writes) VALUES (?, ?)', seq, tx.vault.seal(JSON.stringify(undos)))
}

/** What would undo all pending ops, the latest write first. */
export function loadUndoReversed(db: ReadDb): RowWrite[] {
  const ops = db.all<{ writes: string }>('SELECT writes FROM undo ORDER BY seq DESC')
  return ops.flatMap(({ writes }) => (JSON.parse(db.vault.open(writes)) as RowWrite[]).toReversed()) // by insertUndo
}

export function clearUndo(tx: WriteTx): void {
  tx.run('DELETE FROM undo')
}
