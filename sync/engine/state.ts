import { unreachable } from '../../shared/base/assert.ts'
import type { HelloResponse, PushResponse, SyncEvent } from '../../shared/wire/sync-messages.ts'
import { MAX_BACKOFF_MS, backoffMs } from './backoff.ts'
import { type SyncFault, isLineLoss } from './fault.ts'
import type { ReplicaPosition, SnapshotPosition } from './ports.ts'

/** While the line is up, a pull goes out at least this often, poked or not. */
const POLL_MS = 15_000

/** Where the chain stands. */
export type Greeting = Omit<HelloResponse, 'pepper'>

export type LaneName = 'enrol' | 'hello' | 'snapshot' | 'push' | 'pull' | 'listen'

/** How one kind of action fares: each has its own pauses, so a push that must wait never holds up a pull. */
interface Lane {
  readonly failures: number
  readonly notBeforeUtcMs: number
  /** Not before a pull has brought newer rows. */
  readonly afterPull: boolean
  /** The code of a fault that trying again can not mend; only `retryNow` or a restart tries again. */
  readonly haltedBy: string | null
}

type Line = 'starting' | 'up' | 'down'

/** What the engine knows. Immutable; `fold` makes the next one. */
export interface EngineState {
  readonly enrolled: boolean
  readonly canEnrol: boolean
  readonly line: Line
  readonly lineSinceUtcMs: number
  /**
   * The code with which the chain gives this terminal nothing more, though it takes what is queued: the terminal was
   * taken away, or its protocol is not the chain's. Only `retryNow` or a restart asks again.
   */
  readonly pushOnly: string | null
  /** The terminal's clock less the chain's, at the last hello. */
  readonly clockOffsetMs: number | null
  /** The chain has answered our hello since the line came up. */
  readonly greeted: boolean
  readonly running: { readonly lane: LaneName; readonly fromSeq: number; readonly throughSeq: number } | null
  readonly listening: boolean
  readonly epoch: number | null
  readonly chainEpoch: number | null
  readonly cursor: number
  readonly head: number
  readonly lastSeq: number
  /** What is after this is pushed next. */
  readonly answeredSeq: number
  readonly pullDueAtUtcMs: number
  readonly lastPulledAtUtcMs: number | null
  readonly lastPushedAtUtcMs: number | null
  readonly lanes: { readonly [L in LaneName]: Lane }
}

export type EngineEvent =
  | { readonly event: 'opRecorded'; readonly lastSeq: number }
  | { readonly event: 'started'; readonly lane: LaneName; readonly fromSeq: number; readonly throughSeq: number }
  | { readonly event: 'enrolled'; readonly lastSeq: number; readonly answeredSeq: number }
  | {
      readonly event: 'greeted'
      readonly hello: Greeting
      /** The terminal's clock less the chain's. */
      readonly clockOffsetMs: number
      readonly nowUtcMs: number
    }
  | {
      readonly event: 'snapshotLoaded'
      readonly at: SnapshotPosition
      readonly answeredSeq: number
      readonly nowUtcMs: number
    }
  | { readonly event: 'pushed'; readonly response: PushResponse; readonly nowUtcMs: number }
  | { readonly event: 'pulled'; readonly cursor: number; readonly head: number; readonly nowUtcMs: number }
  | { readonly event: 'poked'; readonly poke: SyncEvent }
  | {
      readonly event: 'failed'
      readonly lane: LaneName
      readonly fault: SyncFault
      readonly nowUtcMs: number
      /** In [0, 1), drawn by the runner: chance is passed in. */
      readonly chance: number
    }
  /** Rows here are not what the chain gave out, and nothing explains it. */
  | { readonly event: 'rowsDoubted' }
  | { readonly event: 'retryNow' }

/** Nothing is given out any more, but pushes are taken. Rules SYNC-43, SYNC-49. */
const PUSH_ONLY_CODES: ReadonlySet<string> = new Set(['DEVICE_REVOKED', 'UPGRADE_REQUIRED'])

const FREE_LANE: Lane = { failures: 0, notBeforeUtcMs: 0, afterPull: false, haltedBy: null }
const FREE_LANES: EngineState['lanes'] = {
  enrol: FREE_LANE,
  hello: FREE_LANE,
  snapshot: FREE_LANE,
  push: FREE_LANE,
  pull: FREE_LANE,
  listen: FREE_LANE,
}

