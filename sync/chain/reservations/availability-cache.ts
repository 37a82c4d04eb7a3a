import { z } from 'zod'
import type { HotelId } from '../../../shared/domain/ids.ts'
import type { Stay } from '../../../shared/domain/stay-dates.ts'
import { type CacheCounts, HeadCache, type HeadCacheParts } from '../cache/head-cache.ts'
import type { Queryable } from '../database/port.ts'
import { ok } from '../../../shared/base/result.ts'
import { availabilitySchema } from '../../../shared/wire/public-api.ts'
import { type AvailabilityAnswer, loadAvailability } from './availability.ts'

/** What is kept is never a refusal. */
const keptSchema = z.object({ ok: z.literal(true), value: availabilitySchema })

/**
 * Availability for who looks: at most a second old, and never older than the last change that this process heard of. A
 * stale answer never sells a room, because a booking decides in the database. Rules: CHAIN-16 to CHAIN-18, CHAIN-31.
 */
export class AvailabilityCache {
  readonly #db: Queryable
  readonly #cache: HeadCache<AvailabilityAnswer>

  constructor(db: Queryable, parts: HeadCacheParts<AvailabilityAnswer>) {
    this.#db = db
    this.#cache = new HeadCache(parts)
  }

  get counts(): Readonly<CacheCounts> {
    return this.#cache.counts
  }

  /** As `loadAvailability`. */
  get(hotelId: HotelId, { arrival, departure }: Stay): AvailabilityAnswer | Promise<AvailabilityAnswer> {
    return this.#cache.get(hotelId, {
      about: `${arrival} ${departure}`,
      read: () => loadAvailability(this.#db, hotelId, { arrival, departure }),
      isKept: (answer) => answer.ok,
    })
  }
}

/** The answer that another process left; `null` where it is of no shape of ours. */
export function availabilityFrom(left: unknown): AvailabilityAnswer | null {
  const kept = keptSchema.safeParse(left)
  return kept.success ? ok(kept.data.value) : null
}
