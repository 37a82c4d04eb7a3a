import type { FastifyBaseLogger, FastifyInstance } from 'fastify'
import type { Chain } from '../chain.ts'
import { newHttpServer } from './http-server.ts'
import { serveMetrics } from './metrics.ts'
import { publicRoutes } from './public-routes/index.ts'
import { RateLimits } from './rate-limits.ts'
import { DEFAULT_SETTINGS, type GatewaySettings } from './settings.ts'
import { syncRoutes } from './sync-routes.ts'

/** The chain's HTTP server: public API under `/v1`, sync under `/sync/v1`, OpenAPI at `/docs/json`, health, metrics. */
export async function buildGateway(
  chain: Chain,
  logger: FastifyBaseLogger,
  settings: Partial<GatewaySettings> = {},
): Promise<FastifyInstance> {
  const all = { ...DEFAULT_SETTINGS, ...settings }
  const { app, load } = await newHttpServer(logger, all, {
    title: 'Keyrack chain',
    description: [
      'Search, book and cancel rooms of a hotel chain. Each request shows an API key as its bearer.',
      'Errors are RFC 9457 problem details with a `code`; 429 and 503 say in `Retry-After` when to ask again.',
    ].join('\n'),
    bearer: 'apiKey',
    bearerFormat: 'krk_<id>_<secret>',
  })
  app.addHook('preClose', async () => chain.streams.endAll())
  serveMetrics(app, chain, load)
  const limits = await RateLimits.on(app, all)
  await app.register(publicRoutes(chain, limits), { prefix: '/v1' })
  await app.register(syncRoutes(chain, limits), { prefix: '/sync/v1' })
  const open = { schema: { hide: true }, config: { load: 'exempt' } } as const
  app.get('/docs/json', { schema: { hide: true } }, () => app.swagger())
  app.get('/healthz', open, () => ({ status: 'ok' }))
  app.get('/readyz', open, async () => {
    await chain.db.query('SELECT 1')
    return { status: 'ready' }
  })
  return app
}
