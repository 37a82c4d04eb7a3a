import { randomUUID } from 'node:crypto'
import type { PoolClient } from 'pg'
import type { PreparedBooking } from '../../../sync/chain/reservations/queries/book-batch.ts'
import { firstLine, nightsKeyOf, openPool, recordBooking } from './booking-rival.ts'

export interface OpenTwoPhase {
  /** Books and pays, or neither. */
  bookAndPay(booking: PreparedBooking, amountMinor: number): Promise<void>
  close(): Promise<void>
}

/**
 * What the saga is compared with: one transaction over the chain's and the payments' database, made atomic by
 * `PREPARE TRANSACTION` on both. It flatters two-phase commit: no card provider takes part in one, so the charge is
 * asked for while both transactions are open, and a charge whose transaction fails afterwards is not undone.
 */
export function openTwoPhase(
  chainUrl: string,
  paymentsUrl: string,
  poolSize: number,
  charge: () => Promise<void>,
): OpenTwoPhase {
  const chain = openPool(chainUrl, poolSize)
  const payments = openPool(paymentsUrl, poolSize)
  return {
    bookAndPay: async (booking, amountMinor) => {
      const [left, right] = [await chain.connect(), await payments.connect()]
      try {
        await Promise.all([left.query('BEGIN'), right.query('BEGIN')])
        await lockHead(left, booking)
        await takeNights(left, booking)
        await recordBooking(left, booking)
        await postPayment(left, booking, amountMinor)
        await insertPayment(right, booking, amountMinor)
        await charge()
        // Both databases stand on one server here, which knows each identifier once.
        const parts = [
          { client: left, id: `chain-${randomUUID()}` },
          { client: right, id: `payments-${randomUUID()}` },
        ]
        await Promise.all(parts.map(({ client, id }) => client.query(`PREPARE TRANSACTION '${id}'`)))
        await Promise.all(parts.map(({ client, id }) => client.query(`COMMIT PREPARED '${id}'`)))
      } finally {
        left.release()
        right.release()
      }
    },
    close: async () => {
      await Promise.all([chain.end(), payments.end()])
    },
  }
}

async function lockHead(client: PoolClient, { hotelId }: PreparedBooking): Promise<void> {
  await client.query('SELECT version FROM sync_head WHERE hotel_id = $1 FOR NO KEY UPDATE', [hotelId])
}

async function takeNights(client: PoolClient, booking: PreparedBooking): Promise<void> {
  await client.query(
    `UPDATE room_type_inventory SET total_reserved = total_reserved + 1
     WHERE hotel_id = $1 AND room_type_id = $2 AND night >= $3 AND night < $4`,
    nightsKeyOf(booking),
  )
}

async function postPayment(client: PoolClient, booking: PreparedBooking, amountMinor: number): Promise<void> {
  const { hotelId, reservationId, bookedOn, bookedAtUtcMs } = booking
  await client.query(
    `INSERT INTO folio_line (hotel_id, folio_line_id, reservation_id, kind, amount_minor, business_date,
       posted_at_utc_ms, payment_id, note)
     VALUES ($1, $6, $2, 'payment', $3, $4, $5, $6, '')`,
    [hotelId, reservationId, -amountMinor, bookedOn, bookedAtUtcMs, reservationId],
  )
  await client.query("UPDATE reservation SET status = 'paid' WHERE hotel_id = $1 AND reservation_id = $2", [
    hotelId,
    reservationId,
  ])
}

async function insertPayment(client: PoolClient, booking: PreparedBooking, amountMinor: number): Promise<void> {
  const key = `${booking.hotelId}:${booking.reservationId}:${firstLine(booking).arrival}`
  await client.query(
    `INSERT INTO payment (payment_key, payment_id, state, fingerprint, amount_minor, currency, card_token, capture_due,
       authorised_minor, captured_minor, refunded_minor, void_due, changed_at_utc_ms)
     VALUES ($1, $1, 'captured', 'f', $2, 'EUR', 'tok_1', false, $2, $2, 0, false, $3)`,
    [key, amountMinor, booking.bookedAtUtcMs],
  )
}
