import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import type { Chain } from '../../chain.ts'
import { apiKeyRoutes } from './api-keys.ts'
import { deviceRoutes } from './devices.ts'
import { deskStaffRoutes } from './desk-staff.ts'
import { folioRoutes } from './folios.ts'
import { guestRoutes } from './guests.ts'
import { staffHotelRoutes } from './hotels.ts'
import { meRoutes } from './me.ts'
import { placeRoutes } from './places.ts'
import { rateRoutes } from './rates.ts'
import { reportRoutes } from './reports.ts'
import { roomRoutes, roomTypeRoutes } from './rooms.ts'
import { staffRoutes } from './staff.ts'
import { termsRoutes } from './terms.ts'

/** Each route checks by `requires` what its caller may do. */
export function internalRoutes(chain: Chain): FastifyPluginAsyncZod {
  return async (app) => {
    await app.register(meRoutes())
    await app.register(staffRoutes(chain))
    await app.register(apiKeyRoutes(chain))
    await app.register(deviceRoutes(chain))
    await app.register(deskStaffRoutes(chain))
    await app.register(staffHotelRoutes(chain))
    await app.register(placeRoutes(chain))
    await app.register(roomTypeRoutes(chain))
    await app.register(roomRoutes(chain))
    await app.register(rateRoutes(chain))
    await app.register(termsRoutes(chain))
    await app.register(folioRoutes(chain))
    await app.register(guestRoutes(chain))
    await app.register(reportRoutes(chain))
  }
}
