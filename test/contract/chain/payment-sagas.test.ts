import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { refuse } from '../../../shared/base/result.ts'
import type { HotelId, OpId, ReservationId } from '../../../shared/domain/ids.ts'
import { DEFAULT_HOLD_MS } from '../../../shared/domain/ops/expire-hold.ts'
import { addDays } from '../../../shared/domain/stay-dates.ts'
import { type Chain, openChain } from '../../../sync/chain/chain.ts'
import type { Database } from '../../../sync/chain/database/port.ts'
import { keepSweeping } from '../../../sync/chain/cli/keep-sweeping.ts'
import { createHotel } from '../../../sync/chain/hotels/hotels.ts'
import { adjustFolio, markNoShow } from '../../../sync/chain/folio/folio.ts'
import { PaymentSagas, type SagaStep } from '../../../sync/chain/payment-sagas/payment-sagas.ts'
import type { PaymentStep } from '../../../sync/chain/payments/payment-parts.ts'
import type { PaymentsPort } from '../../../sync/chain/payments/payments-port.ts'
import { migratePayments } from '../../../sync/chain/payments/payments-schema.ts'
import { DEFAULT_RATE_PLANS } from '../../../sync/chain/rates/default-rate-plans.ts'
import { bookReservation } from '../../../sync/chain/reservations/book-reservation.ts'
import { cancelReservation, loadReservation } from '../../../sync/chain/reservations/reservations.ts'
import { authenticateDevice, enrolDevice, issueEnrolCode } from '../../../sync/chain/sync/enrolment.ts'
import { pushOps } from '../../../sync/chain/sync/push.ts'
import { NOON_UTC_MS, describeOnBothDatabases, hotelOf } from '../../support/chain-databases.ts'
import { seededRng } from '../../support/seeded-rng.ts'
import { TODAY, TYPE_A, smallHotelRows } from '../../support/small-hotel.ts'
import { CARDS, Crash, bankOf, newKey, testPayments } from '../../support/test-payments.ts'

const SAGA_STEPS: readonly SagaStep[] = ['started', 'answered', 'landed']
const PAYMENT_STEPS: readonly PaymentStep[] = [
  'intentStored',
  'holdAnswered',
  'holdStored',
  'captureAnswered',
  'captureStored',
]
const PRICE = 18_000

