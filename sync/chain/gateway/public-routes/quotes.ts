import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { quoteRequestSchema, quoteSchema } from '../../../../shared/wire/public-api.ts'
import type { Chain } from '../../chain.ts'
import { createQuote, loadQuote } from '../../rates/quotes.ts'
import { PUBLIC_PROBLEMS, hotelParams, problem, quoteParams } from '../answers.ts'
import { sendProblem } from '../problems.ts'

export function quoteRoutes(chain: Chain): FastifyPluginAsyncZod {
  return async (app) => {
    app.post(
      '/hotels/:hotelId/quotes',
      {
        schema: {
          operationId: 'createQuote',
          summary: 'Price a stay and pin the price for half an hour; the rooms are not held',
          tags: ['quotes'],
          params: hotelParams,
          body: quoteRequestSchema,
          response: {
            ...PUBLIC_PROBLEMS,
            201: quoteSchema,
            400: problem(
              'REQUEST_INVALID, JSON_INVALID, STAY_INVALID, ARRIVAL_IN_PAST, TOO_MANY_GUESTS, NIGHT_NOT_ON_SALE',
            ),
            404: problem('HOTEL_UNKNOWN, ROOM_TYPE_UNKNOWN, RATE_PLAN_UNKNOWN'),
            409: problem('MIN_STAY, CLOSED_TO_ARRIVAL, CLOSED_TO_DEPARTURE'),
          },
        },
      },
      async (request, reply) => {
        const quoted = await createQuote(chain, request.params.hotelId, request.body)
        return quoted.ok ? reply.code(201).send(quoted.value) : sendProblem(reply, quoted.error)
      },
    )

    app.get(
      '/hotels/:hotelId/quotes/:quoteId',
      {
        schema: {
          operationId: 'getQuote',
          summary: 'Read a quote, as it was given',
          tags: ['quotes'],
          params: quoteParams,
          response: {
            ...PUBLIC_PROBLEMS,
            200: quoteSchema,
            400: problem('REQUEST_INVALID'),
            404: problem('HOTEL_UNKNOWN, QUOTE_UNKNOWN'),
          },
        },
      },
      async (request, reply) => {
        const { hotelId, quoteId } = request.params
        const quote = await loadQuote(chain, hotelId, quoteId)
        return quote.ok ? quote.value : sendProblem(reply, quote.error)
      },
    )
  }
}
