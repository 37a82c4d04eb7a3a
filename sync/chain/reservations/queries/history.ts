import type { HotelId, ReservationId } from '../../../../shared/domain/ids.ts'
import type { FolioLineRow, ReservationRow } from '../../../../shared/domain/rows.ts'
import type { Queryable } from '../../database/port.ts'
import { STAY_LINE_TABLE, type StayLineRecord, decodeStayLine } from '../../rows/stay-line-table.ts'
import { TABLES } from '../../rows/tables.ts'

/** The reservations of these ids that went to history, with their lines as they were then. */
export async function selectArchivedReservations(
  db: Queryable,
  hotelId: HotelId,
  ids: readonly ReservationId[],
): Promise<ReservationRow[]> {
  const table = TABLES.reservation
  const records = await db.query(
    `SELECT hotel_id, ${table.columns.join(', ')} FROM reservation_history
     WHERE hotel_id = $1 AND reservation_id = ANY($2)`,
    [hotelId, ids],
  )
  if (records.length === 0) return []
  const lines = await db.query<StayLineRecord>(
    `SELECT ${STAY_LINE_TABLE.columns.join(', ')} FROM stay_line_history
     WHERE hotel_id = $1 AND reservation_id = ANY($2) ORDER BY reservation_id, position`,
    [hotelId, ids],
  )
  const linesOf = Map.groupBy(lines, (line) => line.reservation_id)
  return records.map((record) => {
    const row = table.decode(record as never) // columns were named above
    return { ...row, lines: (linesOf.get(row.reservationId) ?? []).map(decodeStayLine) }
  })
}

/** What went to history of the folios of these reservations. */
export async function selectArchivedFolios(
  db: Queryable,
  hotelId: HotelId,
  ids: readonly ReservationId[],
): Promise<FolioLineRow[]> {
  const table = TABLES.folio_line
  const records = await db.query(
    `SELECT hotel_id, ${table.columns.join(', ')} FROM folio_line_history
     WHERE hotel_id = $1 AND reservation_id = ANY($2) ORDER BY ${table.keyColumns.join(', ')}`,
    [hotelId, ids],
  )
  return records.map((record) => table.decode(record as never)) // columns were named above
}
