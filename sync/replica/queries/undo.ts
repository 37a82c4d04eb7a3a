import type { RowWrite } from '../../../shared/domain/rows.ts'
import type { ReadDb, WriteTx } from '../database.ts'
import { type Sealed, isSealed } from '../vault.ts'
import { AFTER_ACKNOWLEDGED } from './pending.ts'

/** What would put the rows that an op wrote back as they stood, in the order in which it wrote them, as its row keeps it. */
export function toUndoColumn(tx: WriteTx, undos: readonly RowWrite[]): Sealed {
  const writes = JSON.stringify(
    undos.map(({ entity, key, row }) => (row === null ? [entity, key] : [entity, key, row])),
  )
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
  const text = typeof undo === 'string' && !isSealed(undo) ? undo : db.vault.open(undo)
  const writes = JSON.parse(text) as (RowWrite | [entity: string, key: string, row?: unknown])[] // by toUndoColumn
  return writes.map((write) => {
    // Versions before wrote the whole of it.
    if (!Array.isArray(write)) return write
    const [entity, key, row = null] = write
    return { entity, key, row } as RowWrite // as toUndoColumn took it
  })
}

export function clearUndo(tx: WriteTx): void {
  tx.run(`UPDATE outbox SET undo = NULL WHERE undo IS NOT NULL AND ${AFTER_ACKNOWLEDGED}`)
}
