import { type LocalDate, type Stay, addDays } from '../../../shared/domain/stay-dates.ts'
import { type Tape, type TapeRow, itemAt } from './tape-rows.ts'

/** Free nights of one room that somebody marks, from where they began to where they are. */
export interface TapeSelection {
  readonly rowId: string
  readonly anchor: LocalDate
  readonly head: LocalDate
}

/** The selection stretched towards a night, as far as the room is free. `null` where it is not free at its beginning. */
export function selectTowards(tape: Tape, row: TapeRow, anchor: LocalDate, night: LocalDate): TapeSelection | null {
  if (row.kind !== 'room' || itemAt(tape, row, anchor) !== null) return null
  const step = night < anchor ? -1 : 1
  let head = anchor
  while (head !== night) {
    const next = addDays(head, step)
    if (itemAt(tape, row, next) !== null) break
    head = next
  }
  return { rowId: row.id, anchor, head }
}

/** The selected nights as a stay. */
export function stayOfSelection({ anchor, head }: TapeSelection): Stay {
  const [first, last] = head < anchor ? [head, anchor] : [anchor, head]
  return { arrival: first, departure: addDays(last, 1) }
}
