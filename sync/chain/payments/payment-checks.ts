import { isUuidV7 } from '../../../shared/domain/ids.ts'
import { currencyExponent } from '../../../shared/domain/money.ts'
import { refuse } from '../../../shared/base/result.ts'
import type { AuthoriseRequest, PaymentRefusal } from './payments-port.ts'

const KEY = /^[A-Za-z0-9_.:-]{1,100}$/
/** A provider's token has a prefix (`tok_`, `pm_`), so a card number never passes for one. */
const CARD_TOKEN = /^[a-z]{2,10}_[A-Za-z0-9_-]{1,100}$/
const BARE_NUMBER = /^[\d.:_-]+$/
/** More than any currency's bill, and far inside of what a number holds exactly. */
const MAX_AMOUNT_MINOR = 1_000_000_000_000
const MAX_REFUND_N = 1_000_000

/** May this be a payment's key? A bare number is none: it could be a card's. */
export function isPaymentKey(key: string): boolean {
  return KEY.test(key) && !BARE_NUMBER.test(key)
}

/** The first field of a request that can not be, or `null`. */
export function invalidField(request: AuthoriseRequest): keyof AuthoriseRequest | null {
  if (!isPaymentKey(request.key)) return 'key'
  if (!isAmount(request.amountMinor)) return 'amountMinor'
  if (currencyExponent(request.currency) === null || !/^[A-Z]{3}$/.test(request.currency)) return 'currency'
  return CARD_TOKEN.test(request.cardToken) ? null : 'cardToken'
}

export function invalidRefundField(paymentId: string, n: number, amountMinor: number): string | null {
  if (!isUuidV7(paymentId)) return 'paymentId'
  if (!Number.isInteger(n) || n < 1 || n > MAX_REFUND_N) return 'n'
  return isAmount(amountMinor) ? null : 'amountMinor'
}

export function refusePayment(error: PaymentRefusal) {
  return refuse(error)
}

/** A key that has no payment; one that can be none is not repeated in the answer, it could be a card number. */
export function refuseUnknown(key: string) {
  if (!isPaymentKey(key)) return refusePayment({ code: 'PAYMENT_INVALID', params: { field: 'key' } })
  return refusePayment({ code: 'PAYMENT_UNKNOWN', params: { key } })
}

function isAmount(amountMinor: number): boolean {
  return Number.isInteger(amountMinor) && amountMinor > 0 && amountMinor <= MAX_AMOUNT_MINOR
}
