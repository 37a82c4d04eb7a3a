import { type EngineEvent, type EngineState, fold, initialState } from '../../../sync/engine/state.ts'
import { LINE_DOWN } from '../../../sync/engine/fault.ts'
import type { ReplicaPosition } from '../../../sync/engine/ports.ts'

export const NOW = 1_000_000
/** Backoff is in the middle of its range: 250 ms after the first failure. */
const CHANCE = 0.5

const FRESH: ReplicaPosition = {
  enrolled: false,
  epoch: null,
  cursor: 0,
  lastSeq: 0,
  answeredSeq: 0,
  lastPulledAtUtcMs: null,
  lastPushedAtUtcMs: null,
}
const SYNCED: ReplicaPosition = { ...FRESH, enrolled: true, epoch: 1, cursor: 10, lastSeq: 4, answeredSeq: 4 }

function after(state: EngineState, ...events: EngineEvent[]): EngineState {
  return events.reduce(fold, state)
}

export function failed(lane: keyof EngineState['lanes'], code: string, retry: 'never' | 'afterPull' | 'backoff') {
  return { event: 'failed', lane, fault: { code, retry }, nowUtcMs: NOW, chance: CHANCE } as const
}

const hello = { epoch: 1, head: 10, lastSeq: 4, clockUtcMs: NOW }
const greeted = { event: 'greeted', hello, clockOffsetMs: 0, nowUtcMs: NOW } as const
const listening = { event: 'started', lane: 'listen', fromSeq: 0, throughSeq: 0 } as const
const pulled = { event: 'pulled', cursor: 10, head: 10, nowUtcMs: NOW } as const
const op5 = { event: 'opRecorded', lastSeq: 5 } as const
const sending = { event: 'started', lane: 'push', fromSeq: 5, throughSeq: 5 } as const
const starting = initialState(SYNCED, false, NOW)
const idle = after(starting, greeted, pulled, listening)

/** One state of each kind that the engine can be in. */
export const STATES = {
  'not enrolled': initialState(FRESH, true, NOW),
  'no way to enrol': initialState(FRESH, false, NOW),
  starting,
  'line down': after(starting, failed('hello', LINE_DOWN.code, LINE_DOWN.retry)),
  'without rows': after(initialState({ ...FRESH, enrolled: true }, false, NOW), {
    ...greeted,
    hello: { ...hello, lastSeq: 0 },
  }),
  'another epoch': after(starting, { ...greeted, hello: { ...hello, epoch: 2 } }),
  behind: after(idle, { event: 'poked', poke: { event: 'head', head: 12, epoch: 1 } }),
  idle,
  'op to send': after(idle, op5),
  sending: after(idle, op5, sending),
  'push pauses': after(idle, op5, failed('push', 'BUSY', 'backoff')),
  'push waits for a pull': after(idle, op5, failed('push', 'STALE', 'afterPull')),
  'push halted': after(idle, op5, failed('push', 'REQUEST_INVALID', 'never')),
  'pull halted': after(idle, op5, failed('pull', 'REQUEST_INVALID', 'never')),
  'not listening': after(idle, failed('listen', LINE_DOWN.code, LINE_DOWN.retry), pulled),
  'taken away': after(idle, op5, { event: 'poked', poke: { event: 'revoke' } }),
  'too old, nothing to send': after(starting, failed('hello', 'UPGRADE_REQUIRED', 'never')),
  'forked, with a code': after(initialState(SYNCED, true, NOW), { ...greeted, hello: { ...hello, lastSeq: 9 } }),
  forked: after(starting, { ...greeted, hello: { ...hello, lastSeq: 9 } }),
} satisfies Record<string, EngineState>

export const EVENTS = {
  opRecorded: op5,
  started: { event: 'started', lane: 'pull', fromSeq: 0, throughSeq: 0 },
  enrolled: { event: 'enrolled', lastSeq: 5, answeredSeq: 4 },
  greeted,
  'greeted, other epoch': { ...greeted, hello: { ...hello, epoch: 2 } },
  'greeted, chain lost ops': { ...greeted, hello: { ...hello, lastSeq: 2 } },
  snapshotLoaded: {
    event: 'snapshotLoaded',
    at: { epoch: 1, cursor: 10, lastSeq: 4 },
    answeredSeq: 4,
    nowUtcMs: NOW,
  },
  pushed: { event: 'pushed', response: { lastSeq: 5, head: 11, outcomes: [] }, nowUtcMs: NOW },
  pulled,
  poked: { event: 'poked', poke: { event: 'head', head: 12, epoch: 1 } },
  'poked, other epoch': { event: 'poked', poke: { event: 'head', head: 2, epoch: 2 } },
  'poked, revoked': { event: 'poked', poke: { event: 'revoke' } },
  'hello: too old': failed('hello', 'UPGRADE_REQUIRED', 'never'),
  'push: revoked': failed('push', 'DEVICE_REVOKED', 'never'),
  'pull: revoked': failed('pull', 'DEVICE_REVOKED', 'never'),
  'hello: line down': failed('hello', LINE_DOWN.code, LINE_DOWN.retry),
  'push: line down': failed('push', LINE_DOWN.code, LINE_DOWN.retry),
  'push: busy': failed('push', 'BUSY', 'backoff'),
  'pull: cursor expired': failed('pull', 'CURSOR_EXPIRED', 'never'),
  'push: epoch changed': failed('push', 'EPOCH_CHANGED', 'afterPull'),
  'push: gap': failed('push', 'SEQ_GAP', 'never'),
  'push: forked': failed('push', 'DEVICE_FORKED', 'never'),
  'pull: unauthorised': failed('pull', 'DEVICE_UNAUTHORISED', 'never'),
  'listen: line down': failed('listen', LINE_DOWN.code, LINE_DOWN.retry),
  rowsDoubted: { event: 'rowsDoubted' },
  retryNow: { event: 'retryNow' },
} satisfies Record<string, EngineEvent>