describeOnBothDatabases('payment sagas', (open) => {
  let db: Database
  let paymentsDb: Database
  let hotels = 0
  let hotelId: HotelId
  let nowUtcMs: number
  const clock = { nowUtcMs: () => nowUtcMs }
  const rng = seededRng(7)

  beforeAll(async () => {
    db = await open()
    paymentsDb = await open()
    await migratePayments(paymentsDb)
  })
  afterAll(async () => {
    await db.close()
    await paymentsDb.close()
  })
  beforeEach(async () => {
    nowUtcMs = NOON_UTC_MS
    const chain = await openChain(db, clock, rng)
    hotels += 1
    hotelId = `hotel-${hotels}` as HotelId
    const rows = smallHotelRows()
    const plans = DEFAULT_RATE_PLANS.map((row) => ({ entity: 'rate_plan' as const, key: row.ratePlanId, row }))
    await createHotel(chain.db, { ...hotelOf(rows), hotelId }, [
      ...rows.filter((row) => row.entity !== 'hotel'),
      ...plans,
    ])
  })

  /** A reservation process and a payment process on what is stored: after a crash there are new ones. */
  const processes = async () => {
    const service = testPayments(paymentsDb)
    let armed: SagaStep | null = null
    const chain = await openChain(db, clock, rng, { port: service.payments, cardForm: service.sandbox })
    const sagas = new PaymentSagas({
      db,
      writer: chain.writer,
      payments: service.payments,
      clock,
      rng,
      reached: (step) => {
        if (step !== armed) return
        armed = null
        throw new Crash(step)
      },
    })
    return {
      chain,
      service,
      sagas,
      crashAt: (step: SagaStep) => {
        armed = step
      },
    }
  }
  type Processes = Awaited<ReturnType<typeof processes>>

  const portOf = ({ service: { payments } }: Processes): PaymentsPort => ({
    authorise: (request) => payments.authorise(request),
    capture: (key) => payments.capture(key),
    refund: (paymentId, n, amountMinor) => payments.refund(paymentId, n, amountMinor),
    cancelOrTell: (key) => payments.cancelOrTell(key),
    get: (key) => payments.get(key),
  })
  const sagasOn = ({ chain: { writer } }: Processes, payments: PaymentsPort) =>
    new PaymentSagas({ db, writer, payments, clock, rng, reached: () => undefined })

  const correct = async ({ chain }: Processes, reservationId: ReservationId, amountMinor: number) => {
    const adjustment = { reservationId, adjustmentId: newKey(), amountMinor, note: 'Goodwill' }
    expect(await adjustFolio(chain, hotelId, adjustment, 'staff:ada')).toMatchObject({ ok: true })
  }

  const book = async (chain: Chain, guarantee: 'prepaid' | 'card' = 'prepaid', ratePlanId?: 'NONREF') => {
    const reservationId = newKey() as ReservationId
    const stay = { arrival: TODAY, departure: addDays(TODAY, 2), adults: 1, children: 0 }
    const booked = await bookReservation(chain, hotelId, {
      reservationId,
      lines: [{ roomTypeId: TYPE_A, ...stay }],
      guest: { firstName: 'Ada', lastName: 'Lovelace' },
      guarantee,
      ...(ratePlanId && { ratePlanId: DEFAULT_RATE_PLANS[1]?.ratePlanId }),
    })
    if (!booked.ok) throw new Error(booked.error.code)
    return booked.value.reservation
  }

  const pay = async (
    { sagas, service }: Processes,
    reservationId: ReservationId,
    card: string,
    paymentId = newKey(),
  ) => {
    const token = await service.sandbox.tokenise(card)
    const started = await sagas.pay(hotelId, reservationId, { paymentId, cardToken: token?.cardToken ?? '' })
    if (!started.ok) return started.error.code
    return (await sagas.settled(started.value)).state
  }

  /** How it ended, seen from every side: the contract, its room, the bank. */
  const ended = async ({ chain, service }: Processes, reservationId: ReservationId, paymentId: string) => {
    const reservation = await loadReservation(chain.db, hotelId, reservationId)
    const [night] = await db.query<{ total_reserved: number }>(
      'SELECT total_reserved FROM room_type_inventory WHERE hotel_id = $1 AND room_type_id = $2 AND night = $3',
      [hotelId, TYPE_A, TODAY],
    )
    const bank = await bankOf(service.books, `${hotelId}:${paymentId}`)
    return {
      status: reservation?.status,
      balanceMinor: reservation?.balanceMinor,
      held: night?.total_reserved,
      ...bank,
    }
  }
  const PAID = (totalMinor: number) => ({
    status: 'paid',
    balanceMinor: 0,
    held: 1,
    netMinor: totalMinor,
    heldMinor: 0,
  })
  const FREE = { status: 'rejected', balanceMinor: 0, held: 0, netMinor: 0, heldMinor: 0 }

  test('SAGA-01 a payment is made once for its id, one at a time, of what is owed', async () => {
    const both = await processes()
    const { reservationId } = await book(both.chain)
    const paymentId = newKey()
    expect(await pay(both, reservationId, CARDS.lostBefore, paymentId)).toBe('open')
    expect(await pay(both, reservationId, CARDS.good)).toBe('PAYMENT_UNDER_WAY')
    const other = await book(both.chain)
    expect(await pay(both, other.reservationId, CARDS.good, paymentId)).toBe('PAYMENT_ID_REUSED')
    const paidBy = newKey()
    expect(await pay(both, other.reservationId, CARDS.good, paidBy)).toBe('done')
    expect(await pay(both, other.reservationId, CARDS.good, paidBy)).toBe('done')
    expect(await pay(both, other.reservationId, CARDS.good)).toBe('NOTHING_TO_PAY')
    expect(await bankOf(both.service.books, `${hotelId}:${paidBy}`)).toEqual({
      netMinor: other.totalMinor,
      heldMinor: 0,
    })
    expect(await pay(both, newKey() as ReservationId, CARDS.good)).toBe('RESERVATION_UNKNOWN')
    nowUtcMs += DEFAULT_HOLD_MS
    const late = await book(both.chain)
    nowUtcMs += DEFAULT_HOLD_MS
    expect(await pay(both, late.reservationId, CARDS.good)).toBe('HOLD_OVER')
  })

  test('SAGA-02 paid: money once, the contract paid, its room held for good', async () => {
    const both = await processes()
    const { reservationId, totalMinor, holdUntilUtcMs } = await book(both.chain)
    expect([totalMinor, holdUntilUtcMs]).toEqual([PRICE, NOON_UTC_MS + DEFAULT_HOLD_MS])
    const paymentId = newKey()
    await pay(both, reservationId, CARDS.good, paymentId)
    nowUtcMs += 2 * DEFAULT_HOLD_MS
    await both.sagas.sweep()
    expect(await ended(both, reservationId, paymentId)).toEqual(PAID(totalMinor))
  })

  test.each(SAGA_STEPS)(
    'SAGA-03 a reservation process that dies at %s goes on after its restart: paid once, room held',
    async (step) => {
      const before = await processes()
      const { reservationId, totalMinor } = await book(before.chain)
      const paymentId = newKey()
      before.crashAt(step)
      await expect(pay(before, reservationId, CARDS.good, paymentId)).rejects.toThrow(Crash)
      const after = await processes()
      await after.sagas.sweep()
      expect(await ended(after, reservationId, paymentId)).toEqual(PAID(totalMinor))
    },
  )

  test.each(PAYMENT_STEPS)(
    'SAGA-03 a payment process that dies at %s goes on after its restart: paid once, room held',
    async (step) => {
      const before = await processes()
      const { reservationId, totalMinor } = await book(before.chain)
      const paymentId = newKey()
      before.service.crashAt(step)
      await expect(pay(before, reservationId, CARDS.good, paymentId)).rejects.toThrow(Crash)
      const after = await processes()
      await after.service.payments.recover(0)
      await after.sagas.sweep()
      expect(await ended(after, reservationId, paymentId)).toEqual(PAID(totalMinor))
    },
  )

  test.each([...PAYMENT_STEPS, ...SAGA_STEPS])(
    'SAGA-04 what died at %s and is found after the hold would have expired ends paid and held, or free and unpaid',
    async (step) => {
      const before = await processes()
      const { reservationId, totalMinor } = await book(before.chain)
      const paymentId = newKey()
      if (SAGA_STEPS.some((sagaStep) => sagaStep === step)) before.crashAt(step as SagaStep)
      else before.service.crashAt(step as PaymentStep)
      await expect(pay(before, reservationId, CARDS.good, paymentId)).rejects.toThrow(Crash)
      nowUtcMs += DEFAULT_HOLD_MS + 1
      const after = await processes()
      await after.sagas.sweep()
      await after.service.payments.recover(0)
      await after.sagas.sweep()
      const asked = !['intentStored', 'started'].includes(step)
      expect(await ended(after, reservationId, paymentId)).toEqual(asked ? PAID(totalMinor) : FREE)
    },
  )

  test('SAGA-04 a charge that answers after the hold has expired moves no money', async () => {
    const both = await processes()
    const { reservationId } = await book(both.chain)
    const paymentId = newKey()
    expect(await pay(both, reservationId, CARDS.late, paymentId)).toBe('open')
    nowUtcMs += DEFAULT_HOLD_MS + 1
    await both.sagas.sweep()
    expect(await ended(both, reservationId, paymentId)).toEqual(FREE)
    both.service.open()
    await new Promise((resolve) => setImmediate(resolve))
    await both.service.payments.recover(0)
    expect(await ended(both, reservationId, paymentId)).toEqual(FREE)
  })

  test('SAGA-05 declined: the contract is rejected and its room free; what needs no payment stands unpaid', async () => {
    const both = await processes()
    const held = await book(both.chain)
    const paymentId = newKey()
    expect(await pay(both, held.reservationId, CARDS.noFunds, paymentId)).toBe('declined')
    expect(await ended(both, held.reservationId, paymentId)).toEqual(FREE)
    const byCard = await book(both.chain, 'card')
    expect(await pay(both, byCard.reservationId, CARDS.stolen, paymentId)).toBe('PAYMENT_ID_REUSED')
    expect(await pay(both, byCard.reservationId, CARDS.stolen)).toBe('declined')
    expect((await loadReservation(db, hotelId, byCard.reservationId))?.status).toBe('pending')
    expect(
      await both.sagas.pay(hotelId, byCard.reservationId, { paymentId: newKey(), cardToken: '4242' }),
    ).toMatchObject({ ok: true })
  })

  test('SAGA-05 a hold without a payment ends when it is over, one with a payment under way only with its end', async () => {
    const both = await processes()
    const unpaid = await book(both.chain)
    const underWay = await book(both.chain)
    await pay(both, underWay.reservationId, CARDS.captureLostBefore)
    nowUtcMs += DEFAULT_HOLD_MS - 1
    await both.sagas.sweep()
    const statusOf = async (id: ReservationId) => (await loadReservation(db, hotelId, id))?.status
    expect([await statusOf(unpaid.reservationId), await statusOf(underWay.reservationId)]).toEqual(['pending', 'paid'])
    nowUtcMs += 1
    await both.sagas.sweep()
    expect(await statusOf(unpaid.reservationId)).toBe('rejected')
  })

  test('SAGA-05 holds end however many others wait for their payment', async () => {
    const both = await processes()
    const reservations = `SELECT $1, ('01990000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid`
    await db.query(
      `INSERT INTO reservation (hotel_id, reservation_id, code, status, guarantee, channel, guest_id, booked_at_utc_ms,
         booked_on, hold_until_utc_ms)
       ${reservations}, 'X' || n, 'pending', 'prepaid', 'web', 'g', 0, $2, 1 FROM generate_series(1, 250) AS n`,
      [hotelId, TODAY],
    )
    await db.query(
      `INSERT INTO saga (hotel_id, saga_id, reservation_id, kind, state, amount_minor, currency, attempts,
         next_attempt_utc_ms, started_at_utc_ms)
       ${reservations}, ('01990000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, 'payment', 'open', 1, 'EUR', 9,
         $2, 0 FROM generate_series(1, 250) AS n`,
      [hotelId, NOON_UTC_MS * 2],
    )
    const { reservationId } = await book(both.chain)
    nowUtcMs += DEFAULT_HOLD_MS
    await both.sagas.sweep()
    expect((await loadReservation(db, hotelId, reservationId))?.status).toBe('rejected')
    await db.query('DELETE FROM saga WHERE hotel_id = $1', [hotelId])
    await db.query(`DELETE FROM reservation WHERE hotel_id = $1 AND guest_id = 'g'`, [hotelId])
  })

  test('SAGA-05 holds end in time while the payment service does not answer', async () => {
    const both = await processes()
    const waiting = await book(both.chain)
    const { reservationId } = await book(both.chain)
    nowUtcMs += DEFAULT_HOLD_MS - 1
    const token = await both.service.sandbox.tokenise(CARDS.good)
    await both.sagas.pay(hotelId, waiting.reservationId, { paymentId: newKey(), cardToken: token?.cardToken ?? '' })
    const silence = Promise.withResolvers<never>()
    const silent = { ...portOf(both), authorise: () => silence.promise, cancelOrTell: () => silence.promise }
    const sagas = sagasOn(both, silent)
    const stop = keepSweeping({ ...both.chain, sagas }, { error: () => undefined })
    nowUtcMs += 1
    await expect
      .poll(async () => (await loadReservation(db, hotelId, reservationId))?.status, { timeout: 6_000 })
      .toBe('rejected')
    silence.reject(new Error('the line broke'))
    await stop()
    await both.sagas.sweep()
  })

  test('FOLIO-03 what costs nothing, or is corrected to nothing, waits for no payment', async () => {
    const both = await processes()
    const dear = await book(both.chain)
    await db.query('UPDATE room_type_rate SET base_minor = 0 WHERE hotel_id = $1', [hotelId])
    const free = await book(both.chain)
    expect([dear.holdUntilUtcMs, free.totalMinor, free.holdUntilUtcMs]).toEqual([nowUtcMs + DEFAULT_HOLD_MS, 0, null])
    await correct(both, dear.reservationId, -dear.totalMinor)
    nowUtcMs += DEFAULT_HOLD_MS
    await both.sagas.sweep()
    for (const { reservationId } of [dear, free]) {
      expect(await loadReservation(db, hotelId, reservationId)).toMatchObject({ status: 'pending', balanceMinor: 0 })
    }
  })

  describe('refunds', () => {
    const paid = async (both: Processes) => {
      const { reservationId } = await book(both.chain)
      const paymentId = newKey()
      await pay(both, reservationId, CARDS.good, paymentId)
      return { reservationId, paymentId }
    }
    const swept = async (both: Processes, of: Awaited<ReturnType<typeof paid>>) => {
      await both.sagas.sweep()
      return ended(both, of.reservationId, of.paymentId)
    }
    const exceptions = () => db.query('SELECT status, params FROM sync_exception WHERE hotel_id = $1', [hotelId])

    test('SAGA-10 a cancellation at a terminal gives back to the card what was paid beyond the fee, once', async () => {
      const both = await processes()
      const stay = await paid(both)
      const enrolCode = await issueEnrolCode(db, clock, hotelId)
      const request = { protocol: 1, enrolCode, deviceClass: 'desk', deviceName: 'Front desk' } as const
      const enrolled = await enrolDevice(both.chain, request)
      const device = enrolled.ok ? await authenticateDevice(both.chain, enrolled.value.token) : null
      if (!device) throw new Error('not enrolled')
      for (const seq of [1, 2]) {
        const body = { reservationId: stay.reservationId }
        const op = { seq, opId: newKey() as OpId, type: 'cancelReservation', version: 1, businessDate: TODAY } as const
        const pushed = await pushOps(both.chain, device, {
          epoch: 1,
          ops: [{ ...op, staffId: null, madeAtUtcMs: nowUtcMs, body }],
        })
        expect(pushed).toMatchObject({ ok: true, value: { outcomes: [{ outcome: 'accepted' }] } })
      }
      expect(await swept(both, stay)).toMatchObject({ status: 'canceled', balanceMinor: 0, held: 0, netMinor: 9_000 })
    })

    test('SAGA-10 a fee that staff waives, and a stay that becomes cheaper, go back to the card', async () => {
      const both = await processes()
      const canceled = await paid(both)
      await cancelReservation(both.chain, hotelId, canceled.reservationId)
      expect(await swept(both, canceled)).toMatchObject({ status: 'canceled', netMinor: 9_000 })
      await correct(both, canceled.reservationId, -9_000)
      expect(await swept(both, canceled)).toMatchObject({ status: 'refunded', balanceMinor: 0, netMinor: 0 })
      const standing = await paid(both)
      await correct(both, standing.reservationId, -1_500)
      expect(await swept(both, standing)).toMatchObject({ status: 'paid', balanceMinor: 0, netMinor: PRICE - 1_500 })
    })

    test('SAGA-10 who paid and did not come gets back what the fee leaves; what was paid in cash by a person', async () => {
      const both = await processes()
      const stay = await paid(both)
      const inCash = await book(both.chain, 'card')
      const secondNight = inCash.lines[0]?.nightly[1]?.priceMinor
      await db.query(
        `INSERT INTO folio_line (hotel_id, folio_line_id, reservation_id, kind, amount_minor, business_date, posted_at_utc_ms, note)
         VALUES ($1, 'cash', $2, 'payment', $4, $3, 1, '')`,
        [hotelId, inCash.reservationId, TODAY, -inCash.totalMinor],
      )
      await db.query('UPDATE hotel SET business_date = $2 WHERE hotel_id = $1', [hotelId, addDays(TODAY, 1)])
      for (const { reservationId } of [stay, inCash]) {
        await markNoShow(both.chain, hotelId, { reservationId, position: 1 }, 'staff:ada')
      }
      expect(await swept(both, stay)).toMatchObject({ status: 'paid', balanceMinor: 0, netMinor: 9_000 })
      expect(await exceptions()).toMatchObject([
        { status: 'open', params: { amountMinor: secondNight, code: 'NOT_BY_CARD' } },
      ])
    })

    test('SAGA-11 a credit gives nobody what they have not paid', async () => {
      const both = await processes()
      const { reservationId } = await book(both.chain, 'card')
      await correct(both, reservationId, -500)
      await cancelReservation(both.chain, hotelId, reservationId)
      await correct(both, reservationId, -10_000)
      expect(await loadReservation(db, hotelId, reservationId)).toMatchObject({ status: 'canceled', paidMinor: 0 })
      expect(await exceptions()).toEqual([])
    })

    test('SAGA-11 what a card does not take back is left to a person whole, and no card is asked again', async () => {
      const both = await processes()
      const stay = await paid(both)
      await correct(both, stay.reservationId, 2_000)
      await pay(both, stay.reservationId, CARDS.good)
      const asked: number[] = []
      const refusing = sagasOn(both, {
        ...portOf(both),
        refund: (paymentId, n, amountMinor) => {
          asked.push(amountMinor)
          return Promise.resolve(refuse({ code: 'REFUND_REFUSED', params: { paymentId, n, reason: 'card_closed' } }))
        },
      })
      await cancelReservation(both.chain, hotelId, stay.reservationId)
      await correct(both, stay.reservationId, -11_000)
      await refusing.sweep()
      expect(asked.reduce((sum, amount) => sum + amount, 0)).toBe(20_000)
      expect(await exceptions()).toMatchObject([{ status: 'open', params: { amountMinor: 20_000 } }])
      const times = asked.length
      await cancelReservation(both.chain, hotelId, stay.reservationId)
      await correct(both, stay.reservationId, -1)
      await refusing.sweep()
      expect(asked.length).toBe(times)
      expect(await exceptions()).toMatchObject([{ status: 'open', params: { amountMinor: 20_000 } }])
    })

    test.each([
      ['good', undefined, 9_000],
      ['refundLost', undefined, 9_000],
      ['good', 'NONREF', 16_200],
    ] as const)(
      'SAGA-06 canceling what the card %s paid on %s gives back all but the fee, once',
      async (card, plan, feeMinor) => {
        const both = await processes()
        const { reservationId } = await book(both.chain, 'prepaid', plan)
        const paymentId = newKey()
        await pay(both, reservationId, CARDS[card], paymentId)
        const canceled = await cancelReservation(both.chain, hotelId, reservationId)
        expect(canceled).toMatchObject({ ok: true, value: { status: 'canceled', totalMinor: feeMinor } })
        await cancelReservation(both.chain, hotelId, reservationId)
        for (let round = 0; round < 3; round += 1) {
          await both.sagas.sweep()
          nowUtcMs += 60_000
        }
        expect(await ended(both, reservationId, paymentId)).toEqual({
          status: 'canceled',
          balanceMinor: 0,
          held: 0,
          netMinor: feeMinor,
          heldMinor: 0,
        })
      },
    )

    test('SAGA-06 a payment that lands on what was canceled meanwhile goes back', async () => {
      const both = await processes()
      const { reservationId } = await book(both.chain)
      const paymentId = newKey()
      expect(await pay(both, reservationId, CARDS.captureLostAfter, paymentId)).toBe('open')
      await cancelReservation(both.chain, hotelId, reservationId)
      nowUtcMs += 5_000
      await both.sagas.sweep()
      await both.sagas.sweep()
      expect(await ended(both, reservationId, paymentId)).toMatchObject({ balanceMinor: 0, netMinor: 9_000, held: 0 })
    })

    test('SAGA-07 a hold that ends with a part paid in cash leaves that part to a person', async () => {
      const both = await processes()
      const { reservationId } = await book(both.chain)
      await db.query(
        `INSERT INTO folio_line (hotel_id, folio_line_id, reservation_id, kind, amount_minor, business_date, posted_at_utc_ms, note)
         VALUES ($1, 'cash', $2, 'payment', -5000, $3, 1, '')`,
        [hotelId, reservationId, TODAY],
      )
      nowUtcMs += DEFAULT_HOLD_MS
      await both.sagas.sweep()
      expect(await loadReservation(db, hotelId, reservationId)).toMatchObject({
        status: 'rejected',
        balanceMinor: -5_000,
      })
      const open = await db.query('SELECT kind, params FROM sync_exception WHERE hotel_id = $1', [hotelId])
      expect(open).toMatchObject([{ kind: 'REFUND_BY_HAND', params: { amountMinor: 5_000 } }])
    })

    test('SAGA-07 what no card of ours paid is given back by a person', async () => {
      const both = await processes()
      const { reservationId } = await book(both.chain, 'card')
      await db.query(
        `INSERT INTO folio_line (hotel_id, folio_line_id, reservation_id, kind, amount_minor, business_date, posted_at_utc_ms, note)
         VALUES ($1, 'cash', $2, 'payment', -18000, $3, 1, '')`,
        [hotelId, reservationId, TODAY],
      )
      await cancelReservation(both.chain, hotelId, reservationId)
      const open = await db.query('SELECT kind, status, params FROM sync_exception WHERE hotel_id = $1', [hotelId])
      const params = { amountMinor: 9_000, code: 'NOT_BY_CARD', lastName: 'Lovelace' }
      expect(open).toEqual([{ kind: 'REFUND_BY_HAND', status: 'open', params }])
    })
  })
})
