import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import {
  bookingRequestSchema,
  cancellationQuoteSchema,
  changeQuoteSchema,
  changeRequestSchema,
  reservationHistorySchema,
  reservationListQuerySchema,
  reservationListSchema,
  reservationSchema,
} from '../../../../shared/wire/public-api.ts'
import type { Chain } from '../../chain.ts'
import { bookReservation } from '../../reservations/book-reservation.ts'
import { changeReservation, quoteChange } from '../../reservations/change-reservation.ts'
import { listReservations } from '../../reservations/list-reservations.ts'
import { loadHistory } from '../../reservations/reservation-history.ts'
import { cancelReservation, loadReservation, quoteCancellation } from '../../reservations/reservations.ts'
import { PUBLIC_PROBLEMS, hotelParams, problem, reservationParams } from '../answers.ts'
import { actorOf } from '../caller.ts'
import { sendProblem } from '../problems.ts'

const CHANGE_PROBLEMS = {
  400: problem('REQUEST_INVALID, JSON_INVALID, STAY_INVALID, ARRIVAL_IN_PAST, TOO_MANY_GUESTS, NIGHT_NOT_ON_SALE'),
  404: problem('HOTEL_UNKNOWN, RESERVATION_UNKNOWN, LINE_UNKNOWN, ROOM_TYPE_UNKNOWN'),
  409: problem(
    [
      'INVALID_TRANSITION: the guest is or was in the house, or the contract has ended',
      'HOLD_OVER, PAYMENT_UNDER_WAY, GUARANTEE_NOT_ENOUGH, MIN_STAY, CLOSED_TO_ARRIVAL, CLOSED_TO_DEPARTURE',
      'NO_AVAILABILITY',
    ].join('; '),
  ),
}

export function reservationRoutes(chain: Chain): FastifyPluginAsyncZod {
  return async (app) => {
    app.post(
      '/hotels/:hotelId/reservations',
      {
        schema: {
          operationId: 'bookReservation',
          summary: 'Book: every line or none, once for ever by reservationId',
          description: [
            'The same id and body again get the first answer with 200; another body gets 422. A refusal stays refused under',
            'its id: ask again with another one. With `quoteId` the prices are those of the quote, which must be of the same',
            'lines and plan. A line may have a stay of its own; all lines are booked or none.',
          ].join('\n'),
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
            404: problem('HOTEL_UNKNOWN, ROOM_TYPE_UNKNOWN, RATE_PLAN_UNKNOWN, QUOTE_UNKNOWN'),
            409: problem('NO_AVAILABILITY, GUARANTEE_NOT_ENOUGH, MIN_STAY, CLOSED_TO_ARRIVAL, CLOSED_TO_DEPARTURE'),
            410: problem('QUOTE_EXPIRED'),
            413: problem('BODY_TOO_LARGE'),
            422: problem('RESERVATION_ID_REUSED, QUOTE_MISMATCH'),
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
          operationId: 'getReservation',
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
          operationId: 'cancelReservation',
          summary: 'Cancel a reservation; canceling again changes nothing',
          description:
            "The answer's total is the plan's fee. What was paid beyond it is on its way back to the card: `balanceMinor` is below zero until it is there.",
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
        const canceled = await cancelReservation(chain, hotelId, reservationId, actorOf(request.caller))
        return canceled.ok ? canceled.value : sendProblem(reply, canceled.error)
      },
    )

    app.get(
      '/hotels/:hotelId/reservations',
      {
        schema: {
          operationId: 'listReservations',
          summary: 'Reservations of a hotel by pages, in the order in which their ids were made',
          description: [
            'Ask with `after` set to `next` of the page before until `next` is null. What was there when the first page was',
            'read is listed once, whatever is booked meanwhile. A page filtered by name may be short, or empty, and go on.',
          ].join('\n'),
          tags: ['reservations'],
          params: hotelParams,
          querystring: reservationListQuerySchema,
          response: {
            ...PUBLIC_PROBLEMS,
            200: reservationListSchema,
            400: problem('REQUEST_INVALID, CURSOR_INVALID'),
            404: problem('HOTEL_UNKNOWN'),
          },
        },
      },
      async (request, reply) => {
        const listed = await listReservations(chain.db, request.params.hotelId, request.query)
        return listed.ok ? listed.value : sendProblem(reply, listed.error)
      },
    )

    app.patch(
      '/hotels/:hotelId/reservations/:reservationId',
      {
        schema: {
          operationId: 'changeReservation',
          summary: "Change lines' dates, types and guests, or the guest's details: all of it or nothing",
          description: [
            'Lines that change are priced anew under the plan that they were booked on, their own nights counting as free.',
            'The same request again changes nothing. What it makes dearer is owed; what was paid beyond a lower total goes',
            'back to the card, but for a non-refundable plan, which keeps it as a fee.',
          ].join('\n'),
          tags: ['reservations'],
          params: reservationParams,
          body: changeRequestSchema,
          response: { ...PUBLIC_PROBLEMS, 200: reservationSchema, ...CHANGE_PROBLEMS },
        },
      },
      async ({ params, body, caller }, reply) => {
        const changed = await changeReservation(chain, params.hotelId, params.reservationId, body, actorOf(caller))
        return changed.ok ? changed.value : sendProblem(reply, changed.error)
      },
    )

    app.post(
      '/hotels/:hotelId/reservations/:reservationId/change-quote',
      {
        schema: {
          operationId: 'quoteChange',
          summary: 'What a change would come to now; nothing is changed',
          tags: ['reservations'],
          params: reservationParams,
          body: changeRequestSchema,
          response: { ...PUBLIC_PROBLEMS, 200: changeQuoteSchema, ...CHANGE_PROBLEMS },
        },
      },
      async ({ params, body }, reply) => {
        const quoted = await quoteChange(chain, params.hotelId, params.reservationId, body)
        return quoted.ok ? quoted.value : sendProblem(reply, quoted.error)
      },
    )

    app.get(
      '/hotels/:hotelId/reservations/:reservationId/cancellation-fee',
      {
        schema: {
          operationId: 'quoteCancellation',
          summary: 'What canceling would cost now; nothing is changed',
          tags: ['reservations'],
          params: reservationParams,
          response: {
            ...PUBLIC_PROBLEMS,
            200: cancellationQuoteSchema,
            400: problem('REQUEST_INVALID'),
            404: problem('HOTEL_UNKNOWN, RESERVATION_UNKNOWN'),
            409: problem('INVALID_TRANSITION'),
          },
        },
      },
      async ({ params }, reply) => {
        const quoted = await quoteCancellation(chain, params.hotelId, params.reservationId)
        return quoted.ok ? quoted.value : sendProblem(reply, quoted.error)
      },
    )

    app.get(
      '/hotels/:hotelId/reservations/:reservationId/history',
      {
        schema: {
          operationId: 'getReservationHistory',
          summary: 'What happened to a reservation, the first first',
          tags: ['reservations'],
          params: reservationParams,
          response: {
            ...PUBLIC_PROBLEMS,
            200: reservationHistorySchema,
            400: problem('REQUEST_INVALID'),
            404: problem('RESERVATION_UNKNOWN'),
          },
        },
      },
      async (request, reply) => {
        const { hotelId, reservationId } = request.params
        const history = await loadHistory(chain.db, hotelId, reservationId)
        return history ?? sendProblem(reply, { code: 'RESERVATION_UNKNOWN', params: { reservationId } })
      },
    )
  }
}
