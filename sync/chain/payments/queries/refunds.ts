import type { Queryable } from '../../database/port.ts'

export interface RefundRow {
  readonly paymentId: string
  readonly n: number
  readonly amountMinor: number
  /** `null` while the provider has not told. */
  readonly done: boolean | null
  readonly refuseReason: string | null
}

const SELECT = `SELECT refund.payment_id AS "paymentId", refund.n, refund.amount_minor AS "amountMinor",
  refund_outcome.done, refund_outcome.refuse_reason AS "refuseReason"
  FROM refund LEFT JOIN refund_outcome USING (payment_id, n)`

export async function selectRefund(db: Queryable, paymentId: string, n: number): Promise<RefundRow | null> {
  const [row] = await db.query<RefundRow>(`${SELECT} WHERE refund.payment_id = $1 AND refund.n = $2`, [paymentId, n])
  return row ?? null
}

/** Refunds without an answer that were asked before a moment, oldest first. */
export function selectOpenRefunds(db: Queryable, askedUntilUtcMs: number): Promise<RefundRow[]> {
  return db.query<RefundRow>(
    `${SELECT} WHERE refund_outcome.n IS NULL AND refund.asked_at_utc_ms <= $1 ORDER BY refund.asked_at_utc_ms`,
    [askedUntilUtcMs],
  )
}

export async function insertRefund(tx: Queryable, paymentId: string, n: number, amountMinor: number, nowUtcMs: number) {
  await tx.query('INSERT INTO refund (payment_id, n, amount_minor, asked_at_utc_ms) VALUES ($1, $2, $3, $4)', [
    paymentId,
    n,
    amountMinor,
    nowUtcMs,
  ])
}

export interface RefundOutcome {
  readonly done: boolean
  readonly providerRef: string | null
  readonly refuseReason: string | null
}

/** Writes the outcome unless there is one; tells whether it did. */
export async function insertRefundOutcome(
  tx: Queryable,
  { paymentId, n }: Pick<RefundRow, 'paymentId' | 'n'>,
  outcome: RefundOutcome,
  nowUtcMs: number,
): Promise<boolean> {
  const rows = await tx.query(
    `INSERT INTO refund_outcome (payment_id, n, done, provider_ref, refuse_reason, answered_at_utc_ms)
     VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (payment_id, n) DO NOTHING RETURNING n`,
    [paymentId, n, outcome.done, outcome.providerRef, outcome.refuseReason, nowUtcMs],
  )
  return rows.length > 0
}
