import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { reservationIdSchema } from '../../../../shared/wire/ids.ts'
import { bookingRequestSchema, reservationSchema } from '../../../../shared/wire/public-api.ts'
import type { Chain } from '../../chain.ts'
import { bookReservation } from '../../reservations/book-reservation.ts'
import { cancelReservation, loadReservation } from '../../reservations/reservations.ts'
import { PUBLIC_PROBLEMS, hotelParams, problem } from '../answers.ts'
import { sendProblem } from '../problems.ts'

const reservationParams = hotelParams.extend({ reservationId: reservationIdSchema })

export function reservationRoutes(chain: Chain): FastifyPluginAsyncZod {
  return async (app) => {
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
            ...PUBLIC_PROBLEMS,
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
          response: {
            ...PUBLIC_PROBLEMS,
            200: reservationSchema,
            400: problem('REQUEST_INVALID'),
            404: problem('RESERVATION_UNKNOWN'),
          },
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
            ...PUBLIC_PROBLEMS,
            200: reservationSchema,
            400: problem('REQUEST_INVALID'),
            404: problem('HOTEL_UNKNOWN, RESERVATION_UNKNOWN'),
            409: problem('INVALID_TRANSITION'),
          },
        },
      },
      async (request, reply) => {
        const { hotelId, reservationId } = request.params
        const canceled = await cancelReservation(chain, hotelId, reservationId)
        return canceled.ok ? canceled.value : sendProblem(reply, canceled.error)
      },
    )
  }
}
