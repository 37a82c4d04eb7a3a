import type { FocusStep } from './tape-focus.ts'

/** What a key asks for on the tape chart. */
export type TapeCommand =
  | { readonly do: 'step'; readonly step: FocusStep }
  | { readonly do: 'select'; readonly days: -1 | 1 }
  | { readonly do: 'enter' | 'block' | 'checkIn' | 'move' | 'dates' | 'undo' | 'cancel' | 'commit' }
  | { readonly do: 'shiftRoom'; readonly rows: -1 | 1 }
  | { readonly do: 'shiftDays'; readonly days: -1 | 1 }
  | { readonly do: 'shiftDeparture'; readonly days: -1 | 1 }
  | { readonly do: 'shiftArrival'; readonly days: -1 | 1 }

/** What the keys work on: the chart, or a stay that is being moved, dated or only asked about. */
export type KeyMode = 'browse' | 'move' | 'dates' | 'checkIn'

export interface PressedKey {
  readonly key: string
  readonly shiftKey: boolean
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly altKey: boolean
}

const STEPS: Readonly<Record<string, FocusStep>> = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
  Home: 'home',
  End: 'end',
  PageUp: 'pageUp',
  PageDown: 'pageDown',
}
const SIDEWAYS: Readonly<Record<string, -1 | 1>> = { ArrowLeft: -1, ArrowRight: 1 }
const VERTICAL: Readonly<Record<string, -1 | 1>> = { ArrowUp: -1, ArrowDown: 1 }

/** The command of a key, or `null` where it is none of the chart's. */
export function commandOf(pressed: PressedKey, mode: KeyMode): TapeCommand | null {
  const { key, altKey } = pressed
  if (altKey) return null
  if (key === 'Escape') return { do: 'cancel' }
  return mode === 'browse' ? browsing(pressed) : changing(pressed, key, mode)
}

function browsing({ key, shiftKey, ctrlKey, metaKey }: PressedKey): TapeCommand | null {
  const ctrl = ctrlKey || metaKey
  const days = SIDEWAYS[key]
  if (ctrl && key.toLowerCase() === 'z') return { do: 'undo' }
  if (ctrl && days) return { do: 'step', step: days === 1 ? 'nextStay' : 'previousStay' }
  if (ctrl) return null
  if (shiftKey && days) return { do: 'select', days }
  const step = STEPS[key]
  if (step) return { do: 'step', step }
  switch (key.toLowerCase()) {
    case 'enter':
      return { do: 'enter' }
    case 'b':
      return { do: 'block' }
    case 'c':
      return { do: 'checkIn' }
    case 'm':
      return { do: 'move' }
    case 'e':
      return { do: 'dates' }
    default:
      return null
  }
}

function changing({ shiftKey, ctrlKey, metaKey }: PressedKey, key: string, mode: KeyMode): TapeCommand | null {
  if (key === 'Enter') return { do: 'commit' }
  if (ctrlKey || metaKey) return null
  const days = SIDEWAYS[key]
  const rows = VERTICAL[key]
  if (mode === 'checkIn') return null
  if (key.toLowerCase() === 'm') return { do: 'move' }
  if (key.toLowerCase() === 'e') return { do: 'dates' }
  if (mode === 'move') {
    if (rows) return { do: 'shiftRoom', rows }
    return days ? { do: 'shiftDays', days } : null
  }
  if (!days) return null
  return { do: shiftKey ? 'shiftArrival' : 'shiftDeparture', days }
}
