import { ok, refuse } from '../../base/result.ts'
import { type Decided, type Deciding, Draft, type RowReader, type Wanted } from '../deciding.ts'
import type { RoomTypeId } from '../ids.ts'
import { withCounts } from '../inventory.ts'
import { typeNightKey } from '../rows.ts'
import { type LocalDate, nightCount, nightsOf } from '../stay-dates.ts'
import { type Cause, exceptionId, putCoveredInventory } from './exceptions.ts'

/** Two years of nights and a day. */
const MAX_CONTROLLED_NIGHTS = 731

/** How far some types are sold over their rooms on some nights. */
export interface SellControl {
  readonly roomTypeIds: readonly RoomTypeId[]
  readonly from: LocalDate
  /** The first night that is not controlled (half-open). */
  readonly until: LocalDate
  /** In percent of sellable rooms; below 0 sells fewer than there are, -100 stops selling. */
  readonly overbookPct: number
}

/**
 * Sets the overbooking of types and nights: a fact. What was sold beyond the new limit is forced and covered by an
 * exception. Nights that are not open are left alone. Refuses: `SELL_CONTROL_INVALID`. Rules: RATE-06, RATE-07.
 */
export function* decideSellControl(control: SellControl, cause: Cause, rows: RowReader): Deciding<Decided> {
  const { roomTypeIds, from, until, overbookPct } = control
  const nights = { arrival: from, departure: until }
  const count = nightCount(nights)
  if (count < 1 || count > MAX_CONTROLLED_NIGHTS)
    return refuse({ code: 'SELL_CONTROL_INVALID', params: { from, until } })
  const draft = new Draft(rows)
  const keys = roomTypeIds.flatMap((roomTypeId) => nightsOf(nights).map((night) => ({ roomTypeId, night })))
  yield keys.flatMap((key): Wanted[] => [
    { entity: 'inventory', key: typeNightKey(key.roomTypeId, key.night) },
    { entity: 'exception', key: exceptionId.oversoldNight(key) },
  ])
  for (const { roomTypeId, night } of keys) {
    const row = draft.row('inventory', typeNightKey(roomTypeId, night))
    if (row && row.overbookPct !== overbookPct) putCoveredInventory(draft, cause, withCounts(row, { overbookPct }))
  }
  return ok(draft.writes())
}
