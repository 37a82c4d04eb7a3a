import type { HotelId } from '../../../../shared/domain/ids.ts'
import type { Queryable } from '../../database/port.ts'

/** Every table of a hotel, the head last; a test holds this against the database's own list. */
export const TABLES_OF_HOTEL = [
  'staff_member',
  'room_type',
  'room',
  'room_type_rate',
  'room_type_rate_history',
  'rate_plan',
  'tax_rule',
  'stay_restriction',
  'sell_control',
  'quote',
  'room_type_inventory',
  'room_type_inventory_history',
  'guest',
  'reservation',
  'reservation_history',
  'stay_line',
  'stay_line_history',
  'folio_line',
  'folio_line_history',
  'room_night',
  'room_night_history',
  'room_block',
  'booking_request',
  'saga',
  'sync_change',
  'sync_enrol_code',
  'sync_device',
  'sync_op',
  'sync_quarantine',
  'sync_head_mark',
  'sync_exception',
  'allotment_lease',
  'allotment_lease_line',
  'allotment_lease_room',
  'hotel',
  'sync_head',
] as const

/** Takes a hotel away with all that hangs on it. The caller holds its head and made sure that nothing is lost by it. */
export async function deleteHotelRows(tx: Queryable, hotelId: HotelId): Promise<void> {
  for (const table of TABLES_OF_HOTEL) await tx.query(`DELETE FROM ${table} WHERE hotel_id = $1`, [hotelId])
}

/** Ends the keys that were for this hotel alone: one that is later created under its id is another hotel. */
export async function revokeKeysOfHotel(tx: Queryable, hotelId: HotelId, nowUtcMs: number): Promise<void> {
  await tx.query('UPDATE api_key SET revoked_at_utc_ms = $2 WHERE hotel_id = $1 AND revoked_at_utc_ms IS NULL', [
    hotelId,
    nowUtcMs,
  ])
}
