import { ActionIcon, Button, Menu, Tooltip, UnstyledButton, useMantineColorScheme } from '@mantine/core'
import {
  IconCalendarTime,
  IconDeviceDesktop,
  IconDoorEnter,
  IconKeyboard,
  IconLockAccess,
  IconMoon,
  IconSearch,
  IconSun,
} from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { LanguageMenu } from '../components/language-menu.tsx'
import { Shortcut } from '../components/shortcut.tsx'
import { SyncBadge } from '../components/sync-badge.tsx'
import { useDesk } from '../data/desk-provider.tsx'
import { useHotel } from '../data/hotel-provider.tsx'
import { valueOf } from '../data/shown.ts'
import { useDeskQuery } from '../data/use-desk-query.ts'
import { useNow } from '../data/use-now.ts'
import { palette } from '../stores/palette-store.ts'
import { useScreen } from '../stores/screen-store.ts'
import { StaffMenu } from './staff/staff-menu.tsx'
import { badgeWords } from './sync-words.ts'

export function DeskHeader() {
  const { t } = useTranslation()
  const open = useScreen((state) => state.open)
  return (
    <header className="kr-header">
      <div className="kr-bar">
        <HotelAndDay />
        <div className="kr-bar-end">
          <LineBadge />
          <StaffMenu />
          <LanguageMenu />
          <ThemeMenu />
          <Tooltip label={`${t('header.help')} (?)`}>
            <ActionIcon
              variant="subtle"
              color="gray"
              size={34}
              aria-label={t('header.help')}
              onClick={() => open({ kind: 'help' })}
            >
              <IconKeyboard size={19} stroke={1.7} />
            </ActionIcon>
          </Tooltip>
        </div>
      </div>
      <div className="kr-bar kr-bar-low">
        <FindButton />
        <div className="kr-bar-end">
          <Button
            variant="default"
            data-testid="block-open"
            aria-keyshortcuts="b"
            leftSection={<IconLockAccess size={17} stroke={1.8} aria-hidden />}
            rightSection={<Shortcut keys="B" />}
            onClick={() => open({ kind: 'block' })}
          >
            {t('header.block')}
          </Button>
          <Button
            data-testid="walk-in-open"
            aria-keyshortcuts="w"
            leftSection={<IconDoorEnter size={17} stroke={1.8} aria-hidden />}
            rightSection={<Shortcut keys="W" />}
            onClick={() => open({ kind: 'walkIn' })}
          >
            {t('header.walkIn')}
          </Button>
        </div>
      </div>
    </header>
  )
}

function HotelAndDay() {
  const { t } = useTranslation()
  const { hotel, format } = useHotel()
  const differs = hotel.calendarDate !== hotel.businessDate
  return (
    <div className="kr-hotel">
      <img src="/keyrack.svg" width={30} height={30} alt="Keyrack" />
      <div className="kr-hotel-name">
        <strong>{hotel.name}</strong>
        <span className="kr-muted">{hotel.terminal.name}</span>
      </div>
      <div className="kr-day" data-tour="day">
        <span className="kr-muted">{t('header.businessDate')}</span>
        <strong>{format.longDay(hotel.businessDate)}</strong>
      </div>
      {differs ? (
        <span className="kr-day-differs" data-testid="calendar-differs">
          <IconCalendarTime size={16} stroke={1.8} aria-hidden />
          <span>
            <strong>{t('header.calendarDiffers', { date: format.day(hotel.calendarDate) })}</strong>
            {t('header.notRolled')}
          </span>
        </span>
      ) : null}
    </div>
  )
}

function LineBadge() {
  const { t } = useTranslation()
  const { format } = useHotel()
  const { hostLostAtUtcMs } = useDesk()
  const badge = valueOf(useDeskQuery('sync.badge', {}))
  const open = useScreen((state) => state.open)
  const words = badgeWords(t, badge, hostLostAtUtcMs, useNow(), format.time)
  return <SyncBadge badge={badge} words={words} onOpen={() => open({ kind: 'sync' })} />
}

function FindButton() {
  const { t } = useTranslation()
  return (
    <UnstyledButton className="kr-find" data-testid="palette-open" aria-keyshortcuts="Control+K" onClick={palette.open}>
      <IconSearch size={16} stroke={1.8} aria-hidden />
      <span>{t('action.palette')}</span>
      <Shortcut keys="Ctrl K" />
    </UnstyledButton>
  )
}

const SCHEMES = [
  { name: 'light', scheme: 'light', Icon: IconSun },
  { name: 'dark', scheme: 'dark', Icon: IconMoon },
  { name: 'system', scheme: 'auto', Icon: IconDeviceDesktop },
] as const

function ThemeMenu() {
  const { t } = useTranslation()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const Current = (SCHEMES.find(({ scheme }) => scheme === colorScheme) ?? SCHEMES[2]).Icon
  return (
    <Menu position="bottom-end" width={180}>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size={34} aria-label={t('header.theme')}>
          <Current size={19} stroke={1.7} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {SCHEMES.map(({ name, scheme, Icon }) => (
          <Menu.Item
            key={name}
            leftSection={<Icon size={16} stroke={1.7} aria-hidden />}
            aria-current={colorScheme === scheme ? 'true' : undefined}
            onClick={() => setColorScheme(scheme)}
          >
            {t(`header.${name}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
