import type { HotelId } from '../../../../shared/domain/ids.ts'
import type { ExceptionRow } from '../../../../shared/domain/exception-row.ts'
import type { Queryable } from '../../database/port.ts'
import { TABLES } from '../../rows/tables.ts'

/** A page of what is open in a hotel, in order of id, from the one after `after` on. */
export async function selectOpenExceptions(
  db: Queryable,
  hotelId: HotelId,
  after: string,
  limit: number,
): Promise<ExceptionRow[]> {
  const records = await db.query(
    `SELECT hotel_id, ${TABLES.exception.columns.join(', ')} FROM sync_exception
     WHERE hotel_id = $1 AND status = 'open' AND exception_id COLLATE "C" > $2 COLLATE "C"
     ORDER BY exception_id COLLATE "C" LIMIT $3`,
    [hotelId, after, limit],
  )
  return records.map((record) => TABLES.exception.decode(record as never)) // the columns that it decodes
}
