import type { FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { reservationIdSchema } from '../../../../shared/wire/ids.ts'
import {
  adjustmentRequestSchema,
  exceptionListSchema,
  exceptionPageSchema,
  folioSchema,
} from '../../../../shared/wire/internal-stay-api.ts'
import type { Chain } from '../../chain.ts'
import { adjustFolio, markNoShow, readFolio } from '../../folio/folio.ts'
import { listOpenExceptions } from '../../reports/reports.ts'
import { hotelParams, problem } from '../answers.ts'
import { requires, staffOf } from '../staff-check.ts'
import { answer, hotelProblems, readsHotel } from './of-hotel.ts'

const reservationParams = hotelParams.extend({ reservationId: reservationIdSchema })
const lineParams = reservationParams.extend({ position: z.coerce.number().int().min(1).max(1_000) })

export function folioRoutes(chain: Chain): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      '/hotels/:hotelId/reservations/:reservationId/folio',
      {
        preHandler: readsHotel(chain),
        schema: {
          operationId: 'readFolio',
          summary: 'The account of a reservation, and what is posted on it',
          tags: ['reservations'],
          params: reservationParams,
          response: { ...hotelProblems({ 404: 'RESERVATION_UNKNOWN' }), 200: folioSchema },
        },
      },
      async (request, reply) =>
        answer(reply, await readFolio(chain, request.params.hotelId, request.params.reservationId)),
    )

    app.post(
      '/hotels/:hotelId/reservations/:reservationId/folio/adjustments',
      {
        preHandler: requires('reservations.write'),
        schema: {
          operationId: 'adjustFolio',
          summary: 'Post a correction, once for ever by adjustmentId',
          tags: ['reservations'],
          params: reservationParams,
          body: adjustmentRequestSchema,
          response: {
            ...hotelProblems({ 404: 'RESERVATION_UNKNOWN' }),
            200: folioSchema,
            409: problem('RESERVATION_ARCHIVED'),
            422: problem('ADJUSTMENT_ID_REUSED'),
          },
        },
      },
      async (request, reply) => {
        const { hotelId, reservationId } = request.params
        return answer(reply, await adjustFolio(chain, hotelId, { reservationId, ...request.body }, actorOf(request)))
      },
    )

    app.post(
      '/hotels/:hotelId/reservations/:reservationId/lines/:position/no-show',
      {
        preHandler: requires('reservations.write'),
        schema: {
          operationId: 'markNoShow',
          summary: 'Mark a line whose guests did not come; again changes nothing',
          tags: ['reservations'],
          params: lineParams,
          response: {
            ...hotelProblems({ 404: 'RESERVATION_UNKNOWN, LINE_UNKNOWN' }),
            200: folioSchema,
            409: problem('INVALID_TRANSITION, RESERVATION_ARCHIVED'),
          },
        },
      },
      async (request, reply) =>
        answer(reply, await markNoShow(chain, request.params.hotelId, request.params, actorOf(request))),
    )

    app.get(
      '/hotels/:hotelId/exceptions',
      {
        preHandler: readsHotel(chain),
        schema: {
          operationId: 'listExceptions',
          summary: 'What waits for somebody in a hotel, in order of id',
          tags: ['reports'],
          params: hotelParams,
          querystring: exceptionPageSchema,
          response: { ...hotelProblems(), 200: exceptionListSchema },
        },
      },
      (request) => listOpenExceptions(chain.db, request.params.hotelId, request.query),
    )
  }
}

/** Who acts, as a reservation's history names them. */
function actorOf(request: FastifyRequest): string {
  return `staff:${staffOf(request).staffId}`
}
