import type { Clock, Timers } from '../../shared/base/ports.ts'

/** Turns of the event loop after which whatever was promised without outside work has happened. */
const SETTLING_TURNS = 4

interface Timer {
  readonly atUtcMs: number
  readonly order: number
  readonly run: () => void
}

/**
 * Virtual time that moves only when nothing is in flight. What works outside this thread (the database) is counted by
 * {@link SimTime.work}: the next timer waits for it, so that the order of events follows from the seed alone.
 */
export class SimTime implements Clock, Timers {
  #nowUtcMs: number
  #timers: Timer[] = []
  #order = 0
  #working = 0
  #idle: (() => void) | null = null

  constructor(startUtcMs: number) {
    this.#nowUtcMs = startUtcMs
  }

  nowUtcMs(): number {
    return this.#nowUtcMs
  }

  after(ms: number, run: () => void): { cancel(): void } {
    this.#order += 1
    const timer = { atUtcMs: this.#nowUtcMs + Math.max(0, ms), order: this.#order, run }
    const at = this.#timers.findIndex((other) => other.atUtcMs > timer.atUtcMs)
    this.#timers.splice(at < 0 ? this.#timers.length : at, 0, timer)
    return {
      cancel: () => {
        this.#timers = this.#timers.filter((other) => other !== timer)
      },
    }
  }

  /** Resolves in its turn, as an event of its own. */
  pause(ms: number): Promise<void> {
    return new Promise((resolve) => this.after(ms, resolve))
  }

  /**
   * Runs work whose end comes from outside this thread, as an event of its own after a pause: alone, and no time passes
   * until all that follows from it has happened.
   */
  async work<T>(run: () => Promise<T>, afterMs = 0): Promise<T> {
    await this.pause(afterMs)
    this.#working += 1
    try {
      return await run()
    } finally {
      this.#working -= 1
      if (this.#working === 0) this.#idle?.()
    }
  }

  /** Moves on by so much, each timer at its own time and after all that the one before it set going. */
  async advance(ms: number): Promise<void> {
    const untilUtcMs = this.#nowUtcMs + ms
    for (;;) {
      await this.#settle()
      const next = this.#timers[0]
      if (!next || next.atUtcMs > untilUtcMs) break
      this.#timers.shift()
      this.#nowUtcMs = next.atUtcMs
      next.run()
    }
    this.#nowUtcMs = untilUtcMs
  }

  async #settle(): Promise<void> {
    for (let turn = 0; turn < SETTLING_TURNS; turn += 1) {
      if (this.#working > 0) {
        await new Promise<void>((resolve) => {
          this.#idle = resolve
        })
        this.#idle = null
        turn = 0
      }
      await new Promise((resolve) => setImmediate(resolve))
    }
  }
}
