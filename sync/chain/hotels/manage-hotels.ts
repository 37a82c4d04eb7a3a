import { present } from '../../../shared/base/assert.ts'
import { type Result, ok, refuse } from '../../../shared/base/result.ts'
import { NO_STORED_CARDS } from '../../../shared/domain/card-caps.ts'
import type { HotelId } from '../../../shared/domain/ids.ts'
import { type CurvePoint, DEFAULT_CURVE } from '../../../shared/domain/price.ts'
import type { StaffRefusal } from '../../../shared/domain/refusal.ts'
import type { HotelRow, RowWrite } from '../../../shared/domain/rows.ts'
import { localDateAt } from '../../../shared/domain/stay-dates.ts'
import type { HotelChange, NewHotel } from '../../../shared/wire/internal-hotel-api.ts'
import type { HotelScope } from '../access/roles.ts'
import type { Chain } from '../chain.ts'
import { DEFAULT_RATE_PLANS } from '../rates/default-rate-plans.ts'
import type { HotelUnit } from '../rows/hotel-unit.ts'
import type { HotelUnknown } from '../write-path/hotel-writer.ts'
import { lockHead } from '../write-path/queries/head.ts'
import { writeOrRefuse } from '../write-path/write-or-refuse.ts'
import { createHotel } from './hotels.ts'
import { deleteHotelRows, revokeKeysOfHotel } from './queries/delete-hotel.ts'
import { selectHotel } from './queries/hotels.ts'
import { countDevices, countReservations, selectHotelPage } from './queries/staff-hotels.ts'

/** A page of the hotels that somebody works for, in order of id; `next` is the `after` of the page after it. */
export async function listHotelPage(
  { db }: Pick<Chain, 'db'>,
  scope: HotelScope,
  { after = '', limit }: { readonly after?: string | undefined; readonly limit: number },
): Promise<{ hotels: HotelRow[]; next: HotelId | null }> {
  const found = await selectHotelPage(db, scope, after, limit + 1)
  const hotels = found.slice(0, limit)
  return { hotels, next: found.length > limit ? present(hotels.at(-1), 'a limit of at least 1').hotelId : null }
}

/** A new hotel, with the rate plans that every hotel starts with. Refuses: `HOTEL_EXISTS`. Rule HTL-01. */
export async function addHotel(
  { db, clock }: Pick<Chain, 'db' | 'clock'>,
  wanted: NewHotel,
): Promise<Result<HotelRow, StaffRefusal>> {
  const businessDate = wanted.businessDate ?? localDateAt(clock.nowUtcMs(), wanted.timeZone)
  const hotel: HotelRow = { ...wanted, businessDate, occupancyCurve: DEFAULT_CURVE, offlineCard: NO_STORED_CARDS }
  const plans = DEFAULT_RATE_PLANS.map((row): RowWrite => ({ entity: 'rate_plan', key: row.ratePlanId, row }))
  const created = await createHotel(db, hotel, plans)
  return created ? ok(hotel) : refuse({ code: 'HOTEL_EXISTS', params: { hotelId: hotel.hotelId } })
}

/**
 * Changes a hotel. Amounts are in its currency and nights in its time zone, so these stay once there is a reservation.
 * Refuses: `HOTEL_UNKNOWN`, `HOTEL_HAS_RESERVATIONS`. Rule HTL-02.
 */
export function changeHotel(
  { writer }: Pick<Chain, 'writer'>,
  hotelId: HotelId,
  change: HotelChange,
): Promise<Result<HotelRow, StaffRefusal | HotelUnknown>> {
  type Changed = Result<HotelRow, StaffRefusal>
  return writeOrRefuse(writer, hotelId, async ({ tx, unit }): Promise<Changed> => {
    const hotel = await loadHotel(unit)
    const { name, currency, timeZone, pricesIncludeTax } = { ...hotel, ...change }
    const changed = {
      ...hotel,
      name: name ?? hotel.name,
      currency: currency ?? hotel.currency,
      timeZone: timeZone ?? hotel.timeZone,
      pricesIncludeTax: pricesIncludeTax ?? hotel.pricesIncludeTax,
    }
    if (changed.currency !== hotel.currency || changed.timeZone !== hotel.timeZone) {
      const count = await countReservations(tx, hotelId)
      if (count > 0) return refuse({ code: 'HOTEL_HAS_RESERVATIONS', params: { hotelId, count } })
    }
    unit.apply([{ entity: 'hotel', key: hotelId, row: changed }])
    return ok(changed)
  })
}

/** Sets how prices follow occupancy, from now on. Refuses: `HOTEL_UNKNOWN`. Rule RATE-10. */
export function setPriceCurve(
  { writer }: Pick<Chain, 'writer'>,
  hotelId: HotelId,
  points: readonly CurvePoint[],
): Promise<Result<HotelRow, HotelUnknown>> {
  return writeOrRefuse(writer, hotelId, async ({ unit }): Promise<Result<HotelRow, never>> => {
    const changed = { ...(await loadHotel(unit)), occupancyCurve: points }
    unit.apply([{ entity: 'hotel', key: hotelId, row: changed }])
    return ok(changed)
  })
}

/**
 * Takes away a hotel that never had a reservation, and that no terminal holds unsent sales of. Its API keys end with it.
 * Refuses: `HOTEL_UNKNOWN`, `HOTEL_HAS_RESERVATIONS`, `HOTEL_HAS_DEVICES`. Rule HTL-03.
 */
export async function removeHotel(
  { db, pokes, clock }: Pick<Chain, 'db' | 'pokes' | 'clock'>,
  hotelId: HotelId,
): Promise<Result<HotelRow, StaffRefusal | HotelUnknown>> {
  type Removed = Result<{ hotel: HotelRow; version: number; epoch: number }, StaffRefusal | HotelUnknown>
  const removed = await db.transaction('READ COMMITTED', async (tx): Promise<Removed> => {
    const head = await lockHead(tx, hotelId)
    const hotel = head && (await selectHotel(tx, hotelId))
    if (!head || !hotel) return refuse({ code: 'HOTEL_UNKNOWN', params: { hotelId } })
    const reservations = await countReservations(tx, hotelId)
    if (reservations > 0) return refuse({ code: 'HOTEL_HAS_RESERVATIONS', params: { hotelId, count: reservations } })
    const devices = await countDevices(tx, hotelId)
    if (devices > 0) return refuse({ code: 'HOTEL_HAS_DEVICES', params: { hotelId, count: devices } })
    await deleteHotelRows(tx, hotelId)
    await revokeKeysOfHotel(tx, hotelId, clock.nowUtcMs())
    return ok({ hotel, version: head.version + 1, epoch: head.epoch })
  })
  if (!removed.ok) return removed
  const { hotel, version, epoch } = removed.value
  pokes.poke(hotelId, { version, epoch })
  return ok(hotel)
}

/** The hotel's own row, inside a write that holds its head. */
export async function loadHotel(unit: HotelUnit): Promise<HotelRow> {
  await unit.load([{ entity: 'hotel', key: unit.hotelId }])
  return present(unit.row('hotel', unit.hotelId), 'a head has its hotel')
}
