import type { Timers } from '../../shared/base/ports.ts'

/** Tells once when nothing was heard for too long. */
export class SilenceWatch {
  readonly #timers: Timers
  readonly #onSilence: () => void
  #timer: { cancel(): void } | null = null

  constructor(timers: Timers, onSilence: () => void) {
    this.#timers = timers
    this.#onSilence = onSilence
  }

  /** Something was heard: the count starts again. */
  restart(silentForMs: number): void {
    this.stop()
    this.#timer = this.#timers.after(silentForMs, this.#onSilence)
  }

  stop(): void {
    this.#timer?.cancel()
    this.#timer = null
  }
}
