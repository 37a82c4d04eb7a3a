import { type Result, ok, refuse } from '../../../shared/base/result.ts'
import type { RoomTypeId } from '../../../shared/domain/ids.ts'
import type { Guarantee } from '../../../shared/domain/lifecycle.ts'
import { type AskedStay, refusalOfStay } from '../../../shared/domain/ops/book.ts'
import type { BookingLine } from '../../../shared/domain/ops/op.ts'
import { priceNights } from '../../../shared/domain/price.ts'
import type { Refusal } from '../../../shared/domain/refusal.ts'
import type { RatePlanRow } from '../../../shared/domain/rows.ts'
import { type Stay, isNightOf, nightsOf } from '../../../shared/domain/stay-dates.ts'
import { type TaxAmount, taxesOf } from '../../../shared/domain/tax.ts'
import { refusalOfTerms, underPlan } from '../../../shared/domain/terms.ts'
import type { Queryable } from '../database/port.ts'
import { type NightToPrice, type StayToPrice, selectNightsToPrice } from './queries/nights-to-price.ts'
import { type HotelTerms, earliestWebArrival } from './terms.ts'

/** A line with what it costs: its nights and the taxes on them, minor units. */
export interface PricedLine extends BookingLine {
  readonly taxes: readonly TaxAmount[]
}

/** Reads the nights of a stay as they are at this moment. */
export type ReadNights = (stay: StayToPrice) => Promise<readonly NightToPrice[]>

/** By a statement of its own, in a transaction where there is one. */
export function nightsIn(db: Queryable): ReadNights {
  return async (stay) => (await selectNightsToPrice(db, [stay]))[0] ?? []
}

export interface LineTerms {
  readonly terms: HotelTerms
  readonly plan: RatePlanRow | null
  readonly guarantee: Guarantee
  readonly nowUtcMs: number
  /** Units that count as free: those that the changed lines of a reservation hold now. */
  readonly ownUnits?: readonly HeldUnit[]
}

/** One unit of a type on each night of a stay. */
export interface HeldUnit extends Stay {
  readonly roomTypeId: RoomTypeId
}

/**
 * The line at the prices of this moment under a plan. Refuses in this order: `STAY_INVALID`, `ARRIVAL_IN_PAST`,
 * `ROOM_TYPE_UNKNOWN`, `TOO_MANY_GUESTS`, `GUARANTEE_NOT_ENOUGH`, `MIN_STAY`, `CLOSED_TO_ARRIVAL`,
 * `CLOSED_TO_DEPARTURE`, `NIGHT_NOT_ON_SALE`. Whether rooms are left is not asked. Rules: RATE-01, RATE-03, API-09.
 */
export async function priceLine(
  readNights: ReadNights,
  asked: AskedStay,
  { terms, plan, guarantee, nowUtcMs, ownUnits = [] }: LineTerms,
): Promise<Result<PricedLine, Refusal>> {
  const { hotel, roomTypes, taxRules } = terms
  const { roomTypeId, arrival, departure, adults, children } = asked
  const type = roomTypes.get(roomTypeId) ?? null
  const notSold = refusalOfStay(type, asked, earliestWebArrival(hotel, nowUtcMs))
  if (notSold) return refuse(notSold)
  const nights = await readNights({ hotelId: hotel.hotelId, roomTypeId, arrival, departure })
  const restricted = (night: string) => nights.find((row) => row.night === night)?.restriction ?? null
  const onTerms = { plan, guarantee, arrival: restricted(arrival), departure: restricted(departure) }
  const refusal = refusalOfTerms(asked, onTerms)
  if (refusal) return refuse(refusal)

  const open = new Map(nights.map((row) => [row.night, row]))
  const rates = []
  const inventory = []
  for (const night of nightsOf(asked)) {
    const row = open.get(night)
    if (!row?.inventory || !row.rate) return refuse({ code: 'NIGHT_NOT_ON_SALE', params: { roomTypeId, night } })
    rates.push(row.rate)
    const own = ownUnits.filter((unit) => unit.roomTypeId === roomTypeId && isNightOf(unit, night)).length
    inventory.push({ ...row.inventory, totalReserved: Math.max(0, row.inventory.totalReserved - own) })
  }
  const nightlyMinor = underPlan(priceNights(rates, inventory, hotel.occupancyCurve), plan)
  const taxes = taxesOf({ nightlyMinor, adults }, taxRules)
  return ok({ roomTypeId, arrival, departure, adults, children, roomId: null, nightlyMinor, taxes })
}
