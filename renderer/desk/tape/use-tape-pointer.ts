import { type PointerEvent, useEffect, useRef, useState } from 'react'
import { addDays, daysBetween } from '../../../shared/domain/stay-dates.ts'
import { type TapeChange, beginChange, mayChange, putOn, withArrival, withDeparture } from './tape-change.ts'
import type { TapeFocus } from './tape-focus.ts'
import { type Tape, type TapeRow, type TapeStay, rowAt, stayKey } from './tape-rows.ts'
import { type TapeScale, nightAt } from './tape-scale.ts'
import { type TapeSelection, selectTowards } from './tape-selection.ts'
import { HEAD_PX, LABEL_PX } from './use-tape-view.ts'

/** A press becomes a drag after so many pixels. */
const SLACK_PX = 4
const EDGE_PX = 8
/** So close to the edge of the chart a drag scrolls it, by at most so much a frame. */
const NEAR_EDGE_PX = 44
const SCROLL_PX = 18

type Grip = { readonly x: number; readonly y: number; readonly focus: TapeFocus } & (
  | { readonly of: 'stay'; readonly stay: TapeStay; readonly edge: 'start' | 'end' | null }
  | { readonly of: 'free'; readonly row: TapeRow }
)

interface Ground {
  readonly scroller: () => HTMLDivElement | null
  readonly tape: Tape | null
  readonly rows: readonly TapeRow[]
  readonly scale: TapeScale
  readonly onFocus: (focus: TapeFocus) => void
  readonly onPress: (stay: TapeStay) => void
  readonly onChange: (change: TapeChange | null) => void
  readonly onSelect: (selection: TapeSelection | null) => void
}

/** The pointer on the chart: a bar is dragged by its middle or an edge, free nights are marked, a press opens. */
export function useTapePointer(ground: Ground) {
  const [isDragging, setDragging] = useState(false)
  const grip = useRef<Grip | null>(null)
  const dragging = useRef(false)
  const at = useRef({ clientX: 0, clientY: 0 })
  const latest = useRef(ground)
  useEffect(() => {
    latest.current = ground
  })

  function placeAt({ clientX, clientY }: { clientX: number; clientY: number }) {
    const { scroller, rows, scale } = latest.current
    const page = scroller()
    if (!page) return null
    const box = page.getBoundingClientRect()
    const x = clientX - box.left
    const y = clientY - box.top
    const row = rowAt(rows, y - HEAD_PX + page.scrollTop)
    if (!row) return null
    const night = nightAt(scale, x - LABEL_PX + page.scrollLeft)
    return {
      row,
      night,
      isOnChart: x >= LABEL_PX && y >= HEAD_PX && x < page.clientWidth && y < page.clientHeight,
    }
  }

  function onPointerDown(event: PointerEvent<HTMLElement>) {
    const place = placeAt(event)
    const { tape } = latest.current
    if (event.button !== 0 || !place?.isOnChart || !tape || !(event.target instanceof Element)) return
    const { row, night } = place
    const focus = { rowId: row.id, night }
    const pressed = { x: event.clientX, y: event.clientY, focus }
    const bar = event.target.closest<HTMLElement>('[data-bar]')
    const stay = bar && (tape.byRow.get(row.id) ?? []).find((one) => stayKey(one) === bar.dataset['bar'])
    if (bar && stay) grip.current = { ...pressed, of: 'stay', stay, edge: edgeOf(bar, event.clientX, stay) }
    else if (row.kind === 'room') grip.current = { ...pressed, of: 'free', row }
    else grip.current = null
    latest.current.onFocus(focus)
    if (grip.current?.of === 'free') latest.current.onSelect(selectTowards(tape, row, night, night))
    else latest.current.onSelect(null)
  }

  function onPointerMove(event: PointerEvent<HTMLElement>) {
    const held = grip.current
    if (!held) return
    at.current = { clientX: event.clientX, clientY: event.clientY }
    if (!dragging.current) {
      if (Math.hypot(event.clientX - held.x, event.clientY - held.y) < SLACK_PX) return
      if (held.of === 'stay' && !mayChange(held.stay).room) return
      dragging.current = true
      setDragging(true)
      event.currentTarget.setPointerCapture(event.pointerId)
    }
    drag()
  }

  function drag() {
    const held = grip.current
    const { tape, onChange, onSelect } = latest.current
    const place = placeAt(at.current)
    if (!held || !tape || !place) return
    if (held.of === 'free') return onSelect(selectTowards(tape, held.row, held.focus.night, place.night))
    const { stay, edge } = held
    const days = daysBetween(held.focus.night, place.night)
    if (edge === 'start') return onChange(withArrival(beginChange(stay, 'dates'), addDays(stay.arrival, days)))
    // A bar ends at the midday of its departure: the edge is held in the last night, and dropped in the last one to be.
    if (edge === 'end') return onChange(withDeparture(beginChange(stay, 'dates'), addDays(stay.departure, days)))
    onChange(putOn(beginChange(stay, 'move'), tape, place.row, days, place.night))
  }

  function onPointerUp(event: PointerEvent<HTMLElement>) {
    const held = grip.current
    grip.current = null
    if (event.currentTarget.hasPointerCapture(event.pointerId))
      event.currentTarget.releasePointerCapture(event.pointerId)
    if (dragging.current) {
      dragging.current = false
      return setDragging(false)
    }
    if (held?.of === 'stay') latest.current.onPress(held.stay)
  }

  /** Lets go without doing anything. */
  function letGo() {
    grip.current = null
    dragging.current = false
    setDragging(false)
  }

  useEffect(() => {
    if (!isDragging) return
    let frame = requestAnimationFrame(function follow() {
      const page = latest.current.scroller()
      if (page) {
        const box = page.getBoundingClientRect()
        const by = {
          left: pull(at.current.clientX, box.left + LABEL_PX, box.left + page.clientWidth),
          top: pull(at.current.clientY, box.top + HEAD_PX, box.top + page.clientHeight),
        }
        if (by.left !== 0 || by.top !== 0) {
          page.scrollBy(by)
          drag()
        }
      }
      frame = requestAnimationFrame(follow)
    })
    return () => cancelAnimationFrame(frame)
    // `drag` works on refs alone.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [isDragging])

  return { isDragging, letGo, handlers: { onPointerDown, onPointerMove, onPointerUp, onPointerCancel: letGo } }
}

function edgeOf(bar: HTMLElement, clientX: number, stay: TapeStay): 'start' | 'end' | null {
  const box = bar.getBoundingClientRect()
  const reach = Math.min(EDGE_PX, box.width / 3)
  const may = mayChange(stay)
  if (may.departure && clientX > box.right - reach) return 'end'
  return may.arrival && clientX < box.left + reach ? 'start' : null
}

/** How far a pointer near an end of the chart scrolls it in a frame. */
function pull(at: number, start: number, end: number): number {
  const before = Math.max(0, start + NEAR_EDGE_PX - at)
  const after = Math.max(0, at - (end - NEAR_EDGE_PX))
  return Math.round(((Math.min(after, NEAR_EDGE_PX) - Math.min(before, NEAR_EDGE_PX)) / NEAR_EDGE_PX) * SCROLL_PX)
}
