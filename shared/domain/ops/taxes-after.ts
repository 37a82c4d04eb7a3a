import { roundHalfEven } from '../money.ts'
import { totalOf } from '../price.ts'
import type { StayLineRow, TaxRuleRow } from '../rows.ts'
import { type TaxAmount, taxesOf } from '../tax.ts'

type Taxed = Pick<StayLineRow, 'nightlyMinor' | 'taxes' | 'adults'>

/**
 * The taxes of a stay that became longer or shorter. What was booked keeps the taxes of its booking: where the rules have
 * changed since, nights more are taxed by the new ones and nights less take their part away. Rules: STAY-17, RATE-18.
 */
export function taxesAfter(line: Taxed, nightlyMinor: readonly number[], rules: readonly TaxRuleRow[]): TaxAmount[] {
  const { adults, taxes } = line
  if (isSame(taxesOf(line, rules), taxes)) return taxesOf({ nightlyMinor, adults }, rules)
  const more = nightlyMinor.slice(line.nightlyMinor.length)
  if (more.length > 0) return together(taxes, taxesOf({ nightlyMinor: more, adults }, rules))
  return taxes.map((tax) => ({ ...tax, amountMinor: partOf(tax, line, nightlyMinor, rules) }))
}

function partOf(tax: TaxAmount, line: Taxed, nightlyMinor: readonly number[], rules: readonly TaxRuleRow[]): number {
  const byHead = rules.some(({ taxId, kind }) => taxId === tax.taxId && kind === 'per_person_night')
  const [part, whole] = byHead
    ? [nightlyMinor.length, line.nightlyMinor.length]
    : [totalOf(nightlyMinor), totalOf(line.nightlyMinor)]
  return whole === 0 ? 0 : roundHalfEven(tax.amountMinor * part, whole)
}

function together(taxes: readonly TaxAmount[], more: readonly TaxAmount[]): TaxAmount[] {
  const added = new Map(more.map((tax) => [tax.taxId, tax]))
  const grown = taxes.map((tax) => {
    const extra = added.get(tax.taxId)
    added.delete(tax.taxId)
    return { ...tax, amountMinor: tax.amountMinor + (extra?.amountMinor ?? 0) }
  })
  return [...grown, ...added.values()]
}

function isSame(a: readonly TaxAmount[], b: readonly TaxAmount[]): boolean {
  return (
    a.length === b.length &&
    a.every((tax, index) => tax.taxId === b[index]?.taxId && tax.amountMinor === b[index]?.amountMinor)
  )
}
