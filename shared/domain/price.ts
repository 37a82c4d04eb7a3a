import { assert, present } from '../base/assert.ts'
import { occupancyBasisPoints } from './inventory.ts'
import { scaleHalfEven } from './money.ts'
import type { InventoryRow, RateRow } from './rows.ts'

/** A point of the occupancy curve, both in ten-thousandths: at this occupancy the base rate is multiplied by this. */
export interface CurvePoint {
  readonly occupancyBp: number
  readonly factorBp: number
}

/** `0 % -> 0.90, 50 % -> 1.00, 80 % -> 1.20, 100 % -> 1.50` (design.md, section 5). */
export const DEFAULT_CURVE: readonly CurvePoint[] = [
  { occupancyBp: 0, factorBp: 9_000 },
  { occupancyBp: 5_000, factorBp: 10_000 },
  { occupancyBp: 8_000, factorBp: 12_000 },
  { occupancyBp: 10_000, factorBp: 15_000 },
]

/** What a night costs now: base rate times the piecewise linear curve at the night's occupancy, half to even, minor units. */
export function priceOfNight(baseMinor: number, occupancyBp: number, curve = DEFAULT_CURVE): number {
  const first = present(curve[0], 'a curve has points')
  const last = present(curve.at(-1), 'a curve has points')
  if (occupancyBp <= first.occupancyBp) return scaleHalfEven(baseMinor, first.factorBp, 10_000)
  if (occupancyBp >= last.occupancyBp) return scaleHalfEven(baseMinor, last.factorBp, 10_000)
  const upper = curve.findIndex((point) => point.occupancyBp > occupancyBp)
  const to = present(curve[upper], 'a point above')
  const from = present(curve[upper - 1], 'a point below')
  const width = to.occupancyBp - from.occupancyBp
  const factor = from.factorBp * width + (to.factorBp - from.factorBp) * (occupancyBp - from.occupancyBp)
  return scaleHalfEven(baseMinor, factor, width * 10_000)
}

/** The price of each night, in the order of the nights; rates and inventory are of one type, for the same nights. */
export function priceNights(
  rates: readonly RateRow[],
  inventory: readonly InventoryRow[],
  curve = DEFAULT_CURVE,
): number[] {
  assert(rates.length === inventory.length, 'a rate and an inventory row for each night')
  return rates.map((rate, index) => {
    const row = present(inventory[index], 'same length')
    assert(row.night === rate.night, 'rates and inventory in the same order')
    return priceOfNight(rate.baseMinor, occupancyBasisPoints(row), curve)
  })
}

export function totalOf(nightlyMinor: readonly number[]): number {
  return nightlyMinor.reduce((sum, minor) => sum + minor, 0)
}
