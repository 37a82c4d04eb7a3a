import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { hotelIdSchema } from '../../../../shared/wire/ids.ts'
import { hotelPlaceSchema } from '../../../../shared/wire/sister-hotels.ts'
import type { Chain } from '../../chain.ts'
import { getPlace, setPlace } from '../../hotels/manage-places.ts'
import { hotelParams } from '../answers.ts'
import { requires } from '../staff-check.ts'
import { answer, hotelProblems } from './of-hotel.ts'

const placedHotelSchema = z
  .object({
    hotelId: hotelIdSchema,
    name: z.string(),
    place: hotelPlaceSchema.nullable().describe('`null`: no desk is offered it, and it finds no near hotels'),
  })
  .meta({ id: 'PlacedHotel' })

/** Where a hotel is: what desks of near hotels find it by. */
export function placeRoutes(chain: Chain): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      '/hotels/:hotelId/place',
      {
        preHandler: requires('read'),
        schema: {
          operationId: 'getHotelPlace',
          summary: 'Where a hotel is, and what a guest who is sent there is told',
          tags: ['hotels'],
          params: hotelParams,
          response: { ...hotelProblems(), 200: placedHotelSchema },
        },
      },
      async (request, reply) => answer(reply, await getPlace(chain, request.params.hotelId)),
    )

    app.put(
      '/hotels/:hotelId/place',
      {
        preHandler: requires('hotels.write'),
        schema: {
          operationId: 'setHotelPlace',
          summary: 'Say where a hotel is',
          tags: ['hotels'],
          params: hotelParams,
          body: hotelPlaceSchema,
          response: { ...hotelProblems(), 200: placedHotelSchema },
        },
      },
      async (request, reply) => answer(reply, await setPlace(chain, request.params.hotelId, request.body)),
    )

    app.delete(
      '/hotels/:hotelId/place',
      {
        preHandler: requires('hotels.write'),
        schema: {
          operationId: 'removeHotelPlace',
          summary: 'Forget where a hotel is',
          tags: ['hotels'],
          params: hotelParams,
          response: { ...hotelProblems(), 200: placedHotelSchema },
        },
      },
      async (request, reply) => answer(reply, await setPlace(chain, request.params.hotelId, null)),
    )
  }
}
