import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { ReservationView } from '../../../shared/desk-api/views.ts'
import { useCodeText } from '../../data/hotel-provider.tsx'
import { useDeskAttempt } from '../../data/use-desk-attempt.ts'
import type { Done } from './line-tasks.tsx'
import { TaskBox } from './task-box.tsx'
import type { Task } from './task.ts'

interface Props {
  readonly reservation: ReservationView
  readonly task: Task | null
  readonly onTask: (task: Task | null) => void
  readonly onDone: (done: Done) => void
}

/** The whole booking is canceled, once that was said and meant; where it can not be, why. */
export function CancelBooking({ reservation, task, onTask, onDone }: Props) {
  const { t } = useTranslation()
  const textOf = useCodeText()
  const { reservationId, guest, status, lines, actions } = reservation
  const { send, inFlight, refused } = useDeskAttempt('reservation.cancel', () =>
    onDone({ text: t('reservation.canceled') }),
  )
  const asked = actions.find(({ action }) => action === 'cancel')
  if (!asked) return null
  if (asked.refusedBy !== null) {
    const from = status === 'canceled' ? status : (lines.find(({ stay }) => stay !== 'expected')?.stay ?? status)
    return (
      <p className="kr-muted kr-small">
        {t('reservation.cancel')}: {textOf({ code: asked.refusedBy, params: { from } })}
      </p>
    )
  }
  if (task?.on === 'booking' && task.what === 'cancel') {
    return (
      <TaskBox
        title={t('reservation.cancel')}
        confirm={t('reservation.cancelConfirm')}
        tone="grave"
        inFlight={inFlight}
        refused={refused}
        focusConfirm
        onCancel={() => onTask(null)}
        onConfirm={() => void send({ reservationId })}
      >
        <p>{t('reservation.cancelQuestion', { name: guest.lastName })}</p>
      </TaskBox>
    )
  }
  return (
    <Button variant="default" data-testid="do-cancel" onClick={() => onTask({ on: 'booking', what: 'cancel' })}>
      {t('reservation.cancel')}
    </Button>
  )
}
