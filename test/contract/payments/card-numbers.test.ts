import { afterAll, beforeAll, expect, test } from 'vitest'
import { problemSchema } from '../../../shared/wire/errors.ts'
import type { Database } from '../../../sync/chain/database/port.ts'
import { PaymentsClient } from '../../../sync/chain/payments/payments-client.ts'
import { migratePayments } from '../../../sync/chain/payments/payments-schema.ts'
import { describeOnBothDatabases } from '../../support/chain-databases.ts'
import { CARDS, SECRET, type TestPayments, newKey, servedPayments, testPayments } from '../../support/test-payments.ts'

const UNKNOWN_CARD = '5555555555554444'

describeOnBothDatabases('the payment service over HTTP', (open) => {
  let db: Database
  let service: TestPayments
  let served: Awaited<ReturnType<typeof servedPayments>>
  const said: string[] = []
  beforeAll(async () => {
    db = await open()
    await migratePayments(db)
    service = testPayments(db)
    served = await servedPayments(service, said)
  })
  afterAll(async () => {
    await served.app.close()
    await db.close()
  })

  const inject = (method: 'GET' | 'POST' | 'PUT', url: string, payload?: object | string, secret: string = SECRET) =>
    served.app.inject({
      method,
      url,
      headers: { authorization: `Bearer ${secret}`, ...(payload && { 'content-type': 'application/json' }) },
      ...(payload !== undefined && { payload }),
    })

  test('PAY-10 planted card numbers are found in no table, no log line and no answer', async () => {
    const answers: string[] = []
    const keep = async (answer: ReturnType<typeof inject>) => {
      const { body } = await answer
      answers.push(body)
      return body
    }
    for (const card of [...Object.values(CARDS), UNKNOWN_CARD]) {
      for (const cardNumber of [card, spaced(card, ' '), spaced(card, '-')]) {
        const token = await keep(inject('POST', '/sandbox/v1/tokens', { cardNumber }))
        const cardToken = /"cardToken":"([^"]+)"/.exec(token)?.[1] ?? cardNumber
        const body = { key: newKey(), amountMinor: 500, currency: 'EUR', cardToken, captureNow: true }
        await keep(inject('POST', '/internal/v1/payments', { ...body, cardToken: cardNumber }))
        await keep(inject('POST', '/internal/v1/payments', { ...body, key: cardNumber }))
        await keep(inject('POST', '/internal/v1/payments', `{"cardToken":"${cardNumber}`))
        await keep(inject('POST', '/internal/v1/payments', { ...body, amountMinor: cardNumber }))
        for (const path of ['', '/capture', '/cancel-or-tell']) {
          const method = path === '' ? 'GET' : 'POST'
          await keep(inject(method, `/internal/v1/payments/${encodeURIComponent(cardNumber)}${path}`))
        }
        await keep(inject('PUT', `/internal/v1/refunds/${encodeURIComponent(cardNumber)}/1`, { amountMinor: 1 }))
        await keep(inject('GET', `/nowhere/${encodeURIComponent(cardNumber)}`))
        // A slow card's call waits for the bank; a crash is answered as INTERNAL and logged.
        if (card !== CARDS.slow) await keep(inject('POST', '/internal/v1/payments', body))
      }
    }
    expect(said.join('')).toContain('Crash')
    expect(answers.join('')).toContain('**** 4242')
    const everything = [...answers, ...said, await dumpTables(db)].join('\n')
    expect(everything).toContain('sandbox_book')
    for (const card of [...Object.values(CARDS), UNKNOWN_CARD]) {
      for (const form of [card, spaced(card, ' '), spaced(card, '-')]) expect(everything).not.toContain(form)
    }
  })

  test('PAY-11 no call is answered without the shared secret', async () => {
    for (const [method, url] of [
      ['GET', '/internal/v1/payments/x'],
      ['POST', '/internal/v1/payments'],
      ['PUT', '/internal/v1/refunds/x/1'],
      ['POST', '/sandbox/v1/tokens'],
    ] as const) {
      for (const secret of ['', 'another', `${SECRET} `.repeat(2)]) {
        const answer = await inject(method, url, undefined, secret)
        expect([answer.statusCode, problemSchema.parse(answer.json()).code]).toEqual([401, 'CALLER_UNAUTHORISED'])
      }
    }
    const stranger = new PaymentsClient({ paymentsUrl: served.paymentsUrl, secret: 'another' })
    await expect(stranger.get('x-1')).rejects.toThrow('401 CALLER_UNAUTHORISED')
  })

  test('PAY-11 every error is a problem detail with a code', async () => {
    const good = await service.request(newKey(), CARDS.noFunds)
    const cases = [
      [inject('POST', '/internal/v1/payments', good), '402 PAYMENT_DECLINED never'],
      [inject('POST', '/internal/v1/payments', { ...good, currency: 'XXL' }), '400 PAYMENT_INVALID never'],
      [inject('POST', '/internal/v1/payments', { ...good, more: 1 }), '400 REQUEST_INVALID never'],
      [inject('POST', '/internal/v1/payments', '{'), '400 JSON_INVALID never'],
      [inject('GET', `/internal/v1/payments/${newKey()}`), '404 PAYMENT_UNKNOWN never'],
      [inject('GET', '/internal/v1/payments/%zz'), '400 REQUEST_INVALID never'],
      [inject('GET', '/nowhere'), '404 ROUTE_UNKNOWN never'],
      [inject('POST', '/sandbox/v1/tokens', { cardNumber: '1' }), '400 CARD_UNKNOWN never'],
      [
        inject('POST', '/internal/v1/payments', await service.request(newKey(), CARDS.lostBefore)),
        '503 PAYMENT_OUTCOME_UNKNOWN backoff',
      ],
    ] as const
    for (const [asked, expected] of cases) {
      const answer = await asked
      const { code, retry } = problemSchema.parse(answer.json())
      expect(`${answer.statusCode} ${code} ${retry}`).toBe(expected)
      expect(answer.headers['content-type']).toContain('application/problem+json')
    }
  })

  test('PAY-11 a service that does not answer, or breaks, is an unknown outcome', async () => {
    const nobody = new PaymentsClient({ paymentsUrl: 'http://127.0.0.1:1', secret: SECRET })
    const request = await service.request(newKey(), CARDS.crashAfter)
    for (const client of [nobody, served.client]) {
      const answer = await client.authorise(request)
      expect(answer).toEqual({
        ok: false,
        error: { code: 'PAYMENT_OUTCOME_UNKNOWN', params: { key: request.key } },
      })
    }
  })

  test('PAY-04 the database refuses amounts that can not be, whoever writes them', async () => {
    const paid = await service.payments.authorise(await service.request(newKey(), CARDS.good))
    const paymentId = paid.ok ? paid.value.paymentId : ''
    for (const [change, constraint] of [
      ['authorised_minor = amount_minor + 1', 'authorised_within_amount'],
      ['captured_minor = authorised_minor + 1', 'captured_within_authorised'],
      ['refunded_minor = captured_minor + 1', 'refunded_within_captured'],
      ['refunded_minor = -1', 'refunded_within_captured'],
      ['amount_minor = 0, authorised_minor = 0, captured_minor = 0', 'amount_positive|captured_is_captured'],
      ["state = 'authorised'", 'captured_is_captured'],
      ["state = 'paid'", 'payment_state|captured_is_captured'],
    ] as const) {
      const written = db.query(`UPDATE payment SET ${change} WHERE payment_id = $1`, [paymentId])
      await expect(written).rejects.toThrow(new RegExp(constraint))
    }
    const refund = db.query('INSERT INTO refund VALUES ($1, 1, 0, 0)', [paymentId])
    await expect(refund).rejects.toThrow(/refund_positive/)
  })
})

function spaced(card: string, by: string): string {
  return card.replaceAll(/(\d{4})(?=\d)/g, `$1${by}`)
}

/** Every row of every table as text. */
async function dumpTables(db: Database): Promise<string> {
  const tables = await db.query<{ name: string }>(
    "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public'",
  )
  const dumped = await Promise.all(
    tables.map(async ({ name }) => `${name} ${JSON.stringify(await db.query(`SELECT * FROM ${name}`))}`),
  )
  return dumped.join('\n')
}