/** The state of an engine that has just come up over a replica. */
export function initialState(position: ReplicaPosition, canEnrol: boolean, nowUtcMs: number): EngineState {
  return {
    ...position,
    canEnrol,
    line: 'starting',
    lineSinceUtcMs: nowUtcMs,
    pushOnly: null,
    clockOffsetMs: null,
    greeted: false,
    running: null,
    listening: false,
    chainEpoch: null,
    head: position.cursor,
    pullDueAtUtcMs: 0,
    lanes: FREE_LANES,
  }
}

/** Codes of a terminal that the chain knows no more as the one on this disk: a fresh code makes another of it. */
const LOST_IDENTITY_CODES: ReadonlySet<string> = new Set(['DEVICE_FORKED', 'DEVICE_UNAUTHORISED'])

/** Has this disk lost its terminal's identity, and a code to get another? Rule SYNC-53. */
export function takesIdentity({ canEnrol, lanes }: EngineState): boolean {
  return canEnrol && lanes.hello.haltedBy !== null && LOST_IDENTITY_CODES.has(lanes.hello.haltedBy)
}

/** Pure and total: every event in every state gives a state. Rules: SYNC-20 to SYNC-30. */
export function fold(state: EngineState, event: EngineEvent): EngineState {
  switch (event.event) {
    case 'opRecorded':
      return { ...state, lastSeq: Math.max(state.lastSeq, event.lastSeq) }
    case 'started': {
      if (event.lane === 'listen') return { ...state, listening: true }
      const { lane, fromSeq, throughSeq } = event
      return { ...state, running: { lane, fromSeq, throughSeq } }
    }
    case 'enrolled':
      return foldEnrolled(state, event)
    case 'greeted':
      return foldGreeted({ ...state, clockOffsetMs: event.clockOffsetMs }, event.hello, event.nowUtcMs)
    case 'snapshotLoaded':
      return foldRowsCame(
        {
          ...succeeded(state, 'snapshot'),
          epoch: event.at.epoch,
          cursor: event.at.cursor,
          head: Math.max(state.head, event.at.cursor),
          answeredSeq: Math.min(event.answeredSeq, state.answeredSeq),
        },
        event.nowUtcMs,
      )
    case 'pushed': {
      const { head, lastSeq } = event.response
      return {
        ...lineUp(succeeded(state, 'push'), event.nowUtcMs),
        head: Math.max(state.head, head),
        answeredSeq: lastSeq,
        lastPushedAtUtcMs: event.nowUtcMs,
      }
    }
    case 'pulled':
      return foldRowsCame(
        {
          ...lineUp(succeeded(state, 'pull'), event.nowUtcMs),
          cursor: event.cursor,
          // A poke may have told of more while the answer was under way.
          head: Math.max(state.head, event.head),
        },
        event.nowUtcMs,
      )
    case 'poked':
      if (event.poke.event === 'revoke') return foldPushOnly(state, 'DEVICE_REVOKED')
      if (event.poke.epoch !== state.chainEpoch) return { ...state, greeted: false }
      return { ...withLane(state, 'listen', FREE_LANE), head: Math.max(state.head, event.poke.head) }
    case 'failed':
      return foldFailed(state, event)
    case 'rowsDoubted':
      return { ...state, epoch: null }
    case 'retryNow':
      return {
        ...state,
        lanes: FREE_LANES,
        pullDueAtUtcMs: 0,
        pushOnly: null,
        greeted: state.greeted && state.pushOnly === null,
      }
    default:
      return unreachable(event)
  }
}

/** A code enrols once. Whoever the terminal was before, it is somebody else now. */
function foldEnrolled(state: EngineState, event: EngineEvent & { readonly event: 'enrolled' }): EngineState {
  const { lastSeq, answeredSeq } = event
  const known = { ...state, running: null, lanes: FREE_LANES }
  return { ...known, enrolled: true, canEnrol: false, greeted: false, listening: false, lastSeq, answeredSeq }
}

function foldGreeted(state: EngineState, hello: Greeting, nowUtcMs: number): EngineState {
  const up = lineUp(succeeded(state, 'hello'), nowUtcMs)
  if (hello.lastSeq > state.lastSeq) return withLane(up, 'hello', { ...FREE_LANE, haltedBy: 'DEVICE_FORKED' })
  // Rows newer than the chain's, or outcomes that it has forgotten, come of a history that it has lost, even where the
  // new one has grown past them meanwhile: the rows are replaced by a snapshot.
  const historyLost = hello.head < state.cursor || hello.lastSeq < state.answeredSeq
  return {
    ...up,
    greeted: true,
    pushOnly: null,
    epoch: historyLost ? null : state.epoch,
    chainEpoch: hello.epoch,
    head: hello.head,
    answeredSeq: Math.min(state.answeredSeq, hello.lastSeq),
    pullDueAtUtcMs: 0,
  }
}

