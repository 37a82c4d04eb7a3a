import { Button, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ReservationView } from '../../../shared/desk-api/views.ts'
import { Shortcut } from '../../components/shortcut.tsx'
import { useHotel } from '../../data/hotel-provider.tsx'
import { useDeskAttempt } from '../../data/use-desk-attempt.ts'
import { MOST_CHARACTERS } from '../../stores/walk-in-draft.ts'
import type { Done } from './line-tasks.tsx'
import { TaskBox } from './task-box.tsx'
import type { Task } from './task.ts'

interface Props {
  readonly reservation: ReservationView
  readonly task: Task | null
  readonly onTask: (task: Task | null) => void
  readonly onDone: (done: Done) => void
}

/** Who it is for and how to reach them, how the booking came, and a way to correct it. */
export function GuestCard({ reservation, task, onTask, onDone }: Props) {
  const { t } = useTranslation()
  const { format } = useHotel()
  const { guest, guarantee, channel, bookedOn, bookedAtUtcMs, actions } = reservation
  const isOpen = actions.some(({ action, refusedBy }) => action === 'editGuest' && refusedBy === null)
  if (task?.on === 'booking' && task.what === 'editGuest') {
    return (
      <section className="kr-card">
        <EditGuest reservation={reservation} onDone={onDone} onLeave={() => onTask(null)} />
      </section>
    )
  }
  return (
    <section className="kr-card" aria-labelledby="kr-guest">
      <div className="kr-card-head">
        <h3 id="kr-guest">{t('reservation.guest')}</h3>
        {isOpen ? (
          <Button
            variant="default"
            size="xs"
            data-testid="do-editGuest"
            aria-keyshortcuts="e"
            rightSection={<Shortcut keys="E" />}
            onClick={() => onTask({ on: 'booking', what: 'editGuest' })}
          >
            {t('booking.editGuest')}
          </Button>
        ) : null}
      </div>
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
    </section>
  )
}

const FIELDS = ['lastName', 'firstName', 'phone', 'email'] as const

function EditGuest({
  reservation,
  onDone,
  onLeave,
}: Pick<Props, 'reservation' | 'onDone'> & { readonly onLeave: () => void }) {
  const { t } = useTranslation()
  const { guestId } = reservation
  // What the form was opened with: a colleague's change meanwhile to another field is kept.
  const [before] = useState(reservation.guest)
  const [draft, setDraft] = useState({ ...before, phone: before.phone ?? '', email: before.email ?? '' })
  const { send, inFlight, refused } = useDeskAttempt('guest.edit', () => onDone({ text: t('booking.guestEdited') }))
  const after = {
    firstName: draft.firstName.trim(),
    lastName: draft.lastName.trim(),
    phone: draft.phone.trim() || null,
    email: draft.email.trim() || null,
  }
  return (
    <TaskBox
      title={t('booking.editGuest')}
      confirm={t('booking.save')}
      inFlight={inFlight}
      refused={refused}
      disabled={after.firstName === '' || after.lastName === ''}
      onCancel={onLeave}
      onConfirm={() => void send({ guestId, before, after })}
    >
      {FIELDS.map((name, index) => (
        <TextInput
          key={name}
          label={t(`walkIn.${name}`)}
          value={draft[name]}
          maxLength={MOST_CHARACTERS[name]}
          autoComplete="off"
          spellCheck={false}
          {...(index === 0 ? { 'data-autofocus': true, autoFocus: true } : {})}
          onChange={(event) => setDraft({ ...draft, [name]: event.currentTarget.value })}
        />
      ))}
    </TaskBox>
  )
}
