import { memo } from 'react'
import { type LocalDate, addDays } from '../../../shared/domain/stay-dates.ts'
import { FigureCell, figureCellId } from './tape-figures.tsx'
import type { NightFigures } from './tape-rows.ts'
import { type TapeScale, columnOf, dayOf } from './tape-scale.ts'
import type { TapeWords } from './tape-words.ts'

interface Props {
  readonly scale: TapeScale
  readonly first: number
  readonly last: number
  readonly widthPx: number
  readonly businessDate: LocalDate
  readonly house: ReadonlyMap<LocalDate, NightFigures> | null
  readonly words: TapeWords
}

/** Months and days, and how full the house is; stays at the top. */
export const TapeHead = memo(function TapeHead({ scale, first, last, widthPx, businessDate, house, words }: Props) {
  const { t, format } = words
  const days = Array.from({ length: last - first + 1 }, (_, index) => dayOf(scale, first + index))
  const months = Map.groupBy(days, (day) => day.slice(0, 7))
  const { columnPx } = scale
  return (
    <div role="rowgroup" className="kr-tape-head" style={{ width: widthPx }}>
      <div className="kr-tape-months" aria-hidden>
        <div className="kr-tape-label" />
        {[...months.values()].map((inMonth) => {
          const [day] = inMonth
          if (day === undefined) return null
          const style = { left: columnOf(scale, day) * columnPx, width: inMonth.length * columnPx }
          return (
            <div key={day} className="kr-tape-month" style={style}>
              <span>{format.month(day)}</span>
            </div>
          )
        })}
      </div>
      <div role="row" aria-rowindex={1} className="kr-tape-days">
        <div role="columnheader" aria-colindex={1} className="kr-tape-label">
          {t('tape.room')}
        </div>
        {days.map((day) => {
          const { weekday, day: number, isWeekend } = format.dayParts(day)
          return (
            <div
              key={day}
              role="columnheader"
              className="kr-tape-day"
              aria-colindex={columnOf(scale, day) + 2}
              aria-label={format.longDay(day)}
              aria-current={day === businessDate ? 'date' : undefined}
              data-weekend={isWeekend || undefined}
              style={{ left: columnOf(scale, day) * columnPx, width: columnPx }}
            >
              <span>{columnPx < 30 ? weekday.slice(0, 1) : weekday}</span>
              <strong>{number}</strong>
            </div>
          )
        })}
      </div>
      <div role="row" aria-rowindex={2} className="kr-tape-house">
        <div role="rowheader" aria-colindex={1} className="kr-tape-label">
          {t('tape.house')}
        </div>
        {days.map((day) => (
          <FigureCell
            key={day}
            id={figureCellId('house', day)}
            name={t('tape.house')}
            night={day}
            scale={scale}
            figures={house?.get(day) ?? null}
            words={words}
            isActive={false}
            of="house"
          />
        ))}
      </div>
    </div>
  )
})

/** Weekends, the business date, and nights that are still to come from the host, behind the rows. */
export const TapeGround = memo(function TapeGround(props: Omit<Props, 'widthPx'>) {
  const { scale, first, last, businessDate, house } = props
  const { format } = props.words
  const { columnPx } = scale
  const shades = []
  for (let day = dayOf(scale, first); day <= dayOf(scale, last); day = addDays(day, 1)) {
    const isLoading = house !== null && !house.has(day)
    if (!isLoading && !format.dayParts(day).isWeekend && day !== businessDate) continue
    shades.push(
      <div
        key={day}
        className="kr-tape-shade"
        data-today={day === businessDate || undefined}
        data-loading={isLoading || undefined}
        style={{ left: columnOf(scale, day) * columnPx, width: columnPx }}
      />,
    )
  }
  return (
    <div className="kr-tape-ground" aria-hidden>
      {shades}
    </div>
  )
})
