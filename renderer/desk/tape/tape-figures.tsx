import { IconAlertTriangle } from '@tabler/icons-react'
import { memo } from 'react'
import type { LocalDate } from '../../../shared/domain/stay-dates.ts'
import type { NightFigures } from './tape-rows.ts'
import { type TapeScale, columnOf } from './tape-scale.ts'
import type { TapeWords } from './tape-words.ts'

/** Below this a column has room for a bare number only. */
const BARE_PX = 44

interface Props {
  readonly id: string
  readonly name: string
  readonly night: LocalDate
  readonly scale: TapeScale
  readonly figures: NightFigures | null
  readonly words: TapeWords
  readonly isActive: boolean
  /** The house says how full it is, a type what is left. */
  readonly of?: 'house' | 'type'
}

export function figureCellId(rowId: string, night: LocalDate): string {
  return `kr-tape-${rowId}-${night}`
}

/** What is sold of a type, or of the house, on a night. */
export const FigureCell = memo(function FigureCell(props: Props) {
  const { id, name, night, scale, isActive, of = 'type' } = props
  const figures = props.figures && isOpen(props.figures) ? props.figures : null
  const { t, format } = props.words
  const column = columnOf(scale, night)
  const day = format.day(night)
  const label =
    figures === null
      ? t('tape.figureLoading', { name, night: day })
      : figures.forced > 0
        ? t('tape.figureOver', { name, night: day, ...figures, over: figures.forced })
        : t('tape.figure', { name, night: day, ...figures })
  return (
    <div
      role="gridcell"
      id={id}
      className="kr-tape-figure"
      aria-colindex={column + 2}
      aria-label={label}
      aria-selected={isActive}
      title={label}
      data-need={figures === null ? undefined : figures.forced > 0 ? 'over' : figures.left === 0 ? 'full' : undefined}
      style={{ left: column * scale.columnPx, width: scale.columnPx }}
    >
      {figures === null ? null : <Figures figures={figures} isBare={scale.columnPx < BARE_PX} of={of} t={t} />}
    </div>
  )
})

/** Is the night on sale, or sold? */
function isOpen({ sellable, reserved }: NightFigures): boolean {
  return sellable > 0 || reserved > 0
}

function Figures({
  figures,
  isBare,
  of,
  t,
}: {
  readonly figures: NightFigures
  readonly isBare: boolean
  readonly of: 'house' | 'type'
  readonly t: TapeWords['t']
}) {
  const { sellable, reserved, left, forced } = figures
  const percent = sellable === 0 ? 0 : Math.floor((reserved * 100) / sellable)
  if (forced > 0 && of === 'type') {
    return (
      <span className="kr-tape-over">
        <IconAlertTriangle size={isBare ? 11 : 13} stroke={2} aria-hidden />
        {isBare ? forced : t('tape.over', { count: forced })}
      </span>
    )
  }
  if (of === 'type') return <span>{isBare ? left : left === 0 ? t('tape.full') : t('tape.left', { count: left })}</span>
  return (
    <>
      <strong>{isBare ? percent : t('tape.percent', { percent })}</strong>
      {isBare ? null : <span>{t('tape.left', { count: left })}</span>}
    </>
  )
}
