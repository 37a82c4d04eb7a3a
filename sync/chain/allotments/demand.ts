import { LRUCache } from 'lru-cache'
import type { HotelId } from '../../../shared/domain/ids.ts'
import type { UnitsWanted } from '../../../shared/domain/ops/allotments.ts'
import { type LocalDate, addDays } from '../../../shared/domain/stay-dates.ts'
import type { Queryable } from '../database/port.ts'
import { type WalkInsOfDay, selectRoomsPerType, selectWalkIns } from './queries/demand.ts'

/** Nights from tonight for which a terminal is given units: 99.6 % of a real resort's walk-ins stay no longer. */
export const NIGHTS_AHEAD = 7
/** How far back demand is learned from. */
const LEARNED_DAYS = 90
/** Before anything was learned: this part of a type's rooms, at least one. House policy. */
const UNLEARNED_SHARE = 0.05
const HOTELS_KEPT = 5_000

/** What a terminal is in its hotel. The hub sells for all desks while it is there; the others only for themselves. */
export type DeviceRole = 'hub' | 'standby' | 'kiosk'
const SHARE_OF: Record<DeviceRole, number> = { hub: 1, standby: 0.25, kiosk: 0.25 }

/** Units that each hotel's hub is to hold, learned once a business date. */
export class DemandCache {
  readonly #kept = new LRUCache<HotelId, { readonly date: LocalDate; readonly wanted: readonly UnitsWanted[] }>({
    max: HOTELS_KEPT,
  })

  async get(db: Queryable, hotelId: HotelId, date: LocalDate): Promise<readonly UnitsWanted[]> {
    const kept = this.#kept.get(hotelId)
    if (kept?.date === date) return kept.wanted
    const walkIns = await selectWalkIns(db, hotelId, addDays(date, -LEARNED_DAYS))
    const types = await selectRoomsPerType(db, hotelId)
    const wanted = types.flatMap(({ roomTypeId, rooms }) => {
      const sold = walkIns.filter((day) => day.roomTypeId === roomTypeId)
      const units = walkIns.length === 0 ? Math.max(1, Math.ceil(rooms * UNLEARNED_SHARE)) : demandOfDay(sold)
      return Array.from({ length: NIGHTS_AHEAD }, (_, ahead) => ({ roomTypeId, night: addDays(date, ahead), units }))
    })
    this.#kept.set(hotelId, { date, wanted })
    return wanted
  }
}

/** The 95th percentile of what a desk sells of a type within 24 hours; at least one. Rule ALLOT-10. */
export function demandOfDay(walkIns: readonly WalkInsOfDay[]): number {
  const counts = walkIns.map(({ count }) => count).sort((a, b) => a - b)
  const daysWithout = Math.max(0, LEARNED_DAYS - counts.length)
  const rank = Math.ceil(LEARNED_DAYS * 0.95) - 1 - daysWithout
  return Math.max(1, counts[rank] ?? (rank >= counts.length ? (counts.at(-1) ?? 1) : 1))
}

/** What a terminal of a role is to hold of a hub's units. */
export function shareOf(role: DeviceRole, wanted: readonly UnitsWanted[]): UnitsWanted[] {
  return wanted.map((line) => ({ ...line, units: Math.ceil(line.units * SHARE_OF[role]) }))
}
