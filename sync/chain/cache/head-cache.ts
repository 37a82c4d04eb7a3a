import { LRUCache } from 'lru-cache'
import type { Clock } from '../../../shared/base/ports.ts'
import type { HotelId } from '../../../shared/domain/ids.ts'
import type { HeadMoved, HeadPokes } from '../write-path/head-pokes.ts'
import type { SharedAnswers } from './shared-answers.ts'

/** For so long at the most a change is not seen that nobody tells of, where nothing else is wanted. */
const MAX_AGE_MS = 1_000
const MAX_ANSWERS = 20_000
const MAX_HOTELS = 10_000

export interface HeadCacheParts<T> {
  readonly pokes: HeadPokes
  readonly clock: Clock
  /** Which moves of a head change what is kept here; by default every one. */
  readonly isTouchedBy?: (moved: HeadMoved) => boolean
  /** For how long an answer is kept at the most. */
  readonly maxAgeMs?: number
  /** What other processes read, where they share it. */
  readonly shared?: SharedAnswers<T> | null
}

/** Something asked about a hotel. Equal texts ask for the same. */
export interface HotelQuestion<T> {
  readonly about: string
  readonly read: () => Promise<T>
  /** Whether an answer is worth keeping: a refusal is not. */
  readonly isKept: (answer: T) => boolean
}

/** How often an answer came from where. */
export interface CacheCounts {
  process: number
  shared: number
  database: number
}

/** A hotel in use: a number that no change of the hotel leaves as it was, and when the last change was heard of. */
interface Watched {
  generation: number
  movedAtUtcMs: number
  readonly stop: () => void
}

/** An answer, and a moment before the database was asked for it: it is as old as that. */
interface Dated<T> {
  readonly answer: T
  readonly readAtUtcMs: number
}

interface Reading<T> {
  readonly startedAtUtcMs: number
  readonly dated: Promise<Dated<T>>
}

/**
 * Keeps answers about hotels for a moment, the least lately used going first. The database is written first and the cache
 * follows the hotels' heads: a move that is heard of, of this process or another, drops what was read before it, and an
 * answer ends its time after the database was asked for it, heard of or not. So nothing served is staler than that,
 * and what decides, decides in the database. Askers of the same thing at the same time share one read.
 * Rules: CHAIN-16 to CHAIN-18.
 */
export class HeadCache<T extends object> {
  readonly counts: CacheCounts = { process: 0, shared: 0, database: 0 }
  readonly #parts: HeadCacheParts<T>
  readonly #answers: LRUCache<string, T>
  readonly #reading = new Map<string, Reading<T>>()
  readonly #hotels = new LRUCache<HotelId, Watched>({ max: MAX_HOTELS, dispose: (watched) => watched.stop() })
  readonly #maxAgeMs: number
  #lastGeneration = 0

  constructor(parts: HeadCacheParts<T>) {
    this.#parts = parts
    this.#maxAgeMs = parts.maxAgeMs ?? MAX_AGE_MS
    const perf = { now: () => parts.clock.nowUtcMs() }
    this.#answers = new LRUCache({ max: MAX_ANSWERS, ttl: this.#maxAgeMs, ttlResolution: 0, perf })
  }

  /**
   * The answer that is kept, else the one that is read. It belongs to the hotel as it was when it was asked for: one that
   * a change overtakes is nobody's any more.
   */
  get(hotelId: HotelId, question: HotelQuestion<T>): T | Promise<T> {
    const { generation, movedAtUtcMs } = this.#watch(hotelId)
    const key = `${hotelId} ${question.about} ${generation}`
    const kept = this.#answers.get(key)
    if (kept === undefined) return this.#readOnce(key, hotelId, question, movedAtUtcMs)
    this.counts.process += 1
    return kept
  }

  async #readOnce(key: string, hotelId: HotelId, question: HotelQuestion<T>, movedAtUtcMs: number): Promise<T> {
    const startedAtUtcMs = this.#parts.clock.nowUtcMs()
    const underWay = this.#reading.get(key)
    // A read that takes this long may bring what is too old for who asks only now.
    if (underWay && startedAtUtcMs - underWay.startedAtUtcMs < this.#maxAgeMs) return (await underWay.dated).answer
    const reading = { startedAtUtcMs, dated: this.#read(hotelId, question, movedAtUtcMs) }
    this.#reading.set(key, reading)
    try {
      const { answer, readAtUtcMs } = await reading.dated
      const isNewest = this.#reading.get(key) === reading
      if (isNewest && question.isKept(answer)) this.#answers.set(key, answer, { start: readAtUtcMs })
      return answer
    } finally {
      if (this.#reading.get(key) === reading) this.#reading.delete(key)
    }
  }

  async #read(hotelId: HotelId, question: HotelQuestion<T>, movedAtUtcMs: number): Promise<Dated<T>> {
    const { clock, shared } = this.#parts
    const { about, read, isKept } = question
    const askedAtUtcMs = clock.nowUtcMs()
    const looked = shared ? await shared.look(hotelId, about) : null
    if (looked?.found) {
      const readAtUtcMs = askedAtUtcMs - looked.found.ageMs
      if (looked.found.ageMs < this.#maxAgeMs && readAtUtcMs > movedAtUtcMs) {
        this.counts.shared += 1
        return { answer: looked.found.answer, readAtUtcMs }
      }
    }
    const readAtUtcMs = clock.nowUtcMs()
    const answer = await read()
    this.counts.database += 1
    if (looked && isKept(answer)) looked.keep(answer, this.#maxAgeMs)
    return { answer, readAtUtcMs }
  }

  /** What was shared before this process began to listen is not taken: it may not have heard of what happened since. */
  #watch(hotelId: HotelId): Watched {
    const known = this.#hotels.get(hotelId)
    if (known) return known
    const { pokes, clock, isTouchedBy } = this.#parts
    const stop = pokes.listen(hotelId, (moved) => {
      if (isTouchedBy && !isTouchedBy(moved)) return
      watched.generation = this.#nextGeneration()
      watched.movedAtUtcMs = clock.nowUtcMs()
    })
    const watched: Watched = { generation: this.#nextGeneration(), movedAtUtcMs: clock.nowUtcMs(), stop }
    this.#hotels.set(hotelId, watched)
    return watched
  }

  #nextGeneration(): number {
    this.#lastGeneration += 1
    return this.#lastGeneration
  }
}
