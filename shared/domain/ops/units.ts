import { type Result, ok, refuse } from '../../base/result.ts'
import type { Deciding, Draft, Wanted } from '../deciding.ts'
import type { RoomTypeId } from '../ids.ts'
import { requestFits, withCounts } from '../inventory.ts'
import type { Refusal } from '../refusal.ts'
import { type InventoryRow, typeNightKey } from '../rows.ts'
import { type LocalDate, type Stay, nightsOf } from '../stay-dates.ts'
import { type Cause, exceptionId, putCoveredInventory } from './exceptions.ts'

/**
 * Takes one unit of a type on every night that is not over, as a request: all of them or none.
 * Refuses, for the first night that fails: `NIGHT_NOT_ON_SALE`, `NO_AVAILABILITY`.
 */
export function* takeUnits(
  draft: Draft,
  cause: Cause,
  roomTypeId: RoomTypeId,
  stay: Stay,
): Deciding<Result<void, Refusal>> {
  const nights = yield* openNightsOf(draft, stay)
  yield inventoryOf(roomTypeId, nights)
  for (const night of nights) {
    const row = draft.row('inventory', typeNightKey(roomTypeId, night))
    if (!row) return refuse({ code: 'NIGHT_NOT_ON_SALE', params: { roomTypeId, night } })
    if (!requestFits(row, 1)) return refuse({ code: 'NO_AVAILABILITY', params: { roomTypeId, night } })
    putCoveredInventory(draft, cause, withCounts(row, { totalReserved: row.totalReserved + 1 }))
  }
  return ok(undefined)
}

/** Gives back one unit of a type on every night that is not over. */
export function* returnUnits(draft: Draft, cause: Cause, roomTypeId: RoomTypeId, stay: Stay): Deciding<void> {
  const nights = yield* openNightsOf(draft, stay)
  yield* changeNights(draft, cause, roomTypeId, nights, (row) => ({ totalReserved: row.totalReserved - 1 }))
}

/**
 * Takes one unit on every night that is not over, as a fact: never refused, what goes beyond the limit is forced and
 * covered.
 */
export function* forceUnits(draft: Draft, cause: Cause, roomTypeId: RoomTypeId, stay: Stay): Deciding<void> {
  const nights = yield* openNightsOf(draft, stay)
  yield* changeNights(draft, cause, roomTypeId, nights, (row) => ({ totalReserved: row.totalReserved + 1 }))
}

/** The nights of a stay from the hotel's business date on; what was sold of the others is history. */
export function* openNightsOf(draft: Draft, stay: Stay): Deciding<readonly LocalDate[]> {
  yield [{ index: 'hotel', key: '' }]
  const today = draft.hotel()?.businessDate ?? stay.arrival
  return nightsOf(stay).filter((night) => night >= today)
}

/** Changes the rooms out of order of a type on some nights by +1 or -1: a fact, so nothing is refused. */
export function* changeOutOfOrder(
  draft: Draft,
  cause: Cause,
  roomTypeId: RoomTypeId,
  nights: readonly LocalDate[],
  by: 1 | -1,
): Deciding<void> {
  yield* changeNights(draft, cause, roomTypeId, nights, (row) => ({ outOfOrder: row.outOfOrder + by }))
}

/** Changes the rooms of a type on some nights by +1 or -1: a fact, so nothing is refused. Nights not open stay so. */
export function* changeTotalInventory(
  draft: Draft,
  cause: Cause,
  roomTypeId: RoomTypeId,
  nights: readonly LocalDate[],
  by: 1 | -1,
): Deciding<void> {
  yield* changeNights(draft, cause, roomTypeId, nights, (row) => ({
    totalInventory: Math.max(0, row.totalInventory + by),
  }))
}

/** Changes the counts of a type on those of the nights that are open, and keeps what is forced covered. */
function* changeNights(
  draft: Draft,
  cause: Cause,
  roomTypeId: RoomTypeId,
  nights: readonly LocalDate[],
  change: (row: InventoryRow) => Parameters<typeof withCounts>[1],
): Deciding<void> {
  yield inventoryOf(roomTypeId, nights)
  for (const night of nights) {
    const row = draft.row('inventory', typeNightKey(roomTypeId, night))
    if (row) putCoveredInventory(draft, cause, withCounts(row, change(row)))
  }
}

/** What changing the counts of a type on some nights reads. */
export function inventoryOf(roomTypeId: RoomTypeId, nights: readonly LocalDate[]): Wanted[] {
  const rows = nights.flatMap((night): Wanted[] => [
    { entity: 'inventory', key: typeNightKey(roomTypeId, night) },
    { entity: 'exception', key: exceptionId.oversoldNight({ roomTypeId, night }) },
  ])
  return [{ index: 'hotel', key: '' }, ...rows]
}
