import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import type { Chain } from '../../chain.ts'
import { requireApiKey } from '../api-key-check.ts'
import type { RateLimits } from '../rate-limits.ts'
import { availabilityRoutes } from './availability.ts'
import { hotelRoutes } from './hotels.ts'
import { myBookingRoutes } from './my-booking.ts'
import { paymentRoutes } from './payments.ts'
import { quoteRoutes } from './quotes.ts'
import { reservationRoutes } from './reservations.ts'
import { sandboxRoutes } from './sandbox.ts'

/** What websites and channels use: search, quote, book, read, cancel; each request with an API key. */
export function publicRoutes(chain: Chain, limits: RateLimits): FastifyPluginAsyncZod {
  return async (app) => {
    requireApiKey(app, chain.access.keys, limits)
    await app.register(hotelRoutes(chain))
    await app.register(availabilityRoutes(chain))
    await app.register(quoteRoutes(chain))
    await app.register(reservationRoutes(chain))
    await app.register(myBookingRoutes(chain, limits))
    await app.register(paymentRoutes(chain))
    if (chain.payments?.cardForm) await app.register(sandboxRoutes(chain.payments.cardForm))
  }
}
