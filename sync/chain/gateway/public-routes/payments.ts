import { setTimeout as pause } from 'node:timers/promises'
import type { FastifyReply } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { paymentRequestSchema, reservationPaymentSchema } from '../../../../shared/wire/public-api.ts'
import { unreachable } from '../../../../shared/base/assert.ts'
import type { Chain } from '../../chain.ts'
import type { PaymentSaga, Saga } from '../../payment-sagas/queries/sagas.ts'
import { paymentOf } from '../../payment-sagas/reservation-payment.ts'
import { PUBLIC_PROBLEMS, paymentParams, problem, reservationParams } from '../answers.ts'
import { sendProblem } from '../problems.ts'

/** How long a caller waits for the card's answer before it is told to come again. */
const ANSWER_WITHIN_MS = 10_000
const COME_AGAIN_SECONDS = 2

export function paymentRoutes(chain: Chain): FastifyPluginAsyncZod {
  const { sagas, payments } = chain
  return async (app) => {
    app.post(
      '/hotels/:hotelId/reservations/:reservationId/payments',
      {
        schema: {
          operationId: 'payReservation',
          summary: "Pay a reservation's balance by card, once for ever by paymentId",
          description: [
            'The same id again answers the payment as it stands, so ask again after 202 or when the line broke.',
            'A declined card ends an unpaid prepaid booking: its rooms are free. The card is named by a token of its form.',
          ].join('\n'),
          tags: ['payments'],
          params: reservationParams,
          body: paymentRequestSchema,
          response: {
            ...PUBLIC_PROBLEMS,
            201: reservationPaymentSchema.describe('Paid'),
            202: reservationPaymentSchema.describe('Under way; read it after `Retry-After` seconds'),
            400: problem('REQUEST_INVALID, JSON_INVALID'),
            402: problem('PAYMENT_DECLINED: no money moved'),
            404: problem('HOTEL_UNKNOWN, RESERVATION_UNKNOWN'),
            409: problem(
              [
                'PAYMENT_UNDER_WAY: another one is; HOLD_OVER; NOTHING_TO_PAY; INVALID_TRANSITION: the contract has ended',
                'PAYMENT_NOT_MADE: it was called off or could not be asked for, no money moved',
              ].join('; '),
            ),
            422: problem('PAYMENT_ID_REUSED'),
            503: problem('BUSY; PAYMENTS_OFF: this chain takes no cards'),
          },
        },
      },
      async ({ params, body, log }, reply) => {
        if (!payments) return sendProblem(reply, { code: 'PAYMENTS_OFF', params: {} })
        const started = await sagas.pay(params.hotelId, params.reservationId, body)
        if (!started.ok) return sendProblem(reply, started.error)
        const ending = sagas.settled(started.value).catch((error: unknown) => {
          // It is durable: the sweep goes on with it.
          log.error({ err: error }, 'a payment could not be gone on with')
          return started.value
        })
        return answer(reply, await withinTime(ending, started.value))
      },
    )

    app.get(
      '/hotels/:hotelId/reservations/:reservationId/payments/:paymentId',
      {
        schema: {
          operationId: 'getPayment',
          summary: 'Read a payment',
          tags: ['payments'],
          params: paymentParams,
          response: {
            ...PUBLIC_PROBLEMS,
            200: reservationPaymentSchema,
            400: problem('REQUEST_INVALID'),
            404: problem('PAYMENT_UNKNOWN'),
          },
        },
      },
      async ({ params }, reply) => {
        const { hotelId, reservationId, paymentId } = params
        const payment = await sagas.find(hotelId, paymentId)
        if (payment?.reservationId === reservationId) return paymentOf(payment)
        return sendProblem(reply, { code: 'PAYMENT_UNKNOWN', params: { paymentId } })
      },
    )
  }
}

async function withinTime(ending: Promise<Saga>, started: PaymentSaga): Promise<PaymentSaga> {
  const waiting = new AbortController()
  const late = pause(ANSWER_WITHIN_MS, started, { signal: waiting.signal }).catch(() => started)
  const ended = await Promise.race([ending, late])
  waiting.abort()
  return ended.kind === 'payment' ? ended : started
}

function answer(reply: FastifyReply, saga: PaymentSaga): FastifyReply {
  const payment = paymentOf(saga)
  const { paymentId, state, declineCode } = payment
  switch (state) {
    case 'paid':
      return reply.code(201).send(payment)
    case 'processing':
      return reply.header('retry-after', COME_AGAIN_SECONDS).code(202).send(payment)
    case 'declined':
      return sendProblem(reply, { code: 'PAYMENT_DECLINED', params: { paymentId, declineCode } })
    case 'canceled':
    case 'failed':
      return sendProblem(reply, { code: 'PAYMENT_NOT_MADE', params: { paymentId, state, reason: declineCode } })
    default:
      return unreachable(state)
  }
}
