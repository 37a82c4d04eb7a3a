import type { FastifyInstance } from 'fastify'
import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client'
import type { Chain } from '../chain.ts'
import type { Load } from './load-gate.ts'

type Measured = Pick<Chain, 'streams' | 'availability' | 'terms' | 'redis'>

/**
 * Measures every request by method, route pattern and status, and the process itself, and serves it all at `/metrics` in
 * Prometheus's text format. Routes are patterns, never addresses: an id in a label would be personal data and a new time
 * series a request. Rule API-13.
 */
export function serveMetrics(app: FastifyInstance, chain: Measured, load: Load): void {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const requests = new Histogram({
    name: 'keyrack_http_request_seconds',
    help: 'Time from the arrival of a request to the end of its answer',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [registry],
  })
  registry.registerMetric(
    new Gauge({
      name: 'keyrack_event_streams',
      help: 'Terminals that listen for pokes',
      registers: [],
      collect() {
        this.set(chain.streams.count)
      },
    }),
  )
  registry.registerMetric(
    new Gauge({
      name: 'keyrack_requests_in_flight',
      help: 'Requests that were let in and are not answered yet',
      registers: [],
      collect() {
        this.set(load.inFlight)
      },
    }),
  )
  registry.registerMetric(
    new Counter({
      name: 'keyrack_cache_reads_total',
      help: 'Reads of what is kept of hotels, by where they were answered: this process, Redis or the database',
      labelNames: ['cache', 'from'],
      registers: [],
      collect() {
        this.reset()
        for (const cache of ['availability', 'terms'] as const) {
          for (const [from, reads] of Object.entries(chain[cache].counts)) this.inc({ cache, from }, reads)
        }
      },
    }),
  )
  const { redis } = chain
  if (redis) {
    registry.registerMetric(
      new Gauge({
        name: 'keyrack_redis_up',
        help: 'Whether this process hears of the others through Redis',
        registers: [],
        collect() {
          this.set(redis.isUp ? 1 : 0)
        },
      }),
    )
  }
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'unknown'
    requests.observe({ method: request.method, route, status: reply.statusCode }, reply.elapsedTime / 1_000)
  })
  app.get('/metrics', { schema: { hide: true }, config: { load: 'exempt' } }, async (_request, reply) =>
    reply.type(registry.contentType).send(await registry.metrics()),
  )
}
