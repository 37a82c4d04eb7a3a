import { assert, present } from '../../shared/base/assert.ts'
import { type Result, ok } from '../../shared/base/result.ts'
import { type ConfirmationCode, confirmationCode } from '../../shared/domain/confirmation-code.ts'
import { type RowReader, decideNow } from '../../shared/domain/deciding.ts'
import type { OpId, StaffId } from '../../shared/domain/ids.ts'
import { decideOp } from '../../shared/domain/ops/decide-op.ts'
import type { Op, OpBodies, OpType } from '../../shared/domain/ops/op.ts'
import type { Refusal } from '../../shared/domain/refusal.ts'
import type { HotelRow } from '../../shared/domain/rows.ts'
import type { ReadDb, WriteTx } from './database.ts'
import { loadIdentity } from './queries/device.ts'
import { insertOp, loadOp } from './queries/outbox.ts'
import { applyWrite, rememberingReader } from './row-reader.ts'
import { isSameOp, toOutboxRow } from './stored-op.ts'
import { changesNothing, loadUndoable } from './undoable-writes.ts'

/** What a caller decides to do; the replica adds who, when and on which business date. */
export type NewOp = {
  [T in OpType]: { readonly opId: OpId; readonly type: T; readonly body: OpBodies[T] }
}[OpType]

/** When an op is made, and by whom; `null`: by the terminal itself, or nobody has to sign in. */
export interface MadeBy {
  readonly nowUtcMs: number
  readonly staffId: StaffId | null
}

/** What a caller may ask for while its op is being made, inside the transaction that will record it. */
export interface Recording {
  readonly db: ReadDb
  readonly rows: RowReader
  readonly hotel: HotelRow
  /** A confirmation code that nobody else has; taken for good only where the op is recorded. */
  readonly takeConfirmationCode: () => ConfirmationCode
}

/** The op that now stands in the outbox; `null` where there was nothing to record. */
export type Recorded = { readonly op: Op; readonly seq: number } | null

/**
 * Makes, decides and records an op inside the given transaction, which the caller rolls back where this refuses.
 * See `Replica.record`.
 */
export function recordOp<R>(
  tx: WriteTx,
  { nowUtcMs, staffId }: MadeBy,
  make: (recording: Recording) => Result<NewOp | null, R>,
): Result<Recorded, R | Refusal> {
  const device = present(loadIdentity(tx), 'ops are recorded by an enrolled device')
  const rows = rememberingReader(tx)
  const hotel = present(rows.hotel(), 'ops are recorded over a snapshot')
  let codes = 0
  const takeConfirmationCode = () => {
    codes += 1
    return confirmationCode(device.codePrefix, device.codeCounter + codes - 1)
  }
  const made = make({ db: tx, rows, hotel, takeConfirmationCode })
  if (!made.ok) return made
  if (made.value === null) return ok(null)

  const { deviceId } = device
  const op: Op = { ...made.value, deviceId, staffId, businessDate: hotel.businessDate, madeAtUtcMs: nowUtcMs }
  const known = loadOp(tx, op.opId)
  if (known) {
    assert(isSameOp(known, op), `op id ${op.opId} used for two ops`)
    return ok({ op, seq: known.seq })
  }
  const decided = decideNow(decideOp(op, 'interactive', rows))
  if (!decided.ok) return decided
  // An op that would change nothing is no op: a second click, or what somebody else has done already.
  const writes = loadUndoable(rows, decided.value).filter((write) => !changesNothing(write))
  if (writes.length === 0) return ok(null)

  const seq = device.lastSeq + 1
  insertOp(
    tx,
    toOutboxRow(op, seq),
    device.codeCounter + codes,
    writes.map(({ undo }) => undo),
  )
  for (const { write } of writes) applyWrite(tx, write)
  return ok({ op, seq })
}
