import { present } from '../../shared/base/assert.ts'
import { type Result, refuse } from '../../shared/base/result.ts'
import { type RowReader, decideNow } from '../../shared/domain/deciding.ts'
import { decideUnitsKept } from '../../shared/domain/ops/allotments.ts'
import { decideOp } from '../../shared/domain/ops/decide-op.ts'
import type { DeviceId } from '../../shared/domain/ids.ts'
import type { RowWrite } from '../../shared/domain/rows.ts'
import type { WriteTx } from './database.ts'
import { loadDevice } from './queries/device.ts'
import { type OutboxRow, loadPendingOps, saveConflict } from './queries/outbox.ts'
import { rememberingReader } from './row-reader.ts'
import { toOp } from './stored-op.ts'
import { loadUndoable, writeUndoably } from './undoable-writes.ts'

interface Conflict {
  readonly code: string
  readonly params: { readonly [name: string]: unknown }
}

/**
 * Makes the local effect of every pending op again over the rows as they stand now, in order of seq. One that no longer
 * fits is marked "will conflict", with why; it keeps its place and is sent like the others (rule REP-09).
 */
export function replayPending(tx: WriteTx): void {
  const pending = loadPendingOps(tx)
  if (pending.length === 0) return
  const { deviceId } = present(loadDevice(tx), 'ops were recorded by an enrolled device')
  for (const stored of pending) {
    const rows = rememberingReader(tx)
    const decided = decideAgain(rows, stored, deviceId)
    if (decided.ok) writeUndoably(tx, stored.seq, loadUndoable(rows, decided.value))
    const conflict = decided.ok ? null : decided.error
    if (conflict) keepUnits(tx, stored, deviceId)
    if (conflict || stored.conflictCode !== null) {
      saveConflict(tx, stored.seq, conflict && conflict.code, conflict && JSON.stringify(conflict.params))
    }
  }
}

/** What a sale that no longer fits had spent of the allotment is not sold twice (rule ALLOT-02). */
function keepUnits(tx: WriteTx, stored: OutboxRow, deviceId: DeviceId): void {
  const { op } = toOp(stored, deviceId)
  if (op?.type !== 'bookWalkIn') return
  const rows = rememberingReader(tx)
  const cause = { opId: op.opId, deviceId, atUtcMs: op.madeAtUtcMs }
  const kept = decideNow(decideUnitsKept(op.body, cause, rows))
  if (kept.ok) writeUndoably(tx, stored.seq, loadUndoable(rows, kept.value))
}

function decideAgain(rows: RowReader, stored: OutboxRow, deviceId: DeviceId): Result<readonly RowWrite[], Conflict> {
  const { op, unreadable } = toOp(stored, deviceId)
  if (unreadable !== null) return refuse({ code: unreadable, params: {} })
  try {
    return decideNow(decideOp(op, 'landing', rows))
  } catch (error) {
    // A decision only reads, so nothing is half-done here; thrown on, one poisoned op would stop every pull for ever.
    return refuse({ code: 'INTERNAL', params: { reason: error instanceof Error ? error.name : 'unknown' } })
  }
}
