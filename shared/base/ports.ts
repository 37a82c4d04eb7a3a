/** The wall clock, in milliseconds since 1970-01-01 UTC. The only way that pure code learns the time. */
export interface Clock {
  nowUtcMs(): number
}

/** A source of random bytes. The only way that pure code meets chance. */
export interface Rng {
  bytes(count: number): Uint8Array
}

/** Timers, so that the sync engine runs on virtual time in the simulation. `cancel` of a fired timer does nothing. */
export interface Timers {
  after(ms: number, run: () => void): { cancel(): void }
}
