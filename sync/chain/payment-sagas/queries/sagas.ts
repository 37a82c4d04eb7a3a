import type { HotelId, ReservationId } from '../../../../shared/domain/ids.ts'
import type { Queryable } from '../../database/port.ts'

/** `open` until the payment service has told; the others never change again. */
export type SagaState = 'open' | 'done' | 'declined' | 'canceled' | 'failed'

interface SagaBase {
  readonly hotelId: HotelId
  /** Of a payment the id that the client gave it: its idempotency key, for ever. */
  readonly sagaId: string
  readonly reservationId: ReservationId
  readonly state: SagaState
  readonly amountMinor: number
  readonly currency: string
  readonly attempts: number
  readonly startedAtUtcMs: number
}

export interface PaymentSaga extends SagaBase {
  readonly kind: 'payment'
  readonly cardToken: string
  /** From then on the payment is called off unless it turns out to be made. */
  readonly giveUpUtcMs: number
  /** What the payment service calls it, once it is made. */
  readonly servicePaymentId: string | null
  readonly declineCode: string | null
}

export interface RefundSaga extends SagaBase {
  readonly kind: 'refund'
  readonly paymentSagaId: string
  readonly servicePaymentId: string
  /** Which refund of its payment this is, from 1. */
  readonly n: number
}

export type Saga = PaymentSaga | RefundSaga

interface SagaRecord {
  readonly hotel_id: HotelId
  readonly saga_id: string
  readonly reservation_id: ReservationId
  readonly kind: Saga['kind']
  readonly state: SagaState
  readonly amount_minor: number
  readonly currency: string
  readonly card_token: string | null
  readonly give_up_utc_ms: number | null
  readonly service_payment_id: string | null
  readonly decline_code: string | null
  readonly payment_saga_id: string | null
  readonly n: number | null
  readonly attempts: number
  readonly started_at_utc_ms: number
}

const COLUMNS = `hotel_id, saga_id, reservation_id, kind, state, amount_minor, currency, card_token, give_up_utc_ms,
  service_payment_id, decline_code, payment_saga_id, n, attempts, started_at_utc_ms`

/** Inserts a saga that is due at once. */
export async function insertSaga(tx: Queryable, saga: Saga): Promise<void> {
  const payment = saga.kind === 'payment' ? saga : null
  const refund = saga.kind === 'refund' ? saga : null
  await tx.query(
    `INSERT INTO saga (${COLUMNS}, next_attempt_utc_ms)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $15)`,
    [
      saga.hotelId,
      saga.sagaId,
      saga.reservationId,
      saga.kind,
      saga.state,
      saga.amountMinor,
      saga.currency,
      payment?.cardToken ?? null,
      payment?.giveUpUtcMs ?? null,
      saga.servicePaymentId,
      payment?.declineCode ?? null,
      refund?.paymentSagaId ?? null,
      refund?.n ?? null,
      saga.attempts,
      saga.startedAtUtcMs,
    ],
  )
}

export async function selectSaga(db: Queryable, hotelId: HotelId, sagaId: string): Promise<Saga | null> {
  const [record] = await db.query<SagaRecord>(`SELECT ${COLUMNS} FROM saga WHERE hotel_id = $1 AND saga_id = $2`, [
    hotelId,
    sagaId,
  ])
  return record ? decode(record) : null
}

/** Every saga of a reservation, the first started first. */
export async function selectSagasOf(db: Queryable, hotelId: HotelId, reservationId: ReservationId): Promise<Saga[]> {
  const records = await db.query<SagaRecord>(
    `SELECT ${COLUMNS} FROM saga WHERE hotel_id = $1 AND reservation_id = $2 ORDER BY started_at_utc_ms, saga_id`,
    [hotelId, reservationId],
  )
  return records.map(decode)
}

/** Ends an open saga; nothing happens to one that has ended. */
export async function updateEnded(
  tx: Queryable,
  { hotelId, sagaId }: Pick<Saga, 'hotelId' | 'sagaId'>,
  end: {
    readonly state: Exclude<SagaState, 'open'>
    readonly servicePaymentId?: string
    readonly declineCode?: string
  },
): Promise<boolean> {
  const ended = await tx.query(
    `UPDATE saga SET state = $3, service_payment_id = coalesce($4, service_payment_id), decline_code = $5, card_token = NULL
     WHERE hotel_id = $1 AND saga_id = $2 AND state = 'open' RETURNING 1`,
    [hotelId, sagaId, end.state, end.servicePaymentId ?? null, end.declineCode ?? null],
  )
  return ended.length > 0
}

export async function updateNextAttempt(
  db: Queryable,
  { hotelId, sagaId, attempts }: Saga,
  nextAttemptUtcMs: number,
): Promise<void> {
  await db.query('UPDATE saga SET attempts = $3, next_attempt_utc_ms = $4 WHERE hotel_id = $1 AND saga_id = $2', [
    hotelId,
    sagaId,
    attempts + 1,
    nextAttemptUtcMs,
  ])
}

/** Sagas of any hotel that are to be gone on with, the longest due first: a sweep that nobody waits for. */
export async function selectDueSagas(db: Queryable, nowUtcMs: number, limit: number): Promise<Saga[]> {
  const records = await db.query<SagaRecord>(
    `SELECT ${COLUMNS} FROM saga WHERE state = 'open' AND next_attempt_utc_ms <= $1
     ORDER BY next_attempt_utc_ms LIMIT ${limit}`,
    [nowUtcMs],
  )
  return records.map(decode)
}

/**
 * Reservations of any hotel whose hold is over and that no payment is under way for, the longest over first: a sweep that
 * nobody waits for.
 */
export async function selectExpiredHolds(
  db: Queryable,
  nowUtcMs: number,
  limit: number,
): Promise<{ readonly hotelId: HotelId; readonly reservationId: ReservationId }[]> {
  const records = await db.query<Pick<SagaRecord, 'hotel_id' | 'reservation_id'>>(
    `SELECT r.hotel_id, r.reservation_id FROM reservation r
     WHERE r.hold_until_utc_ms <= $1 AND NOT EXISTS (
       SELECT 1 FROM saga s WHERE s.hotel_id = r.hotel_id AND s.reservation_id = r.reservation_id
         AND s.kind = 'payment' AND s.state = 'open')
     ORDER BY r.hold_until_utc_ms LIMIT ${limit}`,
    [nowUtcMs],
  )
  return records.map((record) => ({ hotelId: record.hotel_id, reservationId: record.reservation_id }))
}

function decode(record: SagaRecord): Saga {
  const base = {
    hotelId: record.hotel_id,
    sagaId: record.saga_id,
    reservationId: record.reservation_id,
    state: record.state,
    amountMinor: record.amount_minor,
    currency: record.currency,
    attempts: record.attempts,
    startedAtUtcMs: record.started_at_utc_ms,
  }
  if (record.kind === 'payment') {
    return {
      ...base,
      kind: 'payment',
      cardToken: record.card_token ?? '',
      giveUpUtcMs: record.give_up_utc_ms ?? 0,
      servicePaymentId: record.service_payment_id,
      declineCode: record.decline_code,
    }
  }
  return {
    ...base,
    kind: 'refund',
    paymentSagaId: record.payment_saga_id ?? '',
    servicePaymentId: record.service_payment_id ?? '',
    n: record.n ?? 0,
  }
}