function foldFailed(state: EngineState, event: EngineEvent & { readonly event: 'failed' }): EngineState {
  const { lane, fault, nowUtcMs, chance } = event
  const freed = lane === 'listen' ? { ...state, listening: false, pullDueAtUtcMs: 0 } : { ...state, running: null }
  const missed = lane !== 'listen' && isLineLoss(fault)
  // Without an answered hello nothing else is tried, so a lost line backs off there and the other lanes start afresh.
  const paused: LaneName = missed && lane !== 'enrol' && state.pushOnly === null ? 'hello' : lane
  const failures = state.lanes[paused].failures + 1
  const next = withLane(freed, paused, {
    failures,
    // A pause that is asked for is kept, as long as it is none that would look like a clock set back.
    notBeforeUtcMs: nowUtcMs + Math.max(backoffMs(failures, chance), Math.min(fault.retryAfterMs ?? 0, MAX_BACKOFF_MS)),
    afterPull: fault.retry === 'afterPull',
    haltedBy: fault.retry === 'never' ? fault.code : null,
  })
  if (lane !== 'enrol' && PUSH_ONLY_CODES.has(fault.code)) {
    const answered = withLane(lineUp(next, nowUtcMs), lane, { ...next.lanes[lane], haltedBy: null })
    return foldPushOnly(answered, fault.code)
  }
  if (missed || lane === 'hello' || lane === 'enrol') return lineDown(next, nowUtcMs)
  switch (fault.code) {
    case 'DEVICE_FORKED':
    case 'DEVICE_UNAUTHORISED':
      // Neither push nor pull may go on: what this disk holds and what the chain holds are no longer one device's.
      return withLane({ ...next, greeted: false, pushOnly: null }, 'hello', { ...FREE_LANE, haltedBy: fault.code })
    case 'CURSOR_EXPIRED':
      // The changes since are pruned: the rows are replaced by a snapshot, the outbox stays.
      return { ...withLane(next, lane, { ...next.lanes[lane], haltedBy: null }), epoch: null }
    case 'EPOCH_CHANGED':
    case 'SEQ_GAP':
      return withLane({ ...next, greeted: false }, lane, { ...next.lanes[lane], afterPull: false, haltedBy: null })
    default:
      return fault.retry === 'afterPull' ? { ...next, pullDueAtUtcMs: 0 } : next
  }
}

/** No pull will come that a push could wait for. */
function foldPushOnly(state: EngineState, code: string): EngineState {
  return { ...withLane(state, 'push', { ...state.lanes.push, afterPull: false }), pushOnly: code, listening: false }
}

function foldRowsCame(state: EngineState, nowUtcMs: number): EngineState {
  const push = { ...state.lanes.push, afterPull: false }
  const pull = { ...state.lanes.pull, afterPull: false }
  return {
    ...state,
    lastPulledAtUtcMs: nowUtcMs,
    pullDueAtUtcMs: nowUtcMs + POLL_MS,
    lanes: { ...state.lanes, push, pull },
  }
}

function succeeded(state: EngineState, lane: LaneName): EngineState {
  return withLane({ ...state, running: null }, lane, FREE_LANE)
}

function lineUp(state: EngineState, nowUtcMs: number): EngineState {
  return state.line === 'up' ? state : { ...state, line: 'up', lineSinceUtcMs: nowUtcMs }
}

function lineDown(state: EngineState, nowUtcMs: number): EngineState {
  const down = { ...state, greeted: false, listening: false }
  return state.line === 'down' ? down : { ...down, line: 'down', lineSinceUtcMs: nowUtcMs }
}

function withLane(state: EngineState, lane: LaneName, value: Lane): EngineState {
  return { ...state, lanes: { ...state.lanes, [lane]: value } }
}

/**
 * Has the time come? A deadline further off than any that we set is one that a clock set back left behind: it is due,
 * else a terminal whose clock jumped would be silent for as long as it jumped.
 */
export function isDue(deadlineUtcMs: number, nowUtcMs: number): boolean {
  return nowUtcMs >= deadlineUtcMs || deadlineUtcMs - nowUtcMs > Math.max(POLL_MS, MAX_BACKOFF_MS)
}
