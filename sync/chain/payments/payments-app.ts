import Fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify'
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod'
import { handleClientError, handleError, handleUnreadableUrl, sendProblem } from '../gateway/problems.ts'
import type { PaymentsPort } from './payments-port.ts'
import { paymentsRoutes, sandboxRoutes } from './payments-routes.ts'
import type { SandboxProvider } from './sandbox-provider.ts'

export interface PaymentsAppParts {
  readonly payments: PaymentsPort
  /** The provider where it is the sandbox: its card form is served too. */
  readonly sandbox: SandboxProvider | null
  /** What the chain's processes show as their bearer. */
  readonly secret: string
  readonly logger: FastifyBaseLogger
}

/** The payment service's HTTP server, for the chain's own processes only. Requests are never logged. Rule PAY-10. */
export async function buildPaymentsApp({
  payments,
  sandbox,
  secret,
  logger,
}: PaymentsAppParts): Promise<FastifyInstance> {
  const app = Fastify({
    loggerInstance: logger,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: 16 * 1024,
    requestTimeout: 30_000,
    forceCloseConnections: 'idle',
    frameworkErrors: handleUnreadableUrl,
    clientErrorHandler: handleClientError,
  })
  app.removeContentTypeParser('text/plain')
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  app.setErrorHandler(handleError)
  app.setNotFoundHandler((_request, reply) => sendProblem(reply, { code: 'ROUTE_UNKNOWN', params: {} }))
  await app.register(paymentsRoutes(payments, secret), { prefix: '/internal/v1' })
  if (sandbox) await app.register(sandboxRoutes(sandbox, secret), { prefix: '/sandbox/v1' })
  app.get('/healthz', () => ({ status: 'ok' }))
  return app
}
