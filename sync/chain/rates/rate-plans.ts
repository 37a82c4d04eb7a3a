import type { HotelId } from '../../../shared/domain/ids.ts'
import type { RatePlanRow } from '../../../shared/domain/rows.ts'
import type { RatePlanListResource } from '../../../shared/wire/public-api.ts'
import type { HotelTerms } from './terms.ts'

/** The plans that are sold, with their terms, and the taxes: both in the order of screens. */
export function ratePlansOf(hotelId: HotelId, { hotel, ratePlans, taxRules }: HotelTerms): RatePlanListResource {
  return {
    hotelId,
    currency: hotel.currency,
    ratePlans: ratePlans.filter(({ active }) => active).map(toPlan),
    taxes: taxRules
      .toSorted((a, b) => a.position - b.position)
      .map(({ taxId, name, kind, percentBp, amountMinor, included }) => ({
        taxId,
        name,
        kind,
        percentBp,
        amountMinor,
        included,
      })),
  }
}

function toPlan(plan: RatePlanRow): RatePlanListResource['ratePlans'][number] {
  const { ratePlanId, name, kind, priceBp, minStay } = plan
  const isKept = kind === 'non_refundable'
  return {
    ratePlanId,
    name,
    kind,
    priceBp,
    minStay,
    freeCancelDays: isKept ? null : plan.freeCancelDays,
    feeNights: isKept ? null : plan.feeNights,
  }
}
