import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { FolioView, ReservationView } from '../../../shared/desk-api/views.ts'
import { Shortcut } from '../../components/shortcut.tsx'
import { useCodeText, useHotel } from '../../data/hotel-provider.tsx'
import { valueOf } from '../../data/shown.ts'
import { useDeskQuery } from '../../data/use-desk-query.ts'
import type { Done } from './line-tasks.tsx'
import { PaymentTask, RefundTask } from './payment-task.tsx'
import type { Task } from './task.ts'

interface Props {
  readonly reservation: ReservationView
  readonly task: Task | null
  readonly onTask: (task: Task | null) => void
  readonly onDone: (done: Done) => void
}

/** What is owed and what was paid, each posting with what was owed after it, and money in and out. */
export function AccountCard({ reservation, task, onTask, onDone }: Props) {
  const { t } = useTranslation()
  const textOf = useCodeText()
  const folio = valueOf(useDeskQuery('folio.get', { reservationId: reservation.reservationId }))
  const mayNot = (action: 'takePayment' | 'giveRefund') =>
    reservation.actions.find((one) => one.action === action)?.refusedBy ?? null
  const own = task?.on === 'booking' ? task.what : null
  const begin = (what: 'takePayment' | 'giveRefund') => onTask({ on: 'booking', what })
  const props = { reservation, onDone, onLeave: () => onTask(null) }
  return (
    <section className="kr-card" aria-labelledby="kr-account">
      <h3 id="kr-account">{t('pay.account')}</h3>
      <Totals reservation={reservation} />
      {own === 'takePayment' ? <PaymentTask {...props} /> : null}
      {own === 'giveRefund' ? <RefundTask {...props} /> : null}
      {own === 'takePayment' || own === 'giveRefund' ? null : (
        <div className="kr-line-actions">
          <Button
            variant={reservation.balanceMinor > 0 ? 'filled' : 'default'}
            data-testid="do-takePayment"
            aria-keyshortcuts="p"
            disabled={mayNot('takePayment') !== null}
            rightSection={<Shortcut keys="P" />}
            onClick={() => begin('takePayment')}
          >
            {t('pay.title')}
          </Button>
          <Button
            variant="default"
            data-testid="do-giveRefund"
            disabled={mayNot('giveRefund') !== null}
            onClick={() => begin('giveRefund')}
          >
            {t('pay.refundTitle')}
          </Button>
        </div>
      )}
      {(['takePayment', 'giveRefund'] as const).map((action) => {
        const code = mayNot(action)
        return code === null ? null : (
          <p key={action} className="kr-muted kr-small">
            {t(action === 'takePayment' ? 'pay.title' : 'pay.refundTitle')}: {textOf({ code, params: {} })}
          </p>
        )
      })}
      {folio && folio.lines.length > 0 ? <Folio folio={folio} /> : null}
    </section>
  )
}

function Totals({ reservation }: { reservation: ReservationView }) {
  const { t } = useTranslation()
  const { format } = useHotel()
  const { totalMinor, paidMinor, refundedMinor, balanceMinor, depositMinor } = reservation
  return (
    <dl className="kr-facts kr-account" data-testid="reservation-account" data-balance={balanceMinor}>
      <dt>{t('reservation.owed')}</dt>
      <dd>{format.money(totalMinor)}</dd>
      <dt>{t('reservation.paid')}</dt>
      <dd>{format.money(paidMinor)}</dd>
      {refundedMinor === 0 ? null : (
        <>
          <dt>{t('reservation.refunded')}</dt>
          <dd>{format.money(refundedMinor)}</dd>
        </>
      )}
      {depositMinor === 0 ? null : (
        <>
          <dt>{t('pay.paidAhead')}</dt>
          <dd>{format.money(depositMinor)}</dd>
        </>
      )}
      <dt className="kr-account-due">{balanceMinor < 0 ? t('reservation.toRefund') : t('reservation.toPay')}</dt>
      <dd className="kr-account-due">
        <strong>{format.money(Math.abs(balanceMinor))}</strong>
      </dd>
    </dl>
  )
}

function Folio({ folio }: { folio: FolioView }) {
  const { t } = useTranslation()
  const { format } = useHotel()
  return (
    <table className="kr-folio" data-testid="folio">
      <caption className="kr-hidden">{t('pay.postings')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('pay.date')}</th>
          <th scope="col">{t('pay.posting')}</th>
          <th scope="col">{t('pay.amount')}</th>
          <th scope="col">{t('pay.running')}</th>
        </tr>
      </thead>
      <tbody>
        {folio.lines.map((line) => (
          <tr key={line.folioLineId}>
            <td>{format.day(line.businessDate)}</td>
            <td>
              {t(`pay.kind.${line.kind}`)}
              {line.night === null ? null : ` · ${t('pay.night', { night: format.day(line.night) })}`}
              {line.note === '' ? null : <span className="kr-muted"> · {line.note}</span>}
              {line.terminal === null ? null : <span className="kr-muted"> · {line.terminal}</span>}
            </td>
            <td>{format.money(line.amountMinor)}</td>
            <td>{format.money(line.runningMinor)}</td>
          </tr>
        ))}
      </tbody>
      {folio.toComeMinor === 0 ? null : (
        <tfoot>
          <tr>
            <th scope="row" colSpan={2}>
              {t('pay.toCome')}
            </th>
            <td>{format.money(folio.toComeMinor)}</td>
            <td>{format.money(folio.balanceMinor)}</td>
          </tr>
        </tfoot>
      )}
    </table>
  )
}
