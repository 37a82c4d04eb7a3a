import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { availabilityQuerySchema, availabilitySchema } from '../../../../shared/wire/public-api.ts'
import type { Chain } from '../../chain.ts'
import { PUBLIC_PROBLEMS, hotelParams, problem } from '../answers.ts'
import { sendProblem } from '../problems.ts'

export function availabilityRoutes(chain: Chain): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      '/hotels/:hotelId/availability',
      {
        schema: {
          summary: 'What can be booked for a stay, with prices',
          tags: ['hotels'],
          params: hotelParams,
          querystring: availabilityQuerySchema,
          response: {
            ...PUBLIC_PROBLEMS,
            200: availabilitySchema,
            400: problem('REQUEST_INVALID, STAY_INVALID'),
            404: problem('HOTEL_UNKNOWN'),
          },
        },
      },
      async (request, reply) => {
        const { hotelId } = request.params
        const offered = await chain.availability.get(hotelId, request.query)
        return offered.ok ? offered.value : sendProblem(reply, offered.error)
      },
    )
  }
}
