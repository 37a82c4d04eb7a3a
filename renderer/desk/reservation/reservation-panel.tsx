import './reservation.css'
import { Button } from '@mantine/core'
import { useHotkeys } from '@mantine/hooks'
import { IconPrinter } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ReservationView } from '../../../shared/desk-api/views.ts'
import { holdsInventory } from '../../../shared/domain/lifecycle.ts'
import { LandingMark } from '../../components/landing-mark.tsx'
import { Shortcut } from '../../components/shortcut.tsx'
import { SidePanel } from '../../components/side-panel.tsx'
import { RefusedNote, RowsLoading, StaleNote } from '../../components/state-notes.tsx'
import { useCodeText, useHotel } from '../../data/hotel-provider.tsx'
import { useDeskQuery } from '../../data/use-desk-query.ts'
import { confirmationCodeText } from '../../i18n/confirmation-code-text.ts'
import { type Panel, useScreen } from '../../stores/screen-store.ts'
import { AccountCard } from './account-card.tsx'
import { CancelBooking } from './cancel-booking.tsx'
import { GuestCard } from './guest-card.tsx'
import { HistoryCard } from './history-card.tsx'
import { LineCard } from './line-card.tsx'
import type { Done } from './line-tasks.tsx'
import { RegistrationCard } from './registration-card.tsx'
import { type Task, openTasks } from './task.ts'
import { useDoneToast } from './undo-toast.tsx'

const WIDTH = 1160

type Opened = Extract<Panel, { kind: 'reservation' }>

/** One booking: its rooms, guest, account and history, and everything that may be done with it. */
export function ReservationPanel() {
  const { t } = useTranslation()
  const { panel, close } = useScreen()
  const [task, setTask] = useState<Task | null>(null)
  return (
    <SidePanel
      title={t('reservation.title')}
      opened={panel.kind === 'reservation'}
      onClose={() => {
        setTask(null)
        close()
      }}
      size={WIDTH}
      keepsEscape={task !== null}
      testId="reservation-panel"
    >
      {panel.kind === 'reservation' ? (
        <Inside key={panel.reservationId} opened={panel} task={task} onTask={setTask} />
      ) : null}
    </SidePanel>
  )
}

interface InsideProps {
  readonly opened: Opened
  readonly task: Task | null
  readonly onTask: (task: Task | null) => void
}

function Inside({ opened, task, onTask }: InsideProps) {
  const { format } = useHotel()
  const textOf = useCodeText()
  const queries = useQueryClient()
  const reservation = useDeskQuery('reservation.get', { reservationId: opened.reservationId })
  if (reservation.state === 'loading') return <RowsLoading rows={6} height={36} />
  if (reservation.state === 'refused') {
    return <RefusedNote text={textOf(reservation.error)} onRetry={() => void queries.invalidateQueries()} />
  }
  return (
    <>
      {reservation.state === 'stale' ? <StaleNote time={format.time(reservation.asOfUtcMs)} /> : null}
      <Booking reservation={reservation.value} task={task} onTask={onTask} />
    </>
  )
}

function Booking({ reservation, task, onTask }: Omit<InsideProps, 'opened'> & { reservation: ReservationView }) {
  const { t } = useTranslation()
  const toast = useDoneToast()
  const [printing, setPrinting] = useState(false)
  const { reservationId, lines, history } = reservation
  const onDone = ({ text, undo }: Done) => {
    onTask(null)
    toast(text, undo && { call: undo.call, ref: { reservationId, position: undo.position } })
    // The button that had the focus is gone: the keys work on from the page.
    requestAnimationFrame(() => document.getElementById('kr-booking')?.focus())
  }
  useBookingKeys(reservation, task, onTask, () => setPrinting(true))
  const props = { reservation, task, onTask, onDone }
  return (
    <div className="kr-booking" id="kr-booking" tabIndex={-1} data-autofocus>
      <div className="kr-booking-main">
        <Head reservation={reservation} />
        {lines.map((line) => (
          <LineCard key={line.position} line={line} isHeld={holdsInventory(reservation.status)} {...props} />
        ))}
        <div className="kr-line-actions">
          <Button
            variant="default"
            data-testid="registration"
            aria-keyshortcuts="r"
            leftSection={<IconPrinter size={17} stroke={1.7} aria-hidden />}
            rightSection={<Shortcut keys="R" />}
            onClick={() => setPrinting(true)}
          >
            {t('card.title')}
          </Button>
          <CancelBooking {...props} />
        </div>
        <HistoryCard history={history} />
      </div>
      <div className="kr-booking-side">
        <AccountCard {...props} />
        <GuestCard {...props} />
      </div>
      {printing ? <RegistrationCard reservation={reservation} onPrinted={() => setPrinting(false)} /> : null}
    </div>
  )
}

/** Single keys work while nothing is being filled in. */
function useBookingKeys(
  reservation: ReservationView,
  task: Task | null,
  onTask: (task: Task) => void,
  onPrint: () => void,
): void {
  const firstWith = (what: 'checkIn' | 'checkOut') => {
    const line = reservation.lines.find((one) => openTasks(one).includes(what))
    if (line && task === null) onTask({ on: 'line', what, position: line.position })
  }
  const begin = (what: 'takePayment' | 'editGuest') => {
    const isOpen = reservation.actions.some(({ action, refusedBy }) => action === what && refusedBy === null)
    if (isOpen && task === null) onTask({ on: 'booking', what })
  }
  useHotkeys([
    ['i', () => firstWith('checkIn')],
    ['o', () => firstWith('checkOut')],
    ['p', () => begin('takePayment')],
    ['e', () => begin('editGuest')],
    ['r', onPrint],
  ])
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
