import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Notice } from '../../components/notice.tsx'
import { useHotel } from '../../data/hotel-provider.tsx'
import { useDeskAttempt } from '../../data/use-desk-attempt.ts'
import type { LineTaskProps } from './line-tasks.tsx'
import { TaskBox } from './task-box.tsx'

/** The guest leaves: with what is still to pay said first, and never let go unseen. */
export function CheckOutTask({ reservation, line, onDone, onLeave, onTask }: LineTaskProps) {
  const { t } = useTranslation()
  const { format } = useHotel()
  const { reservationId, balanceMinor, lines } = reservation
  const { position } = line
  const { send, inFlight, refused } = useDeskAttempt('stay.checkOut', () =>
    onDone({ text: t('booking.checkedOut'), undo: { call: 'stay.undoCheckOut', position } }),
  )
  const somebodyStays = lines.some(
    (other) => other.position !== position && (other.stay === 'in_house' || other.stay === 'expected'),
  )
  const isOpen = refused?.code === 'BALANCE_OPEN' || (balanceMinor > 0 && !somebodyStays)
  return (
    <TaskBox
      title={t('booking.task.checkOut')}
      confirm={isOpen ? t('booking.checkOutAnyway') : t('booking.task.checkOut')}
      tone={isOpen ? 'risky' : 'normal'}
      inFlight={inFlight}
      refused={refused?.code === 'BALANCE_OPEN' ? null : refused}
      focusConfirm={!isOpen}
      onCancel={onLeave}
      onConfirm={() => void send({ reservationId, position, acceptBalance: isOpen })}
      beside={
        isOpen ? (
          <Button
            variant="filled"
            data-autofocus
            autoFocus
            data-testid="pay-first"
            onClick={() => onTask({ on: 'booking', what: 'takePayment' })}
          >
            {t('booking.payFirst')}
          </Button>
        ) : null
      }
    >
      {isOpen ? (
        <Notice tone="attention" role="status">
          {t('booking.stillToPay', { amount: format.money(balanceMinor) })}
        </Notice>
      ) : (
        <p>
          {balanceMinor < 0 ? t('booking.isTheirs', { amount: format.money(-balanceMinor) }) : t('booking.allPaid')}
        </p>
      )}
    </TaskBox>
  )
}
