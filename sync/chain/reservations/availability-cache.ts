import { LRUCache } from 'lru-cache'
import type { Clock } from '../../../shared/base/ports.ts'
import type { HotelId } from '../../../shared/domain/ids.ts'
import type { Stay } from '../../../shared/domain/stay-dates.ts'
import type { HeadPokes } from '../write-path/head-pokes.ts'

/** What another process sold is seen after this long at the latest; this process's own sales at once. */
const MAX_AGE_MS = 1_000
const MAX_ANSWERS = 20_000
const MAX_HOTELS = 10_000

/** A hotel in use: a number that no change of the hotel leaves as it was. */
interface Watched {
  generation: number
  readonly stop: () => void
}

/**
 * Keeps answers about a hotel's stays for a moment. The database is written first and the cache follows the hotel's head:
 * a move of the head in this process drops what was read before it. A stale answer never sells a room, because a booking
 * decides in the database. Askers of the same thing at the same time share one read. Rules: CHAIN-16 to CHAIN-18.
 */
export class AvailabilityCache<T extends object> {
  readonly #pokes: HeadPokes
  readonly #answers: LRUCache<string, T>
  readonly #reading = new Map<string, Promise<T>>()
  readonly #hotels = new LRUCache<HotelId, Watched>({ max: MAX_HOTELS, dispose: (watched) => watched.stop() })
  #lastGeneration = 0

  constructor(pokes: HeadPokes, clock: Clock) {
    this.#pokes = pokes
    const perf = { now: () => clock.nowUtcMs() }
    this.#answers = new LRUCache({ max: MAX_ANSWERS, ttl: MAX_AGE_MS, ttlResolution: 0, perf })
  }

  /**
   * The answer that is kept, else the one that `read` brings, which is kept where `keep` says so. An answer belongs to the
   * hotel as it was when it was asked for: one that a change overtakes is nobody's any more.
   */
  async get(hotelId: HotelId, stay: Stay, read: () => Promise<T>, keep: (answer: T) => boolean): Promise<T> {
    const key = `${hotelId} ${stay.arrival} ${stay.departure} ${this.#watch(hotelId).generation}`
    const kept = this.#answers.get(key)
    if (kept) return kept
    const underWay = this.#reading.get(key)
    if (underWay) return underWay
    const reading = read().finally(() => this.#reading.delete(key))
    this.#reading.set(key, reading)
    const answer = await reading
    if (keep(answer)) this.#answers.set(key, answer)
    return answer
  }

  #watch(hotelId: HotelId): Watched {
    const known = this.#hotels.get(hotelId)
    if (known) return known
    const stop = this.#pokes.listen(hotelId, () => {
      watched.generation = this.#nextGeneration()
    })
    const watched: Watched = { generation: this.#nextGeneration(), stop }
    this.#hotels.set(hotelId, watched)
    return watched
  }

  #nextGeneration(): number {
    this.#lastGeneration += 1
    return this.#lastGeneration
  }
}
