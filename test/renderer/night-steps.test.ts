import { expect, test } from 'vitest'
import { daysBehind, mayCloseEarly, nightSteps } from '../../renderer/desk/night/night-steps.ts'
import { cashierViewSchema, nightViewSchema } from '../../shared/desk-api/views.ts'
import { localDate } from '../../shared/domain/stay-dates.ts'

const done = { count: 0, isDone: true, blocks: false }
const night = nightViewSchema.parse({
  businessDate: '2026-11-22',
  calendarDate: '2026-11-22',
  dueOuts: { count: 2, isDone: false, blocks: true, items: [] },
  unarrived: { count: 1, isDone: false, blocks: false, items: [] },
  exceptions: done,
  unsent: done,
  refusedBy: { code: 'DUE_OUTS_OPEN', params: { guests: 2 } },
})
const cashier = cashierViewSchema.parse({
  currency: 'EUR',
  shift: null,
  outside: { count: 0, takenMinor: 0, givenBackMinor: 0 },
  open: [{ staffName: 'Ana', openedAtUtcMs: 1 }],
})

test('UI-53 guests due out stop the close, guests who have not come do not, and an open drawer is a hint', () => {
  expect(nightSteps(night, cashier)).toEqual([
    { name: 'dueOuts', state: 'blocks', count: 2 },
    { name: 'unarrived', state: 'open', count: 1 },
    { name: 'exceptions', state: 'done', count: 0 },
    { name: 'unsent', state: 'done', count: 0 },
    { name: 'cashier', state: 'open', count: 1 },
  ])
  expect(nightSteps(night, null).at(-1)).toEqual({ name: 'cashier', state: 'done', count: 0 })
})

test('UI-53 how far the business date is from the calendar', () => {
  expect(daysBehind(localDate('2026-11-20'), localDate('2026-11-22'))).toBe(2)
  expect(daysBehind(localDate('2026-11-22'), localDate('2026-11-22'))).toBe(0)
  expect(daysBehind(localDate('2026-11-23'), localDate('2026-11-22'))).toBe(-1)
})

test('UI-53 only a day that has begun may be closed early, and only where nothing else is in the way', () => {
  const early = { ...night, refusedBy: { code: 'NIGHT_TOO_EARLY', params: {} } }
  expect(mayCloseEarly(early)).toBe(true)
  expect(mayCloseEarly({ ...early, businessDate: localDate('2026-11-23') })).toBe(false)
  expect(mayCloseEarly(night)).toBe(false)
})
