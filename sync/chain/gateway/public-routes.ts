import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { hotelIdSchema, reservationIdSchema } from '../../../shared/wire/ids.ts'
import { problemSchema } from '../../../shared/wire/errors.ts'
import {
  availabilityQuerySchema,
  availabilitySchema,
  bookingRequestSchema,
  hotelListSchema,
  hotelSchema,
  reservationSchema,
} from '../../../shared/wire/public-api.ts'
import type { Chain } from '../chain.ts'
import { getHotel, listHotels } from '../hotels/hotels.ts'
import { loadAvailability } from '../reservations/availability.ts'
import { bookReservation, cancelReservation, loadReservation } from '../reservations/reservations.ts'
import { sendProblem } from './problems.ts'

const hotelParams = z.object({ hotelId: hotelIdSchema })
const reservationParams = z.object({ hotelId: hotelIdSchema, reservationId: reservationIdSchema })
/** An error answer with the codes that it may carry. */
const problem = (codes: string) => ({
  description: codes,
  content: { 'application/problem+json': { schema: problemSchema } },
})

/** What websites and channels use: search, quote, book, read, cancel. */
export function publicRoutes(chain: Chain): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      '/hotels',
      { schema: { summary: 'Hotels of the chain', tags: ['hotels'], response: { 200: hotelListSchema } } },
      async () => ({ hotels: await listHotels(chain.db) }),
    )

    app.get(
      '/hotels/:hotelId',
      {
        schema: {
          summary: 'One hotel with its room types',
          tags: ['hotels'],
          params: hotelParams,
          response: { 200: hotelSchema, 400: problem('REQUEST_INVALID'), 404: problem('HOTEL_UNKNOWN') },
        },
      },
      async (request, reply) => {
        const { hotelId } = request.params
        const hotel = await getHotel(chain.db, hotelId)
        return hotel ?? sendProblem(reply, { code: 'HOTEL_UNKNOWN', params: { hotelId } })
      },
    )

    app.get(
      '/hotels/:hotelId/availability',
      {
        schema: {
          summary: 'What can be booked for a stay, with prices',
          tags: ['hotels'],
          params: hotelParams,
          querystring: availabilityQuerySchema,
          response: {
            200: availabilitySchema,
            400: problem('REQUEST_INVALID, STAY_INVALID'),
            404: problem('HOTEL_UNKNOWN'),
          },
        },
      },
      async (request, reply) => {
        const { hotelId } = request.params
        const read = () => loadAvailability(chain.db, hotelId, request.query)
        const offered = await chain.availability.get(hotelId, request.query, read, (answer) => answer.ok)
        return offered.ok ? offered.value : sendProblem(reply, offered.error)
      },
    )

    app.post(
      '/hotels/:hotelId/reservations',
      {
        schema: {
          summary: 'Book: every line or none, once for ever by reservationId',
          description: 'The same id and body again get the first answer with 200; another body gets 422.',
          tags: ['reservations'],
          params: hotelParams,
          body: bookingRequestSchema,
          response: {
            200: reservationSchema.describe('Booked before, by this request'),
            201: reservationSchema.describe('Booked'),
            400: problem(
              'REQUEST_INVALID, JSON_INVALID, STAY_INVALID, ARRIVAL_IN_PAST, TOO_MANY_GUESTS, NIGHT_NOT_ON_SALE',
            ),
            404: problem('HOTEL_UNKNOWN, ROOM_TYPE_UNKNOWN'),
            409: problem('NO_AVAILABILITY'),
            413: problem('BODY_TOO_LARGE'),
            422: problem('RESERVATION_ID_REUSED'),
          },
        },
      },
      async (request, reply) => {
        const booked = await bookReservation(chain, request.params.hotelId, request.body)
        if (!booked.ok) return sendProblem(reply, booked.error)
        return reply.code(booked.value.created ? 201 : 200).send(booked.value.reservation)
      },
    )

    app.get(
      '/hotels/:hotelId/reservations/:reservationId',
      {
        schema: {
          summary: 'Read a reservation',
          tags: ['reservations'],
          params: reservationParams,
          response: { 200: reservationSchema, 400: problem('REQUEST_INVALID'), 404: problem('RESERVATION_UNKNOWN') },
        },
      },
      async (request, reply) => {
        const { hotelId, reservationId } = request.params
        const reservation = await loadReservation(chain.db, hotelId, reservationId)
        return reservation ?? sendProblem(reply, { code: 'RESERVATION_UNKNOWN', params: { reservationId } })
      },
    )

    app.delete(
      '/hotels/:hotelId/reservations/:reservationId',
      {
        schema: {
          summary: 'Cancel a reservation; canceling again changes nothing',
          tags: ['reservations'],
          params: reservationParams,
          response: {
            200: reservationSchema,
            400: problem('REQUEST_INVALID'),
            404: problem('HOTEL_UNKNOWN, RESERVATION_UNKNOWN'),
            409: problem('INVALID_TRANSITION'),
          },
        },
      },
      async (request, reply) => {
        const { hotelId, reservationId } = request.params
        const canceled = await cancelReservation(chain.writer, chain.clock, hotelId, reservationId)
        return canceled.ok ? canceled.value : sendProblem(reply, canceled.error)
      },
    )
  }
}
