import swagger from '@fastify/swagger'
import Fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify'
import {
  jsonSchemaTransform,
  jsonSchemaTransformObject,
  serializerCompiler,
  validatorCompiler,
} from 'fastify-type-provider-zod'
import { MAX_PUSH_BYTES } from '../../../shared/wire/protocol.ts'
import type { Chain } from '../chain.ts'
import { serveMetrics } from './metrics.ts'
import { handleClientError, handleError, handleUnreadableUrl, sendProblem } from './problems.ts'
import { publicRoutes } from './public-routes.ts'
import { syncRoutes } from './sync-routes.ts'

/** A push of the largest size plus its envelope. */
const BODY_LIMIT = MAX_PUSH_BYTES + 16 * 1024

/** The chain's HTTP server: public API under `/v1`, sync under `/sync/v1`, OpenAPI at `/docs/json`, health, metrics. */
export async function buildGateway(chain: Chain, logger: FastifyBaseLogger): Promise<FastifyInstance> {
  const app = Fastify({
    loggerInstance: logger,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: BODY_LIMIT,
    requestTimeout: 30_000,
    forceCloseConnections: 'idle',
    frameworkErrors: handleUnreadableUrl,
    clientErrorHandler: handleClientError,
  })
  app.removeContentTypeParser('text/plain')
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  app.setErrorHandler(handleError)
  app.setNotFoundHandler((request, reply) =>
    sendProblem(reply, { code: 'ROUTE_UNKNOWN', params: { path: request.url } }),
  )
  app.addHook('preClose', async () => chain.streams.endAll())

  serveMetrics(app, chain.streams)
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Keyrack chain',
        version: '1',
        description:
          'Search, book and cancel rooms of a hotel chain. Errors are RFC 9457 problem details with a `code`.',
      },
    },
    transform: jsonSchemaTransform,
    transformObject: jsonSchemaTransformObject,
  })
  await app.register(publicRoutes(chain), { prefix: '/v1' })
  await app.register(syncRoutes(chain), { prefix: '/sync/v1' })
  app.get('/docs/json', { schema: { hide: true } }, () => app.swagger())
  app.get('/healthz', { schema: { hide: true } }, () => ({ status: 'ok' }))
  app.get('/readyz', { schema: { hide: true } }, async () => {
    await chain.db.query('SELECT 1')
    return { status: 'ready' }
  })
  return app
}
