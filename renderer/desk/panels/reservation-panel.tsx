import { useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { ReservationView } from '../../../shared/desk-api/views.ts'
import type { ReservationId } from '../../../shared/domain/ids.ts'
import { holdsInventory } from '../../../shared/domain/lifecycle.ts'
import { nightCount } from '../../../shared/domain/stay-dates.ts'
import { KeyTag } from '../../components/key-tag.tsx'
import { LandingMark } from '../../components/landing-mark.tsx'
import { NightlyPrices } from '../../components/nightly-prices.tsx'
import { SidePanel } from '../../components/side-panel.tsx'
import { RefusedNote, RowsLoading, StaleNote } from '../../components/state-notes.tsx'
import { useCodeText, useHotel } from '../../data/hotel-provider.tsx'
import { useDeskQuery } from '../../data/use-desk-query.ts'
import { confirmationCodeText } from '../../i18n/confirmation-code-text.ts'
import { useScreen } from '../../stores/screen-store.ts'
import { ReservationActions } from './reservation-actions.tsx'

/** One booking: who, when, which room, what it costs, how far it has got, and what can be done with it. */
export function ReservationPanel() {
  const { t } = useTranslation()
  const { panel, close } = useScreen()
  return (
    <SidePanel
      title={t('reservation.title')}
      opened={panel.kind === 'reservation'}
      onClose={close}
      size={520}
      testId="reservation-panel"
    >
      {panel.kind === 'reservation' ? <Inside key={panel.reservationId} reservationId={panel.reservationId} /> : null}
    </SidePanel>
  )
}

function Inside({ reservationId }: { reservationId: ReservationId }) {
  const { format } = useHotel()
  const textOf = useCodeText()
  const queries = useQueryClient()
  const reservation = useDeskQuery('reservation.get', { reservationId })
  if (reservation.state === 'loading') return <RowsLoading rows={6} height={36} />
  if (reservation.state === 'refused') {
    return <RefusedNote text={textOf(reservation.error)} onRetry={() => void queries.invalidateQueries()} />
  }
  return (
    <div className="kr-reservation">
      {reservation.state === 'stale' ? <StaleNote time={format.time(reservation.asOfUtcMs)} /> : null}
      <Head reservation={reservation.value} />
      <Facts reservation={reservation.value} />
      {reservation.value.lines.map((line) => (
        <Line
          key={line.position}
          line={line}
          isOnly={reservation.value.lines.length === 1}
          isHeld={holdsInventory(reservation.value.status)}
        />
      ))}
      <Account reservation={reservation.value} />
      <ReservationActions reservation={reservation.value} />
    </div>
  )
}

function Head({ reservation }: { reservation: ReservationView }) {
  const { t } = useTranslation()
  const { guest, confirmationCode, status, landing } = reservation
  return (
    <div className="kr-reservation-head">
      <div>
        <h3>
          <bdi>{guest.lastName}</bdi>, <bdi>{guest.firstName}</bdi>
        </h3>
        <p className="kr-code-small" title={t('reservation.code')}>
          {confirmationCodeText(confirmationCode)}
        </p>
      </div>
      <div className="kr-reservation-state">
        <span className="kr-chip" data-status={status}>
          {t(`word.status.${status}`)}
        </span>
        <LandingMark landing={landing} />
      </div>
    </div>
  )
}

function Facts({ reservation }: { reservation: ReservationView }) {
  const { t } = useTranslation()
  const { format } = useHotel()
  const { guest, guarantee, channel, bookedOn, bookedAtUtcMs } = reservation
  return (
    <dl className="kr-facts">
      <dt>{t('reservation.phone')}</dt>
      <dd>{guest.phone ?? <span className="kr-muted">{t('reservation.notGiven')}</span>}</dd>
      <dt>{t('reservation.email')}</dt>
      <dd>{guest.email ?? <span className="kr-muted">{t('reservation.notGiven')}</span>}</dd>
      <dt>{t('reservation.guarantee')}</dt>
      <dd>{t(`word.guarantee.${guarantee}`)}</dd>
      <dt>{t('reservation.source')}</dt>
      <dd>
        {t(`word.channel.${channel}`)}, {format.day(bookedOn)} {format.time(bookedAtUtcMs)}
      </dd>
    </dl>
  )
}

/** What is owed and what was paid; a refund only where there was one. */
function Account({ reservation }: { reservation: ReservationView }) {
  const { t } = useTranslation()
  const { format } = useHotel()
  const { totalMinor, paidMinor, refundedMinor, balanceMinor } = reservation
  return (
    <dl className="kr-facts kr-account" data-testid="reservation-account">
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
      <dt>{balanceMinor < 0 ? t('reservation.toRefund') : t('reservation.toPay')}</dt>
      <dd>
        <strong>{format.money(Math.abs(balanceMinor))}</strong>
      </dd>
    </dl>
  )
}

interface LineProps {
  readonly line: ReservationView['lines'][number]
  readonly isOnly: boolean
  /** Nobody is expected on a line of a canceled booking, whatever its stay was. */
  readonly isHeld: boolean
}

function Line({ line, isOnly, isHeld }: LineProps) {
  const { t } = useTranslation()
  const { format, roomTypeName } = useHotel()
  const people = [
    t('word.adults', { count: line.adults }),
    ...(line.children > 0 ? [t('word.children', { count: line.children })] : []),
  ]
  return (
    <section className="kr-line" aria-label={t('reservation.lineTitle', { position: line.position })}>
      <div className="kr-line-head">
        <KeyTag room={line.roomId} large />
        <div>
          <strong>{roomTypeName(line.chargedType)}</strong>
          {line.chargedType === line.inventoryType ? null : (
            <p className="kr-muted">
              {t('reservation.upgraded', {
                charged: roomTypeName(line.chargedType),
                inventory: roomTypeName(line.inventoryType),
              })}
            </p>
          )}
          <p>
            {format.day(line.arrival)} – {format.day(line.departure)} · {t('word.nights', { count: nightCount(line) })}{' '}
            · {people.join(', ')}
          </p>
        </div>
        {isHeld || line.stay !== 'expected' ? <span className="kr-chip">{t(`word.stay.${line.stay}`)}</span> : null}
      </div>
      <NightlyPrices
        nightly={line.nightly}
        taxes={line.taxes}
        totalMinor={line.totalMinor}
        totalLabel={isOnly ? t('reservation.total') : t('reservation.lineTitle', { position: line.position })}
        format={format}
        caption={t('reservation.prices')}
      />
    </section>
  )
}
