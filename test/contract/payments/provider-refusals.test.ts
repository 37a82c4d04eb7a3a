import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Database } from '../../../sync/chain/database/port.ts'
import { migratePayments } from '../../../sync/chain/payments/payments-schema.ts'
import { describeOnBothDatabases } from '../../support/chain-databases.ts'
import { CARDS, bankOf, newKey, testPayments } from '../../support/test-payments.ts'

describeOnBothDatabases('what a provider refuses later', (open) => {
  let db: Database
  beforeAll(async () => {
    db = await open()
    await migratePayments(db)
  })
  afterAll(() => db.close())

  test('PAY-08 a refund that the provider refuses stays refused under its number, and no longer counts', async () => {
    const refusing = testPayments(db, {
      around: (sandbox) => ({
        create: (key, request) => sandbox.create(key, request),
        find: (key) => sandbox.find(key),
        capture: (ref) => sandbox.capture(ref),
        cancel: (ref) => sandbox.cancel(ref),
        refund: () => Promise.resolve({ ok: false, error: { class: 'declined', declineCode: 'card_closed' } }),
      }),
    })
    const request = await refusing.request(newKey(), CARDS.good)
    const paid = await refusing.payments.authorise(request)
    const paymentId = paid.ok ? paid.value.paymentId : ''
    const refused = { ok: false, error: { code: 'REFUND_REFUSED', params: { paymentId, n: 1, reason: 'card_closed' } } }
    const atOnce = await Promise.all([1, 2, 3].map(() => refusing.payments.refund(paymentId, 1, 12_345)))
    expect(atOnce).toEqual([refused, refused, refused])

    const { payments, books } = testPayments(db)
    expect(await payments.refund(paymentId, 1, 12_345)).toEqual(refused)
    expect(await payments.get(request.key)).toMatchObject({ value: { state: 'captured', refundedMinor: 0 } })
    expect(await payments.refund(paymentId, 2, 12_345)).toMatchObject({ ok: true })
    expect(await bankOf(books, request.key)).toEqual({ netMinor: 0, heldMinor: 0 })
  })

  test('PAY-01 a hold that the provider gave up is declined when it is to be captured, for good', async () => {
    const service = testPayments(db)
    const { payments, sandbox, books } = service
    const request = await service.request(newKey(), CARDS.good, { captureNow: false })
    await payments.authorise(request)
    await sandbox.cancel(`pi_${request.key}`)
    for (const answer of [await payments.capture(request.key), await payments.authorise(request)]) {
      expect(answer).toMatchObject({
        error: { code: 'PAYMENT_DECLINED', params: { declineCode: 'authorisation_gone' } },
      })
    }
    expect(await bankOf(books, request.key)).toEqual({ netMinor: 0, heldMinor: 0 })
  })
})
