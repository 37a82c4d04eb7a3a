import { type Result, ok, refuse } from '../../../shared/base/result.ts'
import type { HotelId, RatePlanId } from '../../../shared/domain/ids.ts'
import type { Refusal } from '../../../shared/domain/refusal.ts'
import type { HotelRow, RatePlanRow, RoomTypeRow, TaxRuleRow } from '../../../shared/domain/rows.ts'
import { type LocalDate, addDays, localDateAt } from '../../../shared/domain/stay-dates.ts'
import type { Queryable } from '../database/port.ts'
import { selectHotel, selectRoomTypes } from '../hotels/queries/hotels.ts'
import { selectWhere } from '../rows/queries/entity-rows.ts'

/** What a hotel sells on, apart from its nights: read often, changed seldom. */
export interface HotelTerms {
  readonly hotel: HotelRow
  readonly roomTypes: ReadonlyMap<string, RoomTypeRow>
  /** In the order of screens. */
  readonly ratePlans: readonly RatePlanRow[]
  readonly taxRules: readonly TaxRuleRow[]
}

export async function loadTerms(db: Queryable, hotelId: HotelId): Promise<HotelTerms | null> {
  const hotel = await selectHotel(db, hotelId)
  if (!hotel) return null
  const roomTypes = await selectRoomTypes(db, hotelId)
  const ratePlans = await selectWhere(db, hotelId, 'rate_plan', '', [])
  return {
    hotel,
    roomTypes: new Map(roomTypes.map((type) => [type.roomTypeId, type])),
    ratePlans: ratePlans.toSorted((a, b) => a.position - b.position),
    taxRules: await selectWhere(db, hotelId, 'tax_rule', '', []),
  }
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

/** The web sells from local today on; until 06:00 still for the night before (design.md, section 5). */
export function earliestWebArrival({ timeZone }: HotelRow, nowUtcMs: number): LocalDate {
  const today = localDateAt(nowUtcMs, timeZone)
  const sixHoursAgo = localDateAt(nowUtcMs - 6 * 3_600_000, timeZone)
  return sixHoursAgo < today ? addDays(today, -1) : today
}
