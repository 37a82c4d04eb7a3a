import { expect, test } from 'vitest'
import { z } from 'zod'
import { ageBand, clockDrift, moneyIn } from '../../renderer/desk/sync/age-band.ts'
import { supportFile } from '../../renderer/desk/sync/support-file.ts'
import { opViewSchema, syncBadgeSchema } from '../../shared/desk-api/views.ts'

const op = (type: string, params: object) =>
  opViewSchema.parse({ opId: 'o', seq: 1, type, madeAtUtcMs: 1_000, landing: 'saved', params, code: null })
const badge = syncBadgeSchema.parse({
  line: 'down',
  lineSinceUtcMs: 1,
  unsent: 2,
  inFlight: 0,
  oldestUnsentAtUtcMs: 1,
  needsYou: 0,
  lastPulledAtUtcMs: null,
  lastPushedAtUtcMs: null,
  haltedBy: null,
  clockOffsetMs: null,
})
const MINUTE_MS = 60_000

test('UI-56 the age of what waits falls in a band that says what to do', () => {
  expect([0, 5, 59, 60, 24 * 60 - 1, 24 * 60].map((minutes) => ageBand(minutes * MINUTE_MS))).toEqual([
    'fresh',
    'minutes',
    'minutes',
    'hours',
    'hours',
    'stalled',
  ])
})

test('UI-56 a clock is worth a word from a minute on, either way', () => {
  expect([null, 0, 60_000, -60_000].map(clockDrift)).toEqual([null, null, null, null])
  expect([60_001, -60_001].map(clockDrift)).toEqual(['ahead', 'behind'])
})

test('UI-56 the money that waits is summed both ways', () => {
  const ops = [
    op('takePayment', { amountMinor: 4_000 }),
    op('takePayment', { amountMinor: 500 }),
    op('giveRefund', { amountMinor: 300 }),
    op('checkIn', {}),
  ]
  expect(moneyIn(ops)).toEqual({ takenMinor: 4_500, givenBackMinor: 300 })
})

test('UI-56 the file for support says what waits and why, and names no guest', () => {
  const ops = [
    op('bookWalkIn', {
      firstName: 'Petra',
      lastName: 'Novák',
      email: 'petra@example.com',
      code: '12-0003-X',
      roomTypeId: 'SEA',
      arrival: '2026-11-22',
    }),
  ]
  const hotel = { hotelId: 'miramar', terminal: { name: 'Front desk 1' } }
  const { name, text } = supportFile(hotel, badge, ops, Date.UTC(2026, 10, 22, 23, 14))
  expect(name).toBe('keyrack-unsent-miramar-20261122T2314.json')
  expect(text).not.toMatch(/Petra|Novák|petra@/)
  const file = z.object({ unsent: z.array(z.unknown()) }).parse(JSON.parse(text))
  expect(file.unsent).toEqual([
    {
      opId: 'o',
      seq: 1,
      type: 'bookWalkIn',
      madeAt: '1970-01-01T00:00:01.000Z',
      landing: 'saved',
      code: null,
      params: { code: '12-0003-X', roomTypeId: 'SEA', arrival: '2026-11-22' },
    },
  ])
})
