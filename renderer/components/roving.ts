import { type KeyboardEvent, useCallback, useState } from 'react'

interface Place {
  readonly row: number
  readonly column: number
}

/**
 * Arrow keys over a grid of buttons with one tab stop a column. Each button carries `data-place="row:column"`; where a column is
 * shorter than the row that was left, the nearest row above takes the focus.
 */
export function useRoving(): {
  onKeyDown: (event: KeyboardEvent<HTMLElement>) => void
  placeProps: (
    row: number,
    column: number,
  ) => {
    'data-place': string
    tabIndex: 0 | -1
    onFocus: () => void
  }
} {
  const [rows, setRows] = useState<ReadonlyMap<number, number>>(new Map())
  const onKeyDown = useCallback((event: KeyboardEvent<HTMLElement>) => {
    const from = placeOf(event.target)
    const step = STEPS[event.key]
    if (!from || !step || event.altKey || event.ctrlKey || event.metaKey) return
    const to = nearest(event.currentTarget, step(from))
    if (!to) return
    event.preventDefault()
    to.focus()
  }, [])
  const placeProps = (row: number, column: number) => ({
    'data-place': `${row}:${column}`,
    tabIndex: row === (rows.get(column) ?? 0) ? (0 as const) : (-1 as const),
    onFocus: () => setRows((before) => new Map(before).set(column, row)),
  })
  return { onKeyDown, placeProps }
}

const STEPS: Readonly<Record<string, (from: Place) => Place>> = {
  ArrowUp: ({ row, column }) => ({ row: row - 1, column }),
  ArrowDown: ({ row, column }) => ({ row: row + 1, column }),
  ArrowLeft: ({ row, column }) => ({ row, column: column - 1 }),
  ArrowRight: ({ row, column }) => ({ row, column: column + 1 }),
  Home: ({ column }) => ({ row: 0, column }),
  End: ({ column }) => ({ row: Number.MAX_SAFE_INTEGER, column }),
}

function placeOf(target: EventTarget): Place | null {
  if (!(target instanceof HTMLElement)) return null
  const [row, column] = (target.dataset['place'] ?? '').split(':').map(Number)
  return row === undefined || column === undefined ? null : { row, column }
}

function nearest(grid: HTMLElement, wanted: Place): HTMLElement | null {
  const inColumn = [...grid.querySelectorAll<HTMLElement>('[data-place]')].filter(
    (element) => placeOf(element)?.column === wanted.column,
  )
  const above = inColumn.filter((element) => (placeOf(element)?.row ?? 0) <= wanted.row)
  return above.at(-1) ?? null
}
