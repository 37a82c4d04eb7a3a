import type { DeskOutput } from '../../shared/desk-api/contract.ts'
import type { NightCell } from '../../shared/desk-api/views.ts'

type Occupancy = DeskOutput<'occupancy.get'>

/** What a cell asks of the desk: nothing, care because it is full, or action because it is oversold. */
export type CellNeed = 'none' | 'full' | 'over'

export function cellNeed(cell: Pick<NightCell, 'left' | 'forced'>): CellNeed {
  if (cell.forced > 0) return 'over'
  return cell.left === 0 ? 'full' : 'none'
}

const FEWEST_FOR_EXTRA = 10

/** Names of the types that get no overbooking room on some night because they have under ten sellable rooms. */
export function typesWithoutExtraRoom(occupancy: Occupancy): string[] {
  return occupancy.roomTypes
    .filter(({ cells }) =>
      cells.some(({ sellable, limit }) => sellable > 0 && sellable < FEWEST_FOR_EXTRA && limit === sellable),
    )
    .map(({ name }) => name)
}

/** Units left and price for a whole stay of each type, from its nights; `null` price where a night has none. */
export function stayFigures(
  occupancy: Occupancy,
): Map<string, { readonly left: number; readonly totalMinor: number | null }> {
  return new Map(
    occupancy.roomTypes.map(({ roomTypeId, cells }) => {
      const left = cells.length === 0 ? 0 : Math.min(...cells.map((cell) => cell.left))
      const totalMinor = cells.reduce<number | null>(
        (sum, { priceMinor }) => (sum === null || priceMinor === null ? null : sum + priceMinor),
        0,
      )
      return [roomTypeId, { left, totalMinor }]
    }),
  )
}
