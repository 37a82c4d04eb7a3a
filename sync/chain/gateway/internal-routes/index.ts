import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import type { Chain } from '../../chain.ts'
import { apiKeyRoutes } from './api-keys.ts'
import { deviceRoutes } from './devices.ts'
import { meRoutes } from './me.ts'
import { staffRoutes } from './staff.ts'

/** Each route checks by `requires` what its caller may do. */
export function internalRoutes(chain: Chain): FastifyPluginAsyncZod {
  return async (app) => {
    await app.register(meRoutes())
    await app.register(staffRoutes(chain))
    await app.register(apiKeyRoutes(chain))
    await app.register(deviceRoutes(chain))
  }
}
