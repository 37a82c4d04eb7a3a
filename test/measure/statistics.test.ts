import { array, assert, integer, property } from 'fast-check'
import { expect, it } from 'vitest'
import { latenciesOf, median, percentile } from './statistics.ts'

it.each([
  [[5], 5],
  [[9, 1, 5], 5],
  [[9, 1, 5, 7], 6],
  [[10, 9, 100], 10],
])('MEAS-07 the median of %j is %d', (values, expected) => {
  expect(median(values)).toBe(expected)
})

it('MEAS-07 a percentile is the nearest rank', () => {
  const hundred = Array.from({ length: 100 }, (_, index) => 100 - index)
  expect([1, 50, 99, 99.5, 100].map((percent) => percentile(hundred, percent))).toEqual([1, 50, 99, 100, 100])
  expect(percentile([3, 1, 2], 50)).toBe(2)
})

it('MEAS-07 at least the stated share of the values lies at or below a percentile, and below it less', () => {
  const values = array(integer({ min: 0, max: 1_000 }), { minLength: 1 })
  assert(
    property(values, integer({ min: 1, max: 100 }), (samples, percent) => {
      const value = percentile(samples, percent)
      const share = (percent / 100) * samples.length
      expect(samples).toContain(value)
      expect(samples.filter((sample) => sample <= value).length).toBeGreaterThanOrEqual(share)
      expect(samples.filter((sample) => sample < value).length).toBeLessThan(share)
    }),
  )
})

it('MEAS-07 of nothing there is neither', () => {
  expect(() => median([])).toThrow('a median of something')
  expect(() => percentile([], 50)).toThrow('a percentile of something')
})

it('MEAS-07 latencies tell how many fit into a second of doing nothing else', () => {
  expect(latenciesOf([1, 2, 3, 4])).toEqual({ p50_ms: 2, p99_ms: 4, p999_ms: 4, per_s: 400 })
})
