import swagger from '@fastify/swagger'
import Fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify'
import {
  jsonSchemaTransform,
  jsonSchemaTransformObject,
  serializerCompiler,
  validatorCompiler,
} from 'fastify-type-provider-zod'
import { type Load, shedLoad } from './load-gate.ts'
import { handleClientError, handleError, handleUnreadableUrl, sendProblem } from './problems.ts'
import { logRequests, requestIdOf } from './request-log.ts'
import type { GatewaySettings } from './settings.ts'

/** More than the largest request that is not a push. */
const BODY_LIMIT = 128 * 1024
const REQUEST_WITHIN_MS = 30_000

/** How callers of an API show who they are, as its OpenAPI document says it. */
interface ApiDescription {
  readonly title: string
  readonly description: string
  readonly bearer: string
  readonly bearerFormat: string
}

/** What every server of the chain has: limits, request ids and a log, load shedding, problems for errors, OpenAPI. */
export async function newHttpServer(
  logger: FastifyBaseLogger,
  settings: GatewaySettings,
  api: ApiDescription,
): Promise<{ app: FastifyInstance; load: Load }> {
  const app: FastifyInstance = Fastify({
    loggerInstance: logger,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: requestIdOf,
    bodyLimit: BODY_LIMIT,
    requestTimeout: REQUEST_WITHIN_MS,
    forceCloseConnections: 'idle',
    // A request that comes on an open connection while the server stops is answered, and the connection then closed.
    return503OnClosing: false,
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
  app.decorateRequest('caller', null)
  app.decorateRequest('guessed', '')
  logRequests(app)
  const load = await shedLoad(app, settings)
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: api.title, version: '1', description: api.description },
      components: { securitySchemes: { [api.bearer]: bearerScheme(api.bearerFormat) } },
      security: [{ [api.bearer]: [] }],
    },
    transform: jsonSchemaTransform,
    transformObject: jsonSchemaTransformObject,
  })
  return { app, load }
}

function bearerScheme(bearerFormat: string) {
  return { type: 'http', scheme: 'bearer', bearerFormat } as const
}
