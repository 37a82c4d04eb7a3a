import { isDeepStrictEqual } from 'node:util'
import type { RowReader } from '../../shared/domain/deciding.ts'
import type { RowWrite } from '../../shared/domain/rows.ts'
import type { WriteTx } from './database.ts'
import { clearUndo, loadUndoReversed, saveUndo } from './queries/undo.ts'
import { applyWrite } from './row-reader.ts'

/** A write, and what would put its row back as it stands. */
export interface UndoableWrite {
  readonly write: RowWrite
  readonly undo: RowWrite
}

/** An op's writes, one a row, each with the row as it stands. */
export function loadUndoable(rows: RowReader, writes: readonly RowWrite[]): UndoableWrite[] {
  return writes.map((write) => {
    const { entity, key } = write
    return { write, undo: { entity, key, row: rows.row(entity, key) } as RowWrite } // a row of its own entity
  })
}

/** Would the write leave its row as it stands? */
export function changesNothing({ write, undo }: UndoableWrite): boolean {
  return isDeepStrictEqual(write.row, undo.row)
}

/** Writes the rows of an op that stands in the outbox and keeps what would undo them. */
export function writeUndoably(tx: WriteTx, seq: number, writes: readonly UndoableWrite[]): void {
  saveUndo(
    tx,
    seq,
    writes.map(({ undo }) => undo),
  )
  for (const { write } of writes) applyWrite(tx, write)
}

/** Puts every row that pending ops wrote back as it stood, the latest write first: what remains is the chain's. */
export function undoPending(tx: WriteTx): void {
  for (const undo of loadUndoReversed(tx)) applyWrite(tx, undo)
  clearUndo(tx)
}
