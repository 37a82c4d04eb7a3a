import type { RatePlanId } from '../../../shared/domain/ids.ts'
import type { RatePlanRow } from '../../../shared/domain/rows.ts'

/** The terms that a hotel starts with. House policy: free until the day before arrival, then the first night. */
export const DEFAULT_RATE_PLANS: readonly RatePlanRow[] = [
  {
    ratePlanId: 'FLEX' as RatePlanId, // a slug
    name: 'Flexible',
    position: 1,
    kind: 'flexible',
    priceBp: 10_000,
    minStay: 1,
    freeCancelDays: 1,
    feeNights: 1,
    active: true,
  },
  {
    ratePlanId: 'NONREF' as RatePlanId, // a slug
    name: 'Non-refundable',
    position: 2,
    kind: 'non_refundable',
    priceBp: 9_000,
    minStay: 1,
    freeCancelDays: 0,
    feeNights: 0,
    active: true,
  },
]
