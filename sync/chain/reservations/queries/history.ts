import type { HotelId, ReservationId } from '../../../../shared/domain/ids.ts'
import type { FolioLineRow, ReservationRow } from '../../../../shared/domain/rows.ts'
import type { Queryable } from '../../database/port.ts'
import { STAY_LINE_TABLE, type StayLineRecord, TABLES, decodeStayLine } from '../../rows/tables.ts'

/** A reservation with its lines as they were when it went to history, or `null`. */
export async function selectArchivedReservation(
  db: Queryable,
  hotelId: HotelId,
  reservationId: ReservationId,
): Promise<ReservationRow | null> {
  const table = TABLES.reservation
  const [record] = await db.query(
    `SELECT hotel_id, ${table.columns.join(', ')} FROM reservation_history WHERE hotel_id = $1 AND reservation_id = $2`,
    [hotelId, reservationId],
  )
  if (!record) return null
  const lines = await db.query<StayLineRecord>(
    `SELECT ${STAY_LINE_TABLE.columns.join(', ')} FROM stay_line_history
     WHERE hotel_id = $1 AND reservation_id = $2 ORDER BY position`,
    [hotelId, reservationId],
  )
  return { ...table.decode(record as never), lines: lines.map(decodeStayLine) } // columns were named above
}

export async function selectArchivedFolio(
  db: Queryable,
  hotelId: HotelId,
  reservationId: ReservationId,
): Promise<FolioLineRow[]> {
  const table = TABLES.folio_line
  const records = await db.query(
    `SELECT hotel_id, ${table.columns.join(', ')} FROM folio_line_history
     WHERE hotel_id = $1 AND reservation_id = $2 ORDER BY ${table.keyColumns.join(', ')}`,
    [hotelId, reservationId],
  )
  return records.map((record) => table.decode(record as never)) // columns were named above
}
