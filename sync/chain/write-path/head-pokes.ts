import type { HotelId } from '../../../shared/domain/ids.ts'

export interface HeadMoved {
  readonly version: number
  readonly epoch: number
  /** It moved by bookings alone: what the hotel sells on is as it was. Absent where that is not known. */
  readonly bookingsOnly?: boolean
}

type Heard = (moved: HeadMoved) => void

/** Tells the listeners of a hotel, in this process, that its head moved. Called after commit; a lost poke costs nothing. */
export class HeadPokes {
  readonly #listeners = new Map<HotelId, Set<Heard>>()
  /** Of each hotel that somebody follows, who follows it and the newest head that they know. */
  readonly #followed = new Map<HotelId, { followers: number; newest: HeadMoved | null }>()
  #tellOthers: ((hotelId: HotelId, moved: HeadMoved) => void) | null = null

  listen(hotelId: HotelId, heard: Heard): () => void {
    const listeners = this.#listeners.get(hotelId) ?? new Set()
    listeners.add(heard)
    this.#listeners.set(hotelId, listeners)
    return () => {
      listeners.delete(heard)
      if (listeners.size === 0) this.#listeners.delete(hotelId)
    }
  }

  /** Listens, and has the hotel looked after in the database too: for whom it does not do to miss another process's move. */
  follow(hotelId: HotelId, heard: Heard): () => void {
    const stop = this.listen(hotelId, heard)
    const followed = this.#followed.get(hotelId) ?? { followers: 0, newest: null }
    followed.followers += 1
    this.#followed.set(hotelId, followed)
    return () => {
      stop()
      followed.followers -= 1
      if (followed.followers === 0) this.#followed.delete(hotelId)
    }
  }

  followed(): HotelId[] {
    return [...this.#followed.keys()]
  }

  /** A writer of this process moved the head. */
  poke(hotelId: HotelId, moved: HeadMoved): void {
    this.pokeHere(hotelId, moved)
    this.#tellOthers?.(hotelId, moved)
  }

  /** Another process moved the head, and told of it. */
  pokeHere(hotelId: HotelId, moved: HeadMoved): void {
    const followed = this.#followed.get(hotelId)
    if (followed && isNewer(moved, followed.newest)) followed.newest = moved
    for (const heard of this.#listeners.get(hotelId) ?? []) heard(moved)
  }

  /** The head stands so in the database: a poke where nobody told of it. */
  pokeIfNew(hotelId: HotelId, head: HeadMoved): void {
    const followed = this.#followed.get(hotelId)
    if (followed && isNewer(head, followed.newest)) this.pokeHere(hotelId, head)
  }

  /** Whom this process's own pokes are passed on to; one at the most. */
  passOn(tellOthers: (hotelId: HotelId, moved: HeadMoved) => void): void {
    this.#tellOthers = tellOthers
  }
}

function isNewer(moved: HeadMoved, known: HeadMoved | null): boolean {
  if (!known || moved.epoch > known.epoch) return true
  return moved.epoch === known.epoch && moved.version > known.version
}
