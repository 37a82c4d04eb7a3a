import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { LocalDate } from '../../shared/domain/stay-dates.ts'

interface Props {
  readonly nightly: readonly { readonly night: LocalDate; readonly priceMinor: number }[]
  readonly taxes: readonly {
    readonly taxId: string
    readonly name: string
    readonly amountMinor: number
    readonly included: boolean
  }[]
  readonly totalMinor: number
  readonly totalLabel: ReactNode
  readonly format: { day(date: LocalDate): string; money(minor: number): string }
  /** Names the table for a screen reader where no heading does. */
  readonly caption?: string
  readonly totalTestId?: string
}

/** The price of each night, the taxes added to them, the total, and below it the taxes that are in the prices. */
export function NightlyPrices({ nightly, taxes, totalMinor, totalLabel, format, caption, totalTestId }: Props) {
  const { t } = useTranslation()
  return (
    <table className="kr-nightly">
      {caption === undefined ? null : <caption className="kr-hidden">{caption}</caption>}
      <tbody>
        {nightly.map(({ night, priceMinor }) => (
          <tr key={night}>
            <th scope="row">{format.day(night)}</th>
            <td>{format.money(priceMinor)}</td>
          </tr>
        ))}
        {taxes
          .filter((tax) => !tax.included)
          .map((tax) => (
            <tr key={tax.taxId}>
              <th scope="row">{tax.name}</th>
              <td>{format.money(tax.amountMinor)}</td>
            </tr>
          ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">{totalLabel}</th>
          <td data-testid={totalTestId}>{format.money(totalMinor)}</td>
        </tr>
        {taxes
          .filter((tax) => tax.included)
          .map((tax) => (
            <tr key={tax.taxId} className="kr-nightly-included">
              <th scope="row">{t('reservation.includes', { tax: tax.name })}</th>
              <td>{format.money(tax.amountMinor)}</td>
            </tr>
          ))}
      </tfoot>
    </table>
  )
}
