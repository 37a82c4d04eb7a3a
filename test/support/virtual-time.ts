import type { Clock, Timers } from '../../shared/base/ports.ts'

/** A clock and timers that move only when told to. */
export class VirtualTime implements Clock, Timers {
  #nowUtcMs: number
  #timers: { atUtcMs: number; readonly run: () => void }[] = []

  constructor(startUtcMs = Date.UTC(2026, 10, 22, 12)) {
    this.#nowUtcMs = startUtcMs
  }

  nowUtcMs(): number {
    return this.#nowUtcMs
  }

  after(ms: number, run: () => void): { cancel(): void } {
    const timer = { atUtcMs: this.#nowUtcMs + ms, run }
    this.#timers.push(timer)
    return {
      cancel: () => {
        this.#timers = this.#timers.filter((other) => other !== timer)
      },
    }
  }

  /** As somebody sets a computer's clock back: timers run on. */
  setBack(ms: number): void {
    this.#nowUtcMs -= ms
    for (const timer of this.#timers) timer.atUtcMs -= ms
  }

  /** Lets everything that is already promised settle. */
  async settle(): Promise<void> {
    for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve))
  }

  /** Moves on by so much, running each timer at its own time. */
  async advance(ms: number): Promise<void> {
    const untilUtcMs = this.#nowUtcMs + ms
    for (;;) {
      await this.settle()
      const next = this.#timers.toSorted((a, b) => a.atUtcMs - b.atUtcMs)[0]
      if (!next || next.atUtcMs > untilUtcMs) break
      this.#timers = this.#timers.filter((other) => other !== next)
      this.#nowUtcMs = Math.max(this.#nowUtcMs, next.atUtcMs)
      next.run()
    }
    this.#nowUtcMs = untilUtcMs
    await this.settle()
  }
}
