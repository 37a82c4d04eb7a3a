import type { RowWrite } from '../../../shared/domain/rows.ts'
import type { ReadDb, WriteTx } from '../database.ts'
import { isSealed } from '../vault.ts'

/** What would put the rows that an op wrote back as they stood, in the order in which it wrote them. */
export function insertUndo(tx: WriteTx, seq: number, undos: readonly RowWrite[]): void {
  const writes = JSON.stringify(undos)
  // Most ops undo no guest, and a sale is paid for by every byte of it.
  const holdsGuest = undos.some(({ entity, row }) => entity === 'guest' && row !== null)
  tx.run('INSERT INTO undo (seq, writes) VALUES (?, ?)', seq, holdsGuest ? tx.vault.seal(writes) : writes)
}

/** What would undo all pending ops, the latest write first. */
export function loadUndoReversed(db: ReadDb): RowWrite[] {
  const ops = db.all<{ writes: string }>('SELECT writes FROM undo ORDER BY seq DESC')
  return ops.flatMap(({ writes }) => parsed(db, writes).toReversed())
}

function parsed(db: ReadDb, writes: string): RowWrite[] {
  return JSON.parse(isSealed(writes) ? db.vault.open(writes) : writes) as RowWrite[] // by insertUndo
}

export function clearUndo(tx: WriteTx): void {
  tx.run('DELETE FROM undo')
}
