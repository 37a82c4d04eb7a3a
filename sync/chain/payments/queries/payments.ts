import type { Queryable } from '../../database/port.ts'
import type { ProviderIntent } from '../payment-provider.ts'
import type { AuthoriseRequest } from '../payments-port.ts'

/** The states that the table holds; what refunds make of `captured` is derived. */
export type StoredState = 'requested' | 'unknown' | 'authorised' | 'captured' | 'declined' | 'canceled'

export interface PaymentRow {
  readonly key: string
  readonly paymentId: string
  readonly state: StoredState
  readonly fingerprint: string | null
  readonly amountMinor: number | null
  readonly currency: string | null
  readonly cardToken: string | null
  readonly captureDue: boolean
  readonly providerRef: string | null
  readonly cardMasked: string | null
  readonly declineCode: string | null
  readonly authorisedMinor: number
  readonly capturedMinor: number
  /** Refunds taken on, answered or not. */
  readonly refundedMinor: number
  /** Refunds that the provider has confirmed. */
  readonly refundsDoneMinor: number
  readonly voidDue: boolean
  readonly changedAtUtcMs: number
}

const SELECT = `SELECT payment_key AS "key", payment_id AS "paymentId", state, fingerprint, amount_minor AS "amountMinor",
  currency, card_token AS "cardToken", capture_due AS "captureDue", provider_ref AS "providerRef",
  card_masked AS "cardMasked", decline_code AS "declineCode", authorised_minor AS "authorisedMinor",
  captured_minor AS "capturedMinor", refunded_minor AS "refundedMinor", void_due AS "voidDue",
  changed_at_utc_ms AS "changedAtUtcMs",
  (SELECT coalesce(sum(refund.amount_minor), 0)::bigint FROM refund JOIN refund_outcome USING (payment_id, n)
   WHERE refund.payment_id = payment.payment_id AND refund_outcome.done) AS "refundsDoneMinor"
  FROM payment`

const OPEN = `(state IN ('requested', 'unknown') OR void_due OR (state = 'authorised' AND capture_due))`

export async function selectPayment(db: Queryable, key: string): Promise<PaymentRow | null> {
  const [row] = await db.query<PaymentRow>(`${SELECT} WHERE payment_key = $1`, [key])
  return row ?? null
}

export async function selectPaymentById(db: Queryable, paymentId: string): Promise<PaymentRow | null> {
  const [row] = await db.query<PaymentRow>(`${SELECT} WHERE payment_id = $1`, [paymentId])
  return row ?? null
}

/** The same, and nobody else changes it until the transaction ends. */
export async function lockPaymentById(tx: Queryable, paymentId: string): Promise<PaymentRow | null> {
  await tx.query('SELECT payment_id FROM payment WHERE payment_id = $1 FOR UPDATE', [paymentId])
  return selectPaymentById(tx, paymentId)
}

/** Keys whose outcome is open, or whose hold may have to be voided, untouched since a moment; oldest first. */
export async function selectOpenKeys(db: Queryable, untouchedSinceUtcMs: number): Promise<string[]> {
  const rows = await db.query<{ key: string }>(
    `SELECT payment_key AS "key" FROM payment WHERE ${OPEN} AND changed_at_utc_ms <= $1 ORDER BY changed_at_utc_ms`,
    [untouchedSinceUtcMs],
  )
  return rows.map((row) => row.key)
}

export interface Intent extends AuthoriseRequest {
  readonly paymentId: string
  readonly fingerprint: string
}

/** Makes the intent durable unless the key is taken; tells whether it did. */
export async function insertIntent(db: Queryable, intent: Intent, nowUtcMs: number): Promise<boolean> {
  const rows = await db.query(
    `INSERT INTO payment (payment_key, payment_id, state, fingerprint, amount_minor, currency, card_token, capture_due,
       authorised_minor, captured_minor, refunded_minor, void_due, changed_at_utc_ms)
     VALUES ($1, $2, 'requested', $3, $4, $5, $6, $7, 0, 0, 0, false, $8)
     ON CONFLICT (payment_key) DO NOTHING RETURNING payment_key`,
    [
      intent.key,
      intent.paymentId,
      intent.fingerprint,
      intent.amountMinor,
      intent.currency,
      intent.cardToken,
      intent.captureNow,
      nowUtcMs,
    ],
  )
  return rows.length > 0
}

