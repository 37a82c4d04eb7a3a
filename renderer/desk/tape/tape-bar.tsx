import {
  IconAlertTriangle,
  IconBed,
  IconCalendar,
  IconCreditCardOff,
  IconDeviceFloppy,
  IconDoorEnter,
  IconDoorExit,
  IconGhost2,
  IconLogout,
  IconSend,
  IconTool,
} from '@tabler/icons-react'
import { memo } from 'react'
import type { LocalDate } from '../../../shared/domain/stay-dates.ts'
import { mayChange } from './tape-change.ts'
import { type BarState, type TapeBlock, type TapeStay, barState, stayKey } from './tape-rows.ts'
import { type TapeScale, barBox, columnOf } from './tape-scale.ts'
import type { TapeWords } from './tape-words.ts'

export const STATE_ICONS: Readonly<Record<BarState, typeof IconBed>> = {
  expected: IconCalendar,
  dueIn: IconDoorEnter,
  inHouse: IconBed,
  dueOut: IconDoorExit,
  departed: IconLogout,
  noShow: IconGhost2,
}
const LANDING_ICONS = { saved: IconDeviceFloppy, sent: IconSend, needsYou: IconAlertTriangle } as const

/** From which widths on a bar has room for its name, its marks, and its state in words. */
const NAME_PX = 46
const MARKS_PX = 90
const WORDS_PX = 170

interface BarProps {
  readonly stay: TapeStay
  readonly scale: TapeScale
  readonly businessDate: LocalDate
  readonly words: TapeWords
  readonly isActive: boolean
  /** It is the one that is being changed, or the one whose room it would take. */
  readonly role: 'moving' | 'swapping' | undefined
  /** It lies at the left end of what is drawn, and may begin out of sight. */
  readonly isCut: boolean
}

export function barId(stay: Pick<TapeStay, 'reservationId' | 'position'>): string {
  return `kr-tape-bar-${stayKey(stay)}`
}

export function blockBarId(block: Pick<TapeBlock, 'blockId'>): string {
  return `kr-tape-block-${block.blockId}`
}

/** A stay, from the afternoon of its arrival to the morning of its departure. */
export const TapeBar = memo(function TapeBar(props: BarProps) {
  const { stay, scale, businessDate, isActive, role, isCut } = props
  const { t, format } = props.words
  const { left, width } = barBox(scale, stay)
  const state = barState(stay, businessDate)
  const Icon = STATE_ICONS[state]
  const stateWords = t(`tape.state.${state}`)
  const may = mayChange(stay)
  const place = stay.roomId === null ? t('tape.inNoRoom') : t('tape.inRoom', { room: stay.roomId })
  const { firstName, lastName, landing } = stay
  const dates = { arrival: format.day(stay.arrival), departure: format.day(stay.departure) }
  const marks = [
    ...(stay.unpaid ? [t('tape.unpaid')] : []),
    ...(landing === 'confirmed' ? [] : [t(`sync.landing.${landing}`)]),
  ]
  const Landing = landing === 'confirmed' ? null : LANDING_ICONS[landing]
  return (
    <div
      role="gridcell"
      id={barId(stay)}
      className="kr-tape-bar"
      aria-colindex={Math.max(1, columnOf(scale, stay.arrival) + 2)}
      aria-label={[t('tape.bar', { firstName, lastName, state: stateWords, ...dates, place }), ...marks].join(', ')}
      aria-selected={isActive}
      data-bar={stayKey(stay)}
      data-state={state}
      data-role={role}
      data-start={may.arrival || undefined}
      data-end={may.departure || undefined}
      data-cut={isCut || undefined}
      data-narrow={width < NAME_PX || undefined}
      data-needs={landing === 'needsYou' || undefined}
      style={{ left: left + 1, width: width - 2 }}
    >
      <span className="kr-tape-who">
        <Icon size={14} stroke={1.9} aria-hidden />
        {width < NAME_PX ? null : <span className="kr-tape-name">{lastName}</span>}
        {stay.unpaid && width >= MARKS_PX ? <IconCreditCardOff size={13} stroke={1.9} aria-hidden /> : null}
        {Landing ? <Landing size={13} stroke={2} aria-hidden /> : null}
        {width < WORDS_PX ? null : <span className="kr-tape-words">{stateWords}</span>}
      </span>
    </div>
  )
})

/** A block: a whole night out of order is hatched through the row, a minor fault a strip along its foot. */
export const TapeBlockBar = memo(function TapeBlockBar({
  block,
  scale,
  words: { t, format },
  isActive,
}: {
  readonly block: TapeBlock
  readonly scale: TapeScale
  readonly words: TapeWords
  readonly isActive: boolean
}) {
  const { left, width } = barBox(scale, { arrival: block.from, departure: block.until })
  const reason = t(`word.reason.${block.reason}`)
  const kind = t(`word.blockKind.${block.kind}`)
  const dates = { from: format.day(block.from), until: format.day(block.until) }
  return (
    <div
      role="gridcell"
      id={blockBarId(block)}
      className="kr-tape-block"
      aria-colindex={Math.max(1, columnOf(scale, block.from) + 2)}
      aria-label={t('tape.block', { kind, reason, room: block.roomId, ...dates })}
      aria-selected={isActive}
      title={block.remarks === '' ? `${kind}: ${reason}` : `${kind}: ${reason}. ${block.remarks}`}
      data-kind={block.kind}
      style={{ left: left + 1, width: width - 2 }}
    >
      <IconTool size={13} stroke={1.9} aria-hidden />
      {width < MARKS_PX ? null : (
        <span className="kr-tape-name">
          {block.kind} {reason}
        </span>
      )}
    </div>
  )
})
