import { present } from '../../../shared/base/assert.ts'
import { type Result, ok } from '../../../shared/base/result.ts'
import { invalidRefundField, refusePayment } from './payment-checks.ts'
import type { FailedRow, PaymentsParts } from './payment-parts.ts'
import type { PaymentRefusal, Refund } from './payments-port.ts'
import { type PaymentRow, lockPaymentById, selectPaymentById, updateRefunded } from './queries/payments.ts'
import {
  type RefundOutcome,
  type RefundRow,
  insertRefund,
  insertRefundOutcome,
  selectOpenRefunds,
  selectRefund,
} from './queries/refunds.ts'

/** Refunds by (payment, n): taken on under the payment row's lock, then asked of the provider, then recorded. */
export class Refunds {
  readonly #parts: PaymentsParts

  constructor(parts: PaymentsParts) {
    this.#parts = parts
  }

  /** As {@link PaymentsPort.refund}. */
  async refund(paymentId: string, n: number, amountMinor: number): Promise<Result<Refund, PaymentRefusal>> {
    const field = invalidRefundField(paymentId, n, amountMinor)
    if (field) return refusePayment({ code: 'PAYMENT_INVALID', params: { field } })
    const taken = await this.#takeOn(paymentId, n, amountMinor)
    if (!taken.ok) return taken
    this.#parts.reached('refundStored', keyOf(taken.value))
    return this.#settle(taken.value)
  }

  /** Repeats what has no answer; returns how many still have none. */
  async recover(askedUntilUtcMs: number, failed: FailedRow): Promise<number> {
    let open = 0
    for (const row of await selectOpenRefunds(this.#parts.db, askedUntilUtcMs)) {
      try {
        const settled = await this.#settle(row)
        if (!settled.ok && settled.error.code === 'PAYMENT_OUTCOME_UNKNOWN') open += 1
      } catch (error) {
        failed(error, `${row.paymentId}:${row.n}`)
        open += 1
      }
    }
    return open
  }

  #takeOn(paymentId: string, n: number, amountMinor: number): Promise<Result<RefundRow, PaymentRefusal>> {
    return this.#parts.db.transaction('READ COMMITTED', async (tx) => {
      const payment = await lockPaymentById(tx, paymentId)
      if (!payment) return refusePayment({ code: 'PAYMENT_UNKNOWN', params: { key: paymentId } })
      const known = await selectRefund(tx, paymentId, n)
      if (known) {
        if (known.amountMinor === amountMinor) return ok(known)
        return refusePayment({ code: 'PAYMENT_KEY_REUSED', params: { key: keyOf(known) } })
      }
      if (payment.state !== 'captured') {
        return refusePayment({ code: 'PAYMENT_NOT_CAPTURED', params: { paymentId } })
      }
      const remainingMinor = payment.capturedMinor - payment.refundedMinor
      if (amountMinor > remainingMinor) {
        return refusePayment({ code: 'REFUND_EXCEEDS_CAPTURED', params: { paymentId, remainingMinor } })
      }
      await updateRefunded(tx, paymentId, amountMinor)
      await insertRefund(tx, paymentId, n, amountMinor, this.#parts.clock.nowUtcMs())
      return ok({ paymentId, n, amountMinor, done: null, refuseReason: null })
    })
  }

  async #settle(refund: RefundRow): Promise<Result<Refund, PaymentRefusal>> {
    const { db, provider, reached } = this.#parts
    const { paymentId, n, amountMinor } = refund
    const key = keyOf(refund)
    const payment = present(await selectPaymentById(db, paymentId), `payment ${paymentId} is gone`)
    if (refund.done === null) {
      const providerRef = present(payment.providerRef, 'what was captured has a reference')
      const answer = await provider.refund(providerRef, key, amountMinor)
      reached('refundAnswered', key)
      if (!answer.ok && answer.error.class !== 'declined') {
        return refusePayment({ code: 'PAYMENT_OUTCOME_UNKNOWN', params: { key } })
      }
      await this.#record(
        refund,
        answer.ok
          ? { done: true, providerRef: answer.value, refuseReason: null }
          : { done: false, providerRef: null, refuseReason: reasonOf(answer.error) },
      )
      reached('refundOutcomeStored', key)
    }
    return answerRefund(payment, present(await selectRefund(db, paymentId, n), `refund ${key} is gone`))
  }

  /** A refund that the provider refused is taken off again, once. */
  async #record(refund: RefundRow, outcome: RefundOutcome): Promise<void> {
    const { db, clock } = this.#parts
    await db.transaction('READ COMMITTED', async (tx) => {
      await lockPaymentById(tx, refund.paymentId)
      const first = await insertRefundOutcome(tx, refund, outcome, clock.nowUtcMs())
      if (first && !outcome.done) await updateRefunded(tx, refund.paymentId, -refund.amountMinor)
    })
  }
}

function answerRefund(payment: PaymentRow, refund: RefundRow): Result<Refund, PaymentRefusal> {
  const { paymentId, n, amountMinor } = refund
  if (refund.done) return ok({ paymentId, n, amountMinor, currency: present(payment.currency, 'money has a currency') })
  const reason = refund.refuseReason ?? 'refused'
  return refusePayment({ code: 'REFUND_REFUSED', params: { paymentId, n, reason } })
}

function reasonOf(fault: { readonly class: string; readonly declineCode?: string }): string {
  return fault.declineCode ?? fault.class
}

/** The refund's idempotency key at the provider (design.md, section 11). */
function keyOf({ paymentId, n }: Pick<RefundRow, 'paymentId' | 'n'>): string {
  return `${paymentId}:${n}`
}
