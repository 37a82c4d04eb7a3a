import { type EngineState, type LaneName, isDue, takesIdentity } from './state.ts'

/** What to do now; or until when to wait (`null`: until an event). */
export type Action = { readonly do: LaneName } | { readonly do: 'wait'; readonly untilUtcMs: number | null }

/**
 * The engine's only decision. One request at a time; enrol, then hello, then a snapshot where the epochs differ, then
 * ops in order of seq, then rows, then the stream of pokes; ops alone where the chain takes nothing else. Rules: SYNC-20
 * to SYNC-25, SYNC-43, SYNC-49.
 */
export function nextAction(state: EngineState, nowUtcMs: number): Action {
  if (state.running) return { do: 'wait', untilUtcMs: null }
  const wanted = wantedLanes(state, nowUtcMs)
  const ready = wanted.find(({ dueAtUtcMs }) => dueAtUtcMs !== null && isDue(dueAtUtcMs, nowUtcMs))
  if (ready) return { do: ready.lane }
  const deadlines = wanted.flatMap(({ dueAtUtcMs }) => (dueAtUtcMs === null ? [] : [dueAtUtcMs]))
  return { do: 'wait', untilUtcMs: deadlines.length > 0 ? Math.min(...deadlines) : null }
}

interface WantedLane {
  readonly lane: LaneName
  /** `null`: not until something else happens. */
  readonly dueAtUtcMs: number | null
}

function wantedLanes(state: EngineState, nowUtcMs: number): readonly WantedLane[] {
  if (takesIdentity(state)) return [wantedLane(state, 'enrol')]
  if (!state.enrolled) return state.canEnrol ? [wantedLane(state, 'enrol')] : []
  if (state.pushOnly !== null) return state.lastSeq > state.answeredSeq ? [wantedLane(state, 'push')] : []
  if (!state.greeted) return [wantedLane(state, 'hello')]
  if (state.epoch !== state.chainEpoch) return [wantedLane(state, 'snapshot')]
  const behind = state.cursor < state.head || isDue(state.pullDueAtUtcMs, nowUtcMs)
  return [
    ...(state.lastSeq > state.answeredSeq ? [wantedLane(state, 'push')] : []),
    wantedLane(state, 'pull', behind ? 0 : state.pullDueAtUtcMs),
    ...(state.listening ? [] : [wantedLane(state, 'listen')]),
  ]
}

function wantedLane(state: EngineState, lane: LaneName, notBeforeUtcMs = 0): WantedLane {
  const { haltedBy, afterPull, notBeforeUtcMs: pausedUntil } = state.lanes[lane]
  // A pull that is told to pull first is itself what it waits for.
  const waits = haltedBy !== null || (afterPull && lane !== 'pull')
  return { lane, dueAtUtcMs: waits ? null : Math.max(notBeforeUtcMs, pausedUntil) }
}
