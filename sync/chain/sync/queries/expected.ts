import type { HotelId, ReservationId } from '../../../../shared/domain/ids.ts'
import type { LocalDate } from '../../../../shared/domain/stay-dates.ts'
import type { Queryable } from '../../database/port.ts'

/** The bookings that hold a room and have somebody who should have arrived on a date or before, oldest id first. */
export async function selectExpectedBy(tx: Queryable, hotelId: HotelId, date: LocalDate): Promise<ReservationId[]> {
  const rows = await tx.query<{ readonly reservation_id: ReservationId }>(
    `SELECT DISTINCT line.reservation_id FROM stay_line line
     JOIN reservation booking ON booking.hotel_id = line.hotel_id AND booking.reservation_id = line.reservation_id
     WHERE line.hotel_id = $1 AND line.stay = 'expected' AND line.arrival <= $2 AND booking.status IN ('pending', 'paid')
     ORDER BY line.reservation_id`,
    [hotelId, date],
  )
  return rows.map((row) => row.reservation_id)
}
