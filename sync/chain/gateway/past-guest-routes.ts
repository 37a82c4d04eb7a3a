import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { pastGuestSearchSchema } from '../../../shared/wire/past-guests.ts'
import type { Chain } from '../chain.ts'
import { findPastGuests } from '../guests/past-guests.ts'
import { Admission } from './admission.ts'
import { deviceOf } from './caller.ts'
import { inTurn } from './in-turn.ts'
import { sendProblem } from './problems.ts'

const SEARCHES_AT_ONCE = 8
const WAITING_AT_ONCE = 100

/**
 * Guests of a desk's own hotel, beyond those whom it holds. Registered where only terminals get in that are not taken
 * away; a kiosk looks nobody up.
 */
export function pastGuestRoutes(chain: Chain): FastifyPluginAsyncZod {
  return async (app) => {
    const searches = new Admission(SEARCHES_AT_ONCE, WAITING_AT_ONCE)
    app.post(
      '/past-guests',
      { preHandler: inTurn(searches, chain.rng), schema: { hide: true, body: pastGuestSearchSchema } },
      async (request, reply) => {
        const { hotelId, deviceClass } = deviceOf(request)
        return deviceClass === 'desk'
          ? await findPastGuests(chain.db, hotelId, request.body)
          : sendProblem(reply, { code: 'FORBIDDEN', params: { deviceClass } })
      },
    )
  }
}
