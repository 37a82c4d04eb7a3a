import { describe, expect, test } from 'vitest'
import { nextAction } from '../../../sync/engine/next-action.ts'
import { type EngineState, fold } from '../../../sync/engine/state.ts'
import { EVENTS, NOW, STATES } from './grid-cases.ts'

/**
 * What the engine does next, for every state (columns, in the order of STATES) and every event (rows; `now`: none).
 * A lane's name: it goes there at once. `+250`: it waits so many milliseconds. `-`: it waits for an event.
 */
const GRID = `
| now                      | enrol    | -        | hello    | +250     | snapshot | snapshot | pull     | +15000   | push     | -        | +250     | pull     | +15000   | push     | +250     | push     | -        | enrol    | -        |
| opRecorded               | enrol    | -        | hello    | +250     | snapshot | snapshot | push     | push     | push     | -        | +250     | pull     | +15000   | push     | push     | push     | push     | enrol    | -        |
| started                  | -        | -        | -        | -        | -        | -        | -        | -        | -        | -        | -        | -        | -        | -        | -        | -        | -        | -        | -        |
| enrolled                 | hello    | hello    | hello    | hello    | hello    | hello    | hello    | hello    | hello    | hello    | hello    | hello    | hello    | hello    | hello    | push     | push     | hello    | hello    |
| greeted                  | enrol    | -        | pull     | pull     | snapshot | pull     | pull     | pull     | push     | push     | pull     | pull     | pull     | push     | pull     | push     | pull     | pull     | pull     |
| greeted, other epoch     | enrol    | -        | snapshot | snapshot | snapshot | snapshot | snapshot | snapshot | snapshot | snapshot | snapshot | snapshot | snapshot | snapshot | snapshot | snapshot | snapshot | snapshot | snapshot |
| greeted, chain lost ops  | enrol    | -        | snapshot | snapshot | snapshot | snapshot | snapshot | snapshot | snapshot | snapshot | snapshot | snapshot | snapshot | snapshot | snapshot | snapshot | snapshot | snapshot | snapshot |
| snapshotLoaded           | enrol    | -        | hello    | +250     | listen   | snapshot | pull     | +15000   | push     | push     | +250     | +250     | +15000   | push     | +250     | push     | -        | enrol    | -        |
| pushed                   | enrol    | -        | hello    | +250     | snapshot | snapshot | pull     | pull     | pull     | pull     | pull     | pull     | pull     | -        | pull     | -        | -        | enrol    | -        |
| pulled                   | enrol    | -        | hello    | +250     | snapshot | snapshot | pull     | +15000   | push     | push     | +250     | +250     | +15000   | push     | +250     | push     | -        | enrol    | -        |
| poked                    | enrol    | -        | hello    | +250     | snapshot | hello    | pull     | pull     | push     | -        | pull     | pull     | pull     | push     | pull     | push     | -        | enrol    | -        |
| poked, other epoch       | enrol    | -        | hello    | +250     | hello    | snapshot | hello    | hello    | hello    | -        | hello    | hello    | hello    | hello    | hello    | push     | -        | enrol    | -        |
| poked, revoked           | enrol    | -        | -        | -        | -        | -        | -        | -        | push     | -        | +250     | +250     | -        | push     | -        | push     | -        | enrol    | -        |
| hello: too old           | enrol    | -        | -        | -        | -        | -        | -        | -        | push     | push     | +250     | +250     | -        | push     | -        | push     | -        | -        | -        |
| push: revoked            | enrol    | -        | -        | -        | -        | -        | -        | -        | +250     | +250     | +500     | +500     | +500     | +250     | -        | +250     | -        | enrol    | -        |
| pull: revoked            | enrol    | -        | -        | -        | -        | -        | -        | -        | push     | push     | +250     | +250     | -        | push     | -        | push     | -        | enrol    | -        |
| hello: line down         | enrol    | -        | +250     | +500     | +250     | +250     | +250     | +250     | +250     | +250     | +250     | +250     | +250     | +250     | +250     | push     | -        | +250     | +250     |
| push: line down          | enrol    | -        | +250     | +500     | +250     | +250     | +250     | +250     | +250     | +250     | +250     | +250     | +250     | +250     | +250     | +250     | -        | +250     | +250     |
| push: busy               | enrol    | -        | hello    | +250     | snapshot | snapshot | pull     | +15000   | +250     | +250     | +500     | pull     | +500     | +250     | +250     | +250     | -        | enrol    | -        |
| pull: cursor expired     | enrol    | -        | hello    | +250     | snapshot | snapshot | snapshot | snapshot | snapshot | snapshot | snapshot | snapshot | snapshot | snapshot | snapshot | push     | -        | enrol    | -        |
| push: epoch changed      | enrol    | -        | hello    | +250     | hello    | hello    | hello    | hello    | hello    | hello    | hello    | hello    | hello    | hello    | hello    | +250     | -        | enrol    | -        |
| push: gap                | enrol    | -        | hello    | +250     | hello    | hello    | hello    | hello    | hello    | hello    | hello    | hello    | hello    | hello    | hello    | +250     | -        | enrol    | -        |
| push: forked             | enrol    | -        | -        | -        | -        | -        | -        | -        | -        | -        | -        | -        | -        | -        | -        | -        | -        | enrol    | -        |
| pull: unauthorised       | enrol    | -        | -        | -        | -        | -        | -        | -        | -        | -        | -        | -        | -        | -        | -        | -        | -        | enrol    | -        |
| listen: line down        | enrol    | -        | hello    | +250     | snapshot | snapshot | pull     | pull     | push     | -        | pull     | pull     | pull     | push     | pull     | push     | -        | enrol    | -        |
| rowsDoubted              | enrol    | -        | hello    | +250     | snapshot | snapshot | snapshot | snapshot | snapshot | -        | snapshot | snapshot | snapshot | snapshot | snapshot | push     | -        | enrol    | -        |
| retryNow                 | enrol    | -        | hello    | hello    | snapshot | snapshot | pull     | pull     | push     | -        | push     | push     | push     | push     | pull     | hello    | hello    | hello    | hello    |
`

const rows = GRID.trim()
  .split('\n')
  .map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  )
const cases = rows.flatMap(([event = '', ...cells]) =>
  Object.keys(STATES).map((state, index) => ({ event, state, expected: cells[index] ?? 'missing' })),
)
const states: Record<string, EngineState> = STATES

function shown(state: EngineState): string {
  const action = nextAction(state, NOW)
  if (action.do !== 'wait') return action.do
  return action.untilUtcMs === null ? '-' : `+${action.untilUtcMs - NOW}`
}

describe('SYNC-20 every state answers every event with one next action', () => {
  test('SYNC-20 the grid is whole', () => {
    expect(rows.map(([event]) => event)).toEqual(['now', ...Object.keys(EVENTS)])
    expect(cases).toHaveLength(Object.keys(STATES).length * (Object.keys(EVENTS).length + 1))
  })

  test.each(cases)('SYNC-20 $state + $event: $expected', ({ event, state, expected }) => {
    const from = states[state]
    const happens = Object.entries(EVENTS).find(([name]) => name === event)?.[1]
    expect(from && shown(happens ? fold(from, happens) : from)).toBe(expected)
  })

  test('SYNC-20 folding leaves the state before as it was', () => {
    const before = JSON.stringify(STATES)
    for (const state of Object.values(states)) for (const event of Object.values(EVENTS)) fold(state, event)
    expect(JSON.stringify(STATES)).toBe(before)
  })
})
