import { ok, refuse } from '../../base/result.ts'
import { type Decided, type Deciding, Draft, type RowReader } from '../deciding.ts'
import type { RoomTypeId } from '../ids.ts'
import { DEFAULT_OVERBOOK_PCT, withCounts } from '../inventory.ts'
import { typeNightKey } from '../rows.ts'
import { type LocalDate, nightCount, nightsOf } from '../stay-dates.ts'
import { type Cause, putCoveredInventory } from './exceptions.ts'
import { inventoryOf } from './units.ts'

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
  yield* setOverbooking(draft, cause, roomTypeIds, nightsOf(nights), () => overbookPct)
  return ok(draft.writes())
}

/** A sell control as it stands: of one type, or of all of them. */
export interface StandingControl extends Omit<SellControl, 'roomTypeIds'> {
  readonly roomTypeId: RoomTypeId | null
}

/** The overbooking of a type and night under controls, the newest of which come first. Rule RATE-14. */
export function overbookPctOf(controls: readonly StandingControl[], roomTypeId: RoomTypeId, night: LocalDate): number {
  const covering = controls.find(
    (control) =>
      (control.roomTypeId === null || control.roomTypeId === roomTypeId) &&
      control.from <= night &&
      night < control.until,
  )
  return covering?.overbookPct ?? DEFAULT_OVERBOOK_PCT
}

/**
 * Ends a sell control from the business date on: each of its nights sells as the newest control that is left says, or as
 * without any. `left` are the others, newest first. Rule RATE-15.
 */
export function* decideEndOfSellControl(
  ended: Omit<SellControl, 'overbookPct'>,
  left: readonly StandingControl[],
  cause: Cause & { readonly businessDate: LocalDate },
  rows: RowReader,
): Deciding<Decided> {
  const { roomTypeIds, from, until } = ended
  const draft = new Draft(rows)
  const nights = nightsOf({ arrival: from < cause.businessDate ? cause.businessDate : from, departure: until })
  yield* setOverbooking(draft, cause, roomTypeIds, nights, (roomTypeId, night) =>
    overbookPctOf(left, roomTypeId, night),
  )
  return ok(draft.writes())
}

function* setOverbooking(
  draft: Draft,
  cause: Cause,
  roomTypeIds: readonly RoomTypeId[],
  nights: readonly LocalDate[],
  pctOf: (roomTypeId: RoomTypeId, night: LocalDate) => number,
): Deciding<void> {
  yield roomTypeIds.flatMap((roomTypeId) => inventoryOf(roomTypeId, nights))
  for (const roomTypeId of roomTypeIds) {
    for (const night of nights) {
      const row = draft.row('inventory', typeNightKey(roomTypeId, night))
      const overbookPct = pctOf(roomTypeId, night)
      if (row && row.overbookPct !== overbookPct) putCoveredInventory(draft, cause, withCounts(row, { overbookPct }))
    }
  }
}
