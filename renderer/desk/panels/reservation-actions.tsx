import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ReservationView } from '../../../shared/desk-api/views.ts'
import { ConfirmStep } from '../../components/confirm-step.tsx'
import { Notice, type NoticeTone } from '../../components/notice.tsx'
import { useCodeText } from '../../data/hotel-provider.tsx'
import { useDeskCommand } from '../../data/use-desk-command.ts'
import { AssignRoom } from './assign-room.tsx'

interface Told {
  readonly tone: NoticeTone
  readonly text: string
}

/** What can be done with the booking; what can not be done now stays visible, with the reason. */
export function ReservationActions({ reservation }: { reservation: ReservationView }) {
  const { t } = useTranslation()
  const [told, setTold] = useState<Told | null>(null)
  const assign = reservation.actions.find(({ action }) => action === 'assignRoom')
  const cancel = reservation.actions.find(({ action }) => action === 'cancel')
  return (
    <section className="kr-actions" aria-label={t('reservation.actions')}>
      {told ? (
        <Notice tone={told.tone} role={told.tone === 'good' ? 'status' : 'alert'}>
          {told.text}
        </Notice>
      ) : null}
      {assign ? (
        <Action title={t('reservation.assign')} refusedBy={assign.refusedBy} reservation={reservation}>
          {reservation.lines.map((line) => (
            <AssignRoom key={line.position} reservationId={reservation.reservationId} line={line} onTold={setTold} />
          ))}
        </Action>
      ) : null}
      {cancel ? (
        <Action title={t('reservation.cancel')} refusedBy={cancel.refusedBy} reservation={reservation}>
          <CancelBooking reservation={reservation} onTold={setTold} />
        </Action>
      ) : null}
    </section>
  )
}

interface ActionProps {
  readonly title: string
  readonly refusedBy: string | null
  readonly reservation: ReservationView
  readonly children: React.ReactNode
}

function Action({ title, refusedBy, reservation, children }: ActionProps) {
  const { t } = useTranslation()
  const textOf = useCodeText()
  if (refusedBy === null) return <div className="kr-action-box">{children}</div>
  const from = stateOf(reservation)
  return (
    <div className="kr-action-box" data-refused>
      <p>
        <strong>{title}</strong>
      </p>
      <p className="kr-muted">
        {textOf({ code: refusedBy, params: { from } })} {t('app.notNow')}
      </p>
    </div>
  )
}

/** The state that stands in the way of an action: the contract's where it has ended, else the stay's. */
function stateOf({ status, lines }: ReservationView): string {
  const ended = status === 'canceled' || status === 'rejected' || status === 'refunded'
  return ended ? status : (lines.find((line) => line.stay !== 'expected')?.stay ?? status)
}

function CancelBooking({ reservation, onTold }: { reservation: ReservationView; onTold: (told: Told) => void }) {
  const { t } = useTranslation()
  const textOf = useCodeText()
  const { run, inFlight } = useDeskCommand('reservation.cancel')
  const cancel = async () => {
    const answer = await run({ reservationId: reservation.reservationId })
    if (!answer) return
    onTold(
      answer.ok ? { tone: 'good', text: t('reservation.canceled') } : { tone: 'urgent', text: textOf(answer.error) },
    )
  }
  return (
    <ConfirmStep
      label={t('reservation.cancel')}
      question={t('reservation.cancelQuestion', { name: reservation.guest.lastName })}
      confirm={t('reservation.cancelConfirm')}
      keep={t('reservation.cancelKeep')}
      inFlight={inFlight}
      onConfirm={() => void cancel()}
    />
  )
}
