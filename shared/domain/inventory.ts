import type { InventoryRow } from './rows.ts'

/** The overbooking that a hotel sells with unless a sell control says otherwise, in percent of sellable rooms. */
export const DEFAULT_OVERBOOK_PCT = 10

/** Rooms of a type that could be slept in on a night: all of them less those out of order; never below 0. */
export function sellable(row: Pick<InventoryRow, 'totalInventory' | 'outOfOrder'>): number {
  return Math.max(0, row.totalInventory - row.outOfOrder)
}

/** `floor(sellable * (100 + overbookPct) / 100)`: a type under 10 rooms gets no extra room at 10 % (design.md, section 6). */
export function sellLimit(row: Pick<InventoryRow, 'totalInventory' | 'outOfOrder' | 'overbookPct'>): number {
  return Math.floor((sellable(row) * (100 + row.overbookPct)) / 100)
}

/** Units a request may still take on this night; never negative, and `forced` is never headroom. */
export function unitsLeft(row: InventoryRow): number {
  return Math.max(0, sellLimit(row) - row.totalReserved - row.leased)
}

/** Does a request for `units` pass on this night? The sum that decides: `totalReserved + leased + units <= limit`. */
export function requestFits(row: InventoryRow, units: number): boolean {
  return row.totalReserved + row.leased + units <= sellLimit(row)
}

/** Units beyond the limit that facts, sell controls or room changes brought: each covered by an open exception. */
export function forcedUnits(row: Omit<InventoryRow, 'forced'>): number {
  return Math.max(0, row.totalReserved + row.leased - sellLimit(row))
}

/** The row after a change of its counts, with `forced` set as every write sets it. */
export function withCounts(
  row: InventoryRow,
  change: Partial<Pick<InventoryRow, 'totalInventory' | 'outOfOrder' | 'overbookPct' | 'totalReserved' | 'leased'>>,
): InventoryRow {
  const changed = { ...row, ...change }
  return { ...changed, forced: forcedUnits(changed) }
}

/** Units left for a whole stay: the least of its nights; 0 without nights. */
export function unitsLeftForStay(rows: readonly InventoryRow[]): number {
  return rows.length === 0 ? 0 : Math.min(...rows.map(unitsLeft))
}

/** Taken units in ten-thousandths of sellable ones, as the price curve reads it; full where nothing is sellable. */
export function occupancyBasisPoints(row: InventoryRow): number {
  const rooms = sellable(row)
  return rooms === 0 ? 10_000 : Math.floor(((row.totalReserved + row.leased) * 10_000) / rooms)
}
