import type { HotelId, ReservationId } from '../../../shared/domain/ids.ts'
import type { ReservationRow } from '../../../shared/domain/rows.ts'
import type { Queryable } from '../database/port.ts'
import { selectRows } from '../rows/queries/entity-rows.ts'
import { selectArchivedReservation } from './queries/history.ts'

/**
 * A reservation wherever it is, current or moved to history; `null` where there never was one. To be asked inside one
 * snapshot (`REPEATABLE READ`): between two reads of another it might move. Rule ARC-06.
 */
export async function findReservation(
  tx: Queryable,
  hotelId: HotelId,
  reservationId: ReservationId,
): Promise<ReservationRow | null> {
  const [current] = await selectRows(tx, hotelId, 'reservation', [reservationId])
  return current ?? selectArchivedReservation(tx, hotelId, reservationId)
}
