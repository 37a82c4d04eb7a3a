/** The event streams that are open, so that a stopping server can end them instead of waiting for them. */
export class OpenStreams {
  readonly #ends = new Set<() => void>()

  /** Registers how to end a stream; the returned function forgets it. */
  add(end: () => void): () => void {
    this.#ends.add(end)
    return () => this.#ends.delete(end)
  }

  get count(): number {
    return this.#ends.size
  }

  endAll(): void {
    for (const end of this.#ends) end()
  }
}
