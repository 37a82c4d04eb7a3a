import { roundHalfEven } from './money.ts'
import type { TaxRuleRow } from './rows.ts'

/** `percent`: of the nights' prices. `per_person_night`: an amount for each adult and night; children pay none. */
export type TaxKind = 'percent' | 'per_person_night'

/** What one tax comes to on a stay line, minor units. */
export interface TaxAmount {
  readonly taxId: string
  readonly name: string
  readonly amountMinor: number
  /** Is it in the nights' prices already, or added to them? */
  readonly included: boolean
}

/** What is taxed: a stay line's quoted nights and its guests. */
export interface Taxed {
  readonly nightlyMinor: readonly number[]
  readonly adults: number
}

/** Each tax on a stay line in the order of the rules, rounded half to even once a line. Rule TAX-01. */
export function taxesOf({ nightlyMinor, adults }: Taxed, rules: readonly TaxRuleRow[]): TaxAmount[] {
  const prices = nightlyMinor.reduce((sum, minor) => sum + minor, 0)
  return rules
    .toSorted((a, b) => a.position - b.position || (a.taxId < b.taxId ? -1 : 1))
    .map((rule) => ({
      taxId: rule.taxId,
      name: rule.name,
      amountMinor: rule.kind === 'percent' ? percentOf(prices, rule) : rule.amountMinor * adults * nightlyMinor.length,
      included: rule.included,
    }))
}

/** What taxes add to the prices. */
export function addedTaxOf(taxes: readonly TaxAmount[]): number {
  return taxes.reduce((sum, tax) => sum + (tax.included ? 0 : tax.amountMinor), 0)
}

function percentOf(pricesMinor: number, { percentBp, included }: TaxRuleRow): number {
  return roundHalfEven(pricesMinor * percentBp, included ? 10_000 + percentBp : 10_000)
}
