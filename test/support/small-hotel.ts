import { NO_STORED_CARDS } from '../../shared/domain/card-caps.ts'
import type { HotelId, RoomId, RoomTypeId } from '../../shared/domain/ids.ts'
import { DEFAULT_CURVE } from '../../shared/domain/price.ts'
import type { RowOf, RowWrite, EntityName } from '../../shared/domain/rows.ts'
import { keyOfRow } from '../../shared/domain/rows.ts'
import { addDays, localDate } from '../../shared/domain/stay-dates.ts'

export const TODAY = localDate('2026-11-22')
export const HOTEL_ID = 'seaview' as HotelId
export const TYPE_A = 'A' as RoomTypeId
export const TYPE_B = 'B' as RoomTypeId
const NIGHTS = 20

/** A hotel of three rooms A and two rooms B, open for 20 nights, without a booking. */
export function smallHotelRows(): RowWrite[] {
  const rows: RowWrite[] = [
    put('hotel', {
      hotelId: HOTEL_ID,
      name: 'Seaview',
      currency: 'EUR',
      timeZone: 'Europe/Lisbon',
      businessDate: TODAY,
      pricesIncludeTax: true,
      occupancyCurve: DEFAULT_CURVE,
      offlineCard: NO_STORED_CARDS,
    }),
  ]
  for (const [index, { type, rooms, baseMinor }] of TYPES.entries()) {
    rows.push(put('room_type', { roomTypeId: type, name: `Type ${type}`, position: index + 1, maxOccupancy: 3 }))
    for (const [at, roomId] of rooms.entries()) {
      const housekeeping = at === 0 ? 'dirty' : at === 1 ? 'clean' : 'inspected'
      rows.push(put('room', { roomId: roomId as RoomId, roomTypeId: type, floor: 1, housekeeping }))
    }
    for (let day = 0; day < NIGHTS; day += 1) {
      const night = addDays(TODAY, day)
      rows.push(put('rate', { roomTypeId: type, night, baseMinor }))
      rows.push(
        put('inventory', {
          roomTypeId: type,
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
  return rows
}

const TYPES = [
  { type: TYPE_A, rooms: ['101', '102', '103'], baseMinor: 10_000 },
  { type: TYPE_B, rooms: ['201', '202'], baseMinor: 15_000 },
]

export function put<E extends EntityName>(entity: E, row: RowOf[E]): RowWrite {
  return { entity, key: keyOfRow(entity, row), row } as RowWrite // entity and row share E
}
