import type { Clock, Rng, Timers } from '../../shared/base/ports.ts'

/** The browser's clock, randomness and timers, as the rest of the desk takes them. */
export const browserClock: Clock = { nowUtcMs: () => Date.now() }

export const browserRng: Rng = { bytes: (count) => crypto.getRandomValues(new Uint8Array(count)) }

export const browserTimers: Timers = {
  after: (ms, run) => {
    const id = setTimeout(run, ms)
    return { cancel: () => clearTimeout(id) }
  },
}
