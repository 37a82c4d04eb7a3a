import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { backoffMs, drawChance } from '../../../sync/engine/backoff.ts'
import { LINE_DOWN } from '../../../sync/engine/fault.ts'
import { nextAction } from '../../../sync/engine/next-action.ts'
import { type EngineEvent, type EngineState, fold } from '../../../sync/engine/state.ts'
import { seededRng } from '../../support/seeded-rng.ts'
import { EVENTS, NOW, STATES, failed } from './grid-cases.ts'

const MAX_PAUSE_MS = 15_000

describe('the engine', () => {
  test('SYNC-21 a pause is anywhere from 0 to 0.5 s, doubling, and never beyond 15 s', () => {
    expect([1, 2, 3, 4, 5, 6, 100].map((failures) => backoffMs(failures, 0.999_999))).toEqual([
      499, 999, 1_999, 3_999, 7_999, 14_999, 14_999,
    ])
    expect(backoffMs(7, 0)).toBe(0)
  })

  test('SYNC-21 chance is in [0, 1) and depends on the Rng alone', () => {
    const chances = Array.from({ length: 200 }, (_, seed) => drawChance(seededRng(seed)))
    expect(Math.min(...chances)).toBeGreaterThanOrEqual(0)
    expect(Math.max(...chances)).toBeLessThan(1)
    expect(new Set(chances).size).toBeGreaterThan(190)
    expect(drawChance({ bytes: () => Uint8Array.of(255, 255, 255, 255) })).toBeLessThan(1)
  })

  test('SYNC-22 whatever happened, a halt or an event to come apart, the next try is at most 15 s away', () => {
    const events = fc.constantFrom<EngineEvent>(...Object.values(EVENTS))
    const states = fc.constantFrom<EngineState>(...Object.values(STATES))
    fc.assert(
      fc.property(states, fc.array(events, { maxLength: 30 }), (from, happened) => {
        const action = nextAction(happened.reduce(fold, from), NOW)
        const pauseMs = action.do === 'wait' && action.untilUtcMs !== null ? action.untilUtcMs - NOW : 1
        expect(pauseMs).toBeGreaterThan(0)
        expect(pauseMs).toBeLessThanOrEqual(MAX_PAUSE_MS)
      }),
    )
  })

  test('SYNC-22 a deadline that a clock set back left far ahead is due', () => {
    const down = STATES['line down']
    expect(nextAction(down, NOW - 3_600_000)).toEqual({ do: 'hello' })
  })

  test('SYNC-23 retryNow cuts every pause and lifts every halt', () => {
    for (const name of ['line down', 'push pauses', 'push halted', 'forked'] as const) {
      const action = nextAction(fold(STATES[name], { event: 'retryNow' }), NOW).do
      expect({ name, waits: action === 'wait' }).toEqual({ name, waits: false })
    }
  })

  test('SYNC-24 a halted push never stops a pull, and a halted pull never stops a push', () => {
    const poke = { event: 'poked', poke: { event: 'head', head: 12, epoch: 1 } } as const
    expect(nextAction(fold(STATES['push halted'], poke), NOW)).toEqual({ do: 'pull' })
    expect(nextAction(fold(STATES['pull halted'], poke), NOW)).toEqual({ do: 'push' })
  })

  test('SYNC-25 without pokes a pull goes out every 15 s while the line is up', () => {
    expect(nextAction(STATES.idle, NOW + 14_999)).toEqual({ do: 'wait', untilUtcMs: NOW + 15_000 })
    expect(nextAction(STATES.idle, NOW + 15_000)).toEqual({ do: 'pull' })
  })

  test('SYNC-31 a poke that overtakes the answer of a pull is not forgotten with it', () => {
    const events: EngineEvent[] = [
      { event: 'started', lane: 'pull', fromSeq: 0, throughSeq: 0 },
      { event: 'poked', poke: { event: 'head', head: 11, epoch: 1 } },
      { event: 'pulled', cursor: 10, head: 10, nowUtcMs: NOW },
    ]
    expect(nextAction(events.reduce(fold, STATES.idle), NOW)).toEqual({ do: 'pull' })
  })

  test('SYNC-26 the line is starting, then up or down, and since when is kept', () => {
    expect(STATES.starting).toMatchObject({ line: 'starting', lineSinceUtcMs: NOW })
    const later = { ...failed('pull', LINE_DOWN.code, LINE_DOWN.retry), nowUtcMs: NOW + 5_000 }
    const down = fold(STATES.idle, later)
    expect(down).toMatchObject({ line: 'down', lineSinceUtcMs: NOW + 5_000, listening: false })
    const still = fold(down, { ...failed('hello', LINE_DOWN.code, LINE_DOWN.retry), nowUtcMs: NOW + 9_000 })
    expect(still).toMatchObject({ line: 'down', lineSinceUtcMs: NOW + 5_000 })
    const up = fold(still, { ...EVENTS.greeted, nowUtcMs: NOW + 12_000 })
    expect(up).toMatchObject({ line: 'up', lineSinceUtcMs: NOW + 12_000 })
  })

  test('SYNC-26 a chain that is busy with a push does not take the line down', () => {
    expect(fold(STATES.sending, EVENTS['push: busy'])).toMatchObject({ line: 'up', greeted: true })
  })

  test('SYNC-27 a chain that knows of a higher seq than this disk is met by no push and no pull', () => {
    expect(STATES.forked.lanes.hello.haltedBy).toBe('DEVICE_FORKED')
    expect(nextAction(STATES.forked, NOW + 60_000)).toEqual({ do: 'wait', untilUtcMs: null })
  })

  test('SYNC-28 a chain that lost ops is pushed them again from its last seq on', () => {
    expect(fold(STATES.starting, EVENTS['greeted, chain lost ops']).answeredSeq).toBe(2)
  })

  test('SYNC-29 rows newer than the head of the chain are replaced by a snapshot', () => {
    const hello = { epoch: 1, head: 3, lastSeq: 4, clockUtcMs: NOW }
    const state = fold(STATES.starting, { event: 'greeted', hello, clockOffsetMs: 0, nowUtcMs: NOW })
    expect(nextAction(state, NOW)).toEqual({ do: 'snapshot' })
  })

  test('SYNC-29 a chain that forgot an outcome is of another history, however far it has come since', () => {
    const hello = { epoch: 1, head: 99, lastSeq: 3, clockUtcMs: NOW }
    const state = fold(STATES.starting, { event: 'greeted', hello, clockOffsetMs: 0, nowUtcMs: NOW })
    expect(nextAction(state, NOW)).toEqual({ do: 'snapshot' })
    expect(state.answeredSeq).toBe(3)
  })
})
