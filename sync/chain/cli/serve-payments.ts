import type { FastifyInstance } from 'fastify'
import { openDatabase } from '../database/open-database.ts'
import { type LocalPayments, startLocalPayments } from '../payments/local-payments.ts'
import { buildPaymentsApp } from '../payments/payments-app.ts'
import { listen } from './listen.ts'
import { paymentsSecret } from './payments-secret.ts'
import type { ServeOptions } from './serve.ts'
import { serverLog } from './server-log.ts'
import { stopOnSignal } from './stop-serving.ts'
import { systemClock, systemRng } from './system.ts'

/**
 * Serves payments alone, on their own database, until SIGINT, SIGTERM or the end of who started it. Only the sandbox
 * provider there is takes test cards.
 */
export async function servePaymentsCommand(options: ServeOptions): Promise<void> {
  const secret = paymentsSecret()
  const log = serverLog()
  const db = await openDatabase(options.db)
  let app: FastifyInstance | null = null
  let local: LocalPayments | null = null
  try {
    local = await startLocalPayments(db, { clock: systemClock, rng: systemRng, log })
    app = await buildPaymentsApp({ ...local, secret, logger: log })
    const address = await listen(app, options)
    const line = options.json ? JSON.stringify({ ready: true, payments: address }) : `payments at ${address}`
    process.stdout.write(`${line}\n`)
  } catch (error) {
    await app?.close()
    await (local ?? db).close()
    throw error
  }
  stopOnSignal([app], local)
}
