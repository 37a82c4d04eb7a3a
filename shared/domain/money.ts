import { code as currencyOf } from 'currency-codes'
import { assert } from '../base/assert.ts'

/** An amount in integer minor units (cents; won; yen) of an ISO 4217 currency. */
export interface Money {
  readonly amountMinor: number
  readonly currency: string
}

/** How many decimals the currency has (ISO 4217: EUR 2, KRW 0, KWD 3), or `null` where it is no currency. */
export function currencyExponent(currency: string): number | null {
  return currencyOf(currency)?.digits ?? null
}

/** The sum; adding amounts of two currencies is a bug. */
export function addMoney(a: Money, b: Money): Money {
  assert(a.currency === b.currency, `adding ${a.currency} to ${b.currency}`)
  return { amountMinor: a.amountMinor + b.amountMinor, currency: a.currency }
}

/**
 * `numerator / denominator` rounded half to even: the one rounding rule, applied per line (design.md, section 5).
 * Exact for every pair of safe integers; the denominator is positive.
 */
export function roundHalfEven(numerator: number, denominator: number): number {
  assert(Number.isSafeInteger(numerator) && Number.isSafeInteger(denominator) && denominator > 0, 'integers wanted')
  return divideHalfEven(BigInt(numerator), BigInt(denominator))
}

/** `amount * factor / divisor` rounded half to even, exact also where the product is no safe integer. */
export function scaleHalfEven(amount: number, factor: number, divisor: number): number {
  const product = amount * factor
  if (Number.isSafeInteger(product)) return roundHalfEven(product, divisor)
  assert([amount, factor, divisor].every(Number.isSafeInteger) && divisor > 0, 'integers wanted')
  const scaled = divideHalfEven(BigInt(amount) * BigInt(factor), BigInt(divisor))
  assert(Number.isSafeInteger(scaled), 'an amount in range')
  return scaled
}

function divideHalfEven(n: bigint, d: bigint): number {
  const rest = ((n % d) + d) % d
  const floor = (n - rest) / d
  if (rest * 2n < d) return Number(floor)
  if (rest * 2n > d) return Number(floor + 1n)
  return Number(floor % 2n === 0n ? floor : floor + 1n)
}

/** The amount that a decimal text such as `82.5` means in minor units, half to even; `null` where it is no number. */
export function parseAmountMinor(text: string, exponent: number): number | null {
  const match = /^(-?)(\d{1,12})(?:\.(\d{1,12}))?$/.exec(text.trim())
  if (!match) return null
  const fraction = match[3] ?? ''
  const scaled = Number(`${match[2]}${fraction.padEnd(exponent, '0')}`)
  if (!Number.isSafeInteger(scaled)) return null
  const minor = roundHalfEven(scaled, 10 ** Math.max(0, fraction.length - exponent))
  return match[1] === '-' && minor !== 0 ? -minor : minor
}
