import { useTranslation } from 'react-i18next'
import type { CashierView } from '../../../shared/desk-api/views.ts'
import { LandingMark } from '../../components/landing-mark.tsx'
import { useHotel } from '../../data/hotel-provider.tsx'
import { confirmationCodeText } from '../../i18n/confirmation-code-text.ts'

export type ShiftView = NonNullable<CashierView['shift']>

/** What a count is away from what it should be, in words. */
export function useDifferenceText(): (differenceMinor: number) => string {
  const { t } = useTranslation()
  const { format } = useHotel()
  return (differenceMinor) => {
    if (differenceMinor === 0) return t('cashier.even')
    const amount = format.money(Math.abs(differenceMinor))
    return differenceMinor < 0 ? t('cashier.short', { amount }) : t('cashier.over', { amount })
  }
}

export function Totals({ shift, className = 'kr-money' }: { shift: ShiftView; className?: string }) {
  const { t } = useTranslation()
  const { format } = useHotel()
  const cell = (count: number, minor: number) => (
    <td className="kr-number">
      {format.money(minor)} <span className="kr-muted">{t('cashier.times', { count })}</span>
    </td>
  )
  return (
    <table className={className}>
      <thead>
        <tr>
          <th scope="col">{t('cashier.column.method')}</th>
          {(['taken', 'givenBack', 'total'] as const).map((column) => (
            <th key={column} scope="col" className="kr-number">
              {t(`cashier.column.${column}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {shift.totals.map((total) => (
          <tr key={total.method} data-method={total.method}>
            <th scope="row">{t(`cashier.method.${total.method}`)}</th>
            {cell(total.takenCount, total.takenMinor)}
            {cell(total.givenBackCount, total.givenBackMinor)}
            <td className="kr-number">
              <strong>{format.money(total.takenMinor - total.givenBackMinor)}</strong>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

export function Drawer({ shift, className = 'kr-money' }: { shift: ShiftView; className?: string }) {
  const { t } = useTranslation()
  const { format } = useHotel()
  const differenceText = useDifferenceText()
  const cash = shift.totals.find(({ method }) => method === 'cash')
  const rows = [
    ['drawerFloat', format.money(shift.floatMinor)],
    ['drawerTaken', format.money(cash?.takenMinor ?? 0)],
    ['drawerGivenBack', format.money(0 - (cash?.givenBackMinor ?? 0))],
    ['expected', format.money(shift.expectedCashMinor)],
    ...(shift.closed
      ? ([
          ['counted', format.money(shift.closed.countedMinor)],
          ['difference', differenceText(shift.closed.differenceMinor)],
        ] as const)
      : []),
  ] as const
  return (
    <table className={className}>
      <tbody>
        {rows.map(([name, text]) => (
          <tr key={name} data-row={name}>
            <th scope="row">{t(`cashier.${name}`)}</th>
            <td className="kr-number">{text}</td>
          </tr>
        ))}
      </tbody>
      {shift.closed && shift.closed.note !== '' ? <caption>{shift.closed.note}</caption> : null}
    </table>
  )
}

export function Movements({
  shift,
  className = 'kr-money',
  marks = true,
}: {
  shift: ShiftView
  className?: string
  marks?: boolean
}) {
  const { t } = useTranslation()
  const { format } = useHotel()
  if (shift.movements.length === 0) return <p className="kr-muted">{t('cashier.movementsNone')}</p>
  return (
    <table className={className} data-testid="movements">
      <thead>
        <tr>
          <th scope="col">{t('cashier.at')}</th>
          <th scope="col">{t('cashier.guest')}</th>
          <th scope="col">{t('cashier.column.method')}</th>
          <th scope="col" className="kr-number">
            {t('cashier.amount')}
          </th>
          {marks ? <th scope="col">{t('cashier.state')}</th> : null}
        </tr>
      </thead>
      <tbody>
        {shift.movements.map((each) => (
          <tr key={each.opId}>
            <td>{format.time(each.atUtcMs)}</td>
            <td>
              <bdi>{each.lastName}</bdi> <span className="kr-muted">{confirmationCodeText(each.confirmationCode)}</span>
            </td>
            <td>
              {t(`cashier.method.${each.method}`)}, {t(`cashier.${each.kind}`)}
            </td>
            <td className="kr-number">
              {format.money(each.kind === 'taken' ? each.amountMinor : 0 - each.amountMinor)}
            </td>
            {marks ? (
              <td>
                <LandingMark landing={each.landing} />
              </td>
            ) : null}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
