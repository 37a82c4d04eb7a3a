import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { parseConfirmationCode } from '../../../../shared/domain/confirmation-code.ts'
import { myBookingRequestSchema, reservationSchema } from '../../../../shared/wire/public-api.ts'
import type { Chain } from '../../chain.ts'
import { findMyBooking } from '../../reservations/my-booking.ts'
import { PUBLIC_PROBLEMS, hotelParams, problem } from '../answers.ts'
import { sendProblem } from '../problems.ts'
import type { RateLimits } from '../rate-limits.ts'

export function myBookingRoutes(chain: Chain, limits: RateLimits): FastifyPluginAsyncZod {
  return async (app) => {
    app.post(
      '/hotels/:hotelId/my-booking',
      {
        schema: {
          operationId: 'findMyBooking',
          summary: "A guest's own booking by its code and the last name",
          description: [
            'A wrong name and an unknown code answer the same. A code is tried ten times a minute at most, and a key may be',
            'wrong sixty times a minute: 429 beyond.',
          ].join('\n'),
          tags: ['reservations'],
          params: hotelParams,
          body: myBookingRequestSchema,
          response: {
            ...PUBLIC_PROBLEMS,
            200: reservationSchema,
            400: problem('REQUEST_INVALID, JSON_INVALID'),
            404: problem('BOOKING_NOT_FOUND'),
          },
        },
      },
      async (request, reply) => {
        const { hotelId } = request.params
        const { confirmationCode } = request.body
        request.guessed = `${hotelId} ${parseConfirmationCode(confirmationCode) ?? ''}`
        if (await limits.refuseGuess(request, reply)) return reply
        const reservation = await findMyBooking(chain.db, hotelId, request.body)
        if (reservation) return reservation
        await limits.countMiss(request)
        return sendProblem(reply, { code: 'BOOKING_NOT_FOUND', params: {} })
      },
    )
  }
}
