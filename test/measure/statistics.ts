import { assert, present } from '../../shared/base/assert.ts'

/** The middle value, or the mean of the two in the middle. Of nothing it is a bug. */
export function median(values: readonly number[]): number {
  assert(values.length > 0, 'a median of something')
  const sorted = ascending(values)
  const half = sorted.length / 2
  return (at(sorted, Math.ceil(half) - 1) + at(sorted, Math.floor(half))) / 2
}

/** The smallest value that at least `percent` per cent of the values do not exceed (nearest rank). */
export function percentile(values: readonly number[], percent: number): number {
  assert(values.length > 0 && percent > 0 && percent <= 100, 'a percentile of something')
  return at(ascending(values), Math.ceil((percent / 100) * values.length) - 1)
}

export interface Latencies {
  readonly p50_ms: number
  readonly p99_ms: number
  readonly p999_ms: number
  /** How many a second, one after the other, without what lies between them. */
  readonly per_s: number
}

/** What one caller saw who did one thing after the other. */
export function latenciesOf(samplesMs: readonly number[]): Latencies {
  const totalMs = samplesMs.reduce((sum, ms) => sum + ms, 0)
  return {
    p50_ms: percentile(samplesMs, 50),
    p99_ms: percentile(samplesMs, 99),
    p999_ms: percentile(samplesMs, 99.9),
    per_s: (samplesMs.length * 1_000) / totalMs,
  }
}

function ascending(values: readonly number[]): Float64Array {
  return Float64Array.from(values).sort()
}

function at(values: Float64Array, index: number): number {
  return present(values[index], 'an index within the values')
}
