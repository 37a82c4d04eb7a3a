import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { RatePlanId, RoomTypeId } from '../../../shared/domain/ids.ts'
import type { RatePlanRow, RestrictionRow, TaxRuleRow } from '../../../shared/domain/rows.ts'
import { addDays, localDate } from '../../../shared/domain/stay-dates.ts'
import { addedTaxOf, taxesOf } from '../../../shared/domain/tax.ts'
import { cancellationFee, noShowFee, refusalOfTerms, underPlan } from '../../../shared/domain/terms.ts'

const ARRIVAL = localDate('2026-12-24')
const STAY = { arrival: ARRIVAL, departure: addDays(ARRIVAL, 2) }
const LINE = { arrival: ARRIVAL, nightlyMinor: [10_000, 9_001], taxes: [added('city', 800)] }

function added(taxId: string, amountMinor: number) {
  return { taxId, name: taxId, amountMinor, included: false }
}

function rule(change: Partial<TaxRuleRow>): TaxRuleRow {
  const none = { taxId: 'T', name: 'T', position: 1, percentBp: 0, amountMinor: 0 }
  return { ...none, kind: 'percent', included: false, ...change }
}

function plan(change: Partial<RatePlanRow>): RatePlanRow {
  return {
    ratePlanId: 'P' as RatePlanId,
    name: 'P',
    position: 1,
    kind: 'flexible',
    priceBp: 10_000,
    minStay: 1,
    freeCancelDays: 1,
    feeNights: 1,
    active: true,
    ...change,
  }
}

function restriction(change: Partial<RestrictionRow>): RestrictionRow {
  const open = { minStay: 1, closedToArrival: false, closedToDeparture: false }
  return { roomTypeId: 'A' as RoomTypeId, night: ARRIVAL, ...open, ...change }
}

describe('taxes', () => {
  test('TAX-01 a tax in the prices is taken out of them, one beside them is added; adults pay by head and night', () => {
    const rules = [
      rule({ taxId: 'city', position: 3, kind: 'per_person_night', amountMinor: 200 }),
      rule({ taxId: 'vat', position: 1, percentBp: 600, included: true }),
      rule({ taxId: 'levy', position: 2, percentBp: 250 }),
    ]
    const taxes = taxesOf({ nightlyMinor: [10_000, 10_600], adults: 2 }, rules)
    expect(taxes.map(({ taxId, amountMinor }) => [taxId, amountMinor])).toEqual([
      ['vat', 1_166], // 20,600 x 6 / 106 = 1,166.04
      ['levy', 515],
      ['city', 800],
    ])
    expect(addedTaxOf(taxes)).toBe(515 + 800)
  })

  test('TAX-02 what is taken out as tax and what is left are the prices again, to half a minor unit', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(1_000_000), { minLength: 1, maxLength: 30 }),
        fc.nat(3_000),
        (nightlyMinor, percentBp) => {
          const prices = nightlyMinor.reduce((sum, minor) => sum + minor, 0)
          const [tax] = taxesOf({ nightlyMinor, adults: 1 }, [rule({ percentBp, included: true })])
          const net = prices - (tax?.amountMinor ?? 0)
          expect(Math.abs(net + (net * percentBp) / 10_000 - prices)).toBeLessThanOrEqual(
            0.5 * (1 + percentBp / 10_000) + 1e-6,
          )
        },
      ),
    )
  })
})

describe('terms', () => {
  test('RATE-01 a plan changes the price of each night by its part, half to even a night', () => {
    expect(underPlan([10_000, 9_001, 9_005], plan({ priceBp: 9_000 }))).toEqual([9_000, 8_101, 8_104])
    expect(underPlan([10_000], null)).toEqual([10_000])
  })

  test('RATE-03 a stay must keep to the plan and to the nights of its arrival and departure', () => {
    const terms = { plan: plan({}), guarantee: 'card', arrival: null, departure: null } as const
    const code = (change: object, stay = STAY) => refusalOfTerms(stay, { ...terms, ...change })?.code ?? 'sold'
    expect(code({})).toBe('sold')
    expect(code({ plan: plan({ kind: 'non_refundable' }) })).toBe('GUARANTEE_NOT_ENOUGH')
    expect(code({ plan: plan({ kind: 'non_refundable' }), guarantee: 'prepaid' })).toBe('sold')
    expect([code({ plan: plan({ minStay: 2 }) }), code({ plan: plan({ minStay: 3 }) })]).toEqual(['sold', 'MIN_STAY'])
    expect(code({ arrival: restriction({ minStay: 3 }) })).toBe('MIN_STAY')
    expect(code({ departure: restriction({ minStay: 3, closedToArrival: true }) })).toBe('sold')
    expect(code({ arrival: restriction({ closedToArrival: true }) })).toBe('CLOSED_TO_ARRIVAL')
    expect(code({ arrival: restriction({ closedToDeparture: true }) })).toBe('sold')
    expect(code({ departure: restriction({ closedToDeparture: true }) })).toBe('CLOSED_TO_DEPARTURE')
    expect(code({ plan: null, guarantee: 'none' })).toBe('sold')
  })

  test('RATE-04 a late cancellation and a no-show cost the nights of the plan, a non-refundable plan everything', () => {
    const fee = (change: Partial<RatePlanRow>, on: number) => cancellationFee(LINE, plan(change), addDays(ARRIVAL, on))
    expect([fee({}, -2), fee({}, -1), fee({}, 0)]).toEqual([0, 0, 10_000])
    expect([fee({ freeCancelDays: 0 }, 0), fee({ freeCancelDays: 0 }, 1)]).toEqual([0, 10_000])
    expect([fee({ feeNights: 2 }, 0), fee({ feeNights: 9 }, 0), fee({ feeNights: 0 }, 0)]).toEqual([19_001, 19_001, 0])
    expect(fee({ kind: 'non_refundable' }, -200)).toBe(19_801)
    expect([noShowFee(LINE, plan({})), noShowFee(LINE, plan({ kind: 'non_refundable' }))]).toEqual([10_000, 19_801])
    expect([cancellationFee(LINE, null, ARRIVAL), noShowFee(LINE, null)]).toEqual([0, 0])
  })
})
