import { createHash, timingSafeEqual } from 'node:crypto'
import type { FastifyReply } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Result } from '../../../shared/base/result.ts'
import { cardTokenSchema } from './card-form.ts'
import { type PaymentRefusal, type PaymentsPort, paymentSchema, refundSchema } from './payments-port.ts'
import { sendPaymentProblem } from './payments-problems.ts'
import type { SandboxProvider } from './sandbox-provider.ts'

const text = z.string().max(200)
const keyParams = z.object({ key: text })

export const authoriseSchema = z.strictObject({
  key: text,
  amountMinor: z.number(),
  currency: text,
  cardToken: text,
  captureNow: z.boolean(),
})

/** The payment service for the chain's own processes: every call needs the shared secret as its bearer. */
export function paymentsRoutes(payments: PaymentsPort, secret: string): FastifyPluginAsyncZod {
  return async (app) => {
    requireSecret(app, secret)

    app.post(
      '/payments',
      { schema: { body: authoriseSchema, response: { 200: paymentSchema } } },
      async (request, reply) => answer(reply, await payments.authorise(request.body)),
    )
    app.get(
      '/payments/:key',
      { schema: { params: keyParams, response: { 200: paymentSchema } } },
      async (request, reply) => answer(reply, await payments.get(request.params.key)),
    )
    app.post(
      '/payments/:key/capture',
      { schema: { params: keyParams, response: { 200: paymentSchema } } },
      async (request, reply) => answer(reply, await payments.capture(request.params.key)),
    )
    app.post(
      '/payments/:key/cancel-or-tell',
      { schema: { params: keyParams, response: { 200: paymentSchema } } },
      async (request, reply) => answer(reply, await payments.cancelOrTell(request.params.key)),
    )
    app.put(
      '/refunds/:paymentId/:n',
      {
        schema: {
          params: z.object({ paymentId: text, n: z.coerce.number() }),
          body: z.strictObject({ amountMinor: z.number() }),
          response: { 200: refundSchema },
        },
      },
      async (request, reply) => {
        const { paymentId, n } = request.params
        return answer(reply, await payments.refund(paymentId, n, request.body.amountMinor))
      },
    )
  }
}

/** The sandbox's card form: a test card's number becomes a token, as a provider's form does in the guest's browser. */
export function sandboxRoutes(sandbox: SandboxProvider, secret: string): FastifyPluginAsyncZod {
  return async (app) => {
    requireSecret(app, secret)
    app.post(
      '/tokens',
      {
        schema: {
          body: z.strictObject({ cardNumber: z.string().max(40) }),
          response: { 200: cardTokenSchema },
        },
      },
      async (request, reply) => {
        const token = await sandbox.tokenise(request.body.cardNumber)
        return token ?? sendPaymentProblem(reply, { code: 'CARD_UNKNOWN', params: {} })
      },
    )
  }
}

function requireSecret(app: Parameters<FastifyPluginAsyncZod>[0], secret: string): void {
  const wanted = digest(`Bearer ${secret}`)
  app.addHook('onRequest', async (request, reply) => {
    if (timingSafeEqual(digest(request.headers.authorization ?? ''), wanted)) return undefined
    return sendPaymentProblem(reply, { code: 'CALLER_UNAUTHORISED', params: {} })
  })
}

function answer<T>(reply: FastifyReply, result: Result<T, PaymentRefusal>): T | FastifyReply {
  return result.ok ? result.value : sendPaymentProblem(reply, result.error)
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
