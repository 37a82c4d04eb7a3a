import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import {
  guestChangeSchema,
  guestIdSchema,
  guestListSchema,
  guestQuerySchema,
  guestSchema,
} from '../../../../shared/wire/internal-stay-api.ts'
import type { Chain } from '../../chain.ts'
import { changeGuest, eraseGuest, findGuests, getGuest } from '../../guests/guests.ts'
import { hotelParams, problem } from '../answers.ts'
import { requires } from '../staff-check.ts'
import { answer, hotelProblems, readsHotel } from './of-hotel.ts'

const guestParams = hotelParams.extend({ guestId: guestIdSchema })

export function guestRoutes(chain: Chain): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      '/hotels/:hotelId/guests',
      {
        preHandler: readsHotel(chain, 'guests.read'),
        schema: {
          operationId: 'findGuests',
          summary: 'Guests by how their last name begins, in order of it',
          tags: ['guests'],
          params: hotelParams,
          querystring: guestQuerySchema,
          response: { ...hotelProblems({ 404: 'GUEST_UNKNOWN: the guest of `after` is gone' }), 200: guestListSchema },
        },
      },
      async (request, reply) => answer(reply, await findGuests(chain.db, request.params.hotelId, request.query)),
    )

    app.get(
      '/hotels/:hotelId/guests/:guestId',
      {
        preHandler: readsHotel(chain, 'guests.read'),
        schema: {
          operationId: 'getGuest',
          summary: 'One guest',
          tags: ['guests'],
          params: guestParams,
          response: { ...hotelProblems({ 404: 'GUEST_UNKNOWN' }), 200: guestSchema },
        },
      },
      async (request, reply) => answer(reply, await getGuest(chain.db, request.params.hotelId, request.params.guestId)),
    )

    app.patch(
      '/hotels/:hotelId/guests/:guestId',
      {
        preHandler: requires('reservations.write'),
        schema: {
          operationId: 'changeGuest',
          summary: 'Change how a guest is called and reached',
          tags: ['guests'],
          params: guestParams,
          body: guestChangeSchema,
          response: { ...hotelProblems({ 404: 'GUEST_UNKNOWN' }), 200: guestSchema },
        },
      },
      async (request, reply) =>
        answer(reply, await changeGuest(chain, request.params.hotelId, request.params.guestId, request.body)),
    )

    app.post(
      '/hotels/:hotelId/guests/:guestId/erase',
      {
        preHandler: requires('reservations.write'),
        schema: {
          operationId: 'eraseGuest',
          summary: 'Erase who a guest was; again changes nothing',
          tags: ['guests'],
          params: guestParams,
          response: { ...hotelProblems({ 404: 'GUEST_UNKNOWN' }), 200: guestSchema, 409: problem('GUEST_HAS_STAYS') },
        },
      },
      async (request, reply) => answer(reply, await eraseGuest(chain, request.params.hotelId, request.params.guestId)),
    )
  }
}
