import type { DeviceId } from '../../../shared/domain/ids.ts'

interface OpenStream {
  readonly deviceId: DeviceId
  readonly end: () => void
  readonly revoke: () => void
}

/**
 * The event streams that are open, so that a stopping server can end them instead of waiting for them, and a terminal
 * that is taken away is told at once.
 */
export class OpenStreams {
  readonly #open = new Set<OpenStream>()

  /** Registers a terminal's stream; the returned function forgets it. */
  add(stream: OpenStream): () => void {
    this.#open.add(stream)
    return () => this.#open.delete(stream)
  }

  get count(): number {
    return this.#open.size
  }

  /** Tells a terminal that it was taken away, and ends its streams. */
  revoke(deviceId: DeviceId): void {
    for (const stream of this.#open) if (stream.deviceId === deviceId) stream.revoke()
  }

  endAll(): void {
    for (const { end } of this.#open) end()
  }
}
