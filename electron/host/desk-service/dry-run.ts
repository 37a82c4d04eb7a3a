import { present } from '../../../shared/base/assert.ts'
import { type Result, ok } from '../../../shared/base/result.ts'
import { Draft, decideNow } from '../../../shared/domain/deciding.ts'
import { newOpId } from '../../../shared/domain/ids.ts'
import { decideOp } from '../../../shared/domain/ops/decide-op.ts'
import type { OpBodies, OpType } from '../../../shared/domain/ops/op.ts'
import { rememberingReader } from '../../../sync/replica/row-reader.ts'
import type { DeskContext, DeskRefusal } from './desk-context.ts'
import { hotelOf } from './hotel-view.ts'

/** Something that somebody at the desk asks for. */
export type Asked = { [T in OpType]: { readonly type: T; readonly body: OpBodies[T] } }[OpType]

/**
 * Asks the rules themselves what would come of ops, one after another, and writes nothing: the rows as they would be, or
 * the first refusal.
 */
export function dryRun(context: DeskContext, asked: readonly Asked[]): Result<Draft, DeskRefusal> {
  const { replica, clock, rng, staffId } = context
  const { deviceId } = present(replica.device(), 'a replica with rows is enrolled')
  const { businessDate } = hotelOf(replica.db)
  const draft = new Draft(rememberingReader(replica.db))
  for (const part of asked) {
    const made = { opId: newOpId(clock, rng), deviceId, staffId, businessDate, madeAtUtcMs: clock.nowUtcMs() }
    const decided = decideNow(decideOp({ ...made, ...part }, 'interactive', draft))
    if (!decided.ok) return decided
    draft.take(decided.value)
  }
  return ok(draft)
}