/** Tombstones a key that nobody has used; tells whether it did. */
export async function insertTombstone(db: Queryable, key: string, paymentId: string, nowUtcMs: number) {
  const rows = await db.query(
    `INSERT INTO payment (payment_key, payment_id, state, capture_due, authorised_minor, captured_minor, refunded_minor,
       void_due, changed_at_utc_ms)
     VALUES ($1, $2, 'canceled', false, 0, 0, 0, false, $3)
     ON CONFLICT (payment_key) DO NOTHING RETURNING payment_key`,
    [key, paymentId, nowUtcMs],
  )
  return rows.length > 0
}

/** Tombstones a key whose hold is not known: from here on nothing of it is captured. Without effect on any other. */
export async function updateToTombstone(db: Queryable, key: string, nowUtcMs: number): Promise<void> {
  await db.query(
    `UPDATE payment SET state = 'canceled', void_due = true, changed_at_utc_ms = $2
     WHERE payment_key = $1 AND state IN ('requested', 'unknown') AND provider_ref IS NULL`,
    [key, nowUtcMs],
  )
}

export async function updateToAuthorised(db: Queryable, key: string, intent: ProviderIntent, nowUtcMs: number) {
  await db.query(
    `UPDATE payment SET state = 'authorised', provider_ref = $2, authorised_minor = $3, card_masked = $4,
       changed_at_utc_ms = $5
     WHERE payment_key = $1 AND state IN ('requested', 'unknown') AND provider_ref IS NULL`,
    [key, intent.ref, intent.amountMinor, intent.cardMasked, nowUtcMs],
  )
}

export async function updateToCaptured(db: Queryable, key: string, nowUtcMs: number): Promise<void> {
  await db.query(
    `UPDATE payment SET state = 'captured', captured_minor = authorised_minor, changed_at_utc_ms = $2
     WHERE payment_key = $1 AND state IN ('authorised', 'unknown') AND provider_ref IS NOT NULL`,
    [key, nowUtcMs],
  )
}

export async function updateToDeclined(db: Queryable, key: string, declineCode: string, nowUtcMs: number) {
  await db.query(
    `UPDATE payment SET state = 'declined', decline_code = $2, changed_at_utc_ms = $3
     WHERE payment_key = $1 AND state IN ('requested', 'unknown', 'authorised')`,
    [key, declineCode, nowUtcMs],
  )
}

/** The provider was asked, for the hold or for the capture, and did not tell. */
export async function updateToUnknown(db: Queryable, key: string, nowUtcMs: number): Promise<void> {
  await db.query(
    `UPDATE payment SET state = 'unknown', changed_at_utc_ms = $2
     WHERE payment_key = $1 AND (state = 'requested' OR (state = 'authorised' AND capture_due))`,
    [key, nowUtcMs],
  )
}

/** From here on the hold is captured as soon as it is known. */
export async function updateCaptureDue(db: Queryable, key: string, nowUtcMs: number): Promise<void> {
  await db.query(
    `UPDATE payment SET capture_due = true, changed_at_utc_ms = $2
     WHERE payment_key = $1 AND state IN ('requested', 'unknown', 'authorised') AND NOT capture_due`,
    [key, nowUtcMs],
  )
}

/** No hold of this tombstone can stand any more. */
export async function updateVoided(db: Queryable, key: string): Promise<void> {
  await db.query('UPDATE payment SET void_due = false WHERE payment_key = $1 AND void_due', [key])
}

/** Takes an amount of refunds on, or off again where the provider refused; the CHECK holds it within the captured. */
export async function updateRefunded(tx: Queryable, paymentId: string, byMinor: number): Promise<void> {
  await tx.query('UPDATE payment SET refunded_minor = refunded_minor + $2 WHERE payment_id = $1', [paymentId, byMinor])
}
