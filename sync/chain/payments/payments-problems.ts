import { STATUS_CODES } from 'node:http'
import type { FastifyReply } from 'fastify'
import type { Problem } from '../../../shared/wire/errors.ts'
import type { PaymentRefusal } from './payments-port.ts'

/** What a payment request can end with besides what any request can. Append-only. */
export type PaymentProblem =
  | PaymentRefusal
  | { readonly code: 'CALLER_UNAUTHORISED'; readonly params: object }
  | { readonly code: 'CARD_UNKNOWN'; readonly params: object }

const STATUS_OF: Readonly<Record<PaymentProblem['code'], number>> = {
  PAYMENT_INVALID: 400,
  CARD_UNKNOWN: 400,
  CALLER_UNAUTHORISED: 401,
  PAYMENT_DECLINED: 402,
  PAYMENT_UNKNOWN: 404,
  PAYMENT_CANCELED: 409,
  PAYMENT_NOT_CAPTURED: 409,
  REFUND_EXCEEDS_CAPTURED: 409,
  REFUND_REFUSED: 409,
  PAYMENT_KEY_REUSED: 422,
  PAYMENT_OUTCOME_UNKNOWN: 503,
}

/** Ends a request with problem details (RFC 9457) for a payment code. */
export function sendPaymentProblem(reply: FastifyReply, { code, params }: PaymentProblem): FastifyReply {
  const status = STATUS_OF[code]
  const problem: Problem = {
    type: 'about:blank',
    title: STATUS_CODES[status] ?? 'Error',
    status,
    code,
    params: { ...params },
    retry: code === 'PAYMENT_OUTCOME_UNKNOWN' ? 'backoff' : 'never',
  }
  // Through a string: problem details have one shape on every route, whatever the route's own schemas say.
  return reply.code(status).type('application/problem+json').serializer(JSON.stringify).send(problem)
}
