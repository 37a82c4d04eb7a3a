import { type Result, ok, refuse } from '../../../shared/base/result.ts'
import type { HotelId, RatePlanId } from '../../../shared/domain/ids.ts'
import type { Refusal } from '../../../shared/domain/refusal.ts'
import type { HotelRow, RatePlanRow, RoomTypeRow, TaxRuleRow } from '../../../shared/domain/rows.ts'
import { type LocalDate, addDays, localDateAt } from '../../../shared/domain/stay-dates.ts'
import { BatchedCalls, type BatchedCallsParts } from '../cache/batched-calls.ts'
import { type CacheCounts, HeadCache, type HeadCacheParts } from '../cache/head-cache.ts'
import type { Queryable } from '../database/port.ts'
import { selectTerms } from './queries/terms.ts'

/** What a hotel sells on, apart from its nights: read often, changed seldom. */
export interface HotelTerms {
  readonly hotel: HotelRow
  readonly roomTypes: ReadonlyMap<string, RoomTypeRow>
  /** In the order of screens. */
  readonly ratePlans: readonly RatePlanRow[]
  readonly taxRules: readonly TaxRuleRow[]
}

/** A chain's staff changes plans and taxes seldom, and a booking reads them each time. */
const MAX_AGE_MS = 10_000

/**
 * The terms of hotels, read often and changed seldom: at most ten seconds old, and never older than the last change of
 * them that this process heard of (its own, and by Redis those of the others). A booking's money follows from them: it is
 * pinned by the request, at rate plans and taxes that stood within that time. How many units are left, and whether a
 * night is on sale, is not among them. Rule CHAIN-28.
 */
export class TermsCache {
  readonly #reads: BatchedCalls<{ readonly hotelId: HotelId }, HotelTerms | null>
  readonly #cache: HeadCache<{ readonly terms: HotelTerms | null }>

  constructor(
    db: Queryable,
    parts: Pick<HeadCacheParts<never>, 'pokes' | 'clock'>,
    batches: Pick<BatchedCallsParts<never, never>, 'lanes' | 'spansHotels'>,
  ) {
    const run = (asked: readonly { readonly hotelId: HotelId }[]) =>
      readTerms(
        db,
        asked.map(({ hotelId }) => hotelId),
      )
    this.#reads = new BatchedCalls({ run, ...batches })
    this.#cache = new HeadCache({
      ...parts,
      maxAgeMs: MAX_AGE_MS,
      isTouchedBy: ({ bookingsOnly }) => bookingsOnly !== true,
    })
  }

  get counts(): Readonly<CacheCounts> {
    return this.#cache.counts
  }

  /** `null` where there is no such hotel. */
  async get(hotelId: HotelId): Promise<HotelTerms | null> {
    const { terms } = await this.#cache.get(hotelId, {
      about: 'terms',
      read: async () => ({ terms: await this.#reads.ask({ hotelId }) }),
      isKept: (answer) => answer.terms !== null,
    })
    return terms
  }
}

/** The terms of hotels in their order; `null` where there is no such hotel. */
async function readTerms(db: Queryable, hotelIds: readonly HotelId[]): Promise<(HotelTerms | null)[]> {
  const found = new Map((await selectTerms(db, hotelIds)).map((rows) => [rows.hotel.hotelId, rows]))
  return hotelIds.map((hotelId) => {
    const rows = found.get(hotelId)
    return rows ? { ...rows, roomTypes: new Map(rows.roomTypes.map((type) => [type.roomTypeId, type])) } : null
  })
}

/**
 * The plan that a channel asked for; without a wish the hotel's first flexible one, and `null` where it has none.
 * Refuses: `RATE_PLAN_UNKNOWN` (also one that is sold no more). Rule RATE-02.
 */
export function planOf({ ratePlans }: HotelTerms, ratePlanId?: RatePlanId): Result<RatePlanRow | null, Refusal> {
  const sold = ratePlans.filter((plan) => plan.active)
  if (ratePlanId === undefined) return ok(sold.find((plan) => plan.kind === 'flexible') ?? null)
  const plan = sold.find((candidate) => candidate.ratePlanId === ratePlanId)
  return plan ? ok(plan) : refuse({ code: 'RATE_PLAN_UNKNOWN', params: { ratePlanId } })
}

/** By time zone: asking the calendar is dear, and no zone's day ends within a minute. */
const earliestKnown = new Map<string, { readonly minute: number; readonly arrival: LocalDate }>()

/** The web sells from local today on; until 06:00 still for the night before (design.md, section 5). */
export function earliestWebArrival({ timeZone }: Pick<HotelRow, 'timeZone'>, nowUtcMs: number): LocalDate {
  const minute = Math.floor(nowUtcMs / 60_000)
  const known = earliestKnown.get(timeZone)
  if (known?.minute === minute) return known.arrival
  const today = localDateAt(nowUtcMs, timeZone)
  const sixHoursAgo = localDateAt(nowUtcMs - 6 * 3_600_000, timeZone)
  const arrival = sixHoursAgo < today ? addDays(today, -1) : today
  earliestKnown.set(timeZone, { minute, arrival })
  return arrival
}
