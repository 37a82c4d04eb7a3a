import type { HotelId } from '../../../../shared/domain/ids.ts'
import type { LocalDate } from '../../../../shared/domain/stay-dates.ts'
import type { Queryable } from '../../database/port.ts'

interface StaysRecord {
  readonly guest_id: string
  readonly stays: number
  readonly arrival: LocalDate
  readonly departure: LocalDate
}

/** How often each of these guests has stayed or will, and the latest stay: what was canceled does not count. */
export async function selectStaysOfGuests(
  db: Queryable,
  hotelId: HotelId,
  guestIds: readonly string[],
): Promise<Map<string, Omit<StaysRecord, 'guest_id'>>> {
  const records = await db.query<StaysRecord>(
    `SELECT guest_id, count(*)::int AS stays, max(arrival) AS arrival, max(departure) AS departure FROM (
       SELECT r.guest_id, l.arrival, l.departure FROM reservation r
       JOIN stay_line l ON l.hotel_id = $1 AND l.reservation_id = r.reservation_id
       WHERE r.hotel_id = $1 AND r.guest_id = ANY($2::text[]) AND r.status IN ('pending', 'paid') AND l.stay <> 'no_show'
       UNION ALL
       SELECT r.guest_id, l.arrival, l.departure FROM reservation_history r
       JOIN stay_line_history l ON l.hotel_id = $1 AND l.reservation_id = r.reservation_id
       WHERE r.hotel_id = $1 AND r.guest_id = ANY($2::text[]) AND r.status IN ('pending', 'paid') AND l.stay <> 'no_show'
     ) AS stays GROUP BY guest_id`,
    [hotelId, guestIds],
  )
  return new Map(records.map(({ guest_id: guestId, ...stays }) => [guestId, stays]))
}
