import type { EntityName, RowOf, RowWrite } from '../../shared/domain/rows.ts'
import type { WriteTx } from './database.ts'
import { clearUndo, insertUndo, loadUndoReversed } from './queries/undo.ts'
import { applyWrite, loadRow } from './row-reader.ts'

/** Writes an op's rows, keeping each as it stood before. */
export function writeUndoably(tx: WriteTx, seq: number, writes: readonly RowWrite[]): void {
  for (const [ordinal, write] of writes.entries()) {
    const before = loadRow(tx, write.entity, write.key)
    const { entity, key } = write
    insertUndo(tx, seq, ordinal, { entity, key, before: before && JSON.stringify(before) })
    applyWrite(tx, write)
  }
}

/** Puts every row that pending ops wrote back as it stood, the latest write first: what remains is the chain's. */
export function undoPending(tx: WriteTx): void {
  for (const { entity, key, before } of loadUndoReversed(tx)) {
    const row = before === null ? null : (JSON.parse(before) as RowOf[EntityName]) // written from a row, by writeUndoably
    applyWrite(tx, { entity, key, row } as RowWrite) // stored under its entity's name
  }
  clearUndo(tx)
}
