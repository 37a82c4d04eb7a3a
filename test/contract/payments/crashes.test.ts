import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { Database } from '../../../sync/chain/database/port.ts'
import type { PaymentStep } from '../../../sync/chain/payments/payment-parts.ts'
import { migratePayments } from '../../../sync/chain/payments/payments-schema.ts'
import { describeOnBothDatabases } from '../../support/chain-databases.ts'
import { CARDS, Crash, bankOf, newKey, testPayments } from '../../support/test-payments.ts'

const CHARGE_STEPS = ['intentStored', 'holdAnswered', 'holdStored', 'captureAnswered', 'captureStored'] as const

describeOnBothDatabases('payments after a crash', (open) => {
  let db: Database
  beforeAll(async () => {
    db = await open()
    await migratePayments(db)
  })
  afterAll(() => db.close())

  /** Starts a charge in a process that dies on the way. */
  const crashed = async (step: PaymentStep | null, card: string, captureNow = true) => {
    const before = testPayments(db)
    const request = await before.request(newKey(), card, { captureNow })
    if (step) before.crashAt(step)
    await expect(before.payments.authorise(request)).rejects.toThrow(Crash)
    return { request, after: testPayments(db) }
  }

  test.each(CHARGE_STEPS)('PAY-03 a charge that dies at %s is charged once when it is asked again', async (step) => {
    const { request, after } = await crashed(step, CARDS.good)
    expect(await after.payments.authorise(request)).toMatchObject({ ok: true, value: { state: 'captured' } })
    expect(await bankOf(after.books, request.key)).toEqual({ netMinor: 12_345, heldMinor: 0 })
  })

  test.each(CHARGE_STEPS)(
    'PAY-03 what died at %s is gone on with at the next start, without a new hold',
    async (step) => {
      const { request, after } = await crashed(step, CARDS.good)
      await after.payments.recover(0)
      const asked = step !== 'intentStored'
      expect(await after.payments.get(request.key)).toMatchObject({
        value: { state: asked ? 'captured' : 'requested' },
      })
      expect(await bankOf(after.books, request.key)).toEqual({ netMinor: asked ? 12_345 : 0, heldMinor: 0 })
      expect(await after.payments.cancelOrTell(request.key)).toMatchObject({
        ok: true,
        value: { state: asked ? 'captured' : 'canceled' },
      })
    },
  )

  test.each(['crashAfter', 'captureCrash'] as const)(
    'PAY-03 the card %s ends the process and is charged once',
    async (card) => {
      const { request, after } = await crashed(null, CARDS[card])
      expect(await after.payments.authorise(request)).toMatchObject({ ok: true, value: { state: 'captured' } })
      expect(await bankOf(after.books, request.key)).toEqual({ netMinor: 12_345, heldMinor: 0 })
    },
  )

  test.each(['captureDueStored', 'captureAnswered', 'captureStored'] as const)(
    'PAY-03 a capture of its own that dies at %s is done once',
    async (step) => {
      const before = testPayments(db)
      const request = await before.request(newKey(), CARDS.good, { captureNow: false })
      await before.payments.authorise(request)
      before.crashAt(step)
      await expect(before.payments.capture(request.key)).rejects.toThrow(step)
      const after = testPayments(db)
      expect(await after.payments.cancelOrTell(request.key)).toMatchObject({ ok: true, value: { state: 'captured' } })
      expect(await bankOf(after.books, request.key)).toEqual({ netMinor: 12_345, heldMinor: 0 })
    },
  )

  test.each(['refundStored', 'refundAnswered', 'refundOutcomeStored'] as const)(
    'PAY-03 a refund that dies at %s is done once, asked again or not',
    async (step) => {
      const before = testPayments(db)
      const request = await before.request(newKey(), CARDS.good)
      const paid = await before.payments.authorise(request)
      const paymentId = paid.ok ? paid.value.paymentId : ''
      before.crashAt(step)
      await expect(before.payments.refund(paymentId, 1, 45)).rejects.toThrow(step)
      const after = testPayments(db)
      await after.payments.recover(0)
      expect(await after.payments.get(request.key)).toMatchObject({ value: { refundedMinor: 45 } })
      expect(await after.payments.refund(paymentId, 1, 45)).toMatchObject({ ok: true })
      expect(await bankOf(after.books, request.key)).toEqual({ netMinor: 12_300, heldMinor: 0 })
    },
  )

  test('PAY-07 a charge that lands after the tombstone moves no money, and its hold is voided', async () => {
    const service = testPayments(db)
    const request = await service.request(newKey(), CARDS.late)
    expect(await service.payments.authorise(request)).toMatchObject({ error: { code: 'PAYMENT_OUTCOME_UNKNOWN' } })
    expect(await service.payments.cancelOrTell(request.key)).toMatchObject({ ok: true, value: { state: 'canceled' } })
    service.open()
    await vi.waitFor(async () => expect((await bankOf(service.books, request.key)).heldMinor).toBe(12_345))
    await service.payments.recover(0)
    expect(await bankOf(service.books, request.key)).toEqual({ netMinor: 0, heldMinor: 0 })
    expect(await service.payments.authorise(request)).toMatchObject({ error: { code: 'PAYMENT_CANCELED' } })
  })

  test('PAY-07 a tombstone set while the provider is being asked wins over its answer', async () => {
    const service = testPayments(db)
    const request = await service.request(newKey(), CARDS.slow)
    const asked = service.payments.authorise(request)
    await vi.waitFor(async () => expect(await service.payments.get(request.key)).toMatchObject({ ok: true }))
    expect(await service.payments.cancelOrTell(request.key)).toMatchObject({ ok: true, value: { state: 'canceled' } })
    service.open()
    expect(await asked).toMatchObject({ ok: false, error: { code: 'PAYMENT_CANCELED' } })
    expect(await bankOf(service.books, request.key)).toEqual({ netMinor: 0, heldMinor: 0 })
  })

  test.each(['tombstoneStored', 'voidAnswered'] as const)(
    'PAY-07 a tombstone whose process dies at %s still keeps and voids a late hold',
    async (step) => {
      const service = testPayments(db)
      const request = await service.request(newKey(), CARDS.late)
      await service.payments.authorise(request)
      if (step === 'tombstoneStored') {
        service.crashAt(step)
        await expect(service.payments.cancelOrTell(request.key)).rejects.toThrow(step)
      } else await service.payments.cancelOrTell(request.key)
      service.open()
      await vi.waitFor(async () => expect((await bankOf(service.books, request.key)).heldMinor).toBe(12_345))
      if (step === 'voidAnswered') {
        service.crashAt(step)
        await expect(service.payments.recover(0)).rejects.toThrow(step)
      }
      const after = testPayments(db)
      expect(await after.payments.cancelOrTell(request.key)).toMatchObject({ ok: true, value: { state: 'canceled' } })
      await after.payments.recover(0)
      expect(await bankOf(after.books, request.key)).toEqual({ netMinor: 0, heldMinor: 0 })
    },
  )

  test('PAY-06 while a capture has no answer, cancelOrTell neither tells nor frees', async () => {
    const away = { ok: false, error: { class: 'unavailable' } } as const
    const service = testPayments(db, {
      around: (sandbox) => ({
        create: (key, request) => sandbox.create(key, request),
        find: () => Promise.resolve(away),
        capture: () => Promise.resolve(away),
        cancel: () => Promise.resolve(away),
        refund: () => Promise.resolve(away),
      }),
    })
    const request = await service.request(newKey(), CARDS.good)
    await service.payments.authorise(request)
    expect(await service.payments.cancelOrTell(request.key)).toMatchObject({
      error: { code: 'PAYMENT_OUTCOME_UNKNOWN' },
    })
    expect(await testPayments(db).payments.cancelOrTell(request.key)).toMatchObject({ value: { state: 'captured' } })
  })
})
