import { roundHalfEven } from './money.ts'
import { totalOf } from './price.ts'
import type { Guarantee } from './lifecycle.ts'
import type { Refusal } from './refusal.ts'
import type { RatePlanRow, RestrictionRow, StayLineRow } from './rows.ts'
import { type LocalDate, type Stay, addDays, nightCount } from './stay-dates.ts'
import { addedTaxOf } from './tax.ts'

/** The price of each night under a plan, half to even a night, minor units. */
export function underPlan(nightlyMinor: readonly number[], plan: RatePlanRow | null): number[] {
  return nightlyMinor.map((minor) => (plan ? roundHalfEven(minor * plan.priceBp, 10_000) : minor))
}

/** What a public channel must keep to besides room being left. Restrictions are those of the stay's own type. */
export interface SaleTerms {
  readonly plan: RatePlanRow | null
  readonly guarantee: Guarantee
  /** Of the day of arrival, and of the day of departure; `null` where that night is not restricted. */
  readonly arrival: RestrictionRow | null
  readonly departure: RestrictionRow | null
}

/**
 * Why a stay is not sold on these terms, or `null`. In this order: `GUARANTEE_NOT_ENOUGH` (a non-refundable plan is paid
 * when booked), `MIN_STAY`, `CLOSED_TO_ARRIVAL`, `CLOSED_TO_DEPARTURE`. Rule RATE-03.
 */
export function refusalOfTerms(stay: Stay, { plan, guarantee, arrival, departure }: SaleTerms): Refusal | null {
  if (plan?.kind === 'non_refundable' && guarantee !== 'prepaid') {
    return { code: 'GUARANTEE_NOT_ENOUGH', params: { ratePlanId: plan.ratePlanId, guarantee } }
  }
  const minStay = Math.max(plan?.minStay ?? 1, arrival?.minStay ?? 1)
  if (nightCount(stay) < minStay) return { code: 'MIN_STAY', params: { arrival: stay.arrival, minStay } }
  if (arrival?.closedToArrival) return { code: 'CLOSED_TO_ARRIVAL', params: { arrival: stay.arrival } }
  if (departure?.closedToDeparture) return { code: 'CLOSED_TO_DEPARTURE', params: { departure: stay.departure } }
  return null
}

type Charged = Pick<StayLineRow, 'arrival' | 'nightlyMinor' | 'taxes'>

/** What canceling a line costs on a business date, minor units: see {@link RatePlanRow}. Rule RATE-04. */
export function cancellationFee(line: Charged, plan: RatePlanRow | null, businessDate: LocalDate): number {
  if (!plan) return 0
  if (plan.kind === 'non_refundable') return wholePrice(line)
  const free = businessDate <= addDays(line.arrival, -plan.freeCancelDays)
  return free ? 0 : firstNights(line, plan)
}

/** What not coming costs for a line, minor units. Rule RATE-04. */
export function noShowFee(line: Charged, plan: RatePlanRow | null): number {
  if (!plan) return 0
  return plan.kind === 'non_refundable' ? wholePrice(line) : firstNights(line, plan)
}

function wholePrice({ nightlyMinor, taxes }: Charged): number {
  return totalOf(nightlyMinor) + addedTaxOf(taxes)
}

/** The first nights' prices; a fee is no stay and bears no tax of the stay's. */
function firstNights({ nightlyMinor }: Charged, { feeNights }: RatePlanRow): number {
  return totalOf(nightlyMinor.slice(0, feeNights))
}
