import { z } from 'zod'
import type { Result } from '../../../shared/base/result.ts'
import { amountMinorSchema } from '../../../shared/wire/ids.ts'

/**
 * `requested`: our intent is durable. `unknown`: the provider was asked and has not told. `canceled`: a tombstone, or a
 * hold that the provider gave up. The rest is what the provider said; money has moved from `captured` on.
 */
export const paymentStateSchema = z.enum([
  'requested',
  'unknown',
  'authorised',
  'captured',
  'partially_refunded',
  'refunded',
  'declined',
  'canceled',
])

export const paymentSchema = z
  .object({
    key: z.string(),
    paymentId: z.string(),
    state: paymentStateSchema,
    amountMinor: amountMinorSchema.nullable().describe('null in a tombstone of what was never asked'),
    currency: z.string().nullable(),
    cardMasked: z.string().nullable(),
    authorisedMinor: amountMinorSchema,
    capturedMinor: amountMinorSchema,
    refundedMinor: amountMinorSchema.describe('Refunds that the provider has confirmed'),
    declineCode: z.string().nullable(),
  })
  .meta({ id: 'Payment' })

export const refundSchema = z
  .object({ paymentId: z.string(), n: z.int(), amountMinor: amountMinorSchema, currency: z.string() })
  .meta({ id: 'Refund' })

/** Why a payment call was refused. Append-only, as all codes are. */
export const paymentRefusalSchema = z.discriminatedUnion('code', [
  z.object({ code: z.literal('PAYMENT_INVALID'), params: z.object({ field: z.string() }) }),
  z.object({ code: z.literal('PAYMENT_UNKNOWN'), params: z.object({ key: z.string() }) }),
  z.object({ code: z.literal('PAYMENT_KEY_REUSED'), params: z.object({ key: z.string() }) }),
  z.object({ code: z.literal('PAYMENT_CANCELED'), params: z.object({ key: z.string() }) }),
  z.object({ code: z.literal('PAYMENT_DECLINED'), params: z.object({ key: z.string(), declineCode: z.string() }) }),
  z.object({ code: z.literal('PAYMENT_OUTCOME_UNKNOWN'), params: z.object({ key: z.string() }) }),
  z.object({ code: z.literal('PAYMENT_NOT_CAPTURED'), params: z.object({ paymentId: z.string() }) }),
  z.object({
    code: z.literal('REFUND_EXCEEDS_CAPTURED'),
    params: z.object({ paymentId: z.string(), remainingMinor: amountMinorSchema }),
  }),
  z.object({
    code: z.literal('REFUND_REFUSED'),
    params: z.object({ paymentId: z.string(), n: z.int(), reason: z.string() }),
  }),
])

export type PaymentState = z.output<typeof paymentStateSchema>
export type Payment = z.output<typeof paymentSchema>
export type Refund = z.output<typeof refundSchema>
export type PaymentRefusal = z.output<typeof paymentRefusalSchema>

export interface AuthoriseRequest {
  /** The caller's idempotency key, for ever: 1 to 100 letters, digits and `_ . : -`, and no bare number. */
  readonly key: string
  readonly amountMinor: number
  /** ISO 4217. */
  readonly currency: string
  /** The provider's token of a card, never its number. */
  readonly cardToken: string
  /** Take the money at once, or only hold it until {@link PaymentsPort.capture}. */
  readonly captureNow: boolean
}

/**
 * The payment service, in this process or another (design.md, section 11). Every call may be repeated: it is done once
 * and answered anew from what is known. `PAYMENT_OUTCOME_UNKNOWN` is the only refusal to ask again after; it is also
 * what a client answers whose service does not answer. Rules PAY-01 to PAY-11.
 */
export interface PaymentsPort {
  /**
   * Holds the amount on the card, and takes it with `captureNow`. Refusals: PAYMENT_INVALID, PAYMENT_KEY_REUSED (other
   * content under the key), PAYMENT_CANCELED (tombstone), PAYMENT_DECLINED, PAYMENT_OUTCOME_UNKNOWN.
   */
  authorise(request: AuthoriseRequest): Promise<Result<Payment, PaymentRefusal>>
  /** Takes all that is held. Refusals: as authorise, and PAYMENT_UNKNOWN. */
  capture(key: string): Promise<Result<Payment, PaymentRefusal>>
  /**
   * Gives back a part; `n` counts the refunds of a payment and is chosen by the caller. Refusals: PAYMENT_INVALID,
   * PAYMENT_UNKNOWN, PAYMENT_KEY_REUSED, PAYMENT_NOT_CAPTURED, REFUND_EXCEEDS_CAPTURED, REFUND_REFUSED,
   * PAYMENT_OUTCOME_UNKNOWN.
   */
  refund(paymentId: string, n: number, amountMinor: number): Promise<Result<Refund, PaymentRefusal>>
  /**
   * Tells what became of the key, or makes sure that nothing will: after `canceled` no money can move under this key,
   * however late an answer comes. A hold without capture that is known to stand is told, not given up. Refusals:
   * PAYMENT_INVALID, PAYMENT_OUTCOME_UNKNOWN (a capture is under way and the provider does not say: keep what it pays).
   */
  cancelOrTell(key: string): Promise<Result<Payment, PaymentRefusal>>
  /** What is known here, without asking the provider. Refusals: PAYMENT_INVALID, PAYMENT_UNKNOWN. */
  get(key: string): Promise<Result<Payment, PaymentRefusal>>
}
