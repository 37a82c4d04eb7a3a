import { present } from '../../../shared/base/assert.ts'
import { type Result, ok, refuse } from '../../../shared/base/result.ts'
import type { HotelId } from '../../../shared/domain/ids.ts'
import { roundHalfEven } from '../../../shared/domain/money.ts'
import type { StaffRefusal } from '../../../shared/domain/refusal.ts'
import type { ExceptionRow } from '../../../shared/domain/exception-row.ts'
import { type LocalDate, nightCount, nightsOf } from '../../../shared/domain/stay-dates.ts'
import type { ChainReport, DailyReport } from '../../../shared/wire/internal-stay-api.ts'
import type { Chain } from '../chain.ts'
import type { Queryable } from '../database/port.ts'
import { selectHotel } from '../hotels/queries/hotels.ts'
import { selectHotelPage } from '../hotels/queries/staff-hotels.ts'
import type { HotelUnknown } from '../write-path/hotel-writer.ts'
import {
  type HotelRooms,
  type HotelSold,
  selectOldestContacts,
  selectOpenExceptionCounts,
  selectRoomsOfHotels,
  selectSoldOfHotels,
} from './queries/chain-night.ts'
import { selectOpenExceptions } from './queries/open-exceptions.ts'
import { selectCountedNights, selectDepartures, selectSoldNights } from './queries/sold-nights.ts'

const MAX_REPORTED_NIGHTS = 366
const AGES = ['', '_history'] as const

/**
 * A hotel night by night, of one moment, what was moved to history included (docs/rules.md, RPT-02, has the formulas).
 * Refuses: `HOTEL_UNKNOWN`, `NIGHTS_INVALID` (none, or more than a year). Rules: RPT-01 to RPT-03.
 */
export function reportDaily(
  { db }: Pick<Chain, 'db'>,
  hotelId: HotelId,
  { from, until }: { readonly from: LocalDate; readonly until: LocalDate },
): Promise<Result<DailyReport, StaffRefusal | HotelUnknown>> {
  return db.transaction('REPEATABLE READ', async (tx): Promise<Result<DailyReport, StaffRefusal | HotelUnknown>> => {
    const hotel = await selectHotel(tx, hotelId)
    if (!hotel) return refuse({ code: 'HOTEL_UNKNOWN', params: { hotelId } })
    const range = { arrival: from, departure: until }
    const count = nightCount(range)
    if (count < 1 || count > MAX_REPORTED_NIGHTS) return refuse({ code: 'NIGHTS_INVALID', params: { from, until } })
    const figures = await loadFigures(tx, hotelId, from, until)
    const nights = nightsOf(range).map((night) => {
      const sums = figures(night)
      return { night, ...sums, ...ratiosOf(sums) }
    })
    return ok({ hotelId, currency: hotel.currency, nights })
  })
}

const NO_FIGURES = {
  rooms: 0,
  outOfOrder: 0,
  sold: 0,
  revenueMinor: 0,
  arrivals: 0,
  departures: 0,
  inHouse: 0,
  oversold: 0,
  forced: 0,
}
type Figures = typeof NO_FIGURES

async function loadFigures(
  tx: Queryable,
  hotelId: HotelId,
  from: LocalDate,
  until: LocalDate,
): Promise<(night: LocalDate) => Figures> {
  const sums = new Map<LocalDate, Figures>()
  const add = ({ night, ...parts }: { night: LocalDate } & Partial<Figures>): void => {
    const sum = { ...(sums.get(night) ?? NO_FIGURES) }
    for (const name of Object.keys(parts) as (keyof Figures)[]) sum[name] += parts[name] ?? 0 // parts are figures
    sums.set(night, sum)
  }
  for (const age of AGES) {
    for (const counted of await selectCountedNights(tx, hotelId, from, until, age)) add(counted)
    for (const sold of await selectSoldNights(tx, hotelId, from, until, age)) add(sold)
    for (const left of await selectDepartures(tx, hotelId, from, until, age)) add(left)
  }
  return (night) => sums.get(night) ?? NO_FIGURES
}

type Sold = Pick<Figures, 'rooms' | 'outOfOrder' | 'sold' | 'revenueMinor'>

