import { present } from '../../../shared/base/assert.ts'
import type { DeskOutput } from '../../../shared/desk-api/contract.ts'
import { currencyExponent } from '../../../shared/domain/money.ts'
import type { HotelRow } from '../../../shared/domain/rows.ts'
import { localDateAt } from '../../../shared/domain/stay-dates.ts'
import type { ReadDb } from '../../../sync/replica/database.ts'
import { loadHotel } from '../../../sync/replica/queries/hotel.ts'
import { loadRoomTypes } from '../../../sync/replica/queries/room-lists.ts'
import type { DeskContext } from './desk-context.ts'

/** The hotel's row, which a replica that has had its snapshot holds. */
export function hotelOf(db: ReadDb): HotelRow {
  return present(loadHotel(db), 'a snapshot brought the hotel')
}

export function hotelView({ replica, clock, terminal }: DeskContext): DeskOutput<'hotel.get'> {
  const hotel = hotelOf(replica.db)
  const roomTypes = loadRoomTypes(replica.db)
  return {
    ...hotel,
    currencyExponent: present(currencyExponent(hotel.currency), 'the chain keeps hotels in ISO 4217 currencies'),
    calendarDate: localDateAt(clock.nowUtcMs(), hotel.timeZone),
    roomTypes: roomTypes.map(({ roomTypeId, name, maxOccupancy, rooms }) => ({
      roomTypeId,
      name,
      maxOccupancy,
      rooms,
    })),
    rooms: roomTypes.reduce((sum, type) => sum + type.rooms, 0),
    terminal,
  }
}
