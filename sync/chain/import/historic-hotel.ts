import { NO_STORED_CARDS } from '../../../shared/domain/card-caps.ts'
import { roundHalfEven } from '../../../shared/domain/money.ts'
import type { HotelId, RoomId, RoomTypeId } from '../../../shared/domain/ids.ts'
import type { HotelRow, RowWrite } from '../../../shared/domain/rows.ts'
import { DEFAULT_CURVE } from '../../../shared/domain/price.ts'
import { type LocalDate, nightsOf } from '../../../shared/domain/stay-dates.ts'
import { openNightsForSale } from '../hotels/open-nights.ts'
import { takesInventory } from './booking-row.ts'
import type { ReadBooking } from './read-bookings.ts'

/** The most rooms of each type that were occupied in one night; 0 for types that were only ever reserved. */
export function mostOccupied(bookings: readonly ReadBooking[]): Map<RoomTypeId, number> {
  const occupied = new Map<string, number>()
  const most = new Map<RoomTypeId, number>()
  for (const { booking } of bookings) {
    for (const type of [booking.reservedType, booking.inventoryType]) most.set(type, most.get(type) ?? 0)
    if (!takesInventory(booking)) continue
    for (const night of nightsOf(booking)) {
      const key = `${booking.inventoryType}/${night}`
      const rooms = (occupied.get(key) ?? 0) + 1
      occupied.set(key, rooms)
      most.set(booking.inventoryType, Math.max(most.get(booking.inventoryType) ?? 0, rooms))
    }
  }
  return new Map([...most].sort(([a], [b]) => (a < b ? -1 : 1)))
}

/**
 * The rows of a hotel that is created for an import: its types, rooms, and the coming nights open for sale at each type's
 * average price of the file.
 */
export function historicHotelRows(
  bookings: readonly ReadBooking[],
  roomsByType: ReadonlyMap<RoomTypeId, number>,
  today: LocalDate,
): RowWrite[] {
  const rows: RowWrite[] = []
  for (const [index, [roomTypeId, rooms]] of [...roomsByType].entries()) {
    const price = averagePrice(bookings, roomTypeId)
    const row = { roomTypeId, name: `Type ${roomTypeId}`, position: index + 1, maxOccupancy: 6 }
    rows.push({ entity: 'room_type', key: roomTypeId, row })
    for (let number = 1; number <= rooms; number++) {
      const roomId = `${roomTypeId}${String(number).padStart(2, '0')}` as RoomId // a slug: type and number
      rows.push({ entity: 'room', key: roomId, row: { roomId, roomTypeId, floor: 1, housekeeping: 'inspected' } })
    }
    rows.push(...openNightsForSale({ roomTypeId, rooms, from: today, baseMinor: () => price }))
  }
  return rows
}

export function historicHotel(
  hotelId: HotelId,
  name: string,
  currency: string,
  timeZone: string,
  today: LocalDate,
): HotelRow {
  return {
    hotelId,
    name,
    currency,
    timeZone,
    businessDate: today,
    pricesIncludeTax: true,
    occupancyCurve: DEFAULT_CURVE,
    offlineCard: NO_STORED_CARDS,
  }
}

function averagePrice(bookings: readonly ReadBooking[], roomTypeId: RoomTypeId): number {
  const prices = bookings
    .filter(({ booking }) => booking.reservedType === roomTypeId && booking.nightlyMinor > 0)
    .map(({ booking }) => booking.nightlyMinor)
  return prices.length === 0
    ? 0
    : roundHalfEven(
        prices.reduce((sum, minor) => sum + minor, 0),
        prices.length,
      )
}
