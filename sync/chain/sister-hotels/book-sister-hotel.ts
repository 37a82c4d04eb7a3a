import { present } from '../../../shared/base/assert.ts'
import { type Result, ok, refuse } from '../../../shared/base/result.ts'
import { waysOutOf } from '../../../shared/domain/ops/resolve-exception.ts'
import type { Refusal } from '../../../shared/domain/refusal.ts'
import type { SisterBooked, SisterBooking } from '../../../shared/wire/sister-hotels.ts'
import type { Chain } from '../chain.ts'
import { selectPlacedHotel } from '../hotels/queries/places.ts'
import { bookReservation } from '../reservations/book-reservation.ts'
import { selectAnsweredRequest } from '../reservations/queries/booking-requests.ts'
import { selectRows } from '../rows/queries/entity-rows.ts'
import type { Device } from '../sync/queries/devices.ts'
import type { HotelUnknown } from '../write-path/hotel-writer.ts'

/**
 * Books at another hotel of the chain for a guest whom a terminal's own hotel has no room for, as a channel books there:
 * once for ever by its id, all rooms or none, paid at that hotel's desk. It is for an open exception of the terminal's
 * hotel that can be left that way; one that was closed since is answered as before, and gets no new booking.
 *
 * Refuses: `HOTEL_UNKNOWN` (also the terminal's own), `EXCEPTION_UNKNOWN`, `WAY_NOT_OPEN`, `INVALID_TRANSITION`, then as
 * `bookReservation`. Rules: SIS-05, SIS-06.
 */
export async function bookSisterHotel(
  chain: Chain,
  device: Pick<Device, 'hotelId'>,
  request: SisterBooking,
): Promise<Result<SisterBooked, Refusal | HotelUnknown>> {
  const { hotelId, reservationId, exceptionId, way } = request
  if (hotelId === device.hotelId) return refuse({ code: 'HOTEL_UNKNOWN', params: { hotelId } })
  const [exception] = await selectRows(chain.db, device.hotelId, 'exception', [exceptionId])
  if (!exception) return refuse({ code: 'EXCEPTION_UNKNOWN', params: { exceptionId } })
  if (!waysOutOf(exception.kind).includes(way)) return refuse({ code: 'WAY_NOT_OPEN', params: { exceptionId, way } })
  if (exception.status !== 'open' && !(await selectAnsweredRequest(chain.db, hotelId, reservationId))) {
    return refuse({
      code: 'INVALID_TRANSITION',
      params: { from: exception.resolution ?? exception.status, event: way },
    })
  }
  const booked = await bookReservation(chain, hotelId, channelRequestOf(request))
  if (!booked.ok) return booked
  const { confirmationCode, totalMinor, currency } = booked.value.reservation
  const hotel = present(await selectPlacedHotel(chain.db, hotelId), 'a reservation has its hotel')
  const { city = null, address = null, phone = null } = hotel.place ?? {}
  return ok({
    reservationId,
    hotel: { hotelId, name: hotel.name, city, address, phone },
    confirmationCode,
    totalMinor,
    currency,
  })
}

function channelRequestOf(request: SisterBooking): Parameters<typeof bookReservation>[2] {
  const { reservationId, roomTypeId, arrival, departure, adults, children, units } = request
  const { firstName, lastName, email, phone } = request.guest
  const line = { roomTypeId, arrival, departure, adults, children }
  return {
    reservationId,
    lines: Array.from({ length: units }, () => line),
    guest: { firstName, lastName, ...(email !== null && { email }), ...(phone !== null && { phone }) },
    guarantee: 'pay_at_desk',
  }
}
