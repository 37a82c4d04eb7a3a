import underPressure from '@fastify/under-pressure'
import type { FastifyInstance } from 'fastify'
import { sendProblem } from './problems.ts'
import type { GatewaySettings } from './settings.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** `exempt`: answered however much there is to do. `uncounted`: stays open long and is no work meanwhile. */
    load?: 'exempt' | 'uncounted'
  }
}

/** How many requests a server is at work on. */
export interface Load {
  readonly inFlight: number
}

/**
 * Turns requests away with 503 before there are more than the process can do: when too many are in flight, or when its
 * event loop runs late. Who is turned away costs next to nothing, and what was let in is answered. Rule ACC-13.
 */
export async function shedLoad(
  app: FastifyInstance,
  { maxInFlight, maxDelayMs }: Pick<GatewaySettings, 'maxInFlight' | 'maxDelayMs'>,
): Promise<Load> {
  const load = { inFlight: 0 }
  // It measures; the hook below decides, for both limits alike.
  await app.register(underPressure, { maxEventLoopDelay: maxDelayMs, pressureHandler: () => undefined })
  app.addHook('onRequest', (request, reply, done) => {
    const { load: kind } = request.routeOptions.config
    if (kind === 'exempt') return done()
    if (load.inFlight >= maxInFlight || app.isUnderPressure()) {
      sendProblem(reply, { code: 'BUSY', params: {} })
      return
    }
    if (kind === 'uncounted') return done()
    load.inFlight += 1
    // Comes once, whether the answer went out or the caller hung up.
    reply.raw.once('close', () => {
      load.inFlight -= 1
    })
    done()
  })
  return load
}
