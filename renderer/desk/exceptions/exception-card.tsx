import { Button } from '@mantine/core'
import { IconAlertTriangle, IconInfoCircle } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { reservationId as reservationIdSchema } from '../../../shared/desk-api/fields.ts'
import type { ExceptionView } from '../../../shared/desk-api/views.ts'
import { useHotel } from '../../data/hotel-provider.tsx'
import { useNow } from '../../data/use-now.ts'
import { exceptionSides, exceptionTexts } from '../../i18n/exception-texts.ts'
import { ageInWords } from '../../i18n/format.ts'
import { useScreen } from '../../stores/screen-store.ts'
import { WaysOut } from './ways-out.tsx'

const ICONS = { info: IconInfoCircle, action: IconAlertTriangle, urgent: IconAlertTriangle }

interface Props {
  readonly exception: ExceptionView
  readonly onLeave: (way: 'walk' | 'send_on') => void
  readonly onSettled: () => void
}

/** One thing to settle: what each side holds true, what it leads to, and the ways out. */
export function ExceptionCard({ exception, onLeave, onSettled }: Props) {
  const { t } = useTranslation()
  const naming = useHotel()
  const open = useScreen((state) => state.open)
  const nowUtcMs = useNow(10_000)
  const Icon = ICONS[exception.severity]
  const texts = exceptionTexts(t, naming, exception)
  const sides = exceptionSides(t, naming, exception)
  const bookingId = bookingOf(exception)
  return (
    <li className="kr-exception" data-severity={exception.severity} data-kind={exception.kind}>
      <div className="kr-exception-head">
        <Icon size={18} stroke={1.9} aria-hidden />
        <h3>{texts.title}</h3>
        <span className="kr-exception-when">
          <strong>{t(`severity.${exception.severity}`)}</strong> ·{' '}
          {t('exceptionTray.opened', { age: ageInWords(t, nowUtcMs - exception.openedAtUtcMs) })}
        </span>
      </div>
      <dl className="kr-sides">
        <div>
          <dt>{t('exceptionTray.here')}</dt>
          <dd>{sides.here}</dd>
        </div>
        <div>
          <dt>{t('exceptionTray.chain')}</dt>
          <dd>{sides.chain}</dd>
        </div>
      </dl>
      <dl>
        <dt>{t('exceptionTray.consequence')}</dt>
        <dd>{texts.consequence}</dd>
        <dt>{t('exceptionTray.next')}</dt>
        <dd>{texts.next}</dd>
      </dl>
      {exception.kind === 'OP_PARKED' ? (
        <p className="kr-muted kr-small">
          {t('exceptionTray.code')}: <code>{exception.exceptionId}</code>
        </p>
      ) : null}
      <div className="kr-exception-actions">
        <WaysOut exception={exception} title={texts.title} onLeave={onLeave} onSettled={onSettled} />
        {exception.ways.length === 0 ? <p className="kr-muted kr-small">{t('exceptionTray.closesItself')}</p> : null}
        {bookingId === null ? null : (
          <Button
            size="xs"
            variant="subtle"
            color="gray"
            onClick={() => open({ kind: 'reservation', reservationId: bookingId })}
          >
            {t('exceptionTray.openBooking')}
          </Button>
        )}
      </div>
    </li>
  )
}

/** The booking that it is about. A walk-in that the chain refused is not on this desk any more. */
function bookingOf({ kind, subject, params }: ExceptionView) {
  const isGone = kind === 'REQUEST_REFUSED' && params['op'] === 'bookWalkIn'
  if (subject.entity !== 'reservation' || isGone) return null
  const id = reservationIdSchema.safeParse(subject.key)
  return id.success ? id.data : null
}
