import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { sisterBookingSchema, sisterSearchSchema } from '../../../shared/wire/sister-hotels.ts'
import type { Chain } from '../chain.ts'
import { bookSisterHotel } from '../sister-hotels/book-sister-hotel.ts'
import { findSisterHotels } from '../sister-hotels/find-sister-hotels.ts'
import { Admission } from './admission.ts'
import { deviceOf } from './caller.ts'
import { inTurn } from './in-turn.ts'
import { sendProblem } from './problems.ts'

const hidden = { hide: true }
/** Searches at a time, each of which reads what several hotels have left; as many more wait as may. */
const SEARCHES_AT_ONCE = 8
const WAITING_AT_ONCE = 100

/**
 * Near hotels with room, and a booking there, for a desk that has to send a guest away. Registered where only terminals
 * get in that are not taken away; a kiosk has nobody to send.
 */
export function sisterHotelRoutes(chain: Chain): FastifyPluginAsyncZod {
  return async (app) => {
    app.addHook('onRequest', async (request, reply) => {
      const { deviceClass } = deviceOf(request)
      return deviceClass === 'desk' ? undefined : sendProblem(reply, { code: 'FORBIDDEN', params: { deviceClass } })
    })

    const searches = new Admission(SEARCHES_AT_ONCE, WAITING_AT_ONCE)
    app.post(
      '/sister-hotels',
      { preHandler: inTurn(searches, chain.rng), schema: { ...hidden, body: sisterSearchSchema } },
      async (request, reply) => {
        const found = await findSisterHotels(chain, deviceOf(request).hotelId, request.body)
        return found.ok ? found.value : sendProblem(reply, found.error)
      },
    )

    app.post('/sister-hotels/book', { schema: { ...hidden, body: sisterBookingSchema } }, async (request, reply) => {
      const booked = await bookSisterHotel(chain, deviceOf(request), request.body)
      return booked.ok ? booked.value : sendProblem(reply, booked.error)
    })
  }
}
