import { type Result, ok, refuse } from '../../../shared/base/result.ts'
import type { HotelId, RatePlanId } from '../../../shared/domain/ids.ts'
import type { Refusal, StaffRefusal } from '../../../shared/domain/refusal.ts'
import type { RatePlanRow, TaxRuleRow } from '../../../shared/domain/rows.ts'
import type { RatePlanRequest, TaxRuleRequest } from '../../../shared/wire/internal-rate-api.ts'
import type { Chain } from '../chain.ts'
import type { HotelUnknown } from '../write-path/hotel-writer.ts'
import { writeOrRefuse } from '../write-path/write-or-refuse.ts'
import { selectPlanInUse } from './queries/plan-use.ts'

type Writer = Pick<Chain, 'writer'>
type Placed<Row> = { readonly created: boolean; readonly row: Row }

/**
 * Puts a rate plan in place, new or not. What a plan that was sold says about canceling stays as it was sold.
 * Refuses: `HOTEL_UNKNOWN`, `RATE_PLAN_IN_USE`. Rule RATE-16.
 */
export function putRatePlan(
  { writer }: Writer,
  hotelId: HotelId,
  ratePlanId: RatePlanId,
  request: RatePlanRequest,
): Promise<Result<Placed<RatePlanRow>, StaffRefusal | HotelUnknown>> {
  return writeOrRefuse(writer, hotelId, async ({ tx, unit }): Promise<Result<Placed<RatePlanRow>, StaffRefusal>> => {
    await unit.load([{ entity: 'rate_plan', key: ratePlanId }])
    const before = unit.row('rate_plan', ratePlanId)
    const row: RatePlanRow = { ratePlanId, ...request }
    if (before && !isCanceledAlike(before, row) && (await selectPlanInUse(tx, hotelId, ratePlanId))) {
      return refuse({ code: 'RATE_PLAN_IN_USE', params: { ratePlanId } })
    }
    unit.apply([{ entity: 'rate_plan', key: ratePlanId, row }])
    return ok({ created: before === null, row })
  })
}

/**
 * Ends the sale of a plan; one that is sold no more, and that no reservation and no quote names, is removed. In two
 * steps, because a booking under way may have read it. Refuses: `HOTEL_UNKNOWN`, `RATE_PLAN_UNKNOWN`. Rule RATE-17.
 */
export function endRatePlan(
  { writer }: Writer,
  hotelId: HotelId,
  ratePlanId: RatePlanId,
): Promise<Result<{ ratePlan: RatePlanRow; removed: boolean }, Refusal | HotelUnknown>> {
  type Ended = Result<{ ratePlan: RatePlanRow; removed: boolean }, Refusal>
  return writeOrRefuse(writer, hotelId, async ({ tx, unit }): Promise<Ended> => {
    await unit.load([{ entity: 'rate_plan', key: ratePlanId }])
    const plan = unit.row('rate_plan', ratePlanId)
    if (!plan) return refuse({ code: 'RATE_PLAN_UNKNOWN', params: { ratePlanId } })
    const removed = !plan.active && !(await selectPlanInUse(tx, hotelId, ratePlanId))
    const ratePlan = { ...plan, active: false }
    if (removed || plan.active) {
      unit.apply([{ entity: 'rate_plan', key: ratePlanId, row: removed ? null : ratePlan }])
    }
    return ok({ ratePlan, removed })
  })
}

/** Puts a tax in place, new or not, for what is booked from now on. Refuses: `HOTEL_UNKNOWN`. Rule RATE-18. */
export function putTaxRule(
  { writer }: Writer,
  hotelId: HotelId,
  taxId: string,
  request: TaxRuleRequest,
): Promise<Result<Placed<TaxRuleRow>, HotelUnknown>> {
  return writeOrRefuse(writer, hotelId, async ({ unit }): Promise<Result<Placed<TaxRuleRow>, never>> => {
    await unit.load([{ entity: 'tax_rule', key: taxId }])
    const created = unit.row('tax_rule', taxId) === null
    const row: TaxRuleRow = { taxId, percentBp: 0, amountMinor: 0, ...request }
    unit.apply([{ entity: 'tax_rule', key: taxId, row }])
    return ok({ created, row })
  })
}

/** Bookings keep the taxes that they were made with. Refuses: `HOTEL_UNKNOWN`, `TAX_RULE_UNKNOWN`. Rule RATE-18. */
export function removeTaxRule(
  { writer }: Writer,
  hotelId: HotelId,
  taxId: string,
): Promise<Result<TaxRuleRow, StaffRefusal | HotelUnknown>> {
  return writeOrRefuse(writer, hotelId, async ({ unit }): Promise<Result<TaxRuleRow, StaffRefusal>> => {
    await unit.load([{ entity: 'tax_rule', key: taxId }])
    const rule = unit.row('tax_rule', taxId)
    if (!rule) return refuse({ code: 'TAX_RULE_UNKNOWN', params: { taxId } })
    unit.apply([{ entity: 'tax_rule', key: taxId, row: null }])
    return ok(rule)
  })
}

function isCanceledAlike(a: RatePlanRow, b: RatePlanRow): boolean {
  return a.kind === b.kind && a.freeCancelDays === b.freeCancelDays && a.feeNights === b.feeNights
}
