import { availableParallelism } from 'node:os'
import type { HotelId } from '../../../shared/domain/ids.ts'
import type { Database } from '../database/port.ts'
import { retrying } from '../database/retrying.ts'
import { isDatabaseBusy } from '../database/sqlstate.ts'
import type { HeadPokes } from '../write-path/head-pokes.ts'
import { type LandedOutcome, type PreparedBooking, bookBatch } from './queries/book-batch.ts'

/**
 * Batches in flight over all hotels. Two share the fixed cost of a batch among half the bookings each, which pays only
 * where the server has a processor for each, beside the one of this process (decisions/0007).
 */
const SHARED_LANES = availableParallelism() > 2 ? 2 : 1
/** Batches in flight of one hotel that has its own lane: the second waits for the head while the first commits. */
const OWN_LANES = 2
const MAX_BATCH = 256

interface Waiting {
  readonly booking: PreparedBooking
  resolve(outcome: LandedOutcome): void
  reject(error: unknown): void
}

interface OwnLane {
  readonly queue: Waiting[]
  flying: number
}

/**
 * Natural micro-batching (design.md, section 6): while a batch is in flight what arrives queues up, and goes next at
 * once, as one statement. Nothing waits for a timer, only for the end of the event loop's turn, so that what arrives in
 * one turn goes together; one caller alone pays one plain call.
 *
 * The shared lanes never wait for a hotel's head: a hotel whose head is held, elsewhere or by a batch of this process,
 * goes on in a lane of its own, which waits for that head alone. A batch that fails goes once more one by one, so that a
 * booking that the database rejects fails alone. Rules: CHAIN-24 to CHAIN-27.
 */
export class BookingLanes {
  readonly #db: Database
  readonly #pokes: HeadPokes
  readonly #lanes: number
  readonly #spansHotels: boolean
  readonly #shared: Waiting[] = []
  #flying = 0
  #takeOffDue = false
  readonly #flyingHotels = new Map<HotelId, number>()
  readonly #own = new Map<HotelId, OwnLane>()

  /** Without `spansHotels`, as on Citus, each hotel has a lane of its own, so that a batch stays on one node. */
  constructor(
    db: Database,
    pokes: HeadPokes,
    { spansHotels = true, sharedLanes = SHARED_LANES }: { spansHotels?: boolean; sharedLanes?: number } = {},
  ) {
    this.#spansHotels = spansHotels
    this.#db = db
    this.#pokes = pokes
    this.#lanes = db.engine === 'postgres' ? sharedLanes : 1
  }

  /** Books, whole or not at all, with the batch that goes next. */
  book(booking: PreparedBooking): Promise<LandedOutcome> {
    return new Promise((resolve, reject) => {
      const waiting = { booking, resolve, reject }
      const { hotelId } = booking
      // One connection, as of PGlite, never meets a held head: there a lane of its own would only make batches smaller.
      const held = !this.#spansHotels || this.#own.has(hotelId) || (this.#lanes > 1 && this.#flyingHotels.has(hotelId))
      if (held) this.#joinOwnLane(waiting)
      else {
        this.#shared.push(waiting)
        this.#takeOff()
      }
    })
  }

  /** At the end of this turn of the event loop: members of a batch that was just answered ask again within it. */
  #takeOff(): void {
    if (this.#takeOffDue) return
    this.#takeOffDue = true
    setImmediate(() => {
      this.#takeOffDue = false
      this.#flyShared()
      for (const [hotelId, lane] of this.#own) this.#flyOwn(hotelId, lane)
    })
  }

  #flyShared(): void {
    while (this.#flying < this.#lanes && this.#shared.length > 0) void this.#flySharedBatch(takeBatch(this.#shared))
  }

  async #flySharedBatch(batch: readonly Waiting[]): Promise<void> {
    for (const { booking } of batch) this.#countFlying(booking.hotelId, 1)
    this.#flying += 1
    await this.#land(batch, null)
    this.#flying -= 1
    for (const { booking } of batch) this.#countFlying(booking.hotelId, -1)
    this.#takeOff()
  }

  #joinOwnLane(waiting: Waiting): void {
    const { hotelId } = waiting.booking
    const lane = this.#own.get(hotelId) ?? { queue: [], flying: 0 }
    this.#own.set(hotelId, lane)
    lane.queue.push(waiting)
    this.#takeOff()
  }

  #flyOwn(hotelId: HotelId, lane: OwnLane): void {
    while (lane.flying < OWN_LANES && lane.queue.length > 0) {
      void this.#flyOwnBatch(hotelId, lane, takeBatch(lane.queue))
    }
    if (lane.flying === 0) this.#own.delete(hotelId)
  }

  async #flyOwnBatch(hotelId: HotelId, lane: OwnLane, batch: readonly Waiting[]): Promise<void> {
    lane.flying += 1
    await this.#land(batch, hotelId)
    lane.flying -= 1
    this.#takeOff()
  }

  /** Books a batch and answers its members. Never throws. */
  async #land(batch: readonly Waiting[], waitFor: HotelId | null): Promise<void> {
    try {
      const bookings = batch.map(({ booking }) => booking)
      const { outcomes, moved } = await retrying(() => bookBatch(this.#db, bookings, waitFor))
      for (const { hotelId, version, epoch } of moved) {
        this.#pokes.poke(hotelId, { version, epoch, bookingsOnly: true })
      }
      for (const [index, waiting] of batch.entries()) {
        const outcome = outcomes[index]
        if (outcome && outcome.outcome !== 'skipped') waiting.resolve(outcome)
        else this.#joinOwnLane(waiting)
      }
    } catch (error) {
      const alone = batch.length === 1
      if (alone || isDatabaseBusy(error)) for (const waiting of batch) waiting.reject(error)
      else for (const waiting of batch) await this.#land([waiting], waitFor)
    }
  }

  #countFlying(hotelId: HotelId, by: 1 | -1): void {
    const count = (this.#flyingHotels.get(hotelId) ?? 0) + by
    if (count === 0) this.#flyingHotels.delete(hotelId)
    else this.#flyingHotels.set(hotelId, count)
  }
}

/** The first of a queue, as many as a batch takes; an id that is in the batch already waits for the next one. */
function takeBatch(queue: Waiting[]): Waiting[] {
  const batch: Waiting[] = []
  const again: Waiting[] = []
  const ids = new Set<string>()
  for (const waiting of queue.splice(0, MAX_BATCH)) {
    const { hotelId, reservationId } = waiting.booking
    const id = `${hotelId}/${reservationId}`
    if (ids.has(id)) again.push(waiting)
    else {
      ids.add(id)
      batch.push(waiting)
    }
  }
  queue.unshift(...again)
  return batch
}
