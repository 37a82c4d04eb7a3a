import { expect, test } from 'vitest'
import type { SyncBadge } from '../../shared/desk-api/views.ts'
import { badgeWords, isBannerDue } from '../../renderer/desk/sync-words.ts'
import { whyNotOpen } from '../../renderer/desk/why-not-open.ts'
import { english } from './english.ts'

const now = Date.UTC(2026, 10, 22, 2, 20, 0)
const calm: SyncBadge = {
  line: 'up',
  lineSinceUtcMs: now - 3_600_000,
  unsent: 0,
  inFlight: 0,
  oldestUnsentAtUtcMs: null,
  needsYou: 0,
  lastPulledAtUtcMs: now - 12_000,
  lastPushedAtUtcMs: null,
  haltedBy: null,
  clockOffsetMs: null,
}
const down: Partial<SyncBadge> = { line: 'down', lineSinceUtcMs: now - 360_000 }

test.each([
  ['nothing to do', {}, null, 'calm', 'In sync · 12 s ago', null],
  ['on its way', { unsent: 1, oldestUnsentAtUtcMs: now - 3_000 }, null, 'busy', 'Sending 1 · oldest 3 s', null],
  ['down, nothing unsent', down, null, 'attention', 'Line down since 02:14 · nothing unsent', null],
  [
    'down with work',
    { ...down, unsent: 2, oldestUnsentAtUtcMs: now - 180_000 },
    null,
    'attention',
    'Line down since 02:14 · 2 unsent, oldest 3 min',
    null,
  ],
  ['a person is needed', { needsYou: 1 }, null, 'urgent', 'In sync · 12 s ago', '1 needs you'],
  [
    'the engine gave up',
    { haltedBy: 'DEVICE_FORKED', unsent: 1, oldestUnsentAtUtcMs: now - 3_000 },
    null,
    'urgent',
    'Not syncing · 1 unsent, oldest 3 s',
    null,
  ],
  ['the host is gone', { ...down }, now - 60_000, 'urgent', 'No answer since 02:19', null],
] as const)('UI-09 the badge says direction, count and age: %s', async (_, change, lost, tone, line, needsYou) => {
  const { t, naming } = await english()
  expect(badgeWords(t, { ...calm, ...change }, lost, now, naming.format.time)).toEqual({ tone, line, needsYou })
})

test('UI-09 the banner comes once the line has been down for 40 s, and not before', () => {
  expect(isBannerDue({ line: 'down', lineSinceUtcMs: now - 39_999 }, now)).toBe(false)
  expect(isBannerDue({ line: 'down', lineSinceUtcMs: now - 40_000 }, now)).toBe(true)
  expect(isBannerDue({ line: 'up', lineSinceUtcMs: 0 }, now)).toBe(false)
})

test('UI-09 a desk that was never loaded says that syncing has stopped or the chain is away, not that it will open by itself', () => {
  const waiting = { code: 'NOT_READY', retry: 'later' } as const
  expect(whyNotOpen(waiting, null)).toEqual({ code: 'NOT_READY', triedAgain: true, isLineDown: false })
  expect(whyNotOpen(waiting, { ...calm, line: 'starting' })).toMatchObject({ code: 'NOT_READY', isLineDown: false })
  expect(whyNotOpen(waiting, { ...calm, line: 'down' })).toMatchObject({ code: 'NOT_READY', isLineDown: true })
  expect(whyNotOpen(waiting, { ...calm, haltedBy: 'ENROL_CODE_INVALID' })).toEqual({
    code: 'ENROL_CODE_INVALID',
    triedAgain: false,
    isLineDown: false,
  })
  const unsigned = { code: 'NOT_SIGNED_IN', retry: 'never' } as const
  expect(whyNotOpen(unsigned, { ...calm, haltedBy: 'ENROL_CODE_INVALID' })).toMatchObject({ code: 'NOT_SIGNED_IN' })
})
