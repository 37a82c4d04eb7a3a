import { useTranslation } from 'react-i18next'
import { PrintSheet } from '../../components/print-sheet.tsx'
import { useHotel } from '../../data/hotel-provider.tsx'
import { momentText } from '../../i18n/moment.ts'
import { Drawer, Movements, type ShiftView, Totals } from './shift-tables.tsx'

/** The shift on paper, for the safe. */
export function CashierReport({ shift }: { shift: ShiftView }) {
  const { t } = useTranslation()
  const { hotel, format } = useHotel()
  const moment = (utcMs: number) => momentText(format, hotel.timeZone, utcMs)
  const who = shift.staffName === null ? t('cashier.shiftNameless') : t('cashier.shift', { name: shift.staffName })
  const when = shift.closed
    ? t('cashier.closedAt', { from: moment(shift.openedAtUtcMs), until: moment(shift.closed.atUtcMs) })
    : t('cashier.openSince', { moment: moment(shift.openedAtUtcMs) })
  const head = (
    <>
      <strong>
        {hotel.name} · {hotel.terminal.name}
      </strong>
      <span>
        {who} · {when}
      </span>
    </>
  )
  return (
    <PrintSheet head={head}>
      <h1>{t('cashier.reportTitle')}</h1>
      <h2>{t('cashier.totals')}</h2>
      <Totals shift={shift} className="kr-sheet-table" />
      <h2>{t('cashier.drawer')}</h2>
      <Drawer shift={shift} className="kr-sheet-table" />
      <h2>{t('cashier.movements')}</h2>
      <Movements shift={shift} className="kr-sheet-table" marks={false} />
      <p className="kr-sheet-signed">{t('cashier.signed')}</p>
    </PrintSheet>
  )
}
