import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import {
  hotelListSchema,
  hotelSchema,
  ratePlanListSchema,
  roomTypeListSchema,
} from '../../../../shared/wire/public-api.ts'
import type { Chain } from '../../chain.ts'
import { getHotel, listHotels } from '../../hotels/hotels.ts'
import { ratePlansOf } from '../../rates/rate-plans.ts'
import { PUBLIC_PROBLEMS, hotelParams, problem } from '../answers.ts'
import { sendProblem } from '../problems.ts'

export function hotelRoutes(chain: Chain): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      '/hotels',
      {
        schema: {
          operationId: 'listHotels',
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
          operationId: 'getHotel',
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

    app.get(
      '/hotels/:hotelId/room-types',
      {
        schema: {
          operationId: 'listRoomTypes',
          summary: 'The room types of a hotel, in the order of its screens',
          tags: ['hotels'],
          params: hotelParams,
          response: {
            ...PUBLIC_PROBLEMS,
            200: roomTypeListSchema,
            400: problem('REQUEST_INVALID'),
            404: problem('HOTEL_UNKNOWN'),
          },
        },
      },
      async (request, reply) => {
        const { hotelId } = request.params
        const hotel = await getHotel(chain.db, hotelId)
        if (!hotel) return sendProblem(reply, { code: 'HOTEL_UNKNOWN', params: { hotelId } })
        return { hotelId, roomTypes: hotel.roomTypes }
      },
    )

    app.get(
      '/hotels/:hotelId/rate-plans',
      {
        schema: {
          operationId: 'listRatePlans',
          summary: 'The rate plans that are sold, with their terms, and the taxes',
          tags: ['hotels'],
          params: hotelParams,
          response: {
            ...PUBLIC_PROBLEMS,
            200: ratePlanListSchema,
            400: problem('REQUEST_INVALID'),
            404: problem('HOTEL_UNKNOWN'),
          },
        },
      },
      async (request, reply) => {
        const { hotelId } = request.params
        const terms = await chain.terms.get(hotelId)
        if (!terms) return sendProblem(reply, { code: 'HOTEL_UNKNOWN', params: { hotelId } })
        return ratePlansOf(hotelId, terms)
      },
    )
  }
}
