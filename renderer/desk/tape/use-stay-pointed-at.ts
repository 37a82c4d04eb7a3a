import { useEffect, useRef, useState } from 'react'
import { browserTimers } from '../../data/browser-ports.ts'
import { barId } from './tape-bar.tsx'
import { type Tape, type TapeStay, stayKey } from './tape-rows.ts'

const SHOWN_AFTER_MS = 350
const KEPT_FOR_MS = 160

interface Pointed {
  readonly stay: TapeStay
  readonly anchor: Element
}

/** Whose summary is shown: of the bar that the pointer rests on, or that the keyboard has come to. */
export function useStayPointedAt() {
  const [pointed, setPointed] = useState<Pointed | null>(null)
  const waiting = useRef<{ cancel(): void } | null>(null)
  const coming = useRef<string | null>(null)
  useEffect(() => () => waiting.current?.cancel(), [])

  const soon = (ms: number, next: () => Pointed | null) => {
    waiting.current?.cancel()
    waiting.current = browserTimers.after(ms, () => setPointed(next()))
  }
  const forget = () => {
    waiting.current?.cancel()
    coming.current = null
    setPointed(null)
  }
  const leave = () => {
    coming.current = null
    soon(KEPT_FOR_MS, () => null)
  }
  const showSoon = (stay: TapeStay) => {
    coming.current = stayKey(stay)
    soon(SHOWN_AFTER_MS, () => {
      const anchor = document.getElementById(barId(stay))
      return anchor ? { stay, anchor } : null
    })
  }
  return {
    stay: pointed?.stay ?? null,
    anchor: pointed?.anchor ?? null,
    forget,
    leave,
    /** The pointer has come from the bar to its card. */
    stayOn: () => waiting.current?.cancel(),
    pointAt: (target: EventTarget, tape: Tape | null, isBusy: boolean) => {
      const bar = target instanceof Element ? target.closest<HTMLElement>('[data-bar]') : null
      const key = bar?.dataset['bar'] ?? null
      if (isBusy || key === coming.current) return
      if (key === null) return leave()
      const row = bar?.closest<HTMLElement>('[data-row]')?.dataset['row'] ?? ''
      const stay = tape?.byRow.get(row)?.find((one) => stayKey(one) === key)
      if (stay) showSoon(stay)
    },
    focusOn: (stay: TapeStay | null) => {
      setPointed(null)
      if (stay === null) forget()
      else showSoon(stay)
    },
  }
}
