import { present } from '../../../shared/base/assert.ts'
import type { HotelId, ReservationId } from '../../../shared/domain/ids.ts'
import type { ReservationResource } from '../../../shared/wire/public-api.ts'
import type { Queryable } from '../database/port.ts'
import { selectHotel } from '../hotels/queries/hotels.ts'
import { selectRows } from '../rows/queries/entity-rows.ts'
import { selectArchivedFolio, selectArchivedReservation } from './queries/history.ts'
import { toResource } from './reservation-resource.ts'

/**
 * A reservation that was moved to history, as channels see it; `null` where none was. To be asked in the snapshot
 * (`REPEATABLE READ`) in which it was not found among the current ones: between two it might move. Rule ARC-06.
 */
export async function loadArchivedReservation(
  tx: Queryable,
  hotelId: HotelId,
  reservationId: ReservationId,
): Promise<ReservationResource | null> {
  const reservation = await selectArchivedReservation(tx, hotelId, reservationId)
  if (!reservation) return null
  const hotel = present(await selectHotel(tx, hotelId), 'the hotel of a reservation')
  const [guest] = await selectRows(tx, hotelId, 'guest', [reservation.guestId])
  const folio = await selectArchivedFolio(tx, hotelId, reservationId)
  return toResource(hotel, reservation, present(guest, 'a reservation has its guest'), folio)
}
