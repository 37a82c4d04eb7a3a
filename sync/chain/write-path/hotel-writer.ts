import type { Clock } from '../../../shared/base/ports.ts'
import { type Result, ok, refuse } from '../../../shared/base/result.ts'
import type { HotelId } from '../../../shared/domain/ids.ts'
import type { Database, Queryable } from '../database/port.ts'
import { HotelUnit } from '../rows/hotel-unit.ts'
import type { HeadPokes } from './head-pokes.ts'
import { type Head, insertChanges, lockHead, updateHead } from './queries/head.ts'
import { insertEvents } from './queries/reservation-events.ts'
import { eventsOf } from './reservation-events.ts'

/** What a piece of work may touch while its transaction is the hotel's only writer. */
export interface HotelWork {
  readonly tx: Queryable
  readonly unit: HotelUnit
  /** The head as it stood; counters that the work used up go into {@link HotelWork.useHead}. */
  readonly head: Head
  /** Changes the head's counters or epoch in the same transaction. */
  readonly useHead: (change: Partial<Omit<Head, 'version'>>) => void
}

/** What the work came to, and the head's version after it. */
export interface Written<T> {
  readonly value: T
  readonly version: number
}

export type HotelUnknown = { readonly code: 'HOTEL_UNKNOWN'; readonly params: { readonly hotelId: string } }

/**
 * The one write path (design.md, section 6): takes the hotel's head first, does the work, writes the changed rows, the
 * next version, its change rows and the history of its reservations, and commits all of it or nothing. So version order is commit order, without gaps,
 * and a hotel is one line of writers. Work never writes to its own hotel again: it would wait for itself.
 * Rules: CHAIN-02 to CHAIN-04, CHAIN-11.
 */
export class HotelWriter {
  readonly #db: Database
  readonly #pokes: HeadPokes
  readonly #clock: Clock
  /** The last writer of each hotel in this process: the others wait here, not each on a connection of the pool. */
  readonly #lines = new Map<HotelId, Promise<void>>()

  constructor(db: Database, pokes: HeadPokes, clock: Clock) {
    this.#db = db
    this.#pokes = pokes
    this.#clock = clock
  }

  /** `by`: who acts, as a reservation's history tells it: `chain`, `key:<id>`, `device:<id>` or `staff:<id>`. */
  write<T>(
    hotelId: HotelId,
    work: (hotel: HotelWork) => Promise<T>,
    by = 'chain',
  ): Promise<Result<Written<T>, HotelUnknown>> {
    const before = this.#lines.get(hotelId) ?? Promise.resolve()
    const written = before.then(() => this.#writeNow(hotelId, work, by))
    const done = written.then(
      () => undefined,
      () => undefined,
    )
    this.#lines.set(hotelId, done)
    void done.then(() => this.#lines.get(hotelId) === done && this.#lines.delete(hotelId))
    return written
  }

  async #writeNow<T>(
    hotelId: HotelId,
    work: (hotel: HotelWork) => Promise<T>,
    by: string,
  ): Promise<Result<Written<T>, HotelUnknown>> {
    const done = await this.#db.transaction('READ COMMITTED', async (tx) => {
      const head = await lockHead(tx, hotelId)
      if (!head) return null
      let next = head
      const unit = new HotelUnit(tx, hotelId)
      const useHead: HotelWork['useHead'] = (change) => {
        next = { ...next, ...change }
      }
      const value = await work({ tx, unit, head, useHead })
      const differences = unit.differences()
      const changed = await unit.flush()
      if (changed.length > 0) {
        next = { ...next, version: head.version + 1 }
        await insertChanges(tx, hotelId, next.version, changed)
        const atUtcMs = this.#clock.nowUtcMs()
        const events = differences.flatMap((difference) => {
          const { reservationId } = difference
          return eventsOf(difference).map((event, index) => ({ reservationId, n: index + 1, event, atUtcMs, by }))
        })
        await insertEvents(tx, hotelId, next.version, events)
      }
      if (next !== head) await updateHead(tx, hotelId, next)
      return { value, version: next.version, epoch: next.epoch, moved: next !== head }
    })
    if (!done) return refuse({ code: 'HOTEL_UNKNOWN', params: { hotelId } })
    const { value, version, epoch } = done
    if (done.moved) this.#pokes.poke(hotelId, { version, epoch })
    return ok({ value, version })
  }
}
