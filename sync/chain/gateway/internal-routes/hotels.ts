import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import {
  hotelChangeSchema,
  hotelPageSchema,
  newHotelSchema,
  staffHotelListSchema,
  staffHotelSchema,
} from '../../../../shared/wire/internal-hotel-api.ts'
import type { Chain } from '../../chain.ts'
import { addHotel, changeHotel, listHotelPage, removeHotel } from '../../hotels/manage-hotels.ts'
import { selectHotel } from '../../hotels/queries/hotels.ts'
import { INTERNAL_PROBLEMS, hotelParams, problem } from '../answers.ts'
import { sendProblem } from '../problems.ts'
import { requires, staffOf } from '../staff-check.ts'
import { answer, hotelProblems } from './of-hotel.ts'

export function staffHotelRoutes(chain: Chain): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      '/hotels',
      {
        preHandler: requires('read'),
        schema: {
          operationId: 'listHotels',
          summary: 'The hotels that the caller works for, in order of id',
          tags: ['hotels'],
          querystring: hotelPageSchema,
          response: { ...INTERNAL_PROBLEMS, 400: problem('REQUEST_INVALID, JSON_INVALID'), 200: staffHotelListSchema },
        },
      },
      (request) => listHotelPage(chain, staffOf(request).hotels, request.query),
    )

    app.post(
      '/hotels',
      {
        preHandler: requires('hotels.write', 'chain'),
        schema: {
          operationId: 'addHotel',
          summary: 'Add a hotel, with the rate plans that every hotel starts with',
          tags: ['hotels'],
          body: newHotelSchema,
          response: {
            ...INTERNAL_PROBLEMS,
            400: problem('REQUEST_INVALID, JSON_INVALID'),
            201: staffHotelSchema,
            409: problem('HOTEL_EXISTS'),
          },
        },
      },
      async (request, reply) => {
        const created = await addHotel(chain, request.body)
        if (!created.ok) return sendProblem(reply, created.error)
        return reply.code(201).send(created.value)
      },
    )

    app.get(
      '/hotels/:hotelId',
      {
        preHandler: requires('read'),
        schema: {
          operationId: 'getHotel',
          summary: 'One hotel',
          tags: ['hotels'],
          params: hotelParams,
          response: { ...hotelProblems(), 200: staffHotelSchema },
        },
      },
      async (request, reply) => {
        const { hotelId } = request.params
        return (
          (await selectHotel(chain.db, hotelId)) ?? sendProblem(reply, { code: 'HOTEL_UNKNOWN', params: { hotelId } })
        )
      },
    )

    app.patch(
      '/hotels/:hotelId',
      {
        preHandler: requires('hotels.write'),
        schema: {
          operationId: 'changeHotel',
          summary: 'Change a hotel',
          tags: ['hotels'],
          params: hotelParams,
          body: hotelChangeSchema,
          response: {
            ...hotelProblems(),
            200: staffHotelSchema,
            409: problem('HOTEL_HAS_RESERVATIONS: its currency and time zone stay'),
          },
        },
      },
      async (request, reply) => answer(reply, await changeHotel(chain, request.params.hotelId, request.body)),
    )

    app.delete(
      '/hotels/:hotelId',
      {
        preHandler: requires('hotels.write', 'chain'),
        schema: {
          operationId: 'removeHotel',
          summary: 'Take away a hotel that never had a reservation',
          tags: ['hotels'],
          params: hotelParams,
          response: {
            ...hotelProblems(),
            200: staffHotelSchema,
            409: problem('HOTEL_HAS_RESERVATIONS, HOTEL_HAS_DEVICES'),
          },
        },
      },
      async (request, reply) => answer(reply, await removeHotel(chain, request.params.hotelId)),
    )
  }
}
