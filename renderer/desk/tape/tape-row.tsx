import { IconChevronDown, IconChevronRight, IconSparkles, IconSpray, IconUserQuestion } from '@tabler/icons-react'
import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import { type LocalDate, addDays } from '../../../shared/domain/stay-dates.ts'
import { useHotel } from '../../data/hotel-provider.tsx'
import { TapeBar, TapeBlockBar, barId, blockBarId } from './tape-bar.tsx'
import { FigureCell, figureCellId } from './tape-figures.tsx'
import type { NightFigures, TapeBlock, TapeRow, TapeStay } from './tape-rows.ts'
import { stayKey } from './tape-rows.ts'
import { STEP_NIGHTS, type TapeScale, barBox, columnOf, dayOf } from './tape-scale.ts'
import type { TapeWords } from './tape-words.ts'

export const CURSOR_ID = 'kr-tape-cursor'
const NO_FIGURES: ReadonlyMap<LocalDate, NightFigures> = new Map()

export interface TapeRowProps {
  readonly row: TapeRow
  readonly index: number
  readonly scale: TapeScale
  readonly firstColumn: number
  readonly lastColumn: number
  readonly widthPx: number
  readonly businessDate: LocalDate
  readonly words: TapeWords
  readonly stays: readonly TapeStay[]
  readonly blocks: readonly TapeBlock[]
  readonly figures?: ReadonlyMap<LocalDate, NightFigures> | undefined
  /** The element that has the keyboard, where it is in this row, and the night that it is on. */
  readonly activeId: string | null
  readonly activeNight: LocalDate | null
  /** Keys of the stay that is being changed and of the one that it would change rooms with. */
  readonly movingKey: string | null
  readonly swappingKey: string | null
}

/** One row: its head, and what of it lies on the screen. */
export const TapeRowView = memo(function TapeRowView(props: TapeRowProps) {
  const { row, index, scale, firstColumn, lastColumn, widthPx, businessDate, words, activeId, activeNight } = props
  const first = dayOf(scale, firstColumn)
  const last = dayOf(scale, lastColumn)
  const edge = dayOf(scale, firstColumn + STEP_NIGHTS + 1)
  const roleOf = (stay: TapeStay) => {
    const key = stayKey(stay)
    return key === props.movingKey ? ('moving' as const) : key === props.swappingKey ? ('swapping' as const) : undefined
  }
  return (
    <div
      role="row"
      className="kr-tape-row"
      aria-rowindex={index + 3}
      data-kind={row.kind}
      data-row={row.id}
      style={{ top: row.top, height: row.height, width: widthPx }}
    >
      <RowHead row={row} />
      <div className="kr-tape-track" role="none">
        {row.kind === 'type'
          ? nightsBetween(first, last).map((night) => (
              <FigureCell
                key={night}
                id={figureCellId(row.id, night)}
                name={row.name}
                night={night}
                scale={scale}
                words={words}
                figures={(props.figures ?? NO_FIGURES).get(night) ?? null}
                isActive={activeNight === night}
              />
            ))
          : null}
        {props.blocks.map((block) =>
          block.from <= last && first < block.until ? (
            <TapeBlockBar
              key={block.blockId}
              block={block}
              scale={scale}
              words={words}
              isActive={activeId === blockBarId(block)}
            />
          ) : null,
        )}
        {props.stays.map((stay) =>
          stay.arrival <= last && first <= stay.departure ? (
            <TapeBar
              key={stayKey(stay)}
              stay={stay}
              scale={scale}
              businessDate={businessDate}
              words={words}
              isActive={activeId === barId(stay)}
              role={roleOf(stay)}
              isCut={stay.arrival <= edge}
            />
          ) : null,
        )}
        {activeId === CURSOR_ID && activeNight !== null ? <Cursor row={row} night={activeNight} scale={scale} /> : null}
      </div>
    </div>
  )
})

function RowHead({ row }: { row: TapeRow }) {
  const { t } = useTranslation()
  if (row.kind === 'type') {
    const Chevron = row.collapsed ? IconChevronRight : IconChevronDown
    return (
      <div
        role="rowheader"
        className="kr-tape-label"
        data-toggle
        aria-expanded={!row.collapsed}
        title={t(row.collapsed ? 'tape.expand' : 'tape.collapse', { roomType: row.name })}
      >
        <Chevron size={15} stroke={2} aria-hidden />
        <strong>{row.name}</strong>
        <span className="kr-muted">{t('tape.rooms', { count: row.rooms })}</span>
      </div>
    )
  }
  if (row.kind === 'unassigned') {
    return (
      <div
        role="rowheader"
        className="kr-tape-label"
        data-empty={row.isEmpty || undefined}
        data-toggle={row.more > 0 || undefined}
        aria-expanded={row.more > 0 ? row.isUnfolded : undefined}
      >
        <IconUserQuestion size={15} stroke={1.8} aria-hidden />
        <span>{t(row.isEmpty ? 'tape.unassignedNone' : 'tape.unassigned')}</span>
        {row.more > 0 ? (
          <span className="kr-tape-more">{row.isUnfolded ? t('tape.fewer') : t('tape.more', { count: row.more })}</span>
        ) : null}
      </div>
    )
  }
  const { roomId, housekeeping } = row.room
  const isReady = housekeeping === 'clean' || housekeeping === 'inspected'
  const Icon = isReady ? IconSparkles : IconSpray
  return (
    <div role="rowheader" className="kr-tape-label">
      <span className="kr-tape-room">{roomId}</span>
      <span className="kr-tape-housekeeping" data-ready={isReady || undefined}>
        <Icon size={13} stroke={1.8} aria-hidden />
        {t(`word.housekeeping.${housekeeping}`)}
      </span>
    </div>
  )
}

/** The free night that has the keyboard. */
function Cursor({ row, night, scale }: { row: TapeRow; night: LocalDate; scale: TapeScale }) {
  const { t } = useTranslation()
  const { format } = useHotel()
  const { left, width } = barBox(scale, { arrival: night, departure: addDays(night, 1) })
  const label =
    row.kind === 'room'
      ? t('tape.freeNight', { room: row.room.roomId, night: format.day(night) })
      : t('tape.noneNight', { night: format.day(night) })
  return (
    <div
      role="gridcell"
      id={CURSOR_ID}
      className="kr-tape-cursor"
      aria-colindex={columnOf(scale, night) + 2}
      aria-selected="true"
      aria-label={label}
      style={{ left, width }}
    />
  )
}

function nightsBetween(first: LocalDate, last: LocalDate): LocalDate[] {
  const nights: LocalDate[] = []
  for (let night = first; night <= last; night = addDays(night, 1)) nights.push(night)
  return nights
}
