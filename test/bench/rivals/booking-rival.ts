import { Pool, type PoolClient, TypeOverrides, types as pgTypes } from 'pg'
import { CHAIN_PREFIX, confirmationCode } from '../../../shared/domain/confirmation-code.ts'
import type { Refusal } from '../../../shared/domain/refusal.ts'
import type { LandedOutcome, PreparedBooking } from '../../../sync/chain/reservations/queries/book-batch.ts'

/** A way to book that is open for business. */
export interface OpenRival {
  book(booking: PreparedBooking): Promise<LandedOutcome>
  close(): Promise<void>
}

/** A way to book one line, by the same rows in the same tables as the chain leaves them. */
export interface BookingRival<Name extends string = string> {
  readonly name: Name
  /** The pool sizes to choose the best of; of one, there is nothing to choose. */
  readonly pools: readonly number[]
  readonly open: (url: string, poolSize: number) => Promise<OpenRival>
}

/** What a request for a night that is full is answered. */
export class SoldOut extends Error {
  readonly night: string

  constructor(night: string) {
    super(`nothing left on ${night}`)
    this.night = night
  }
}

/** Somebody else was faster: to be tried again from the start. */
export class TryAgain extends Error {}

export interface Statement {
  readonly name: string
  readonly text: string
}

/** Runs a statement that the connection has prepared once. */
export async function ask<R extends object>(
  client: Pool | PoolClient,
  { name, text }: Statement,
  values: readonly unknown[],
): Promise<R[]> {
  const result = await client.query<R>({ name, text, values: [...values] })
  return result.rows
}

const ANSWERED = {
  name: 'answered',
  text: `SELECT fingerprint, refusal FROM booking_request WHERE hotel_id = $1 AND reservation_id = $2
         UNION ALL SELECT request_fingerprint, NULL FROM reservation WHERE hotel_id = $1 AND reservation_id = $2`,
}
const MOVE_HEAD = {
  name: 'move-head',
  text: `UPDATE sync_head SET version = version + 1, next_code = next_code + 1
         WHERE hotel_id = $1 RETURNING version, next_code - 1 AS counter`,
}
const INSERT_GUEST = {
  name: 'insert-guest',
  text: 'INSERT INTO guest (hotel_id, guest_id, first_name, last_name, email, phone) VALUES ($1, $2, $3, $4, $5, $6)',
}
const INSERT_RESERVATION = {
  name: 'insert-reservation',
  text: `INSERT INTO reservation (hotel_id, reservation_id, code, status, guarantee, channel, guest_id, booked_at_utc_ms,
           booked_on, rate_plan_id, hold_until_utc_ms, request_fingerprint)
         VALUES ($1, $2, $3, 'pending', $4, 'web', $5, $6, $7, $8, $9, $10)`,
}
const INSERT_LINE = {
  name: 'insert-line',
  text: `INSERT INTO stay_line (hotel_id, reservation_id, position, charged_type, inventory_type, arrival, departure,
           adults, children, room_id, stay, nightly_minor, taxes)
         VALUES ($1, $2, 1, $3, $4, $5, $6, $7, $8, NULL, 'expected', $9, $10)`,
}
const INSERT_ANSWER = {
  name: 'insert-answer',
  text: 'INSERT INTO booking_request (hotel_id, reservation_id, fingerprint, refusal) VALUES ($1, $2, $3, $4)',
}
const INSERT_CHANGE = {
  name: 'insert-change',
  text: "INSERT INTO sync_change (hotel_id, version, entity, key) VALUES ($1, $2, 'booking', $3)",
}

/** Makes a rival of what takes the units of one booking inside a transaction; all else is the same for each of them. */
export function transactionRival<Name extends string>(
  name: Name,
  pools: readonly number[],
  takeUnits: (client: PoolClient, booking: PreparedBooking) => Promise<void>,
): BookingRival<Name> {
  return {
    name,
    pools,
    open: async (url, poolSize) => {
      const pool = openPool(url, poolSize)
      return { book: (booking) => bookByTransaction(pool, booking, takeUnits), close: () => pool.end() }
    },
  }
}

