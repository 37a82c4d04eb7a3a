import { setTimeout as pause } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import { reservationPaymentSchema, reservationSchema } from '../../../shared/wire/public-api.ts'
import { freshPostgres } from '../../support/chain-databases.ts'
import { RunningProcess } from '../../support/running-process.ts'
import { CARDS, SECRET, newKey } from '../../support/test-payments.ts'

const SETTLES_WITHIN_MS = 40_000
const ENV = { KEYRACK_PAYMENTS_SECRET: SECRET, KEYRACK_LOG_LEVEL: 'error' }
const chainReady = z.object({ chain: z.string(), apiKey: z.string() })
const paymentsReady = z.object({ payments: z.string() })
const cardTokenSchema = z.object({ cardToken: z.string() })

let databases: { readonly chain: string; readonly payments: string }
let running: RunningProcess[]

beforeEach(async () => {
  databases = { chain: await freshPostgres(), payments: await freshPostgres() }
  running = []
})
afterEach(async () => {
  for (const { child } of running) child.kill('SIGKILL')
  await Promise.all(running.map(({ ended }) => ended))
})

async function start(args: readonly string[]): Promise<RunningProcess> {
  const process = new RunningProcess('sync/chain/cli/main.ts', ['serve', '--json', ...args], ENV)
  running.push(process)
  await process.until('"ready":true')
  return process
}

async function startPayments(port: number) {
  const process = await start(['--only', 'payments', '--db', databases.payments, '--port', String(port)])
  return { process, url: paymentsReady.parse(JSON.parse(process.stdout)).payments }
}

async function startChain(paymentsUrl: string) {
  const process = await start(['--db', databases.chain, '--demo', '--port', '0', '--payments-url', paymentsUrl])
  const { chain, apiKey } = chainReady.parse(JSON.parse(process.stdout))
  const ask = async (method: string, path: string, body?: object) => {
    const response = await fetch(`${chain}/v1/${path}`, {
      method,
      headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    })
    return { status: response.status, body: (await response.json()) as unknown }
  }
  const reservation = async (id: string) =>
    reservationSchema.parse((await ask('GET', `hotels/demo/reservations/${id}`)).body)
  return { process, ask, reservation }
}
type RunningChain = Awaited<ReturnType<typeof startChain>>

/** A prepaid booking, far ahead so that there is room, and a token of the card that is to pay it. */
async function book({ ask }: RunningChain, card: string) {
  const reservationId = newKey()
  const day = (ahead: number) => new Date(Date.now() + ahead * 86_400_000).toISOString().slice(0, 10)
  const line = { roomTypeId: 'A', arrival: day(60), departure: day(62), adults: 1 }
  const guest = { firstName: 'Ada', lastName: 'Lovelace' }
  const booked = await ask('POST', 'hotels/demo/reservations', {
    reservationId,
    lines: [line],
    guest,
    guarantee: 'prepaid',
  })
  expect(booked.status).toBe(201)
  const form = await ask('POST', 'sandbox/card-tokens', { cardNumber: card })
  const { cardToken } = cardTokenSchema.parse(form.body)
  return {
    reservationId,
    path: `hotels/demo/reservations/${reservationId}/payments`,
    payment: { paymentId: newKey(), cardToken },
  }
}

async function untilPaid(chain: RunningChain, reservationId: string) {
  const endMs = performance.now() + SETTLES_WITHIN_MS
  for (;;) {
    const now = await chain.reservation(reservationId)
    if (now.status !== 'pending' || performance.now() > endMs) return now
    await pause(300)
  }
}

test.each(['crashAfter', 'captureCrash'] as const)(
  'SAGA-09 a payment process that the card %s kills pays once when it runs again',
  async (card) => {
    const first = await startPayments(0)
    const chain = await startChain(first.url)
    const { reservationId, path, payment } = await book(chain, CARDS[card])
    const asked = chain.ask('POST', path, payment)
    await first.process.ended
    expect(first.process.child.signalCode).toBe('SIGKILL')
    await startPayments(Number(new URL(first.url).port))
    expect([201, 202]).toContain((await asked).status)
    const paid = await untilPaid(chain, reservationId)
    expect(paid).toMatchObject({ status: 'paid', balanceMinor: 0, paidMinor: paid.totalMinor })
    const again = await chain.ask('POST', path, payment)
    expect(again.status).toBe(201)
    expect(reservationPaymentSchema.parse(again.body)).toMatchObject({ amountMinor: paid.totalMinor })
    expect((await chain.reservation(reservationId)).paidMinor).toBe(paid.totalMinor)
  },
)

test('SAGA-09 a reservation process that is killed while its guest pays goes on after its restart', async () => {
  const payments = await startPayments(0)
  const before = await startChain(payments.url)
  const { reservationId, path, payment } = await book(before, CARDS.slow)
  const asked = before.ask('POST', path, payment).catch(() => null)
  await pause(800)
  before.process.child.kill('SIGKILL')
  expect(await asked).toBeNull()
  const after = await startChain(payments.url)
  const paid = await untilPaid(after, reservationId)
  expect(paid).toMatchObject({ status: 'paid', balanceMinor: 0, paidMinor: paid.totalMinor })
  expect((await after.ask('POST', path, payment)).status).toBe(201)
})
