import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { BugError } from '../../../shared/base/assert.ts'
import { addMoney, currencyExponent, parseAmountMinor, roundHalfEven } from '../../../shared/domain/money.ts'

describe('money', () => {
  test('MONEY-01 amounts of one currency add up; two currencies never do', () => {
    expect(addMoney({ amountMinor: 150, currency: 'EUR' }, { amountMinor: -50, currency: 'EUR' })).toEqual({
      amountMinor: 100,
      currency: 'EUR',
    })
    expect(() => addMoney({ amountMinor: 1, currency: 'EUR' }, { amountMinor: 1, currency: 'KRW' })).toThrow(BugError)
  })

  test('MONEY-02 exponents follow ISO 4217: won and yen have none', () => {
    const codes = ['EUR', 'KRW', 'JPY', 'KWD', 'XXQ']
    expect(codes.map(currencyExponent)).toEqual([2, 0, 0, 3, null])
  })

  test('MONEY-03 halves round to the even neighbour, below and above zero', () => {
    expect([5, 15, 25, -5, -15, -25].map((tenths) => roundHalfEven(tenths, 10))).toEqual([0, 2, 2, 0, -2, -2])
  })

  test('MONEY-03 rounding is never further than half away, for every pair of safe integers', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: Number.MIN_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER }),
        fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
        (numerator, denominator) => {
          const rounded = BigInt(roundHalfEven(numerator, denominator))
          const off = BigInt(numerator) - rounded * BigInt(denominator)
          const twice = off < 0n ? -off * 2n : off * 2n
          expect(twice <= BigInt(denominator)).toBe(true)
          if (twice === BigInt(denominator)) expect(rounded % 2n).toBe(0n)
        },
      ),
    )
  })

  test('MONEY-04 a decimal text becomes minor units; what is no number becomes nothing', () => {
    expect(parseAmountMinor('82.5', 2)).toBe(8250)
    expect(parseAmountMinor('-6.38', 2)).toBe(-638)
    expect(parseAmountMinor('75', 0)).toBe(75)
    expect(parseAmountMinor('0.125', 2)).toBe(12)
    expect(parseAmountMinor('0.135', 2)).toBe(14)
    for (const text of ['', 'NULL', '1e9', '1,5', '0x10', '9'.repeat(30)]) expect(parseAmountMinor(text, 2)).toBeNull()
  })
})
