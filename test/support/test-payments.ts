import { pino } from 'pino'
import { newUuidV7 } from '../../shared/domain/ids.ts'
import type { Database } from '../../sync/chain/database/port.ts'
import type { PaymentStep } from '../../sync/chain/payments/payment-parts.ts'
import type { PaymentProvider } from '../../sync/chain/payments/payment-provider.ts'
import { buildPaymentsApp } from '../../sync/chain/payments/payments-app.ts'
import { PaymentsClient } from '../../sync/chain/payments/payments-client.ts'
import type { AuthoriseRequest } from '../../sync/chain/payments/payments-port.ts'
import { Payments } from '../../sync/chain/payments/payments.ts'
import { type SandboxBooks, booksInDatabase } from '../../sync/chain/payments/sandbox-books.ts'
import { SandboxProvider } from '../../sync/chain/payments/sandbox-provider.ts'
import { testClock } from './chain-databases.ts'
import { seededRng } from './seeded-rng.ts'

export const CARDS = {
  good: '4242424242424242',
  noFunds: '4000000000009995',
  stolen: '4000000000009979',
  lostBefore: '4000000000001018',
  lostAfter: '4000000000001026',
  crashAfter: '4000000000001034',
  slow: '4000000000001042',
  late: '4000000000001059',
  captureLostBefore: '4000000000002016',
  captureLostAfter: '4000000000002024',
  captureCrash: '4000000000002032',
  refundLost: '4000000000003014',
} as const

export const SECRET = 'a secret of the tests'

/** The end of the process, as the tests have it: whatever runs stops here. */
export class Crash extends Error {
  override readonly name = 'Crash'
}

export interface TestPayments {
  readonly payments: Payments
  readonly sandbox: SandboxProvider
  readonly books: SandboxBooks
  /** The process ends when it next reaches this step. */
  crashAt(step: PaymentStep): void
  /** Lets what slow and late cards wait for come to pass. */
  open(): void
  request(key: string, card: string, change?: Partial<AuthoriseRequest>): Promise<AuthoriseRequest>
}

const rng = seededRng(11)
/** A key of its own for each payment of a test run. */
export const newKey = () => newUuidV7(testClock, rng)

export interface TestPaymentsOptions {
  readonly books?: SandboxBooks
  readonly around?: (sandbox: SandboxProvider) => PaymentProvider
  /** What slow and late cards wait for; by default {@link TestPayments.open}. */
  readonly pause?: () => Promise<void>
}

/** A payment service as a process would put it together; another one on the same database is the process after a crash. */
export function testPayments(db: Database, options: TestPaymentsOptions = {}): TestPayments {
  const books = options.books ?? booksInDatabase(db)
  const gate = Promise.withResolvers<void>()
  let armed: PaymentStep | null = null
  const sandbox = new SandboxProvider({
    books,
    crash: () => {
      throw new Crash('by the card')
    },
    pause: options.pause ?? (() => gate.promise),
    newToken: newKey,
  })
  const reached = (step: PaymentStep) => {
    if (step !== armed) return
    armed = null
    throw new Crash(step)
  }
  const provider = options.around?.(sandbox) ?? sandbox
  return {
    payments: new Payments({ db, provider, clock: testClock, rng, reached }),
    sandbox,
    books,
    crashAt: (step) => {
      armed = step
    },
    open: () => gate.resolve(),
    request: async (key, card, change = {}) => {
      const token = await sandbox.tokenise(card)
      if (!token) throw new Error(`no test card ${card}`)
      return { key, amountMinor: 12_345, currency: 'EUR', cardToken: token.cardToken, captureNow: true, ...change }
    },
  }
}

/** What the bank has under a key: `captured - refunded`, and what it holds beyond. */
export async function bankOf(books: SandboxBooks, key: string): Promise<{ netMinor: number; heldMinor: number }> {
  const intent = await books.intent(`pi_${key}`)
  if (!intent) return { netMinor: 0, heldMinor: 0 }
  const refundedMinor = Object.values(intent.refunds).reduce((sum, amount) => sum + amount, 0)
  return {
    netMinor: intent.capturedMinor - refundedMinor,
    heldMinor: intent.status === 'authorised' ? intent.amountMinor : 0,
  }
}

/** The same service over HTTP on a free port. */
export async function servedPayments({ payments, sandbox }: TestPayments, said: string[] = []) {
  const logger = pino({ level: 'trace' }, { write: (line: string) => void said.push(line) })
  const app = await buildPaymentsApp({ payments, sandbox, secret: SECRET, logger })
  const paymentsUrl = await app.listen({ port: 0, host: '127.0.0.1' })
  return { app, paymentsUrl, client: new PaymentsClient({ paymentsUrl, secret: SECRET }) }
}
