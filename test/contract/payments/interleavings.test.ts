import * as fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { unreachable } from '../../../shared/base/assert.ts'
import type { Database } from '../../../sync/chain/database/port.ts'
import type { PaymentStep } from '../../../sync/chain/payments/payment-parts.ts'
import type { PaymentProvider } from '../../../sync/chain/payments/payment-provider.ts'
import type { AuthoriseRequest } from '../../../sync/chain/payments/payments-port.ts'
import { migratePayments } from '../../../sync/chain/payments/payments-schema.ts'
import { booksInMemory } from '../../../sync/chain/payments/sandbox-books.ts'
import { describeOnBothDatabases } from '../../support/chain-databases.ts'
import { CARDS, Crash, type TestPayments, bankOf, newKey, testPayments } from '../../support/test-payments.ts'

const STEPS: readonly PaymentStep[] = [
  'intentStored',
  'holdAnswered',
  'holdStored',
  'captureDueStored',
  'captureAnswered',
  'tombstoneStored',
  'voidAnswered',
  'refundStored',
  'refundAnswered',
]

const call = fc.record({
  what: fc.constantFrom('authorise', 'authorise', 'capture', 'cancelOrTell', 'refund', 'refund', 'recover'),
  process: fc.nat(1),
  pick: fc.nat(2),
  n: fc.integer({ min: 1, max: 3 }),
  amountMinor: fc.integer({ min: 1, max: 9_000 }),
  crashAt: fc.option(fc.constantFrom(...STEPS), { freq: 3 }),
})
type Call = typeof call extends fc.Arbitrary<infer C> ? C : never

const run = fc.record({
  payments: fc.array(fc.record({ card: fc.constantFrom(...Object.values(CARDS)), captureNow: fc.boolean() }), {
    minLength: 3,
    maxLength: 3,
  }),
  /** The calls of a wave are made at once, by two processes on one database. */
  waves: fc.array(fc.array(call, { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 5 }),
  delays: fc.array(fc.nat(4), { minLength: 7, maxLength: 7 }),
})

/** The provider behind a line that is now and then slower, both ways. */
function slowed(provider: PaymentProvider, delays: readonly number[]): PaymentProvider {
  let calls = 0
  const pass = async <T>(work: () => Promise<T>): Promise<T> => {
    await turns(delays[calls++ % delays.length] ?? 0)
    const answer = await work()
    await turns(delays[calls++ % delays.length] ?? 0)
    return answer
  }
  return {
    create: (key, request) => pass(() => provider.create(key, request)),
    find: (key) => pass(() => provider.find(key)),
    capture: (ref) => pass(() => provider.capture(ref)),
    cancel: (ref) => pass(() => provider.cancel(ref)),
    refund: (ref, refundKey, amountMinor) => pass(() => provider.refund(ref, refundKey, amountMinor)),
  }
}

async function turns(count: number): Promise<void> {
  for (let i = 0; i < count; i++) await new Promise((resolve) => setImmediate(resolve))
}

async function make(service: TestPayments, request: AuthoriseRequest, { what, n, amountMinor, crashAt }: Call) {
  const { payments } = service
  if (crashAt) service.crashAt(crashAt)
  switch (what) {
    case 'authorise':
      return payments.authorise(request)
    case 'capture':
      return payments.capture(request.key)
    case 'cancelOrTell':
      return payments.cancelOrTell(request.key)
    case 'refund': {
      const known = await payments.get(request.key)
      return known.ok ? payments.refund(known.value.paymentId, n, amountMinor) : known
    }
    case 'recover':
      return payments.recover(0)
    default:
      return unreachable(what)
  }
}

describeOnBothDatabases('payments, whatever falls together', (open) => {
  let db: Database
  const books = booksInMemory()
  beforeAll(async () => {
    db = await open()
    await migratePayments(db)
  })
  afterAll(() => db.close())

  test('PAY-09 the bank ends with captured less refunded, and with nothing under a tombstone', async () => {
    const seen = { captured: 0, refunded: 0, canceled: 0, crashed: 0 }
    await fc.assert(
      fc.asyncProperty(run, async ({ payments, waves, delays }) => {
        await db.script('DELETE FROM refund_outcome; DELETE FROM refund; DELETE FROM payment')
        const pause = () => turns(10 * (delays[0] ?? 0))
        const [one, two] = [1, 2].map(() => testPayments(db, { books, pause, around: (bank) => slowed(bank, delays) }))
        if (!one || !two) throw new Error('two processes')
        const requests = await Promise.all(
          payments.map(({ card, captureNow }) => one.request(newKey(), card, { captureNow })),
        )
        const tombstoned = new Set<string>()
        for (const wave of waves) {
          seen.crashed += await settledUnder(wave, async (call) => {
            const request = requests[call.pick]
            if (!request) return
            const answer = await make(call.process === 0 ? one : two, request, call)
            if (call.what === 'cancelOrTell' && isCanceled(answer)) tombstoned.add(request.key)
          })
        }
        await turns(100)

        const last = testPayments(db, { books })
        // The cards that end the process do so once a payment.
        for (const _ of requests) await last.payments.recover(0).catch(onlyCrash)
        for (const { key } of requests) {
          const told = await last.payments.cancelOrTell(key)
          await last.payments.recover(0)
          const { netMinor, heldMinor } = await bankOf(books, key)
          if (!told.ok) throw new Error(told.error.code)
          const now = await last.payments.get(key)
          if (!now.ok) throw new Error(now.error.code)
          const { state, capturedMinor, refundedMinor, authorisedMinor } = now.value
          expect({ netMinor, heldMinor }).toEqual({
            netMinor: capturedMinor - refundedMinor,
            heldMinor: state === 'authorised' ? authorisedMinor : 0,
          })
          if (tombstoned.has(key))
            expect({ state, netMinor, heldMinor }).toEqual({ state: 'canceled', netMinor: 0, heldMinor: 0 })
          if (capturedMinor > 0) seen.captured += 1
          if (refundedMinor > 0) seen.refunded += 1
          if (state === 'canceled') seen.canceled += 1
        }
      }),
      { numRuns: 80 },
    )
    for (const count of Object.values(seen)) expect(count).toBeGreaterThan(0)
  })
})

function onlyCrash(reason: unknown): void {
  if (!(reason instanceof Crash)) throw reason
}

/** Makes the calls at once and lets them end; only crashes may throw. Returns how many did. */
async function settledUnder(wave: readonly Call[], one: (call: Call) => Promise<void>): Promise<number> {
  const ended = await Promise.allSettled(wave.map(one))
  const thrown = ended.filter((end) => end.status === 'rejected')
  for (const { reason } of thrown) onlyCrash(reason)
  return thrown.length
}

function isCanceled(answer: unknown): boolean {
  if (typeof answer !== 'object' || answer === null || !('value' in answer)) return false
  const { value } = answer
  return typeof value === 'object' && value !== null && 'state' in value && value.state === 'canceled'
}