/** Connections of a rival. */
export function openPool(url: string, poolSize: number): Pool {
  const types = new TypeOverrides()
  types.setTypeParser(pgTypes.builtins.DATE, (text) => text)
  types.setTypeParser(pgTypes.builtins.INT8, Number)
  // Nights are locked in the order of the key: by a bitmap scan they come in that of the pages, and deadlock.
  const pool = new Pool({
    connectionString: url,
    max: poolSize,
    types,
    options: '-c enable_bitmapscan=off -c enable_seqscan=off',
  })
  // An idle connection that the server ends at its stop is no fault of the race.
  pool.on('error', () => undefined)
  return pool
}

async function bookByTransaction(
  pool: Pool,
  booking: PreparedBooking,
  takeUnits: (client: PoolClient, booking: PreparedBooking) => Promise<void>,
): Promise<LandedOutcome> {
  for (;;) {
    const answered = await firstAnswer(pool, booking)
    if (answered) return answered
    const client = await pool.connect()
    try {
      await client.query('BEGIN')
      await takeUnits(client, booking)
      const code = await recordBooking(client, booking)
      await client.query('COMMIT')
      return { outcome: 'accepted', code }
    } catch (error) {
      await client.query('ROLLBACK')
      if (error instanceof SoldOut) {
        const { roomTypeId } = firstLine(booking)
        const refusal = { code: 'NO_AVAILABILITY', params: { roomTypeId, night: error.night } } as Refusal // of its shape
        await ask(client, INSERT_ANSWER, [...keyOf(booking), booking.fingerprint, JSON.stringify(refusal)])
        return { outcome: 'refused', refusal }
      }
      if (!(error instanceof TryAgain)) throw error
    } finally {
      client.release()
    }
  }
}

async function firstAnswer(pool: Pool, booking: PreparedBooking): Promise<LandedOutcome | null> {
  const [answer] = await ask<{ fingerprint: string; refusal: Refusal | null }>(pool, ANSWERED, keyOf(booking))
  if (!answer) return null
  if (answer.fingerprint !== booking.fingerprint) return { outcome: 'reused' }
  return answer.refusal ? { outcome: 'refused', refusal: answer.refusal } : { outcome: 'replayed' }
}

/** Writes what a booking consists of apart from its nights, and moves its hotel's head. */
export async function recordBooking(client: PoolClient, booking: PreparedBooking) {
  const { hotelId, reservationId, guest } = booking
  const line = firstLine(booking)
  const type = line.roomTypeId
  await ask(client, INSERT_GUEST, [hotelId, reservationId, guest.firstName, guest.lastName, guest.email, guest.phone])
  await ask(client, INSERT_LINE, [
    hotelId,
    reservationId,
    type,
    type,
    line.arrival,
    line.departure,
    line.adults,
    line.children,
    JSON.stringify(line.nightlyMinor),
    JSON.stringify(line.taxes),
  ])
  // The head as late as its numbers allow: it is held until the commit.
  const [head] = await ask<{ version: number; counter: number }>(client, MOVE_HEAD, [hotelId])
  if (!head) throw new Error('a hotel has its head')
  const code = confirmationCode(CHAIN_PREFIX, head.counter)
  await ask(client, INSERT_RESERVATION, [
    hotelId,
    reservationId,
    code,
    booking.guarantee,
    reservationId,
    booking.bookedAtUtcMs,
    booking.bookedOn,
    booking.ratePlanId,
    booking.holdUntilUtcMs,
    booking.fingerprint,
  ])
  await ask(client, INSERT_CHANGE, [hotelId, head.version, reservationId])
  return code
}

export function firstLine(booking: PreparedBooking): PreparedBooking['lines'][number] {
  const [line] = booking.lines
  if (!line) throw new Error('a booking has a line')
  return line
}

/** Hotel and request, as its answer is found. */
function keyOf({ hotelId, reservationId }: PreparedBooking): string[] {
  return [hotelId, reservationId]
}

/** Hotel, type, first night and the day after the last. */
export function nightsKeyOf(booking: PreparedBooking): string[] {
  const { roomTypeId, arrival, departure } = firstLine(booking)
  return [booking.hotelId, roomTypeId, arrival, departure]
}
