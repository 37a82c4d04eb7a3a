import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import type { Chain } from '../../chain.ts'
import { requireApiKey } from '../api-key-check.ts'
import type { RateLimits } from '../rate-limits.ts'
import { availabilityRoutes } from './availability.ts'
import { hotelRoutes } from './hotels.ts'
import { reservationRoutes } from './reservations.ts'

/** What websites and channels use: search, quote, book, read, cancel; each request with an API key. */
export function publicRoutes(chain: Chain, limits: RateLimits): FastifyPluginAsyncZod {
  return async (app) => {
    requireApiKey(app, chain.access.keys, limits)
    await app.register(hotelRoutes(chain))
    await app.register(availabilityRoutes(chain))
    await app.register(reservationRoutes(chain))
  }
}
