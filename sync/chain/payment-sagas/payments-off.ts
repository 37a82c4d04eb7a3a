import { refuse } from '../../../shared/base/result.ts'
import type { PaymentRefusal, PaymentsPort } from '../payments/payments-port.ts'

const unknown = (key: string) =>
  Promise.resolve(refuse<PaymentRefusal>({ code: 'PAYMENT_OUTCOME_UNKNOWN', params: { key } }))

/** A chain that was given no payment service: nothing is ever told, so nothing is ever given up as unpaid. */
export const paymentsOff: PaymentsPort = {
  authorise: ({ key }) => unknown(key),
  capture: unknown,
  refund: (paymentId, n) => unknown(`${paymentId}:${n}`),
  cancelOrTell: unknown,
  get: unknown,
}
