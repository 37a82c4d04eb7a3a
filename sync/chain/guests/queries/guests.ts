import type { HotelId, ReservationId } from '../../../../shared/domain/ids.ts'
import type { ExceptionRow } from '../../../../shared/domain/exception-row.ts'
import type { GuestRow } from '../../../../shared/domain/rows.ts'
import type { LocalDate } from '../../../../shared/domain/stay-dates.ts'
import type { Queryable } from '../../database/port.ts'
import { selectWhere } from '../../rows/queries/entity-rows.ts'
import { TABLES } from '../../rows/tables.ts'

/** After every text that begins with a prefix, byte by byte. */
const LAST_CHARACTER = '\u{10FFFF}'

export interface GuestPage {
  /** How the last name begins, in any case; empty for everybody. */
  readonly lastName: string
  /** The last guest of the page before. */
  readonly after: GuestRow | null
  readonly limit: number
}

/** A page of guests in order of last name without regard to case, then of id: read off the index. */
export async function selectGuestPage(
  db: Queryable,
  hotelId: HotelId,
  { lastName, after, limit }: GuestPage,
): Promise<GuestRow[]> {
  const records = await db.query(
    `SELECT hotel_id, ${TABLES.guest.columns.join(', ')} FROM guest
     WHERE hotel_id = $1 AND lower(last_name) COLLATE "C" >= lower($2) COLLATE "C"
       AND lower(last_name) COLLATE "C" < (lower($2) || $3) COLLATE "C"
       AND (lower(last_name) COLLATE "C", guest_id COLLATE "C") > (lower($4) COLLATE "C", $5 COLLATE "C")
     ORDER BY lower(last_name) COLLATE "C", guest_id COLLATE "C" LIMIT $6`,
    [hotelId, lastName, LAST_CHARACTER, after?.lastName ?? '', after?.guestId ?? '', limit],
  )
  return records.map((record) => TABLES.guest.decode(record as never)) // the columns that it decodes
}

/** The reservations of a guest, those moved to history too. */
export async function selectReservationsOfGuest(
  db: Queryable,
  hotelId: HotelId,
  guestId: string,
): Promise<ReservationId[]> {
  const records = await db.query<{ reservation_id: ReservationId }>(
    `SELECT reservation_id FROM reservation WHERE hotel_id = $1 AND guest_id = $2
     UNION ALL SELECT reservation_id FROM reservation_history WHERE hotel_id = $1 AND guest_id = $2`,
    [hotelId, guestId],
  )
  return records.map((record) => record.reservation_id)
}

/** Is the guest in the house, or still to come or to leave under a contract that stands? */
export async function selectHasStays(
  db: Queryable,
  hotelId: HotelId,
  guestId: string,
  businessDate: LocalDate,
): Promise<boolean> {
  const found = await db.query(
    `SELECT 1 FROM reservation r JOIN stay_line l ON l.hotel_id = $1 AND l.reservation_id = r.reservation_id
     WHERE r.hotel_id = $1 AND r.guest_id = $2 AND r.status IN ('pending', 'paid')
       AND (l.stay = 'in_house' OR (l.stay <> 'departed' AND l.departure > $3)) LIMIT 1`,
    [hotelId, guestId, businessDate],
  )
  return found.length > 0
}

/** The exceptions whose texts name the guest of a reservation. */
export function selectExceptionsNaming(
  db: Queryable,
  hotelId: HotelId,
  reservationId: ReservationId,
): Promise<ExceptionRow[]> {
  const condition = " AND params ? 'lastName' AND (subject_key = $2 OR position($2 IN exception_id) > 0)"
  return selectWhere(db, hotelId, 'exception', condition, [reservationId])
}

/** Takes guests' details out of what terminals sent about a reservation; what is parked is needed to resolve it. */
export async function updateOpsWithoutGuest(
  tx: Queryable,
  hotelId: HotelId,
  reservationId: ReservationId,
): Promise<void> {
  await tx.query(
    `UPDATE sync_op SET body = '{"erased":true}' WHERE hotel_id = $1 AND outcome <> 'parked'
       AND position($2 IN body::text) > 0 AND position('"guest"' IN body::text) > 0`,
    [hotelId, reservationId],
  )
}
