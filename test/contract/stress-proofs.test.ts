import { afterAll, beforeEach, expect, test } from 'vitest'
import type { ReservationId } from '../../shared/domain/ids.ts'
import { addDays } from '../../shared/domain/stay-dates.ts'
import type { Chain } from '../../sync/chain/chain.ts'
import type { Database } from '../../sync/chain/database/port.ts'
import { openPostgres } from '../../sync/chain/database/postgres.ts'
import { migratePayments } from '../../sync/chain/payments/payments-schema.ts'
import { bookReservation } from '../../sync/chain/reservations/book-reservation.ts'
import { CHAIN_PROOFS, disprove, disproveMoney } from '../stress/proofs.ts'
import { chainWithSmallHotel, freshPostgres } from '../support/chain-databases.ts'
import { HOTEL_ID, TODAY, TYPE_A } from '../support/small-hotel.ts'
import { newKey } from '../support/test-payments.ts'

let db: Database
let chain: Chain
let reservationId: ReservationId

beforeEach(async () => {
  await db?.close()
  db = await openPostgres(await freshPostgres(), 2)
  chain = await chainWithSmallHotel(db)
  await migratePayments(db)
  reservationId = newKey() as ReservationId
  const stay = { roomTypeId: TYPE_A, arrival: TODAY, departure: addDays(TODAY, 2), adults: 1, children: 0 }
  const guest = { firstName: 'Ada', lastName: 'Lovelace' }
  const booked = await bookReservation(chain, HOTEL_ID, { reservationId, lines: [stay], guest, guarantee: 'card' })
  if (!booked.ok) throw new Error(booked.error.code)
})
afterAll(() => db.close())

const folioLine = (kind: string, amountMinor: number) =>
  `INSERT INTO folio_line (hotel_id, folio_line_id, reservation_id, kind, amount_minor, business_date, posted_at_utc_ms, payment_id, note)
   SELECT hotel_id, '${kind}', reservation_id, '${kind}', ${amountMinor}, booked_on, 1, 'p1', '' FROM reservation`
const payment = (captured: number) =>
  `INSERT INTO payment (payment_key, payment_id, state, fingerprint, amount_minor, currency, card_token, capture_due,
     authorised_minor, captured_minor, refunded_minor, void_due, changed_at_utc_ms)
   VALUES ('seaview:p1', 'x', 'captured', 'f', ${captured}, 'EUR', 't', false, ${captured}, ${captured}, 0, false, 1)`

/** What would have gone wrong, by the proof that has to notice it; each leaves the table's own checks behind. */
const FAULTS: Readonly<Record<string, readonly string[]>> = {
  'no night over its limit and what is forced': [
    'ALTER TABLE room_type_inventory DROP CONSTRAINT within_sell_limit',
    'UPDATE room_type_inventory SET total_reserved = 9',
  ],
  'forced is exactly what is beyond the limit': ['UPDATE room_type_inventory SET forced = 1'],
  'forced is the units of an open exception': ['UPDATE room_type_inventory SET forced = 1'],
  'one exception a thing': ['a', 'b'].map(
    (
      id,
    ) => `INSERT INTO sync_exception (hotel_id, exception_id, kind, severity, status, subject_entity, subject_key, params,
       opened_at_utc_ms, note)
     VALUES ('seaview', '${id}', 'OVERSOLD_NIGHT', 'action', 'open', 'inventory', 'A/1', '{}', 1, '')`,
  ),
  'leased is what terminals hold': [
    `INSERT INTO allotment_lease_line SELECT hotel_id, reservation_id, 'A', booked_on, 1, 0 FROM reservation`,
  ],
  'counts are what reservations say': ['UPDATE room_type_inventory SET total_reserved = total_reserved + 1'],
  'rooms out of order are what blocks say': ['UPDATE room_type_inventory SET out_of_order = 1'],
  'a room is held by a line that stands or an active block, on its own nights': [
    "INSERT INTO room_night SELECT 'seaview', '101', night, 'block', 'nobody' FROM room_type_inventory LIMIT 1",
  ],
  'a line with a room holds it on each of its nights': ["UPDATE stay_line SET room_id = '101'"],
  'versions of a head have no gaps': ['UPDATE sync_head SET version = version + 1'],
  'a reservation is answered once, and what was refused is not there': [
    `INSERT INTO booking_request SELECT hotel_id, reservation_id, 'f', '{}' FROM reservation`,
  ],
  "a terminal's ops have no gaps": [
    `INSERT INTO sync_device (hotel_id, device_id, name, class, code_prefix, token_hash, last_seq, enrolled_at_utc_ms,
       last_contact_utc_ms)
     SELECT hotel_id, reservation_id, 'x', 'desk', 1, 'h', 3, 1, 1 FROM reservation`,
  ],
  'no payment and no refund is open': [
    `INSERT INTO saga (hotel_id, saga_id, reservation_id, kind, state, amount_minor, currency, attempts,
       next_attempt_utc_ms, started_at_utc_ms)
     SELECT hotel_id, reservation_id, reservation_id, 'payment', 'open', 1, 'EUR', 0, 1, 1 FROM reservation`,
  ],
  'only what was never paid is rejected': [folioLine('payment', -5), "UPDATE reservation SET status = 'rejected'"],
}

test('STR-01 nothing is proven wrong of a chain that works', async () => {
  expect(await disprove(db, CHAIN_PROOFS)).toEqual([])
  expect(await disproveMoney(db, db)).toEqual([])
})

test('STR-02 each proof of the stress run has its fault', () => {
  expect(Object.keys(FAULTS).toSorted()).toEqual(Object.keys(CHAIN_PROOFS).toSorted())
})

test.each(Object.entries(FAULTS))('STR-02 a fault is noticed: %s', async (proof, statements) => {
  for (const sql of statements) await db.query(sql)
  expect((await disprove(db, CHAIN_PROOFS)).map((violation) => violation.proof)).toContain(proof)
})

test('STR-02 money that was taken and not posted, or posted and not taken, is noticed', async () => {
  const proofs = async () => (await disproveMoney(db, db)).map(({ proof }) => proof)
  await db.query(folioLine('payment', -500))
  expect(await proofs()).toEqual(['money that is posted was taken'])
  await db.query(payment(500))
  expect(await proofs()).toEqual([])
  await db.query(folioLine('refund', 100))
  expect(await proofs()).toEqual(['money that was taken is posted'])
})
