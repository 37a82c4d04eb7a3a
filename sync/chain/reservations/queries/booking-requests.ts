import type { HotelId, ReservationId } from '../../../../shared/domain/ids.ts'
import type { Refusal } from '../../../../shared/domain/refusal.ts'
import type { Queryable } from '../../database/port.ts'

/** The first answer that a booking request got: accepted, or this refusal. It never expires. */
export interface AnsweredRequest {
  readonly fingerprint: string
  readonly refusal: Refusal | null
}

export async function selectAnsweredRequest(
  db: Queryable,
  hotelId: HotelId,
  reservationId: ReservationId,
): Promise<AnsweredRequest | null> {
  const [record] = await db.query<AnsweredRequest>(
    `SELECT fingerprint, refusal FROM booking_request WHERE hotel_id = $1 AND reservation_id = $2
     UNION ALL SELECT request_fingerprint, NULL FROM reservation
     WHERE hotel_id = $1 AND reservation_id = $2 AND request_fingerprint IS NOT NULL
     UNION ALL SELECT request_fingerprint, NULL FROM reservation_history
     WHERE hotel_id = $1 AND reservation_id = $2 AND request_fingerprint IS NOT NULL`,
    [hotelId, reservationId],
  )
  return record ?? null
}
