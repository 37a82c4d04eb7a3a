import { useTranslation } from 'react-i18next'
import type { DeskCallName } from '../../../shared/desk-api/contract.ts'
import type { ReservationView } from '../../../shared/desk-api/views.ts'
import { useDeskAttempt } from '../../data/use-desk-attempt.ts'
import { AssignTask } from './assign-task.tsx'
import { CheckInTask } from './check-in-task.tsx'
import { CheckOutTask } from './check-out-task.tsx'
import { ChangeTask, DepartureTask } from './dates-task.tsx'
import { MoveTask, SwapTask } from './move-task.tsx'
import { TaskBox } from './task-box.tsx'
import type { Line, LineTask, Task } from './task.ts'

/** What was done, to be said, and what takes it back. */
export interface Done {
  readonly text: string
  readonly undo?: { readonly call: 'stay.undoCheckIn' | 'stay.undoCheckOut'; readonly position: number }
}

export interface LineTaskProps {
  readonly reservation: ReservationView
  readonly line: Line
  readonly onDone: (done: Done) => void
  readonly onLeave: () => void
  readonly onTask: (task: Task) => void
}

/** The form of what is being done to a line. */
export function LineTaskForm({ what, ...props }: LineTaskProps & { readonly what: LineTask }) {
  switch (what) {
    case 'checkIn':
      return <CheckInTask {...props} />
    case 'checkOut':
      return <CheckOutTask {...props} />
    case 'move':
      return <MoveTask {...props} />
    case 'swap':
      return <SwapTask {...props} />
    case 'change':
      return <ChangeTask {...props} />
    case 'changeDeparture':
      return <DepartureTask {...props} />
    case 'assignRoom':
      return <AssignTask {...props} />
    case 'noShow':
    case 'undoCheckIn':
    case 'undoCheckOut':
      return <PlainTask call={`stay.${what}`} what={what} {...props} />
  }
}

type PlainCall = Extract<DeskCallName, 'stay.noShow' | 'stay.undoCheckIn' | 'stay.undoCheckOut'>

/** What needs no more than to be meant. */
function PlainTask({
  call,
  what,
  reservation,
  line,
  onDone,
  onLeave,
}: LineTaskProps & { readonly call: PlainCall; readonly what: 'noShow' | 'undoCheckIn' | 'undoCheckOut' }) {
  const { t } = useTranslation()
  const { send, inFlight, refused } = useDeskAttempt(call, () => onDone({ text: t(`booking.done.${what}`) }))
  return (
    <TaskBox
      title={t(`booking.task.${what}`)}
      confirm={t(`booking.task.${what}`)}
      tone={what === 'noShow' ? 'grave' : 'normal'}
      inFlight={inFlight}
      refused={refused}
      focusConfirm
      onCancel={onLeave}
      onConfirm={() => void send({ reservationId: reservation.reservationId, position: line.position })}
    >
      <p>{t(`booking.means.${what}`, { name: reservation.guest.lastName })}</p>
    </TaskBox>
  )
}
