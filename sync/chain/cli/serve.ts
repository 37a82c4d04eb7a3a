import type { FastifyInstance } from 'fastify'
import { openChain } from '../chain.ts'
import { openDatabase } from '../database/open-database.ts'
import { buildGateway } from '../gateway/gateway.ts'
import { buildInternalApp } from '../gateway/internal-app.ts'
import type { GatewaySettings } from '../gateway/settings.ts'
import { type ListenOptions, listen } from './listen.ts'
import { type DemoAccess, NO_DEMO, prepareDemo } from './prepare-demo.ts'
import { serverLog } from './server-log.ts'
import { keepSweeping } from './keep-sweeping.ts'
import { type OpenPayments, type PaymentsOptions, openPayments } from './open-payments.ts'
import { stopOnSignal } from './stop-serving.ts'
import { RedisLink } from '../cache/redis-link.ts'
import { keepFollowing } from './keep-following.ts'
import { systemClock, systemRng } from './system.ts'

export interface ServeOptions extends ListenOptions, GatewaySettings, PaymentsOptions {
  readonly demo: boolean
  readonly json: boolean
  /** `undefined` serves no internal API. */
  readonly internalPort?: number
  readonly internalHost: string
  /** Where the chain's processes tell each other what changed. */
  readonly redis?: string
}

/** Serves until SIGINT, SIGTERM, or until the process that started this one is gone; then ends what is under way. */
export async function serveCommand(options: ServeOptions): Promise<void> {
  const { internalPort, internalHost } = options
  const log = serverLog()
  const db = await openDatabase(options.db)
  const apps: FastifyInstance[] = []
  let redis: RedisLink | null = null
  let payments: OpenPayments | null = null
  let stopSweeping: (() => Promise<void>) | null = null
  let stopFollowing: (() => Promise<void>) | null = null
  const close = async () => {
    redis?.close()
    await stopFollowing?.()
    await stopSweeping?.()
    await payments?.close()
    await db.close()
  }
  try {
    if (options.redis !== undefined) redis = new RedisLink(options.redis, log)
    payments = await openPayments(options, log)
    const chain = await openChain(db, systemClock, systemRng, payments, redis)
    stopFollowing = keepFollowing(chain, log)
    stopSweeping = keepSweeping(chain, log)
    const demo = options.demo ? await prepareDemo(chain) : NO_DEMO
    const gateway = await buildGateway(chain, log, options)
    apps.push(gateway)
    const address = await listen(gateway, options)
    let internal: string | null = null
    if (internalPort !== undefined) {
      const app = await buildInternalApp(chain, log, options)
      apps.push(app)
      internal = await listen(app, { port: internalPort, host: internalHost })
    }
    const ready = { ready: true, chain: address, internal, ...demo }
    process.stdout.write(options.json ? `${JSON.stringify(ready)}\n` : friendlyText(address, internal, demo))
  } catch (error) {
    await Promise.all(apps.map((app) => app.close()))
    await close()
    throw error
  }
  stopOnSignal(apps, { close })
}

function friendlyText(address: string, internal: string | null, { apiKey, staffToken }: DemoAccess): string {
  return [
    `chain at ${address}, API description at ${address}/docs/json`,
    ...(internal === null ? [] : [`internal API at ${internal}`]),
    ...(apiKey === null ? [] : [`try it: curl -H 'Authorization: Bearer ${apiKey}' ${address}/v1/hotels`]),
    ...(internal === null || staffToken === null ? [] : [`a staff token: ${staffToken}`]),
    '',
  ].join('\n')
}
