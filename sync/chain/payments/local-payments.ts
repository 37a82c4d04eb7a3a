import { setTimeout as pause } from 'node:timers/promises'
import type { Clock, Rng } from '../../../shared/base/ports.ts'
import type { Database } from '../database/port.ts'
import type { PaymentStep } from './payment-parts.ts'
import { migratePayments } from './payments-schema.ts'
import { Payments } from './payments.ts'
import { booksInDatabase } from './sandbox-books.ts'
import { SandboxProvider } from './sandbox-provider.ts'

const SLOW_CARD_MS = 3_000
const RECOVER_EVERY_MS = 30_000
/** A call that has not moved its row for so long is no longer at work on it. */
const AT_REST_AFTER_MS = 60_000

export interface LocalPaymentsLog {
  debug(details: { readonly step: PaymentStep; readonly key: string }, text: string): void
  error(details: { readonly err: unknown; readonly key?: string }, text: string): void
}

/** The payment service in this process, with its sandbox provider. */
export interface LocalPayments {
  readonly payments: Payments
  readonly sandbox: SandboxProvider
  /** Ends its recovery, then its database. */
  close(): Promise<void>
}

/** Starts the payment service on a database of its own; what a crash left open is gone on with now and from then on. */
export async function startLocalPayments(
  db: Database,
  { clock, rng, log }: { readonly clock: Clock; readonly rng: Rng; readonly log: LocalPaymentsLog },
): Promise<LocalPayments> {
  await migratePayments(db)
  const sandbox = new SandboxProvider({
    books: booksInDatabase(db),
    crash: () => process.kill(process.pid, 'SIGKILL'),
    pause: () => pause(SLOW_CARD_MS),
    newToken: () => Buffer.from(rng.bytes(16)).toString('hex'),
  })
  const reached = (step: PaymentStep, key: string) => log.debug({ step, key }, 'payment step')
  const payments = new Payments({ db, provider: sandbox, clock, rng, reached })
  const stop = keepRecovering(payments, log)
  return {
    payments,
    sandbox,
    close: async () => {
      await stop()
      await db.close()
    },
  }
}

/** At the start nobody is at work in this process, but another one may be on the same database. */
function keepRecovering(payments: Payments, log: LocalPaymentsLog): () => Promise<void> {
  let running: Promise<unknown> | null = null
  const run = () => {
    running ??= payments
      .recover(AT_REST_AFTER_MS, (error, key) => log.error({ err: error, key }, 'a payment could not be gone on with'))
      .catch((error: unknown) => log.error({ err: error }, 'recovery failed'))
      .finally(() => {
        running = null
      })
  }
  const timer = setInterval(run, RECOVER_EVERY_MS)
  run()
  return async () => {
    clearInterval(timer)
    await running
  }
}
