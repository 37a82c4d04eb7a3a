import { NO_STORED_CARDS } from '../../shared/domain/card-caps.ts'
import type { HotelId, RoomId, RoomTypeId } from '../../shared/domain/ids.ts'
import type { UnitsWanted } from '../../shared/domain/ops/allotments.ts'
import { DEFAULT_CURVE } from '../../shared/domain/price.ts'
import type { HotelRow, RowWrite } from '../../shared/domain/rows.ts'
import { type LocalDate, addDays, localDate } from '../../shared/domain/stay-dates.ts'
import { DEFAULT_RATE_PLANS } from '../../sync/chain/rates/default-rate-plans.ts'
import { DemandCache, NIGHTS_AHEAD } from '../../sync/chain/allotments/demand.ts'
import type { Queryable } from '../../sync/chain/database/port.ts'
import { put } from '../support/small-hotel.ts'

/** The first business date of every seed, and a morning hour of it. */
const FIRST_DATE = localDate('2026-11-22')
export const START_UTC_MS = Date.parse('2026-11-22T09:00:00Z')
const NIGHTS = 12

/** Few rooms, so that a few sales meet the limit; one type large enough to be overbooked. */
export const SIM_TYPES = [
  { roomTypeId: 'A' as RoomTypeId, rooms: ['101', '102', '103', '104', '105'] as RoomId[] },
  { roomTypeId: 'B' as RoomTypeId, rooms: ['201', '202'] as RoomId[] },
]
export const SIM_ROOMS: readonly RoomId[] = SIM_TYPES.flatMap(({ rooms }) => rooms)

export function simHotel(seed: number): { readonly hotel: HotelRow; readonly rows: readonly RowWrite[] } {
  const hotel: HotelRow = {
    hotelId: `sim-${seed}` as HotelId,
    name: `Sim ${seed}`,
    currency: 'EUR',
    timeZone: 'Europe/Lisbon',
    businessDate: FIRST_DATE,
    pricesIncludeTax: true,
    occupancyCurve: DEFAULT_CURVE,
    offlineCard: NO_STORED_CARDS,
  }
  const rows: RowWrite[] = DEFAULT_RATE_PLANS.map((plan) => put('rate_plan', plan))
  for (const [index, { roomTypeId, rooms }] of SIM_TYPES.entries()) {
    rows.push(put('room_type', { roomTypeId, name: roomTypeId, position: index + 1, maxOccupancy: 3 }))
    for (const roomId of rooms) rows.push(put('room', { roomId, roomTypeId, floor: 1, housekeeping: 'inspected' }))
    for (let day = 0; day < NIGHTS; day += 1) {
      const night = addDays(FIRST_DATE, day)
      rows.push(put('rate', { roomTypeId, night, baseMinor: 10_000 }))
      rows.push(
        put('inventory', {
          roomTypeId,
          night,
          totalInventory: rooms.length,
          outOfOrder: 0,
          overbookPct: 10,
          totalReserved: 0,
          leased: 0,
          forced: 0,
        }),
      )
    }
  }
  return { hotel, rows }
}

/** What a desk sells in a day, as if it had been learned from many: a hotel of a few days has learned too little. */
export class SimDemand extends DemandCache {
  readonly #units: number

  constructor(units: number) {
    super()
    this.#units = units
  }

  override async get(_db: Queryable, _hotelId: HotelId, date: LocalDate): Promise<readonly UnitsWanted[]> {
    return SIM_TYPES.flatMap(({ roomTypeId }) =>
      Array.from({ length: NIGHTS_AHEAD }, (_, ahead) => ({
        roomTypeId,
        night: addDays(date, ahead),
        units: this.#units,
      })),
    )
  }
}
