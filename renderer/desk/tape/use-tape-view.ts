import { useElementSize, useMergedRef } from '@mantine/hooks'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useCallback, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { type LocalDate, addDays } from '../../../shared/domain/stay-dates.ts'
import { useHotel } from '../../data/hotel-provider.tsx'
import { valueOf } from '../../data/shown.ts'
import { useDeskPages } from '../../data/use-desk-pages.ts'
import { useTape } from '../../stores/tape-store.ts'
import type { TapeFocus } from './tape-focus.ts'
import { type Tape, mergePages, tapeRows } from './tape-rows.ts'
import {
  PAGE_NIGHTS,
  SPAN_NIGHTS,
  STEP_NIGHTS,
  type TapeScale,
  columnOf,
  dayOf,
  isInSpan,
  pagesOver,
  spanAround,
  steppedColumns,
} from './tape-scale.ts'

/** Width of the rows' heads and height of the columns' heads; `tape.css` has the same. */
export const LABEL_PX = 176
export const HEAD_PX = 92
const NARROWEST_COLUMN_PX = 12
/** So many rows above and below, so that a flick of the wheel finds them drawn. */
const ROWS_BEYOND = 3

/** What of the chart is on the screen, and the ways to bring another part of it there. */
export function useTapeView() {
  const { hotel } = useHotel()
  const zoom = useTape((state) => state.zoom)
  const spanFrom = useTape((state) => state.spanFrom)
  const collapsed = useTape((state) => state.collapsed)
  const unfolded = useTape((state) => state.unfolded)
  const { setSpan, setLeftDay } = useTape.getState()
  const from = spanFrom ?? spanAround(hotel.businessDate)
  const scroller = useRef<HTMLDivElement>(null)
  const { ref: sizeRef, width, height } = useElementSize<HTMLDivElement>()
  const mount = useMergedRef(scroller, sizeRef)
  const columnPx = Math.max(NARROWEST_COLUMN_PX, (width - LABEL_PX) / zoom)
  const scale: TapeScale = useMemo(() => ({ from, columnPx }), [from, columnPx])

  // oxlint-disable-next-line react/incompatible-library -- no compiler memoises these screens
  const columns = useVirtualizer({
    horizontal: true,
    count: SPAN_NIGHTS,
    getScrollElement: () => scroller.current,
    estimateSize: () => columnPx,
    getItemKey: useCallback((index: number) => `${columnPx}:${index}`, [columnPx]),
    overscan: 0,
    paddingStart: LABEL_PX,
    useFlushSync: false,
  })
  const firstColumn = Math.max(0, (columns.range?.startIndex ?? 0) - 1)
  const lastColumn = columns.range?.endIndex ?? zoom
  const stepped = steppedColumns(firstColumn, lastColumn, STEP_NIGHTS)

  const [firstPage, ...morePages] = pagesOver(from, stepped.first, stepped.last)
  const pageKey = [firstPage, ...morePages].join()
  const inputs = useMemo(() => pageKey.split(',').map((page) => ({ from: page, nights: PAGE_NIGHTS })), [pageKey])
  const shown = useDeskPages('tape.get', inputs)
  const pages = valueOf(shown)
  const merged = useMemo(() => mergePages(pages ?? []), [pages])
  const [kept, setKept] = useState<Tape | null>(null)
  if (merged !== null && merged !== kept) setKept(merged)
  const tape = merged ?? kept

  const rows = useMemo(
    () => (tape === null ? [] : tapeRows(tape, { collapsed, unfolded })),
    [tape, collapsed, unfolded],
  )
  const lines = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => rows[index]?.height ?? 0,
    getItemKey: useCallback((index: number) => `${rows[index]?.id}:${rows[index]?.height}`, [rows]),
    overscan: ROWS_BEYOND,
    paddingStart: HEAD_PX,
    useFlushSync: false,
  })

  // The day at the left edge stays there when the columns become wider or the span another one.
  const wanted = useRef<LocalDate | null>(null)
  const left = useRef<LocalDate>(useTape.getState().leftDay ?? addDays(hotel.businessDate, -1))
  useLayoutEffect(() => {
    if (width === 0 || !scroller.current) return
    const day = wanted.current ?? left.current
    wanted.current = null
    scroller.current.scrollLeft = Math.round(columnOf(scale, day) * scale.columnPx)
    left.current = day
  }, [scale, width])
  const onScroll = () => {
    if (!scroller.current || width === 0) return
    const day = dayOf(scale, Math.round(scroller.current.scrollLeft / columnPx))
    if (day !== left.current) setLeftDay(day)
    left.current = day
  }
  const goTo = (day: LocalDate) => {
    const page = scroller.current
    if (isInSpan(from, day) && columnOf(scale, day) <= SPAN_NIGHTS - zoom) {
      page?.scrollTo({ left: Math.round(columnOf(scale, day) * columnPx) })
    } else {
      wanted.current = day
      setSpan(spanAround(day))
    }
  }
  /** Scrolls as little as shows a place. */
  const reveal = ({ rowId, night }: TapeFocus) => {
    const page = scroller.current
    const row = rows.find(({ id }) => id === rowId)
    if (!page || !row) return
    const x = columnOf(scale, night) * columnPx
    const inner = { width: page.clientWidth - LABEL_PX, height: page.clientHeight - HEAD_PX }
    if (x < page.scrollLeft) page.scrollLeft = x
    else if (x + 2 * columnPx > page.scrollLeft + inner.width) page.scrollLeft = x + 2 * columnPx - inner.width
    if (row.top < page.scrollTop) page.scrollTop = row.top
    else if (row.top + row.height > page.scrollTop + inner.height) {
      page.scrollTop = row.top + row.height - inner.height
    }
  }
  const bottom = rows.at(-1)
  const view = {
    scroller: () => scroller.current,
    scale,
    zoom,
    shown,
    tape,
    rows,
    lines: lines.getVirtualItems(),
    columns: stepped,
    seen: { first: dayOf(scale, firstColumn), last: dayOf(scale, Math.max(firstColumn, lastColumn - 1)) },
    bodyPx: { width: SPAN_NIGHTS * columnPx, height: bottom ? bottom.top + bottom.height : 0 },
    pageRows: Math.max(1, Math.floor((height - HEAD_PX) / 34) - 1),
    isMeasured: width > 0,
    goTo,
    reveal,
    onScroll,
  }
  return { mount, view }
}

export type TapeView = ReturnType<typeof useTapeView>['view']
