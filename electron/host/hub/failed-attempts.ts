import type { Clock } from '../../../shared/base/ports.ts'

const WINDOW_MS = 60_000
const MOST = 20
const MOST_ADDRESSES = 1_000

/** Counts what an address got wrong within the last minute; beyond twenty it is not listened to. */
export class FailedAttempts {
  readonly #clock: Clock
  readonly #failedUtcMs = new Map<string, readonly number[]>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  tooMany(address: string): boolean {
    return this.#recent(address).length >= MOST
  }

  note(address: string): void {
    const recent = [...this.#recent(address), this.#clock.nowUtcMs()].slice(-MOST)
    this.#failedUtcMs.delete(address)
    this.#failedUtcMs.set(address, recent)
    const [oldest] = this.#failedUtcMs.keys()
    if (this.#failedUtcMs.size > MOST_ADDRESSES && oldest !== undefined) this.#failedUtcMs.delete(oldest)
  }

  #recent(address: string): readonly number[] {
    const sinceUtcMs = this.#clock.nowUtcMs() - WINDOW_MS
    return (this.#failedUtcMs.get(address) ?? []).filter((at) => at > sinceUtcMs)
  }
}
