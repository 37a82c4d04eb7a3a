import { NO_STORED_CARDS } from '../../shared/domain/card-caps.ts'
import { currencyExponent } from '../../shared/domain/money.ts'
import type { HotelId, RoomId, RoomTypeId } from '../../shared/domain/ids.ts'
import { DEFAULT_CURVE } from '../../shared/domain/price.ts'
import { type HotelRow, type RowWrite, typeNightKey } from '../../shared/domain/rows.ts'
import { type LocalDate, nightsOf } from '../../shared/domain/stay-dates.ts'
import { mostOccupied } from '../../sync/chain/import/historic-hotel.ts'
import type { ReadBooking } from '../../sync/chain/import/read-bookings.ts'
import type { Plan, Stay } from './stays.ts'

export const REPLAY_HOTEL = 'resort' as HotelId
const CURRENCY = 'EUR'
const BASE_MINOR = 9_000
/** Units of a type and night that terminals may keep together, beside what is sold. */
const KEPT_BY_TERMINALS = 48
/** The largest party of the file has 55 adults. */
const MAX_OCCUPANCY = 100

export const REPLAY_EXPONENT = currencyExponent(CURRENCY) ?? 2

export type Mode = 'faithful' | 'tight'

export function replayHotel(businessDate: LocalDate): HotelRow {
  return {
    hotelId: REPLAY_HOTEL,
    name: 'Resort',
    currency: CURRENCY,
    timeZone: 'UTC',
    businessDate,
    pricesIncludeTax: true,
    occupancyCurve: DEFAULT_CURVE,
    offlineCard: NO_STORED_CARDS,
  }
}

/**
 * The hotel that the file was of: as many rooms as were ever occupied at once. `faithful`: each night sells as many units
 * as were really held at once, and what terminals may keep besides; `tight`: not one more than there are rooms.
 */
export function replayRows(
  bookings: readonly ReadBooking[],
  plan: Plan,
  nights: { readonly from: LocalDate; readonly until: LocalDate },
  mode: Mode,
): RowWrite[] {
  const rooms = mostOccupied(bookings)
  const held = mode === 'faithful' ? mostHeld(plan) : new Map<string, number>()
  const rows: RowWrite[] = []
  for (const [index, [roomTypeId, occupied]] of [...rooms].entries()) {
    const count = mode === 'faithful' ? Math.max(1, occupied) : occupied
    const type = { roomTypeId, name: `Type ${roomTypeId}`, position: index + 1, maxOccupancy: MAX_OCCUPANCY }
    rows.push({ entity: 'room_type', key: roomTypeId, row: type })
    for (let number = 1; number <= count; number += 1) {
      const roomId = `${roomTypeId}${String(number).padStart(2, '0')}` as RoomId // a slug: type and number
      rows.push({ entity: 'room', key: roomId, row: { roomId, roomTypeId, floor: 1, housekeeping: 'inspected' } })
    }
    rows.push(...nightsOfType(roomTypeId, count, nights, held))
  }
  return rows
}

function nightsOfType(
  roomTypeId: RoomTypeId,
  count: number,
  { from, until }: { readonly from: LocalDate; readonly until: LocalDate },
  held: ReadonlyMap<string, number>,
): RowWrite[] {
  return nightsOf({ arrival: from, departure: until }).flatMap((night): RowWrite[] => {
    const key = typeNightKey(roomTypeId, night)
    const limit = held.size === 0 ? count : Math.max(count, held.get(key) ?? 0) + KEPT_BY_TERMINALS
    const overbookPct = count === 0 ? 0 : Math.ceil(((limit - count) * 100) / count)
    const counts = { totalInventory: count, outOfOrder: 0, overbookPct, totalReserved: 0, leased: 0, forced: 0 }
    return [
      { entity: 'inventory', key, row: { roomTypeId, night, ...counts } },
      { entity: 'rate', key, row: { roomTypeId, night, baseMinor: BASE_MINOR } },
    ]
  })
}

/** Units of a type and night that were held at once at the most, under the reserved type or the one slept in. */
function mostHeld(plan: Plan): Map<string, number> {
  const now = new Map<string, number>()
  const most = new Map<string, number>()
  const change = (stay: Stay, roomTypeId: RoomTypeId, by: 1 | -1): void => {
    for (const night of nightsOf(stay)) {
      const key = typeNightKey(roomTypeId, night)
      const units = (now.get(key) ?? 0) + by
      now.set(key, units)
      most.set(key, Math.max(most.get(key) ?? 0, units))
    }
  }
  for (const day of [...plan.keys()].sort()) {
    for (const quarter of plan.get(day) ?? []) {
      for (const { event, stay } of quarter) {
        if (event === 'book') change(stay, stay.reservedType, 1)
        if (event === 'walkIn') change(stay, stay.assignedType, 1)
        if (event === 'checkIn') {
          // For a moment both types count it, as the two moves may be seen in either order.
          change(stay, stay.assignedType, 1)
          change(stay, stay.reservedType, -1)
        }
        if (event === 'cancel' || event === 'noShow') change(stay, stay.reservedType, -1)
      }
    }
  }
  return most
}
