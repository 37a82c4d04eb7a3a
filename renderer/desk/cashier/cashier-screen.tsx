import './cashier.css'
import { Button } from '@mantine/core'
import { IconPrinter } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { CashierView } from '../../../shared/desk-api/views.ts'
import { Notice } from '../../components/notice.tsx'
import { RefusedNote, RowsLoading, StaleNote } from '../../components/state-notes.tsx'
import { useCodeText, useHotel } from '../../data/hotel-provider.tsx'
import { useDeskQuery } from '../../data/use-desk-query.ts'
import { momentText } from '../../i18n/moment.ts'
import { CashierReport } from './cashier-report.tsx'
import { CloseShift } from './close-shift.tsx'
import { OpenShift } from './open-shift.tsx'
import { Drawer, Movements, Totals } from './shift-tables.tsx'

/** The cash drawer of whoever is signed in: their open shift, or the last one and the way to a new one. */
export function CashierScreen() {
  const { t } = useTranslation()
  const { format } = useHotel()
  const textOf = useCodeText()
  const queries = useQueryClient()
  const cashier = useDeskQuery('cashier.get', {})
  return (
    <div className="kr-page kr-cashier">
      <header className="kr-page-head">
        <h1>{t('cashier.title')}</h1>
        {cashier.state === 'stale' ? <StaleNote time={format.time(cashier.asOfUtcMs)} /> : null}
      </header>
      <p className="kr-muted">
        {t('cashier.lead')} {t('cashier.local')}
      </p>
      {cashier.state === 'refused' ? (
        <RefusedNote text={textOf(cashier.error)} onRetry={() => void queries.invalidateQueries()} />
      ) : null}
      {cashier.state === 'loading' ? <RowsLoading rows={4} height={70} /> : null}
      {'value' in cashier ? <Inside cashier={cashier.value} /> : null}
    </div>
  )
}

function Inside({ cashier }: { cashier: CashierView }) {
  const { t } = useTranslation()
  const { format } = useHotel()
  const { shift, outside, open } = cashier
  const isOpen = shift !== null && shift.closed === null
  const others = open.filter((each) => each.openedAtUtcMs !== shift?.openedAtUtcMs || !isOpen)
  return (
    <>
      {outside.count > 0 ? (
        <Notice tone="attention">
          {t('cashier.outside', {
            count: outside.count,
            taken: format.money(outside.takenMinor),
            givenBack: format.money(outside.givenBackMinor),
          })}
        </Notice>
      ) : null}
      {others.length > 0 ? (
        <p className="kr-muted">
          {t('cashier.others', {
            names: others.map(({ staffName }) => staffName ?? t('cashier.shiftNameless')).join(', '),
          })}
        </p>
      ) : null}
      {isOpen ? null : <OpenShift />}
      {shift ? <Shift shift={shift} /> : null}
    </>
  )
}

function Shift({ shift }: { shift: NonNullable<CashierView['shift']> }) {
  const { t } = useTranslation()
  const { hotel, format } = useHotel()
  const moment = (utcMs: number) => momentText(format, hotel.timeZone, utcMs)
  const { closed } = shift
  return (
    <section className="kr-shift" aria-labelledby="kr-shift" data-testid="shift" data-open={closed === null}>
      <header>
        <h2 id="kr-shift">
          {shift.staffName === null ? t('cashier.shiftNameless') : t('cashier.shift', { name: shift.staffName })}
        </h2>
        <span className="kr-muted">
          {closed
            ? t('cashier.closedAt', { from: moment(shift.openedAtUtcMs), until: moment(closed.atUtcMs) })
            : t('cashier.openSince', { moment: moment(shift.openedAtUtcMs) })}
        </span>
        <Button
          size="xs"
          variant="default"
          leftSection={<IconPrinter size={16} stroke={1.8} aria-hidden />}
          data-testid="cashier-print"
          onClick={() => window.print()}
        >
          {t('cashier.print')}
        </Button>
      </header>
      {closed ? (
        <Notice tone="good" role="status">
          {t('cashier.closed')}
        </Notice>
      ) : null}
      <div className="kr-shift-columns">
        <div>
          <h3>{t('cashier.totals')}</h3>
          <Totals shift={shift} />
          <h3>{t('cashier.movements')}</h3>
          <Movements shift={shift} />
        </div>
        <div>
          <h3>{t('cashier.drawer')}</h3>
          <Drawer shift={shift} />
          {closed ? null : <CloseShift shift={shift} />}
        </div>
      </div>
      <CashierReport shift={shift} />
    </section>
  )
}
