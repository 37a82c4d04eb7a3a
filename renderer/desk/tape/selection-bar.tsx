import { Button } from '@mantine/core'
import { IconDoorEnter, IconLockAccess } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { type Stay, nightCount } from '../../../shared/domain/stay-dates.ts'
import { Shortcut } from '../../components/shortcut.tsx'
import { useHotel } from '../../data/hotel-provider.tsx'

interface Props {
  readonly room: string
  readonly stay: Stay
  readonly onBook: () => void
  readonly onBlock: () => void
}

/** What may be done with free nights that are marked. */
export function SelectionBar({ room, stay, onBook, onBlock }: Props) {
  const { t } = useTranslation()
  const { format } = useHotel()
  const nights = t('word.nights', { count: nightCount(stay) })
  return (
    <div className="kr-tape-toast" data-testid="selection-bar">
      <p role="status">{t('tape.selected', { room, nights, from: format.day(stay.arrival) })}</p>
      <Button
        size="xs"
        leftSection={<IconDoorEnter size={15} aria-hidden />}
        rightSection={<Shortcut keys="⏎" />}
        onClick={onBook}
      >
        {t('tape.book')}
      </Button>
      <Button
        size="xs"
        variant="default"
        leftSection={<IconLockAccess size={15} aria-hidden />}
        rightSection={<Shortcut keys="B" />}
        onClick={onBlock}
      >
        {t('tape.blockNights')}
      </Button>
    </div>
  )
}
