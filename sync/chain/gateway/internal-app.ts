import type { FastifyBaseLogger, FastifyInstance } from 'fastify'
import type { Chain } from '../chain.ts'
import { newHttpServer } from './http-server.ts'
import { internalRoutes } from './internal-routes/index.ts'
import { DEFAULT_SETTINGS, type GatewaySettings } from './settings.ts'
import { requireStaff } from './staff-check.ts'

/**
 * The internal API, for the chain's staff, on a port of its own: `/internal/v1`, and OpenAPI at `/docs/json`. Everything
 * but `/healthz` asks for a staff token. Rules ACC-07, ACC-09, ACC-10.
 */
export async function buildInternalApp(
  chain: Chain,
  logger: FastifyBaseLogger,
  settings: Partial<GatewaySettings> = {},
): Promise<FastifyInstance> {
  const { app } = await newHttpServer(
    logger,
    { ...DEFAULT_SETTINGS, ...settings },
    {
      title: 'Keyrack chain, internal',
      description: 'Runs the chain. Each request shows a staff token as its bearer; errors are problems with a `code`.',
      bearer: 'staffToken',
      bearerFormat: 'JWT',
    },
  )
  app.get('/healthz', { schema: { hide: true }, config: { load: 'exempt' } }, () => ({ status: 'ok' }))
  await app.register(async (inside) => {
    requireStaff(inside, chain.access.staff)
    inside.get('/docs/json', { schema: { hide: true } }, () => app.swagger())
    await inside.register(internalRoutes(chain), { prefix: '/internal/v1' })
  })
  return app
}
