import { unreachable } from '../../../shared/base/assert.ts'
import { type Result, ok, refuse } from '../../../shared/base/result.ts'
import type { Payment, PaymentRefusal, PaymentState } from './payments-port.ts'
import type { PaymentRow } from './queries/payments.ts'

/** It is not known whether the provider holds anything. */
export function needsHold(row: PaymentRow): boolean {
  return (row.state === 'requested' || row.state === 'unknown') && row.providerRef === null
}

/** A hold stands, and taking it was asked but is not known to be done. */
export function needsCapture(row: PaymentRow): boolean {
  return (row.state === 'authorised' || row.state === 'unknown') && row.providerRef !== null && row.captureDue
}

/** The caller's last wish has no answer yet. */
export function isOpen(row: PaymentRow): boolean {
  return needsHold(row) || needsCapture(row)
}

export function paymentOf(row: PaymentRow): Payment {
  return {
    key: row.key,
    paymentId: row.paymentId,
    state: stateOf(row),
    amountMinor: row.amountMinor,
    currency: row.currency,
    cardMasked: row.cardMasked,
    authorisedMinor: row.authorisedMinor,
    capturedMinor: row.capturedMinor,
    refundedMinor: row.refundsDoneMinor,
    declineCode: row.declineCode,
  }
}

/** What authorising or capturing came to. */
export function answerPayment(row: PaymentRow): Result<Payment, PaymentRefusal> {
  const { key, state } = row
  if (isOpen(row)) return refuse({ code: 'PAYMENT_OUTCOME_UNKNOWN', params: { key } })
  switch (state) {
    case 'authorised':
    case 'captured':
      return ok(paymentOf(row))
    case 'declined':
      return refuse({ code: 'PAYMENT_DECLINED', params: { key, declineCode: row.declineCode ?? 'declined' } })
    case 'canceled':
      return refuse({ code: 'PAYMENT_CANCELED', params: { key } })
    case 'requested':
    case 'unknown':
      return refuse({ code: 'PAYMENT_OUTCOME_UNKNOWN', params: { key } })
    default:
      return unreachable(state)
  }
}

function stateOf({ state, capturedMinor, refundsDoneMinor }: PaymentRow): PaymentState {
  if (state !== 'captured' || refundsDoneMinor === 0) return state
  return refundsDoneMinor === capturedMinor ? 'refunded' : 'partially_refunded'
}
