import { Button, UnstyledButton } from '@mantine/core'
import { IconAlertTriangle, IconCreditCardOff, IconSparkles, IconSpray } from '@tabler/icons-react'
import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import type { StayItem } from '../../shared/desk-api/views.ts'
import { nightCount } from '../../shared/domain/stay-dates.ts'
import type { Format } from '../i18n/format.ts'
import { KeyTag } from './key-tag.tsx'
import { LandingMark } from './landing-mark.tsx'

export type ListKind = 'arrivals' | 'departures' | 'inHouse'

interface Props {
  readonly stay: StayItem
  readonly list: ListKind
  readonly businessDate: StayItem['arrival']
  readonly roomTypeName: string
  readonly format: Format
  readonly onOpen: () => void
  /** Checks in by one press; `null` where that takes more, or is done. */
  readonly onCheckIn: (() => void) | null
  readonly place: Record<string, unknown>
}

/** One stay in a list: key tag, name, what was booked, and on the right what may still ask for something. */
export function StayRow({ stay, list, businessDate, roomTypeName, format, onOpen, onCheckIn, place }: Props) {
  const { t } = useTranslation()
  const isDone = isDoneIn(list, stay)
  return (
    <li className={onCheckIn ? 'kr-stay-with' : undefined}>
      <UnstyledButton
        className="kr-stay"
        data-testid="stay-row"
        data-done={isDone || undefined}
        onClick={onOpen}
        aria-keyshortcuts={onCheckIn ? 'i' : undefined}
        onKeyDown={(event) => {
          if (event.key !== 'i' || event.ctrlKey || event.metaKey || event.altKey) return
          event.stopPropagation()
          ;(onCheckIn ?? onOpen)()
        }}
        {...place}
      >
        <KeyTag room={stay.roomId} />
        <span className="kr-stay-name">
          <bdi>{stay.lastName}</bdi>, <bdi>{stay.firstName}</bdi>
        </span>
        <span className="kr-stay-mark">{isDone ? t(doneKey(list)) : <HousekeepingMark stay={stay} list={list} />}</span>
        <span className="kr-stay-what">
          {whenNote(list, stay, businessDate, format, t)} · {roomTypeName}
        </span>
        <span className="kr-stay-mark">
          <PaymentMark stay={stay} list={list} />
          <LandingMark landing={stay.landing} quiet />
        </span>
      </UnstyledButton>
      {onCheckIn ? (
        <Button
          className="kr-stay-check-in"
          variant="default"
          size="compact-sm"
          tabIndex={-1}
          data-testid="check-in-now"
          aria-label={t('today.checkInNow', { name: stay.lastName, room: stay.roomId ?? '' })}
          onClick={onCheckIn}
        >
          {t('booking.task.checkIn')}
        </Button>
      ) : null}
    </li>
  )
}

/** Has the list's work been done on this stay today? */
export function isDoneIn(list: ListKind, stay: Pick<StayItem, 'stay'>): boolean {
  if (list === 'arrivals') return stay.stay !== 'expected'
  return list === 'departures' && stay.stay === 'departed'
}

function doneKey(list: ListKind): 'today.arrived' | 'today.left' {
  return list === 'arrivals' ? 'today.arrived' : 'today.left'
}

/** What matters about the dates in each list: how long for who comes, until when for who stays, overdue for both. */
function whenNote(list: ListKind, stay: StayItem, businessDate: string, format: Format, t: TFunction): string {
  const nights = t('word.nights', { count: nightCount(stay) })
  if (list === 'inHouse') return t('today.until', { date: format.day(stay.departure) })
  const due = list === 'arrivals' ? stay.arrival : stay.departure
  return isDoneIn(list, stay) || due >= businessDate ? nights : t('today.due', { date: format.day(due) })
}

/** A room that is not ready for somebody who is coming asks for action; any other state is only said. */
function HousekeepingMark({ stay, list }: { stay: StayItem; list: ListKind }) {
  const { t } = useTranslation()
  if (stay.housekeeping === null || list !== 'arrivals') return null
  const notReady = stay.housekeeping === 'dirty' || stay.housekeeping === 'pickup'
  const Icon = notReady ? IconSpray : IconSparkles
  return (
    <span className="kr-mark" data-tone={notReady ? 'attention' : undefined}>
      <Icon size={14} stroke={1.8} aria-hidden />
      {t(`word.housekeeping.${stay.housekeeping}`)}
    </span>
  )
}

function PaymentMark({ stay, list }: { stay: StayItem; list: ListKind }) {
  const { t } = useTranslation()
  if (stay.status !== 'pending') return <span className="kr-mark">{t(`word.status.${stay.status}`)}</span>
  const leaving = list === 'departures' && stay.stay === 'in_house'
  const bare = stay.guarantee === 'none' && list === 'arrivals'
  if (!leaving && !bare) return <span className="kr-mark">{t(`word.guaranteeUnpaid.${stay.guarantee}`)}</span>
  const Icon = leaving ? IconCreditCardOff : IconAlertTriangle
  return (
    <span className="kr-mark" data-tone="attention">
      <Icon size={14} stroke={1.8} aria-hidden />
      {leaving ? t('word.status.pending') : t('word.guaranteeUnpaid.none')}
    </span>
  )
}
