import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { hotelListSchema, hotelSchema } from '../../../../shared/wire/public-api.ts'
import type { Chain } from '../../chain.ts'
import { getHotel, listHotels } from '../../hotels/hotels.ts'
import { PUBLIC_PROBLEMS, hotelParams, problem } from '../answers.ts'
import { sendProblem } from '../problems.ts'

export function hotelRoutes(chain: Chain): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      '/hotels',
      {
        schema: {
          summary: 'Hotels of the chain',
          tags: ['hotels'],
          response: { ...PUBLIC_PROBLEMS, 200: hotelListSchema },
        },
      },
      async ({ caller }) => {
        const hotels = await listHotels(chain.db)
        const only = caller?.kind === 'key' ? caller.key.hotelId : null
        return { hotels: only === null ? hotels : hotels.filter(({ hotelId }) => hotelId === only) }
      },
    )

    app.get(
      '/hotels/:hotelId',
      {
        schema: {
          summary: 'One hotel with its room types',
          tags: ['hotels'],
          params: hotelParams,
          response: {
            ...PUBLIC_PROBLEMS,
            200: hotelSchema,
            400: problem('REQUEST_INVALID'),
            404: problem('HOTEL_UNKNOWN'),
          },
        },
      },
      async (request, reply) => {
        const { hotelId } = request.params
        const hotel = await getHotel(chain.db, hotelId)
        return hotel ?? sendProblem(reply, { code: 'HOTEL_UNKNOWN', params: { hotelId } })
      },
    )
  }
}
