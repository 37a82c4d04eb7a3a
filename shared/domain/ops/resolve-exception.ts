import { ok, refuse } from '../../base/result.ts'
import { type Decided, type Deciding, Draft, type RowReader } from '../deciding.ts'
import type { ExceptionKind } from '../rows.ts'
import type { Cause } from './exceptions.ts'
import type { OpBodies } from './op.ts'

/** Kinds that a person may close by saying what was done; the others close when their cause is gone. */
const DISMISSIBLE: ReadonlySet<ExceptionKind> = new Set([
  'REQUEST_REFUSED',
  'OP_PARKED',
  'MOVE_GUEST',
  'REFUND_BY_HAND',
])

/** May a person close an exception of this kind by acknowledging it? */
export function isDismissible(kind: ExceptionKind): boolean {
  return DISMISSIBLE.has(kind)
}

/**
 * Acknowledges an exception with a note. The first resolution stands; a second changes nothing.
 * Refuses: `EXCEPTION_UNKNOWN`, `EXCEPTION_NOT_DISMISSIBLE`. Rules: EXC-01, EXC-02.
 */
export function* decideResolution(
  body: OpBodies['resolveException'],
  cause: Cause,
  rows: RowReader,
): Deciding<Decided> {
  const { exceptionId } = body
  const draft = new Draft(rows)
  yield [{ entity: 'exception', key: exceptionId }]
  const row = draft.row('exception', exceptionId)
  if (!row) return refuse({ code: 'EXCEPTION_UNKNOWN', params: { exceptionId } })
  if (row.status === 'resolved') return ok([])
  if (!isDismissible(row.kind)) {
    return refuse({ code: 'EXCEPTION_NOT_DISMISSIBLE', params: { exceptionId, kind: row.kind } })
  }
  draft.put('exception', {
    ...row,
    status: 'resolved',
    resolution: 'acknowledged',
    resolvedAtUtcMs: cause.atUtcMs,
    note: body.note,
  })
  return ok(draft.writes())
}
