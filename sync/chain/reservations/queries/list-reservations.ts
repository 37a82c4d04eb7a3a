import type { ConfirmationCode } from '../../../../shared/domain/confirmation-code.ts'
import type { HotelId, ReservationId } from '../../../../shared/domain/ids.ts'
import type { ReservationStatus } from '../../../../shared/domain/lifecycle.ts'
import { type LocalDate, MAX_STAY_NIGHTS, addDays } from '../../../../shared/domain/stay-dates.ts'
import type { Queryable } from '../../database/port.ts'

export interface ListFilter {
  readonly status?: ReservationStatus | undefined
  readonly arrivalFrom?: LocalDate | undefined
  readonly arrivalUntil?: LocalDate | undefined
}

export interface ListedReservation {
  readonly reservationId: ReservationId
  readonly lastName: string
}

/**
 * The next reservations of a hotel in order of id, current and in history, that a filter lets through. Both tables are
 * read along their keys, so a page costs what it holds; an arrival also bounds the departure, which has an index.
 */
export async function selectReservationsAfter(
  tx: Queryable,
  hotelId: HotelId,
  after: ReservationId | null,
  { status, arrivalFrom, arrivalUntil }: ListFilter,
  limit: number,
): Promise<ListedReservation[]> {
  const params: unknown[] = [hotelId]
  const parameter = (value: unknown) => `$${params.push(value)}`
  const limited = parameter(limit)
  const where = (lines: string) => {
    const conditions = ['r.hotel_id = $1']
    if (after !== null) conditions.push(`r.reservation_id > ${parameter(after)}`)
    if (status !== undefined) conditions.push(`r.status = ${parameter(status)}`)
    const arrives: string[] = []
    if (arrivalFrom !== undefined) {
      const from = parameter(arrivalFrom)
      arrives.push(`l.arrival >= ${from}`, `l.departure >= ${from}`)
    }
    if (arrivalUntil !== undefined) {
      arrives.push(
        `l.arrival < ${parameter(arrivalUntil)}`,
        `l.departure < ${parameter(addDays(arrivalUntil, MAX_STAY_NIGHTS))}`,
      )
    }
    if (arrives.length > 0) {
      conditions.push(
        `EXISTS (SELECT 1 FROM ${lines} l
          WHERE l.hotel_id = $1 AND l.reservation_id = r.reservation_id AND ${arrives.join(' AND ')})`,
      )
    }
    return conditions.join(' AND ')
  }
  const records = await tx.query<{ reservation_id: ReservationId; last_name: string }>(
    `SELECT page.reservation_id, g.last_name FROM (
       (SELECT r.reservation_id, r.guest_id FROM reservation r
        WHERE ${where('stay_line')} ORDER BY r.reservation_id LIMIT ${limited})
       UNION ALL
       (SELECT r.reservation_id, r.guest_id FROM reservation_history r
        WHERE ${where('stay_line_history')} ORDER BY r.reservation_id LIMIT ${limited})) page
     JOIN guest g ON g.hotel_id = $1 AND g.guest_id = page.guest_id
     ORDER BY page.reservation_id LIMIT ${limited}`,
    params,
  )
  return records.map((record) => ({ reservationId: record.reservation_id, lastName: record.last_name }))
}

/** Which reservation has a code, current or in history. */
export async function selectReservationByCode(
  tx: Queryable,
  hotelId: HotelId,
  code: ConfirmationCode,
): Promise<ReservationId | null> {
  const [record] = await tx.query<{ reservation_id: ReservationId }>(
    `SELECT reservation_id FROM reservation WHERE hotel_id = $1 AND code = $2
     UNION ALL SELECT reservation_id FROM reservation_history WHERE hotel_id = $1 AND code = $2`,
    [hotelId, code],
  )
  return record?.reservation_id ?? null
}
