import { type Result, ok } from '../../../shared/base/result.ts'
import { decideLoading } from '../../../shared/domain/deciding.ts'
import type { HotelId, RoomTypeId } from '../../../shared/domain/ids.ts'
import { overbookPctOf } from '../../../shared/domain/ops/sell-control.ts'
import {
  type NightToOpen,
  type NightsOfType,
  MAX_NIGHTS_SET,
  decideRates,
  decideRestrictions,
} from '../../../shared/domain/ops/set-rates.ts'
import type { Refusal, StaffRefusal } from '../../../shared/domain/refusal.ts'
import type { InventoryRow, RateRow, RestrictionRow, RowWrite } from '../../../shared/domain/rows.ts'
import { type LocalDate, addDays, isNightOf } from '../../../shared/domain/stay-dates.ts'
import type { RatesRequest, RestrictionsRequest } from '../../../shared/wire/internal-rate-api.ts'
import type { Chain } from '../chain.ts'
import type { Queryable } from '../database/port.ts'
import { countRoomsOfType } from '../hotels/queries/staff-hotels.ts'
import { causeAtChain } from '../reservations/reservations.ts'
import { selectWhere } from '../rows/queries/entity-rows.ts'
import type { HotelUnknown } from '../write-path/hotel-writer.ts'
import { writeOrRefuse } from '../write-path/write-or-refuse.ts'
import { selectOutOfOrder, selectStaysOn } from './queries/nights-to-open.ts'
import { selectSellControls } from './queries/sell-controls.ts'

type Writer = Pick<Chain, 'writer' | 'clock'>
type Range = Pick<NightsOfType, 'roomTypeId' | 'from' | 'until'>

/**
 * Prices nights and opens those that are not on sale. Answers how many prices changed and how many nights were opened.
 * Refuses: `HOTEL_UNKNOWN`, then as `decideRates`. Rules: RATE-08, RATE-09.
 */
export function setRates(
  { writer, clock }: Writer,
  hotelId: HotelId,
  rates: RatesRequest,
): Promise<Result<{ priced: number; opened: number }, Refusal | StaffRefusal | HotelUnknown>> {
  type Set = Result<{ priced: number; opened: number }, Refusal | StaffRefusal>
  return writeOrRefuse(writer, hotelId, async ({ tx, unit }): Promise<Set> => {
    const cause = await causeAtChain(unit, clock)
    const toOpen = await loadNightsToOpen(tx, hotelId, rates)
    const decided = await decideLoading(decideRates(rates, toOpen, cause, unit), unit.load)
    if (!decided.ok) return decided
    unit.apply(decided.value)
    return ok({ priced: countOf(decided.value, 'rate'), opened: countOf(decided.value, 'inventory') })
  })
}

/** Answers how many nights changed. Refuses: `HOTEL_UNKNOWN`, then as `decideRestrictions`. Rule RATE-11. */
export function setRestrictions(
  { writer, clock }: Writer,
  hotelId: HotelId,
  wanted: RestrictionsRequest,
): Promise<Result<{ changed: number }, Refusal | StaffRefusal | HotelUnknown>> {
  type Set = Result<{ changed: number }, Refusal | StaffRefusal>
  return writeOrRefuse(writer, hotelId, async ({ unit }): Promise<Set> => {
    const cause = await causeAtChain(unit, clock)
    const decided = await decideLoading(decideRestrictions(wanted, cause, unit), unit.load)
    if (!decided.ok) return decided
    unit.apply(decided.value)
    return ok({ changed: decided.value.length })
  })
}

/** Base prices and counts of a type's nights; a night without an inventory row is not on sale. */
export async function listRates(
  db: Queryable,
  hotelId: HotelId,
  range: Range,
): Promise<{ rates: RateRow[]; inventory: InventoryRow[] }> {
  const [condition, params] = nightsIn(range)
  return {
    rates: await selectWhere(db, hotelId, 'rate', condition, params),
    inventory: await selectWhere(db, hotelId, 'inventory', condition, params),
  }
}

export function listRestrictions(db: Queryable, hotelId: HotelId, range: Range): Promise<RestrictionRow[]> {
  const [condition, params] = nightsIn(range)
  return selectWhere(db, hotelId, 'restriction', condition, params)
}

/** The nights asked for, of which no more than may be set at once. */
function nightsIn({ roomTypeId, from, until }: Range): [string, readonly [RoomTypeId, LocalDate, LocalDate]] {
  const last = addDays(from, MAX_NIGHTS_SET)
  return [' AND room_type_id = $2 AND night >= $3 AND night < $4', [roomTypeId, from, until < last ? until : last]]
}

async function loadNightsToOpen(
  tx: Queryable,
  hotelId: HotelId,
  range: Range,
): Promise<(night: LocalDate) => NightToOpen> {
  const totalInventory = await countRoomsOfType(tx, hotelId, range.roomTypeId)
  const blocks = await selectOutOfOrder(tx, hotelId, range)
  const stays = await selectStaysOn(tx, hotelId, range)
  const controls = await selectSellControls(tx, hotelId)
  return (night) => {
    const blocked = blocks.filter((block) => block.from <= night && night < block.until)
    return {
      totalInventory,
      outOfOrder: new Set(blocked.map(({ roomId }) => roomId)).size,
      overbookPct: overbookPctOf(controls, range.roomTypeId, night),
      totalReserved: stays.filter((stay) => isNightOf(stay, night)).length,
    }
  }
}

function countOf(writes: readonly RowWrite[], entity: RowWrite['entity']): number {
  return writes.filter((write) => write.entity === entity).length
}
