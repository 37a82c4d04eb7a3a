import { type LocalDate, type Stay, addDays, daysBetween, nightCount } from '../../../shared/domain/stay-dates.ts'

/** How many nights fit on the screen. */
export const ZOOMS = [7, 14, 30, 60] as const
export type Zoom = (typeof ZOOMS)[number]

/** As many nights as the chart scrolls over: a year in whole pages. */
export const SPAN_NIGHTS = 364
/** As many nights as the host is asked for at once. */
export const PAGE_NIGHTS = 14
/** Rows are drawn anew only every so many days of scrolling. */
export const STEP_NIGHTS = 7
/** Of the span, how many nights lie before the day that it was opened for. */
const NIGHTS_BEFORE = 2 * PAGE_NIGHTS

/** Days as pixels: the first day of the span and how wide a day is. A night runs from one midday to the next. */
export interface TapeScale {
  readonly from: LocalDate
  readonly columnPx: number
}

/** The span of the chart in which a day lies well. */
export function spanAround(day: LocalDate): LocalDate {
  return addDays(day, -NIGHTS_BEFORE)
}

export function isInSpan(from: LocalDate, day: LocalDate): boolean {
  return from <= day && day < addDays(from, SPAN_NIGHTS)
}

export function columnOf({ from }: TapeScale, day: LocalDate): number {
  return daysBetween(from, day)
}

export function dayOf({ from }: TapeScale, column: number): LocalDate {
  return addDays(from, column)
}

/** From the afternoon of the arrival to the morning of the departure; a stay that ended on its first day keeps half a day. */
export function barBox(scale: TapeScale, { arrival, departure }: Stay): { left: number; width: number } {
  const { columnPx } = scale
  return {
    left: (columnOf(scale, arrival) + 0.5) * columnPx,
    width: Math.max(0.5, nightCount({ arrival, departure })) * columnPx,
  }
}

/** The night at a distance from the left end of the span: before midday it is still the one before. */
export function nightAt(scale: TapeScale, x: number): LocalDate {
  return dayOf(scale, Math.floor(x / scale.columnPx - 0.5))
}

/** First days of the pages that a range of columns needs, ends included. */
export function pagesOver(from: LocalDate, firstColumn: number, lastColumn: number): LocalDate[] {
  const first = Math.max(0, Math.floor(firstColumn / PAGE_NIGHTS))
  const last = Math.min(SPAN_NIGHTS - 1, Math.max(firstColumn, lastColumn))
  const pages: LocalDate[] = []
  for (let page = first; page * PAGE_NIGHTS <= last; page += 1) pages.push(addDays(from, page * PAGE_NIGHTS))
  return pages
}

/** A range of columns in steps, so that rows are drawn anew only every so many days of scrolling. */
export function steppedColumns(first: number, last: number, step: number): { first: number; last: number } {
  return {
    first: Math.max(0, Math.floor(first / step) * step - 1),
    last: Math.min(SPAN_NIGHTS - 1, Math.ceil((last + 1) / step) * step),
  }
}

/** The next zoom in or out; the same at the end. */
export function zoomStep(zoom: Zoom, towards: 'in' | 'out'): Zoom {
  const at = ZOOMS.indexOf(zoom) + (towards === 'in' ? -1 : 1)
  return ZOOMS[at] ?? zoom
}
