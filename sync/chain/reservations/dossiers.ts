import { present } from '../../../shared/base/assert.ts'
import type { HotelId, ReservationId } from '../../../shared/domain/ids.ts'
import type { FolioLineRow, GuestRow, HotelRow, ReservationRow } from '../../../shared/domain/rows.ts'
import type { ReservationResource } from '../../../shared/wire/public-api.ts'
import type { Database, Queryable } from '../database/port.ts'
import { selectHotel } from '../hotels/queries/hotels.ts'
import { selectRows, selectWhere } from '../rows/queries/entity-rows.ts'
import { selectArchivedFolios, selectArchivedReservations } from './queries/history.ts'
import { toResource } from './reservation-resource.ts'

/** All that is known of a reservation: current, or as it was when it went to history. */
export interface Dossier {
  readonly reservation: ReservationRow
  readonly guest: GuestRow
  readonly folio: readonly FolioLineRow[]
}

export interface Dossiers {
  readonly hotel: HotelRow
  /** In order of id. */
  readonly dossiers: readonly Dossier[]
}

/**
 * Reservations that `choose` names, those that are there, current and moved to history alike: one snapshot, in which
 * none is in neither. A fixed number of statements however many they are. `null`: no such hotel. Rule ARC-06.
 */
export function loadDossiers(
  db: Database,
  hotelId: HotelId,
  choose: (tx: Queryable) => Promise<readonly ReservationId[]>,
): Promise<Dossiers | null> {
  return db.transaction('REPEATABLE READ', async (tx) => {
    const hotel = await selectHotel(tx, hotelId)
    if (!hotel) return null
    const ids = await choose(tx)
    return { hotel, dossiers: ids.length === 0 ? [] : await readDossiers(tx, hotelId, ids) }
  })
}

export function resourceOf(hotel: HotelRow, { reservation, guest, folio }: Dossier): ReservationResource {
  return toResource(hotel, reservation, guest, folio)
}

async function readDossiers(tx: Queryable, hotelId: HotelId, ids: readonly ReservationId[]): Promise<Dossier[]> {
  const rows = await selectRows(tx, hotelId, 'reservation', ids)
  const folio = await selectWhere(tx, hotelId, 'folio_line', ' AND reservation_id = ANY($2)', [ids])
  const current = new Set(rows.map(({ reservationId }) => reservationId))
  const rest = ids.filter((id) => !current.has(id))
  if (rest.length > 0) {
    rows.push(...(await selectArchivedReservations(tx, hotelId, rest)))
    folio.push(...(await selectArchivedFolios(tx, hotelId, rest)))
  }
  const guestIds = rows.map(({ guestId }) => guestId)
  const guests = new Map((await selectRows(tx, hotelId, 'guest', guestIds)).map((guest) => [guest.guestId, guest]))
  const folioOf = Map.groupBy(folio, ({ reservationId }) => reservationId)
  return rows
    .sort((a, b) => (a.reservationId < b.reservationId ? -1 : 1))
    .map((reservation) => ({
      reservation,
      guest: present(guests.get(reservation.guestId), 'a reservation has its guest'),
      folio: (folioOf.get(reservation.reservationId) ?? []).toSorted((a, b) =>
        a.folioLineId < b.folioLineId ? -1 : 1,
      ),
    }))
}
