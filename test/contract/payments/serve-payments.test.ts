import { afterAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { openPglite } from '../../../sync/chain/database/pglite.ts'
import { PaymentsClient } from '../../../sync/chain/payments/payments-client.ts'
import { CARDS, SECRET, newKey } from '../../support/test-payments.ts'
import { RunningProcess } from '../../support/running-process.ts'
import { temporaryDirectory } from '../../support/temporary-directory.ts'

const READY = z.object({ ready: z.literal(true), payments: z.string() })

describe('serve --only payments', () => {
  const directory = temporaryDirectory()
  const db = `${directory.path}/payments`
  afterAll(() => directory.remove())

  const start = (env: Record<string, string> = { KEYRACK_PAYMENTS_SECRET: SECRET }) =>
    new RunningProcess(
      'sync/chain/cli/main.ts',
      ['serve', '--only', 'payments', '--db', db, '--port', '0', '--json'],
      env,
    )
  const ready = async (process: RunningProcess) => {
    const { payments: paymentsUrl } = READY.parse(JSON.parse(await process.firstLine()))
    return { paymentsUrl, client: new PaymentsClient({ paymentsUrl, secret: SECRET }) }
  }
  const token = async (paymentsUrl: string, cardNumber: string) => {
    const answer = await fetch(`${paymentsUrl}/sandbox/v1/tokens`, {
      method: 'POST',
      headers: { authorization: `Bearer ${SECRET}`, 'content-type': 'application/json' },
      body: JSON.stringify({ cardNumber }),
    })
    return z.object({ cardToken: z.string() }).parse(await answer.json()).cardToken
  }

  test('PAY-12 a charge that kills the process is there, once, when it runs again; SIGTERM ends it with 0', async () => {
    const first = start()
    const before = await ready(first)
    const cardToken = await token(before.paymentsUrl, CARDS.captureCrash)
    const request = { key: newKey(), amountMinor: 900, currency: 'KRW', cardToken, captureNow: true }
    expect(await before.client.authorise(request)).toMatchObject({ error: { code: 'PAYMENT_OUTCOME_UNKNOWN' } })
    await first.ended
    expect(first.child.signalCode).toBe('SIGKILL')

    const second = start()
    const after = await ready(second)
    expect(await after.client.get(request.key)).toMatchObject({ ok: true, value: { state: 'authorised' } })
    const told = await after.client.cancelOrTell(request.key)
    expect(told).toMatchObject({ ok: true, value: { state: 'captured', capturedMinor: 900, currency: 'KRW' } })
    expect(await after.client.authorise(request)).toEqual(told)
    second.child.kill('SIGTERM')
    expect(await second.ended).toBe(0)
  })

  test('PAY-12 a newer schema or a missing secret is one line and code 1', async () => {
    const open = start({ KEYRACK_PAYMENTS_SECRET: 'short' })
    expect(await open.ended).toBe(1)
    expect(open.stderr).toMatch(/^keyrack: KEYRACK_PAYMENTS_SECRET has to hold at least 16 characters\n$/)
    const database = await openPglite(db)
    await database.query('INSERT INTO payments_schema (version) VALUES (99)')
    await database.close()
    const refused = start()
    expect(await refused.ended).toBe(1)
    expect(refused.stderr).toMatch(
      /^keyrack: the payment database has schema version 99, this Keyrack knows 1: [^\n]+\n$/,
    )
  })
})
