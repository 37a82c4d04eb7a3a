import type { Rng } from '../../shared/base/ports.ts'

const FIRST_BACKOFF_MS = 500
/** The longest pause: a line that is back is noticed within it. */
export const MAX_BACKOFF_MS = 15_000

/**
 * The pause after the given number of failures in a row (from 1): anything from 0 to 0.5 s, 1 s, 2 s … 15 s, so that
 * 5,000 hotels that lost the same line do not come back in the same instant. `chance` is in [0, 1).
 * Source: M. Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015 ("full jitter").
 */
export function backoffMs(failures: number, chance: number): number {
  const ceiling = Math.min(MAX_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** Math.min(failures - 1, 16))
  return Math.floor(chance * ceiling)
}

/** A number in [0, 1) from 32 random bits. */
export function drawChance(rng: Rng): number {
  return rng.bytes(4).reduce((sum, byte) => sum * 256 + byte, 0) / 2 ** 32
}
