import { randomBytes } from 'node:crypto'
import type { Clock, Rng, Timers } from '../../shared/base/ports.ts'

/** The machine's wall clock. */
export const systemClock: Clock = { nowUtcMs: () => Date.now() }

/** The operating system's random bytes. */
export const systemRng: Rng = { bytes: (count) => new Uint8Array(randomBytes(count)) }

/** Node's timers. */
export const systemTimers: Timers = {
  after(ms, run) {
    const timer = setTimeout(run, ms)
    return { cancel: () => clearTimeout(timer) }
  },
}
