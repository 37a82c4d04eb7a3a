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
    'SELECT fingerprint, refusal FROM booking_request WHERE hotel_id = $1 AND reservation_id = $2',
    [hotelId, reservationId],
  )
  return record ?? null
}

export async function insertAnsweredRequest(
  tx: Queryable,
  hotelId: HotelId,
  reservationId: ReservationId,
  answered: AnsweredRequest,
): Promise<void> {
  await tx.query(
    'INSERT INTO booking_request (hotel_id, reservation_id, fingerprint, refusal) VALUES ($1, $2, $3, $4)',
    [hotelId, reservationId, answered.fingerprint, answered.refusal === null ? null : JSON.stringify(answered.refusal)],
  )
}
