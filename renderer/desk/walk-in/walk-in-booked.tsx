import { Button, Group } from '@mantine/core'
import { IconCircleCheck } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { ReservationView } from '../../../shared/desk-api/views.ts'
import type { ReservationId } from '../../../shared/domain/ids.ts'
import { nightCount } from '../../../shared/domain/stay-dates.ts'
import { KeyTag } from '../../components/key-tag.tsx'
import { LandingMark } from '../../components/landing-mark.tsx'
import { useHotel } from '../../data/hotel-provider.tsx'
import { valueOf } from '../../data/shown.ts'
import { useDeskQuery } from '../../data/use-desk-query.ts'
import { confirmationCodeText } from '../../i18n/confirmation-code-text.ts'
import { useScreen } from '../../stores/screen-store.ts'
import { useWalkIn } from '../../stores/walk-in-store.ts'

interface Props {
  readonly booked: { readonly reservationId: ReservationId; readonly confirmationCode: string; readonly claim: string }
  readonly onDone: () => void
}

/** The code to read out, and how far the booking has got; the mark changes by itself as it travels. */
export function WalkInBooked({ booked, onDone }: Props) {
  const { t } = useTranslation()
  const open = useScreen((state) => state.open)
  const clear = useWalkIn((state) => state.clear)
  const { reservationId, confirmationCode } = booked
  const reservation = valueOf(useDeskQuery('reservation.get', { reservationId }))
  const line = valueOf(useDeskQuery('sync.badge', {}))?.line
  const landing = reservation?.landing ?? 'saved'
  return (
    <div className="kr-booked" role="status">
      <IconCircleCheck size={44} stroke={1.4} aria-hidden className="kr-booked-icon" />
      <h3>{t('walkIn.bookedTitle')}</h3>
      <p className="kr-muted">{t('walkIn.codeLabel')}</p>
      <p className="kr-code" data-testid="confirmation-code" data-landing={landing}>
        {confirmationCodeText(confirmationCode)}
      </p>
      <p className="kr-booked-landing">
        <LandingMark landing={landing} />
        <span>
          {landing === 'saved' && line === 'up' ? t('sync.landing.savedUpLong') : t(`sync.landing.${landing}Long`)}
        </span>
      </p>
      {booked.claim === 'at_risk' && landing === 'saved' ? (
        <p className="kr-muted" data-testid="sold-at-risk">
          {t('walkIn.claimAtRisk')}
        </p>
      ) : null}
      {reservation ? <Summary reservation={reservation} /> : null}
      <Group justify="center" mt="lg">
        <Button variant="default" onClick={() => open({ kind: 'reservation', reservationId })}>
          {t('walkIn.open')}
        </Button>
        <Button variant="default" onClick={clear}>
          {t('walkIn.next')}
        </Button>
        <Button data-autofocus autoFocus onClick={onDone}>
          {t('walkIn.done')}
        </Button>
      </Group>
    </div>
  )
}

function Summary({ reservation }: { reservation: ReservationView }) {
  const { t } = useTranslation()
  const { format, roomTypeName } = useHotel()
  const { guest, lines, totalMinor } = reservation
  return (
    <div className="kr-booked-summary">
      <strong>
        <bdi>{guest.firstName}</bdi> <bdi>{guest.lastName}</bdi>
      </strong>
      {lines.map((line) => (
        <p key={line.position}>
          <KeyTag room={line.roomId} /> {roomTypeName(line.chargedType)} ·{' '}
          {t('word.nights', { count: nightCount(line) })} · {format.day(line.arrival)} – {format.day(line.departure)} ·{' '}
          {format.money(totalMinor)}
        </p>
      ))}
    </div>
  )
}
