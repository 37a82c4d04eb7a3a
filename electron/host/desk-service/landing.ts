import type { Landing } from '../../../shared/desk-api/views.ts'
import type { EngineStatus } from '../../../sync/engine/sync-engine.ts'
import type { ReadDb } from '../../../sync/replica/database.ts'
import { loadOpenExceptions } from '../../../sync/replica/queries/exceptions.ts'
import { type OutboxRow, loadPendingOps } from '../../../sync/replica/queries/outbox.ts'

/** How far what was done to a reservation, a block or an exception has got, and how far an op has (rule HOST-08). */
export interface Landings {
  ofSubject(id: string): Landing
  ofOp(op: OutboxRow): Landing
}

export function loadLandings(db: ReadDb, inFlight: EngineStatus['inFlight']): Landings {
  const open = loadOpenExceptions(db)
  const subjects = new Set(open.map((exception) => exception.subject.key))
  const failedOps = new Set(
    open.filter(({ kind }) => kind === 'REQUEST_REFUSED' || kind === 'OP_PARKED').map(({ opId }) => opId),
  )
  const ofOp = (op: OutboxRow): Landing => {
    if (failedOps.has(op.opId)) return 'needsYou'
    if (op.state === 'acknowledged') return 'confirmed'
    if (op.conflictCode !== null || op.outcome === 'refused' || op.outcome === 'parked') return 'needsYou'
    const isInFlight = inFlight !== null && inFlight.fromSeq <= op.seq && op.seq <= inFlight.throughSeq
    return op.outcome !== null || isInFlight ? 'sent' : 'saved'
  }
  const pending = new Map<string, Landing>()
  for (const op of loadPendingOps(db)) pending.set(op.subject, leastLanded(pending.get(op.subject), ofOp(op)))
  return { ofOp, ofSubject: (id) => (subjects.has(id) ? 'needsYou' : (pending.get(id) ?? 'confirmed')) }
}

const FROM_LEAST: readonly Landing[] = ['needsYou', 'saved', 'sent', 'confirmed']

function leastLanded(a: Landing | undefined, b: Landing): Landing {
  return a !== undefined && FROM_LEAST.indexOf(a) < FROM_LEAST.indexOf(b) ? a : b
}
