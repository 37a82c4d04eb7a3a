import type { ReactNode } from 'react'
import type { LocalDate } from '../../shared/domain/stay-dates.ts'

interface Props {
  readonly nightly: readonly { readonly night: LocalDate; readonly priceMinor: number }[]
  readonly totalMinor: number
  readonly totalLabel: ReactNode
  readonly format: { day(date: LocalDate): string; money(minor: number): string }
  /** Names the table for a screen reader where no heading does. */
  readonly caption?: string
  readonly totalTestId?: string
}

/** The price of each night and their total. */
export function NightlyPrices({ nightly, totalMinor, totalLabel, format, caption, totalTestId }: Props) {
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
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">{totalLabel}</th>
          <td data-testid={totalTestId}>{format.money(totalMinor)}</td>
        </tr>
      </tfoot>
    </table>
  )
}
