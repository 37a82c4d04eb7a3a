import type { Deciding, Draft, Wanted } from '../deciding.ts'
import type { RatePlanId } from '../ids.ts'
import type { RatePlanRow, ReservationRow } from '../rows.ts'
import { type Cause, clearException, exceptionId } from './exceptions.ts'
import { freeRoom } from './rooms.ts'
import { returnUnits } from './units.ts'

/** Gives back the units and rooms of every line; answers the reservation without rooms, for the caller to put. */
export function* releaseLines(draft: Draft, cause: Cause, reservation: ReservationRow): Deciding<ReservationRow> {
  yield reservation.lines.map((line): Wanted => ({ entity: 'exception', key: exceptionId.roomLost(line.lineId) }))
  for (const line of reservation.lines) {
    yield* returnUnits(draft, cause, line.inventoryType, line)
    yield* freeRoom(draft, line)
    clearException(draft, cause, exceptionId.roomLost(line.lineId))
  }
  const lines = reservation.lines.map((line) => ({ ...line, roomId: null }))
  return { ...reservation, holdUntilUtcMs: null, lines }
}

/** The plan a reservation was sold under, or `null` where it was sold without one. */
export function* readPlan(draft: Draft, ratePlanId: RatePlanId | null): Deciding<RatePlanRow | null> {
  if (ratePlanId === null) return null
  yield [{ entity: 'rate_plan', key: ratePlanId }]
  return draft.row('rate_plan', ratePlanId)
}
