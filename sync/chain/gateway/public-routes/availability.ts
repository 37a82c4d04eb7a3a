import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { availabilityQuerySchema, availabilitySchema } from '../../../../shared/wire/public-api.ts'
import type { Chain } from '../../chain.ts'
import { earliestWebArrival } from '../../rates/terms.ts'
import { PUBLIC_PROBLEMS, hotelParams, problem } from '../answers.ts'
import { sendProblem } from '../problems.ts'

export function availabilityRoutes(chain: Chain): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      '/hotels/:hotelId/availability',
      {
        schema: {
          operationId: 'getAvailability',
          summary: 'What can be booked for a stay, with prices',
          tags: ['hotels'],
          params: hotelParams,
          querystring: availabilityQuerySchema,
          response: {
            ...PUBLIC_PROBLEMS,
            200: availabilitySchema,
            400: problem('REQUEST_INVALID, STAY_INVALID, ARRIVAL_IN_PAST'),
            404: problem('HOTEL_UNKNOWN'),
          },
        },
      },
      async (request, reply) => {
        const { hotelId } = request.params
        const offered = await chain.availability.get(hotelId, request.query)
        if (!offered.ok) return sendProblem(reply, offered.error)
        const { arrival } = request.query
        const terms = await chain.terms.get(hotelId)
        const earliest = terms ? earliestWebArrival(terms.hotel, chain.clock.nowUtcMs()) : arrival
        if (arrival < earliest) return sendProblem(reply, { code: 'ARRIVAL_IN_PAST', params: { arrival, earliest } })
        return offered.value
      },
    )
  }
}
