import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Database } from '../../../sync/chain/database/port.ts'
import type { PaymentsPort } from '../../../sync/chain/payments/payments-port.ts'
import { migratePayments } from '../../../sync/chain/payments/payments-schema.ts'
import { describeOnBothDatabases } from '../../support/chain-databases.ts'
import { CARDS, type TestPayments, bankOf, newKey, servedPayments, testPayments } from '../../support/test-payments.ts'

const TRANSPORTS = {
  direct: async ({ payments }: TestPayments) => ({ port: payments, close: async () => undefined }),
  'over HTTP': async (service: TestPayments) => {
    const { app, client } = await servedPayments(service)
    return { port: client, close: () => app.close() }
  },
} satisfies Record<string, (service: TestPayments) => Promise<{ port: PaymentsPort; close: () => Promise<undefined> }>>

describeOnBothDatabases('payments', (open) => {
  let db: Database
  beforeAll(async () => {
    db = await open()
    await migratePayments(db)
  })
  afterAll(() => db.close())

  describe.each(Object.entries(TRANSPORTS))('%s', (_transport, serve) => {
    let service: TestPayments
    let port: PaymentsPort
    let close: () => Promise<undefined>
    beforeAll(async () => {
      service = testPayments(db)
      ;({ port, close } = await serve(service))
    })
    afterAll(() => close())

    const paid = async (amountMinor = 12_345, card: string = CARDS.good) => {
      const answer = await port.authorise(await service.request(newKey(), card, { amountMinor }))
      if (!answer.ok) throw new Error(answer.error.code)
      return answer.value
    }
    const codeOf = (answer: { ok: boolean; error?: { code: string } }) => (answer.ok ? 'ok' : answer.error?.code)

    test.each([
      ['good', 'captured', 'ok', 12_345],
      ['noFunds', 'declined', 'PAYMENT_DECLINED', 0],
      ['stolen', 'declined', 'PAYMENT_DECLINED', 0],
      ['lostBefore', 'unknown', 'PAYMENT_OUTCOME_UNKNOWN', 0],
      ['lostAfter', 'unknown', 'PAYMENT_OUTCOME_UNKNOWN', 0],
      ['captureLostBefore', 'unknown', 'PAYMENT_OUTCOME_UNKNOWN', 0],
      ['captureLostAfter', 'unknown', 'PAYMENT_OUTCOME_UNKNOWN', 12_345],
    ] as const)(
      'PAY-01 the card %s is %s here, %s to the caller, and the bank has %s',
      async (card, state, code, netMinor) => {
        const request = await service.request(newKey(), CARDS[card])
        expect(codeOf(await port.authorise(request))).toBe(code)
        const known = await port.get(request.key)
        expect(known).toMatchObject({ ok: true, value: { state, capturedMinor: state === 'captured' ? 12_345 : 0 } })
        expect((await bankOf(service.books, request.key)).netMinor).toBe(netMinor)
      },
    )

    test.each(['lostAfter', 'captureLostBefore', 'captureLostAfter'] as const)(
      'PAY-01 asking again after a lost answer (%s) tells what was done',
      async (card) => {
        const request = await service.request(newKey(), CARDS[card])
        await port.authorise(request)
        let again = await port.authorise(request)
        expect(again).toMatchObject({ ok: true, value: { state: 'captured', capturedMinor: 12_345 } })
        again = await port.authorise(request)
        expect(again).toEqual(await port.get(request.key))
        expect(await bankOf(service.books, request.key)).toEqual({ netMinor: 12_345, heldMinor: 0 })
      },
    )

    test('PAY-01 what is no amount, currency, key or token is refused before anything is stored', async () => {
      const good = await service.request(newKey(), CARDS.good)
      for (const change of [
        { amountMinor: 0 },
        { amountMinor: -1 },
        { amountMinor: 1.5 },
        { amountMinor: 1e15 },
        { currency: 'EURO' },
        { currency: 'eur' },
        { cardToken: CARDS.good },
        { cardToken: '' },
        { key: '4242 4242 4242 4242' },
        { key: CARDS.good },
        { key: '../x' },
      ]) {
        const answer = await port.authorise({ ...good, ...change })
        expect(answer).toEqual({
          ok: false,
          error: { code: 'PAYMENT_INVALID', params: { field: Object.keys(change)[0] } },
        })
      }
      expect(codeOf(await port.get(good.key))).toBe('PAYMENT_UNKNOWN')
      expect(codeOf(await port.capture(good.key))).toBe('PAYMENT_UNKNOWN')
      expect(codeOf(await port.refund(newKey(), 1, 1))).toBe('PAYMENT_UNKNOWN')
    })

    test('PAY-02 the same key many times at once charges once; other content under it is refused', async () => {
      const request = await service.request(newKey(), CARDS.good)
      const answers = await Promise.all(Array.from({ length: 20 }, () => port.authorise(request)))
      const settled = await port.authorise(request)
      expect(settled).toMatchObject({ ok: true, value: { state: 'captured' } })
      for (const answer of answers) expect(answer).toEqual(settled)
      expect(await bankOf(service.books, request.key)).toEqual({ netMinor: 12_345, heldMinor: 0 })
      for (const change of [
        { amountMinor: 1 },
        { currency: 'USD' },
        { captureNow: false },
        { cardToken: 'tok_other' },
      ]) {
        expect(codeOf(await port.authorise({ ...request, ...change }))).toBe('PAYMENT_KEY_REUSED')
      }
      expect(await port.get(request.key)).toEqual(settled)
    })

    test('PAY-05 a hold moves no money until it is captured, and is captured once', async () => {
      const request = await service.request(newKey(), CARDS.good, { captureNow: false })
      expect(await port.authorise(request)).toMatchObject({
        ok: true,
        value: { state: 'authorised', authorisedMinor: 12_345, capturedMinor: 0, cardMasked: '**** 4242' },
      })
      expect(await bankOf(service.books, request.key)).toEqual({ netMinor: 0, heldMinor: 12_345 })
      expect(await port.cancelOrTell(request.key)).toMatchObject({ ok: true, value: { state: 'authorised' } })
      const captured = await Promise.all([port.capture(request.key), port.capture(request.key)])
      expect(captured[0]).toMatchObject({ ok: true, value: { state: 'captured', capturedMinor: 12_345 } })
      expect(captured[1]).toEqual(captured[0])
      expect(await port.authorise(request)).toEqual(captured[0])
      expect(await bankOf(service.books, request.key)).toEqual({ netMinor: 12_345, heldMinor: 0 })
    })

    test('PAY-06 cancelOrTell tells what is known, and tombstones what is not; a tombstoned key is refused for ever', async () => {
      const done = await paid()
      expect(await port.cancelOrTell(done.key)).toEqual({ ok: true, value: done })

      const unused = await service.request(newKey(), CARDS.good)
      const lost = await service.request(newKey(), CARDS.lostBefore)
      await port.authorise(lost)
      for (const request of [unused, lost]) {
        expect(await port.cancelOrTell(request.key)).toMatchObject({ ok: true, value: { state: 'canceled' } })
        expect(codeOf(await port.authorise(request))).toBe('PAYMENT_CANCELED')
        expect(codeOf(await port.capture(request.key))).toBe('PAYMENT_CANCELED')
        expect(await port.cancelOrTell(request.key)).toMatchObject({ ok: true, value: { state: 'canceled' } })
        expect(await bankOf(service.books, request.key)).toEqual({ netMinor: 0, heldMinor: 0 })
      }
      const answered = await service.request(newKey(), CARDS.lostAfter)
      await port.authorise(answered)
      expect(await port.cancelOrTell(answered.key)).toMatchObject({ ok: true, value: { state: 'captured' } })
    })

    test('PAY-08 a refund is done once by payment and number; other content under the number is refused', async () => {
      const { paymentId, key } = await paid()
      const first = await Promise.all(Array.from({ length: 10 }, () => port.refund(paymentId, 1, 345)))
      for (const answer of first) {
        expect(answer).toEqual({ ok: true, value: { paymentId, n: 1, amountMinor: 345, currency: 'EUR' } })
      }
      expect(await bankOf(service.books, key)).toEqual({ netMinor: 12_000, heldMinor: 0 })
      expect(codeOf(await port.refund(paymentId, 1, 346))).toBe('PAYMENT_KEY_REUSED')
      expect(await port.get(key)).toMatchObject({ value: { state: 'partially_refunded', refundedMinor: 345 } })
      await port.refund(paymentId, 2, 12_000)
      expect(await port.get(key)).toMatchObject({ value: { state: 'refunded', refundedMinor: 12_345 } })
      for (const [n, amountMinor] of [
        [0, 1],
        [1.5, 1],
        [3, 0],
        [3, -1],
      ] as const) {
        expect(codeOf(await port.refund(paymentId, n, amountMinor))).toBe('PAYMENT_INVALID')
      }
    })

    test('PAY-08 refunds at once never exceed what was captured', async () => {
      const { paymentId, key } = await paid(1_000)
      const answers = await Promise.all(Array.from({ length: 12 }, (_, i) => port.refund(paymentId, i + 1, 300)))
      expect(answers.filter((answer) => answer.ok)).toHaveLength(3)
      const over = answers.find((answer) => !answer.ok)
      expect(over).toEqual({
        ok: false,
        error: { code: 'REFUND_EXCEEDS_CAPTURED', params: { paymentId, remainingMinor: 100 } },
      })
      expect(await bankOf(service.books, key)).toEqual({ netMinor: 100, heldMinor: 0 })
      const held = await service.request(newKey(), CARDS.good, { captureNow: false })
      const hold = await port.authorise(held)
      expect(hold.ok && codeOf(await port.refund(hold.value.paymentId, 1, 1))).toBe('PAYMENT_NOT_CAPTURED')
    })

    test('PAY-08 a refund whose answer was lost counts at once, and is told when asked again', async () => {
      const { paymentId, key } = await paid(1_000, CARDS.refundLost)
      expect(codeOf(await port.refund(paymentId, 1, 700))).toBe('PAYMENT_OUTCOME_UNKNOWN')
      expect(codeOf(await port.refund(paymentId, 2, 301))).toBe('REFUND_EXCEEDS_CAPTURED')
      expect(await port.refund(paymentId, 1, 700)).toMatchObject({ ok: true, value: { amountMinor: 700 } })
      expect(await bankOf(service.books, key)).toEqual({ netMinor: 300, heldMinor: 0 })
    })
  })
})
