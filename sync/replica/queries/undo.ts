import type { RowWrite } from '../../../shared/domain/rows.ts'
import type { ReadDb, WriteTx } from '../database.ts'
import { type Sealed, isSealed } from '../vault.ts'
import { AFTER_ACKNOWLEDGED } from './pending.ts'

/** What would put the rows that an op wrote back as they stood, in the order in which it wrote them, as its row keeps it. */
export function toUndoColumn(tx: WriteTx, undos: readonly RowWrite[]): Sealed {
  const writes = JSON.stringify(undos)
  // Most ops undo no guest, and a sale is paid for by every byte of it.
  const holdsGuest = undos.some(({ entity, row }) => entity === 'guest' && row !== null)
  return holdsGuest ? tx.vault.seal(writes) : writes
}

export function saveUndo(tx: WriteTx, seq: number, undos: readonly RowWrite[]): void {
  tx.run('UPDATE outbox SET undo = ? WHERE seq = ?', toUndoColumn(tx, undos), seq)
}

/** What would undo all pending ops, the latest write first; none other has anything to undo. */
export function loadUndoReversed(db: ReadDb): RowWrite[] {
  const ops = db.all<{ undo: Sealed }>(
    `SELECT undo FROM outbox WHERE undo IS NOT NULL AND ${AFTER_ACKNOWLEDGED} ORDER BY seq DESC`,
  )
  return ops.flatMap(({ undo }) => parsed(db, undo).toReversed())
}

function parsed(db: ReadDb, undo: Sealed): RowWrite[] {
  const writes = typeof undo === 'string' && !isSealed(undo) ? undo : db.vault.open(undo)
  return JSON.parse(writes) as RowWrite[] // by toUndoColumn
}

export function clearUndo(tx: WriteTx): void {
  tx.run(`UPDATE outbox SET undo = NULL WHERE undo IS NOT NULL AND ${AFTER_ACKNOWLEDGED}`)
}
