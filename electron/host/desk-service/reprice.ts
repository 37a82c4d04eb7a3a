import { type Result, ok, refuse } from '../../../shared/base/result.ts'
import type { RoomTypeId } from '../../../shared/domain/ids.ts'
import { occupancyBasisPoints } from '../../../shared/domain/inventory.ts'
import { priceOfNight } from '../../../shared/domain/price.ts'
import type { HotelRow, ReservationRow, StayLineRow } from '../../../shared/domain/rows.ts'
import { type LocalDate, type Stay, isSellableStay, nightsOf } from '../../../shared/domain/stay-dates.ts'
import { underPlan } from '../../../shared/domain/terms.ts'
import type { ReadDb } from '../../../sync/replica/database.ts'
import { loadInventory, loadRates } from '../../../sync/replica/queries/night-lists.ts'
import { loadRow } from '../../../sync/replica/row-reader.ts'
import type { DeskRefusal } from './desk-context.ts'

/**
 * The price of each night of a line as it shall be: what was quoted for a night stands while the type that is paid for
 * stays, other nights cost what they cost now, under the plan of the booking. Refuses `STAY_INVALID`, `NIGHT_NOT_ON_SALE`.
 */
export function reprice(
  db: ReadDb,
  hotel: HotelRow,
  { ratePlanId }: Pick<ReservationRow, 'ratePlanId'>,
  line: StayLineRow,
  wanted: Stay & { readonly roomTypeId: RoomTypeId },
): Result<number[], DeskRefusal> {
  const { roomTypeId, arrival, departure } = wanted
  if (!isSellableStay(wanted)) return refuse({ code: 'STAY_INVALID', params: { arrival, departure } })
  const quoted = new Map<LocalDate, number>(
    roomTypeId === line.chargedType ? nightsOf(line).map((night, index) => [night, line.nightlyMinor[index] ?? 0]) : [],
  )
  const nights = nightsOf(wanted)
  const inventory = new Map(loadInventory(db, roomTypeId, arrival, departure).map((row) => [row.night, row]))
  const rates = new Map(loadRates(db, roomTypeId, arrival, departure).map((row) => [row.night, row]))
  const plan = ratePlanId === null ? null : loadRow(db, 'rate_plan', ratePlanId)
  const prices: number[] = []
  for (const night of nights) {
    const known = quoted.get(night)
    const [row, rate] = [inventory.get(night), rates.get(night)]
    if (known === undefined && (!row || !rate))
      return refuse({ code: 'NIGHT_NOT_ON_SALE', params: { roomTypeId, night } })
    const now = row && rate ? priceOfNight(rate.baseMinor, occupancyBasisPoints(row), hotel.occupancyCurve) : 0
    prices.push(known ?? underPlan([now], plan)[0] ?? now)
  }
  return ok(prices)
}
