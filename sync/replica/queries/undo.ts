import type { EntityName } from '../../../shared/domain/rows.ts'
import type { ReadDb, WriteTx } from '../database.ts'

/** A row as it stood before an op wrote it, as JSON; `null` where there was none. */
export interface UndoRow {
  readonly entity: EntityName
  readonly key: string
  readonly before: string | null
}

export function insertUndo(tx: WriteTx, seq: number, ordinal: number, undo: UndoRow): void {
  tx.run(
    'INSERT INTO undo (seq, ordinal, entity, key, before) VALUES (?, ?, ?, ?, ?)',
    seq,
    ordinal,
    undo.entity,
    undo.key,
    undo.before,
  )
}

/** Everything that pending ops overwrote, the latest first. */
export function loadUndoReversed(db: ReadDb): UndoRow[] {
  return db.all<UndoRow>('SELECT entity, key, before FROM undo ORDER BY seq DESC, ordinal DESC')
}

export function clearUndo(tx: WriteTx): void {
  tx.run('DELETE FROM undo')
}
