/** Lets so many in at a time, in the order in which they came; so many more may wait. Rule SYNC-58. */
export class Admission {
  readonly #most: number
  readonly #mostWaiting: number
  readonly #waiting: ((entered: boolean) => void)[] = []
  #inside = 0

  constructor(most: number, mostWaiting: number) {
    this.#most = most
    this.#mostWaiting = mostWaiting
  }

  /** Waits for a place; `false` where too many wait already. Who got one calls {@link leave}, once. */
  enter(): Promise<boolean> {
    if (this.#inside < this.#most) {
      this.#inside += 1
      return Promise.resolve(true)
    }
    if (this.#waiting.length >= this.#mostWaiting) return Promise.resolve(false)
    return new Promise((resolve) => this.#waiting.push(resolve))
  }

  leave(): void {
    const next = this.#waiting.shift()
    if (next) next(true)
    else this.#inside -= 1
  }
}