/** Ratios of a night, half to even; `null` where there is nothing to divide by. Rule RPT-02. */
function ratiosOf({ rooms, outOfOrder, sold, revenueMinor }: Sold) {
  const sellable = Math.max(0, rooms - outOfOrder)
  return {
    occupancyBp: sellable === 0 ? null : roundHalfEven(sold * 10_000, sellable),
    adrMinor: sold === 0 ? null : roundHalfEven(revenueMinor, sold),
    revParMinor: sellable === 0 ? null : roundHalfEven(revenueMinor, sellable),
  }
}

/**
 * One night over the hotels of the chain, a page at a time in order of hotel id, with the page's totals by currency.
 * Rule RPT-04.
 */
export function reportChain(
  { db }: Pick<Chain, 'db'>,
  {
    night,
    after = '',
    limit,
  }: { readonly night: LocalDate; readonly after?: string | undefined; readonly limit: number },
): Promise<ChainReport> {
  return db.transaction('REPEATABLE READ', async (tx): Promise<ChainReport> => {
    const found = await selectHotelPage(tx, '*', after, limit + 1)
    const page = found.slice(0, limit)
    const ids = page.map(({ hotelId }) => hotelId)
    const rooms: HotelRooms[] = []
    const sold: HotelSold[] = []
    for (const age of AGES) {
      rooms.push(...(await selectRoomsOfHotels(tx, ids, night, age)))
      sold.push(...(await selectSoldOfHotels(tx, ids, night, age)))
    }
    const open = new Map((await selectOpenExceptionCounts(tx, ids)).map((row) => [row.hotel_id, row.open]))
    const contact = new Map((await selectOldestContacts(tx, ids)).map((row) => [row.hotel_id, row.oldest]))
    const hotels = page.map(({ hotelId, name, currency }) => {
      const ofHotel = <R extends { readonly hotel_id: HotelId }>(rows: readonly R[]) =>
        rows.filter((row) => row.hotel_id === hotelId)
      return {
        hotelId,
        name,
        currency,
        ...soldPartsOf({
          rooms: sumOf(ofHotel(rooms), (row) => row.rooms),
          outOfOrder: sumOf(ofHotel(rooms), (row) => row.out_of_order),
          sold: sumOf(ofHotel(sold), (row) => row.sold),
          revenueMinor: sumOf(ofHotel(sold), (row) => row.revenue_minor),
        }),
        openExceptions: open.get(hotelId) ?? 0,
        oldestContactUtcMs: contact.get(hotelId) ?? null,
      }
    })
    const next = found.length > limit ? present(ids.at(-1), 'a limit of at least 1') : null
    return { night, hotels, totals: totalsOf(hotels), next }
  })
}

function totalsOf(hotels: ChainReport['hotels']): ChainReport['totals'] {
  return [...Map.groupBy(hotels, ({ currency }) => currency)].map(([currency, ofCurrency]) => {
    const contacts = ofCurrency.map((hotel) => hotel.oldestContactUtcMs).filter((contact) => contact !== null)
    return {
      currency,
      hotels: ofCurrency.length,
      ...soldPartsOf({
        rooms: sumOf(ofCurrency, (hotel) => hotel.rooms),
        outOfOrder: sumOf(ofCurrency, (hotel) => hotel.outOfOrder),
        sold: sumOf(ofCurrency, (hotel) => hotel.sold),
        revenueMinor: sumOf(ofCurrency, (hotel) => hotel.revenueMinor),
      }),
      openExceptions: sumOf(ofCurrency, (hotel) => hotel.openExceptions),
      oldestContactUtcMs: contacts.length === 0 ? null : Math.min(...contacts),
    }
  })
}

function soldPartsOf(sums: Sold) {
  return { ...sums, occupancyBp: ratiosOf(sums).occupancyBp }
}

function sumOf<R>(rows: readonly R[], of: (row: R) => number): number {
  return rows.reduce((sum, row) => sum + of(row), 0)
}

/** A page of what waits for somebody in a hotel. Rule RPT-05. */
export async function listOpenExceptions(
  db: Queryable,
  hotelId: HotelId,
  { after = '', limit }: { readonly after?: string | undefined; readonly limit: number },
): Promise<{ exceptions: ExceptionRow[]; next: string | null }> {
  const found = await selectOpenExceptions(db, hotelId, after, limit + 1)
  const exceptions = found.slice(0, limit)
  const next = found.length > limit ? present(exceptions.at(-1), 'a limit of at least 1').exceptionId : null
  return { exceptions, next }
}
