import type { HotelId } from '../../../shared/domain/ids.ts'

export interface HeadMoved {
  readonly version: number
  readonly epoch: number
}

/** Tells the listeners of a hotel, in this process, that its head moved. Called after commit; a lost poke costs nothing. */
export class HeadPokes {
  readonly #listeners = new Map<HotelId, Set<(moved: HeadMoved) => void>>()

  listen(hotelId: HotelId, heard: (moved: HeadMoved) => void): () => void {
    const listeners = this.#listeners.get(hotelId) ?? new Set()
    listeners.add(heard)
    this.#listeners.set(hotelId, listeners)
    return () => {
      listeners.delete(heard)
      if (listeners.size === 0) this.#listeners.delete(hotelId)
    }
  }

  poke(hotelId: HotelId, moved: HeadMoved): void {
    for (const heard of this.#listeners.get(hotelId) ?? []) heard(moved)
  }
}
