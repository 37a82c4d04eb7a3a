import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { COLUMNS } from '../../sync/chain/import/booking-row.ts'
import { temporaryDirectory } from '../support/temporary-directory.ts'
import { replay } from './replay.ts'

let directory: ReturnType<typeof temporaryDirectory>

beforeEach(() => {
  directory = temporaryDirectory()
})
afterEach(() => directory.remove())

/** Twelve days of a small hotel: walk-ins, web bookings, a canceled one, a no-show and a day use every day. */
function bookingsFile(): string {
  const lines = [COLUMNS.join(',')]
  for (let day = 1; day <= 12; day += 1) {
    const kinds = [
      [0, 1, 'A', 'A', 'Check-Out'],
      [0, 2, 'B', 'A', 'Check-Out'],
      [9, 2, 'A', 'A', 'Check-Out'],
      [4, 1, 'A', 'B', 'Check-Out'],
      [3, 2, 'B', 'B', 'Canceled'],
      [2, 1, 'A', 'A', 'No-Show'],
      [1, 0, 'A', 'A', 'Check-Out'],
    ] as const
    for (const [lead, nights, reserved, assigned, status] of kinds) {
      const when = `2016,July,${day}`
      lines.push(`${lead},${when},0,${nights},2,0,0,${reserved},${assigned},No Deposit,80.5,${status},2016-07-${day}`)
    }
  }
  const path = join(directory.path, 'bookings.csv')
  writeFileSync(path, `${lines.join('\n')}\n`)
  return path
}

test('RPL-01 a file of bookings is played again through breaking lines: nothing is lost, doubled, diverged or refused', async () => {
  const csv = bookingsFile()
  const report = await replay({
    csv,
    terminals: 2,
    outages: 6,
    seed: 7,
    mode: 'faithful',
    days: null,
    progress: () => undefined,
  })
  expect(report).toMatchObject({
    bookings: 72,
    day_use: 12,
    stays: 48,
    refused_stays: 0,
    lost: 0,
    duplicates: 0,
    diverged: 0,
    oversold_uncovered: 0,
    guaranteed_refused: 0,
    outages: 6,
  })
  expect(report.ops).toBeGreaterThan(100)
  expect(report.guaranteed + report.at_risk + report.refused_offline).toBe(report.walk_ins_offline)
}, 60_000)

test('RPL-02 with not one room more than there were, what is refused is counted', async () => {
  const csv = bookingsFile()
  const report = await replay({
    csv,
    terminals: 2,
    outages: 2,
    seed: 3,
    mode: 'tight',
    days: 8,
    progress: () => undefined,
  })
  expect(report).toMatchObject({ lost: 0, duplicates: 0, diverged: 0, oversold_uncovered: 0, guaranteed_refused: 0 })
  expect(report.refused_stays).toBeLessThanOrEqual(
    Object.values(report.refusals).reduce((sum, count) => sum + count, 0),
  )
}, 60_000)
