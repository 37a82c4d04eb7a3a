import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { priceOfNight } from '../../../shared/domain/price.ts'

describe('prices', () => {
  test('PRICE-01 the curve goes through its points and is straight between them', () => {
    const at = [0, 2_500, 5_000, 6_500, 8_000, 9_000, 10_000].map((occupancy) => priceOfNight(10_000, occupancy))
    expect(at).toEqual([9_000, 9_500, 10_000, 11_000, 12_000, 13_500, 15_000])
  })

  test('PRICE-02 beyond the last point the price stays; a fuller night never costs less', () => {
    expect(priceOfNight(10_000, 14_000)).toBe(15_000)
    const bp = fc.nat(20_000)
    fc.assert(
      fc.property(fc.nat(10_000_000), bp, bp, (base, a, b) => {
        const [low, high] = a <= b ? [a, b] : [b, a]
        expect(priceOfNight(base, low)).toBeLessThanOrEqual(priceOfNight(base, high))
        expect(Number.isSafeInteger(priceOfNight(base, low))).toBe(true)
      }),
    )
  })
})
