import { type LocalDate, type Stay, addDays } from '../../../shared/domain/stay-dates.ts'
import { type Tape, type TapeRow, itemAt } from './tape-rows.ts'

/** Where the keyboard is: a row and a night. On a bar the night tells the column that Up and Down keep to. */
export interface TapeFocus {
  readonly rowId: string
  readonly night: LocalDate
}

export type FocusStep =
  | 'left'
  | 'right'
  | 'up'
  | 'down'
  | 'home'
  | 'end'
  | 'pageUp'
  | 'pageDown'
  | 'nextStay'
  | 'previousStay'

/** What the keyboard moves over. `seen`: the first and last night on the screen; `page`: rows on the screen. */
export interface TapeGround {
  readonly tape: Tape
  readonly rows: readonly TapeRow[]
  readonly span: { readonly first: LocalDate; readonly last: LocalDate }
  readonly seen: { readonly first: LocalDate; readonly last: LocalDate }
  readonly page: number
}

/** The focus after a step: over a whole bar at once, never off the chart. */
export function moveFocus(focus: TapeFocus, step: FocusStep, ground: TapeGround): TapeFocus {
  const { rows } = ground
  const at = rows.findIndex(({ id }) => id === focus.rowId)
  const row = rows[at]
  if (!row) return rows[0] ? { rowId: rows[0].id, night: focus.night } : focus
  const inRow = (by: number) => {
    const next = rows[Math.min(rows.length - 1, Math.max(0, at + by))] ?? row
    return { ...focus, rowId: next.id }
  }
  const onNight = (night: LocalDate) => ({ ...focus, night: within(night, ground.span) })
  switch (step) {
    case 'up':
      return inRow(-1)
    case 'down':
      return inRow(1)
    case 'pageUp':
      return inRow(-ground.page)
    case 'pageDown':
      return inRow(ground.page)
    case 'left':
      return onNight(addDays(extentAt(ground.tape, row, focus.night).arrival, -1))
    case 'right':
      return onNight(extentAt(ground.tape, row, focus.night).departure)
    case 'home':
      return onNight(ground.seen.first)
    case 'end':
      return onNight(ground.seen.last)
    case 'nextStay': {
      const next = (ground.tape.byRow.get(row.id) ?? []).find(({ arrival }) => arrival > focus.night)
      return next ? onNight(next.arrival) : focus
    }
    case 'previousStay': {
      const { arrival } = extentAt(ground.tape, row, focus.night)
      const before = (ground.tape.byRow.get(row.id) ?? []).findLast(({ departure }) => departure <= arrival)
      return before ? onNight(before.arrival) : focus
    }
  }
}

/** Where the keyboard begins: the business date in the first row that is not a head. */
export function firstFocus(rows: readonly TapeRow[], night: LocalDate): TapeFocus | null {
  const row = rows.find(({ kind }) => kind !== 'type') ?? rows[0]
  return row ? { rowId: row.id, night } : null
}

/** The nights of what stands there, or of the one free night. */
function extentAt(tape: Tape, row: TapeRow, night: LocalDate): Stay {
  const item = itemAt(tape, row, night)
  if (item?.kind === 'stay') return item.stay
  if (item?.kind === 'block') return { arrival: item.block.from, departure: item.block.until }
  return { arrival: night, departure: addDays(night, 1) }
}

function within(night: LocalDate, { first, last }: TapeGround['span']): LocalDate {
  return night < first ? first : night > last ? last : night
}
