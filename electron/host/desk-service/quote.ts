import { type Result, ok, refuse } from '../../../shared/base/result.ts'
import type { DeskOutput } from '../../../shared/desk-api/contract.ts'
import type { RoomTypeId } from '../../../shared/domain/ids.ts'
import { priceNights, totalOf } from '../../../shared/domain/price.ts'
import type { HotelRow } from '../../../shared/domain/rows.ts'
import { type LocalDate, isSellableStay, nightsOf } from '../../../shared/domain/stay-dates.ts'
import { type TaxAmount, addedTaxOf, taxesOf } from '../../../shared/domain/tax.ts'
import type { ReadDb } from '../../../sync/replica/database.ts'
import { loadTaxRules } from '../../../sync/replica/queries/folio.ts'
import { loadInventory, loadRates } from '../../../sync/replica/queries/night-lists.ts'
import { loadFreeRooms, loadRoomTypes } from '../../../sync/replica/queries/room-lists.ts'
import { loadRow } from '../../../sync/replica/row-reader.ts'
import type { DeskContext, DeskRefusal } from './desk-context.ts'
import { hotelOf } from './hotel-view.ts'
import { leftHere } from './left-here.ts'

export interface AskedStay {
  readonly roomTypeId: RoomTypeId
  readonly arrival: LocalDate
  readonly departure: LocalDate
  readonly adults: number
}

export interface PricedStay {
  readonly nightlyMinor: readonly number[]
  readonly taxes: readonly TaxAmount[]
  /** Nights and taxes added to them. */
  readonly totalMinor: number
  readonly left: number
  /** The first night without a unit left. */
  readonly soldOutNight: LocalDate | null
}

/**
 * What a stay costs now and how many units are left for it, from the rows of one instant. Refuses in this order:
 * `STAY_INVALID`, `ARRIVAL_IN_PAST`, `ROOM_TYPE_UNKNOWN`, `NIGHT_NOT_ON_SALE` (no inventory, or no rate). Rule HOST-07.
 */
export function priceStay(db: ReadDb, hotel: HotelRow, asked: AskedStay): Result<PricedStay, DeskRefusal> {
  const { roomTypeId, arrival, departure } = asked
  if (!isSellableStay(asked)) return refuse({ code: 'STAY_INVALID', params: { arrival, departure } })
  const earliest = hotel.businessDate
  if (arrival < earliest) return refuse({ code: 'ARRIVAL_IN_PAST', params: { arrival, earliest } })
  if (!loadRow(db, 'room_type', roomTypeId)) return refuse({ code: 'ROOM_TYPE_UNKNOWN', params: { roomTypeId } })
  const inventory = loadInventory(db, roomTypeId, arrival, departure)
  const rates = loadRates(db, roomTypeId, arrival, departure)
  const [open, rated] = [new Set(inventory.map((row) => row.night)), new Set(rates.map((row) => row.night))]
  const closed = nightsOf(asked).find((night) => !open.has(night) || !rated.has(night))
  if (closed) return refuse({ code: 'NIGHT_NOT_ON_SALE', params: { roomTypeId, night: closed } })
  const nightlyMinor = priceNights(rates, inventory, hotel.occupancyCurve)
  const left = inventory.map(leftHere(db))
  const soldOutNight = inventory.find((_, index) => left[index] === 0)?.night ?? null
  const taxes = taxesOf({ nightlyMinor, adults: asked.adults }, loadTaxRules(db))
  const totalMinor = totalOf(nightlyMinor) + addedTaxOf(taxes)
  return ok({ nightlyMinor, taxes, totalMinor, left: Math.min(...left), soldOutNight })
}

export function quoteView({ replica }: DeskContext, asked: AskedStay): Result<DeskOutput<'stay.quote'>, DeskRefusal> {
  const { db } = replica
  const hotel = hotelOf(db)
  const priced = priceStay(db, hotel, asked)
  if (!priced.ok) return priced
  const { nightlyMinor, taxes, totalMinor, left } = priced.value
  const { roomTypeId, arrival, departure } = asked
  const freeRooms = loadFreeRooms(db, roomTypeId, arrival, departure)
  const byHead = new Set(loadTaxRules(db).flatMap((rule) => (rule.kind === 'per_person_night' ? [rule.taxId] : [])))
  return ok({
    roomTypeId,
    arrival,
    departure,
    nightly: nightlyPrices(asked, nightlyMinor),
    taxes: taxes.map((tax) => ({ ...tax, perAdult: byHead.has(tax.taxId) })),
    totalMinor,
    currency: hotel.currency,
    left,
    asOfUtcMs: replica.position().lastPulledAtUtcMs ?? 0,
    freeRooms: freeRooms.map(({ roomId, floor, housekeeping }) => ({ roomId, floor, housekeeping })),
    alternatives: alternativesTo(db, hotel, asked),
  })
}

/** The nights of a stay, each with its price. */
export function nightlyPrices(
  stay: { readonly arrival: LocalDate; readonly departure: LocalDate },
  nightlyMinor: readonly number[],
): { night: LocalDate; priceMinor: number }[] {
  return nightsOf(stay).flatMap((night, index) => {
    const priceMinor = nightlyMinor[index]
    return priceMinor === undefined ? [] : [{ night, priceMinor }]
  })
}

function alternativesTo(db: ReadDb, hotel: HotelRow, asked: AskedStay): DeskOutput<'stay.quote'>['alternatives'] {
  return loadRoomTypes(db)
    .flatMap(({ roomTypeId }) => {
      if (roomTypeId === asked.roomTypeId) return []
      const priced = priceStay(db, hotel, { ...asked, roomTypeId })
      if (!priced.ok || priced.value.left === 0) return []
      return [{ roomTypeId, left: priced.value.left, totalMinor: priced.value.totalMinor }]
    })
    .sort((a, b) => a.totalMinor - b.totalMinor)
}
