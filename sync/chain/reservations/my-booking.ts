import { parseConfirmationCode } from '../../../shared/domain/confirmation-code.ts'
import type { HotelId } from '../../../shared/domain/ids.ts'
import type { MyBookingRequest, ReservationResource } from '../../../shared/wire/public-api.ts'
import type { Database } from '../database/port.ts'
import { loadDossiers, resourceOf } from './dossiers.ts'
import { selectReservationByCode } from './queries/list-reservations.ts'
import { isSameName } from './same-name.ts'

/**
 * A guest's own booking by its code and the last name; `null` where either is wrong, and nothing tells which. Codes are
 * short: who calls this limits how often one is tried. Rule API-18.
 */
export async function findMyBooking(
  db: Database,
  hotelId: HotelId,
  { confirmationCode, lastName }: MyBookingRequest,
): Promise<ReservationResource | null> {
  const code = parseConfirmationCode(confirmationCode)
  const found = await loadDossiers(db, hotelId, async (tx) => {
    const reservationId = code === null ? null : await selectReservationByCode(tx, hotelId, code)
    return reservationId === null ? [] : [reservationId]
  })
  const [dossier] = found?.dossiers ?? []
  if (!found || !dossier || !isSameName(dossier.guest.lastName, lastName)) return null
  return resourceOf(found.hotel, dossier)
}
