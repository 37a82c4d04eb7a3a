import { setTimeout as pause } from 'node:timers/promises'
import type { FastifyInstance } from 'fastify'
import type { Logger } from 'pino'
import { openDatabase } from '../database/open-database.ts'
import { type Database, OperatorError } from '../database/port.ts'
import { buildPaymentsApp } from '../payments/payments-app.ts'
import { migratePayments } from '../payments/payments-schema.ts'
import { Payments } from '../payments/payments.ts'
import { booksInDatabase } from '../payments/sandbox-books.ts'
import { SandboxProvider } from '../payments/sandbox-provider.ts'
import { listen } from './listen.ts'
import type { ServeOptions } from './serve.ts'
import { serverLog } from './server-log.ts'
import { stopOnSignal } from './stop-serving.ts'
import { systemClock, systemRng } from './system.ts'

const SECRET_VARIABLE = 'KEYRACK_PAYMENTS_SECRET'
const SHORTEST_SECRET = 16
const SLOW_CARD_MS = 3_000
const RECOVER_EVERY_MS = 30_000
/** A call that has not moved its row for so long is no longer at work on it. */
const AT_REST_AFTER_MS = 60_000

/**
 * Serves payments alone, on their own database, until SIGINT, SIGTERM or the end of who started it. Only the sandbox
 * provider there is takes test cards. What a crash left open is gone on with at the start and from then on.
 */
export async function servePaymentsCommand(options: ServeOptions): Promise<void> {
  const secret = process.env[SECRET_VARIABLE] ?? ''
  if (secret.length < SHORTEST_SECRET) {
    throw new OperatorError(`${SECRET_VARIABLE} has to hold at least ${SHORTEST_SECRET} characters`)
  }
  const logger = serverLog()
  const db = await openDatabase(options.db)
  let app: FastifyInstance | null = null
  try {
    await migratePayments(db)
    const sandbox = sandboxOn(db)
    const reached = (step: string, key: string) => logger.debug({ step, key }, 'payment step')
    const payments = new Payments({ db, provider: sandbox, clock: systemClock, rng: systemRng, reached })
    app = await buildPaymentsApp({ payments, sandbox, secret, logger })
    recoverNowAndThen(app, payments, logger)
    const address = await listen(app, options)
    const line = options.json ? JSON.stringify({ ready: true, payments: address }) : `payments at ${address}`
    process.stdout.write(`${line}\n`)
  } catch (error) {
    await app?.close()
    await db.close()
    throw error
  }
  stopOnSignal([app], db)
}

function sandboxOn(db: Database): SandboxProvider {
  return new SandboxProvider({
    books: booksInDatabase(db),
    crash: () => process.kill(process.pid, 'SIGKILL'),
    pause: () => pause(SLOW_CARD_MS),
    newToken: () => Buffer.from(systemRng.bytes(16)).toString('hex'),
  })
}

/** At the start nobody is at work in this process, but another one may be on the same database. */
function recoverNowAndThen(app: FastifyInstance, payments: Payments, logger: Logger): void {
  let running: Promise<unknown> | null = null
  const run = () => {
    running ??= payments
      .recover(AT_REST_AFTER_MS)
      .catch((error: unknown) => logger.error({ err: error }, 'recovery failed'))
      .finally(() => {
        running = null
      })
  }
  const timer = setInterval(run, RECOVER_EVERY_MS)
  app.addHook('onClose', async () => {
    clearInterval(timer)
    await running
  })
  run()
}
