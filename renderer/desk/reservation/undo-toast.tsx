import { Button } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { DeskInput } from '../../../shared/desk-api/contract.ts'
import { useCodeText } from '../../data/hotel-provider.tsx'
import { useDeskCommand } from '../../data/use-desk-command.ts'

interface Undo {
  readonly call: 'stay.undoCheckIn' | 'stay.undoCheckOut'
  readonly ref: DeskInput<'stay.undoCheckIn'>
}

const STAYS_MS = 12_000

/** Says at the edge of the screen what was done, with a way back where there is one. */
export function useDoneToast(): (text: string, undo?: Undo) => void {
  const { t } = useTranslation()
  const textOf = useCodeText()
  const checkIn = useDeskCommand('stay.undoCheckIn')
  const checkOut = useDeskCommand('stay.undoCheckOut')
  const closeButtonProps = { 'aria-label': t('app.close') }
  const done = { icon: <IconCircleCheck size={18} stroke={1.8} aria-hidden />, autoClose: STAYS_MS, closeButtonProps }

  const takeBack = async ({ call, ref }: Undo) => {
    const answer = await (call === 'stay.undoCheckIn' ? checkIn : checkOut).run(ref)
    if (!answer) return
    if (answer.ok) {
      notifications.show({
        ...done,
        message: t(call === 'stay.undoCheckIn' ? 'booking.done.undoCheckIn' : 'booking.done.undoCheckOut'),
      })
      return
    }
    notifications.show({
      message: textOf(answer.error),
      icon: <IconAlertTriangle size={18} stroke={1.8} aria-hidden />,
      autoClose: false,
      closeButtonProps,
    })
  }

  return (text, undo) => {
    const id = notifications.show({
      ...done,
      message: (
        <span className="kr-toast" data-testid="toast">
          <span>{text}</span>
          {undo ? (
            <Button
              size="compact-sm"
              variant="default"
              data-testid="toast-undo"
              onClick={() => {
                notifications.hide(id)
                void takeBack(undo)
              }}
            >
              {t('booking.undo')}
            </Button>
          ) : null}
        </span>
      ),
    })
  }
}
