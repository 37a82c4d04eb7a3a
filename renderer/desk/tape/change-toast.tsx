import { Button, CloseButton } from '@mantine/core'
import { IconArrowBackUp } from '@tabler/icons-react'
import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import { Notice } from '../../components/notice.tsx'
import { Shortcut } from '../../components/shortcut.tsx'
import { useCodeText, useHotel } from '../../data/hotel-provider.tsx'
import type { Format } from '../../i18n/format.ts'
import type { TapeChange } from './tape-change.ts'
import type { Told } from './use-tape-change.ts'

interface Props {
  readonly told: Told
  readonly onUndo: () => void
  readonly onClose: () => void
}

/** What was done, with the way back; it stays until it is closed or something else is done. */
export function ChangeToast({ told, onUndo, onClose }: Props) {
  const { t } = useTranslation()
  const { format } = useHotel()
  const textOf = useCodeText()
  const canUndo = told.what === 'done' || told.what === 'priced'
  const text = {
    done: () => (told.what === 'done' ? doneText(t, format, told.change) : ''),
    priced: () =>
      told.what === 'priced' ? t('tape.done.priced', { price: signed(format, told.differenceMinor) }) : '',
    undone: () => t('tape.done.undone'),
    cannotUndo: () => (told.what === 'cannotUndo' ? t('tape.done.cannotUndo', { reason: textOf(told.error) }) : ''),
  }[told.what]()
  return (
    <div className="kr-tape-toast" data-testid="change-toast" data-what={told.what}>
      <Notice tone={canUndo || told.what === 'undone' ? 'good' : 'attention'} role="status">
        {text}
      </Notice>
      {canUndo ? (
        <Button
          size="xs"
          variant="default"
          aria-keyshortcuts="Control+Z"
          leftSection={<IconArrowBackUp size={15} aria-hidden />}
          rightSection={<Shortcut keys="Ctrl Z" />}
          onClick={onUndo}
        >
          {t('tape.done.undo')}
        </Button>
      ) : null}
      <CloseButton aria-label={t('tape.done.close')} onClick={onClose} />
    </div>
  )
}

function doneText(t: TFunction, format: Format, change: TapeChange): string {
  const { stay, doing, roomId, swapWith } = change
  const name = stay.lastName
  const dates = { arrival: format.day(change.arrival), departure: format.day(change.departure) }
  if (doing === 'checkIn') return t('tape.done.checkIn', { name, room: stay.roomId ?? '' })
  if (swapWith !== null) return t('tape.done.swap', { name, other: swapWith.lastName })
  const isDated = change.arrival !== stay.arrival || change.departure !== stay.departure
  if (roomId === stay.roomId) return t('tape.done.dates', { name, ...dates })
  if (roomId === null) return t('tape.done.unassign', { name })
  return isDated
    ? t('tape.done.moveAndDates', { name, room: roomId, ...dates })
    : t('tape.done.move', { name, room: roomId })
}

function signed(format: Format, minor: number): string {
  return minor > 0 ? `+${format.money(minor)}` : format.money(minor)
}
