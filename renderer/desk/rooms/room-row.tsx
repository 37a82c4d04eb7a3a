import { UnstyledButton } from '@mantine/core'
import { IconAlertTriangle, IconBed, IconBedOff, IconLogout } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { HOUSEKEEPING } from '../../../shared/domain/rows.ts'
import { KeyTag } from '../../components/key-tag.tsx'
import { LandingMark } from '../../components/landing-mark.tsx'
import { useHotel } from '../../data/hotel-provider.tsx'
import { useScreen } from '../../stores/screen-store.ts'
import { type BoardRoom, type Housekeeping, frontOfficeOf, isNotReady } from './board-rows.ts'

const ICONS = { vacant: IconBedOff, occupied: IconBed, dueOut: IconLogout }

interface Props {
  readonly room: BoardRoom
  readonly index: number
  /** The one that the Tab key stops at. */
  readonly isActive: boolean
  readonly onFocus: () => void
  readonly onStatus: (housekeeping: Housekeeping) => void
  readonly onBlock: () => void
}

/** A room: its guest on the one axis, housekeeping on the other, and who comes next. */
export function RoomRow({ room, index, isActive, onFocus, onStatus, onBlock }: Props) {
  const { t } = useTranslation()
  const { hotel, format, roomTypeName } = useHotel()
  const open = useScreen((state) => state.open)
  const { guest, next, block, roomId } = room
  const state = frontOfficeOf(room)
  const Icon = ICONS[state]
  const tabIndex = isActive ? 0 : -1
  const stay = guest ?? next
  return (
    <div className="kr-room" data-room={roomId} data-housekeeping={room.housekeeping} onFocus={onFocus}>
      <UnstyledButton
        className="kr-room-open"
        data-index={index}
        tabIndex={tabIndex}
        aria-label={
          stay
            ? `${t('word.room', { room: roomId })}. ${t('roomsBoard.openGuest', { name: `${stay.firstName} ${stay.lastName}` })}`
            : t('word.room', { room: roomId })
        }
        onClick={() => {
          if (stay) open({ kind: 'reservation', reservationId: stay.reservationId })
        }}
      >
        <KeyTag room={roomId} />
      </UnstyledButton>
      <span className="kr-muted kr-room-type">{roomTypeName(room.roomTypeId)}</span>
      <span className="kr-room-front">
        <Icon size={16} stroke={1.8} aria-hidden />
        <span>
          {t(`roomsBoard.stateIn.${state}`)}
          {guest ? (
            <>
              {' · '}
              <bdi>{guest.lastName}</bdi>{' '}
              <span className="kr-muted">{t('roomsBoard.until', { date: format.day(guest.departure) })}</span>
            </>
          ) : null}
        </span>
      </span>
      <span className="kr-room-next">
        {block ? (
          <span className="kr-mark" data-tone={block.kind === 'OOO' ? 'attention' : undefined}>
            <IconAlertTriangle size={14} stroke={1.8} aria-hidden />
            {t('roomsBoard.blocked', {
              kind: t(`word.blockKind.${block.kind}`),
              reason: t(`word.reason.${block.reason}`),
              until: format.day(block.until),
            })}
          </span>
        ) : next === null ? null : isNotReady(room, hotel.businessDate) ? (
          <span className="kr-mark" data-tone="attention">
            <IconAlertTriangle size={14} stroke={1.8} aria-hidden />
            {t('roomsBoard.notReady', { name: next.lastName })}
          </span>
        ) : (
          <span>
            {next.arrival <= hotel.businessDate ? t('roomsBoard.today') : format.day(next.arrival)}
            {' · '}
            <bdi>{next.lastName}</bdi>
          </span>
        )}
      </span>
      <div className="kr-room-status" role="group" aria-label={t('roomsBoard.housekeeping')}>
        {HOUSEKEEPING.map((each) => (
          <UnstyledButton
            key={each}
            tabIndex={tabIndex}
            aria-pressed={room.housekeeping === each}
            aria-label={t('roomsBoard.set', { room: roomId, housekeeping: t(`word.housekeeping.${each}`) })}
            data-status={each}
            onClick={() => onStatus(each)}
          >
            {t(`roomsBoard.short.${each}`)}
          </UnstyledButton>
        ))}
      </div>
      <span className="kr-room-landing">
        <LandingMark landing={room.landing} quiet />
      </span>
      <UnstyledButton
        className="kr-room-block"
        tabIndex={tabIndex}
        aria-label={t('roomsBoard.blockRoom', { room: roomId })}
        onClick={onBlock}
      >
        {t('roomsBoard.block')}
      </UnstyledButton>
    </div>
  )
}
