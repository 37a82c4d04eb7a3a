import { Writable } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { HotelId, RatePlanId, ReservationId } from '../../../shared/domain/ids.ts'
import { type LocalDate, addDays } from '../../../shared/domain/stay-dates.ts'
import {
  type ReservationResource,
  availabilitySchema,
  cancellationQuoteSchema,
  changeQuoteSchema,
  reservationHistorySchema,
  reservationListSchema,
  reservationSchema,
} from '../../../shared/wire/public-api.ts'
import { type Chain, openChain } from '../../../sync/chain/chain.ts'
import type { Database } from '../../../sync/chain/database/port.ts'
import { buildGateway } from '../../../sync/chain/gateway/gateway.ts'
import { createLogger } from '../../../sync/chain/gateway/logger.ts'
import { createHotel } from '../../../sync/chain/hotels/hotels.ts'
import { migratePayments } from '../../../sync/chain/payments/payments-schema.ts'
import { DEFAULT_RATE_PLANS } from '../../../sync/chain/rates/default-rate-plans.ts'
import { keyHeader } from '../../support/api-key.ts'
import { NOON_UTC_MS, describeOnBothDatabases, hotelOf } from '../../support/chain-databases.ts'
import { seededRng } from '../../support/seeded-rng.ts'
import { TODAY, TYPE_A, TYPE_B, put, smallHotelRows } from '../../support/small-hotel.ts'
import { CARDS, type TestPayments, bankOf, newKey, testPayments } from '../../support/test-payments.ts'

const day = (n: number): LocalDate => addDays(TODAY, n)
const stay = (from: number, nights: number, roomTypeId: string = TYPE_A) => ({
  roomTypeId,
  arrival: day(from),
  departure: day(from + nights),
  adults: 2,
})
const NIGHT_A = 9_000

describeOnBothDatabases('reservations over HTTP', (open) => {
  let db: Database
  let paymentsDb: Database
  let chain: Chain
  let service: TestPayments
  let app: FastifyInstance
  let key: { authorization: string }
  let hotelId: HotelId
  let hotels = 0
  let nowUtcMs = NOON_UTC_MS
  const logged: string[] = []

  beforeAll(async () => {
    db = await open()
    paymentsDb = await open()
    await migratePayments(paymentsDb)
    service = testPayments(paymentsDb)
    const payments = { port: service.payments, cardForm: service.sandbox }
    chain = await openChain(db, { nowUtcMs: () => nowUtcMs }, seededRng(4), payments)
    key = await keyHeader(chain)
    const sink = new Writable({
      write(chunk: Buffer, _encoding, done) {
        logged.push(chunk.toString())
        done()
      },
    })
    app = await buildGateway(chain, createLogger('trace', sink))
  })
  afterAll(async () => {
    await app.close()
    await db.close()
    await paymentsDb.close()
  })
  beforeEach(async () => {
    nowUtcMs = NOON_UTC_MS
    hotels += 1
    hotelId = `hotel-${hotels}` as HotelId
    const restriction = { minStay: 3, closedToArrival: false, closedToDeparture: false }
    await createHotel(db, { ...hotelOf(smallHotelRows()), hotelId }, [
      ...smallHotelRows().filter((row) => row.entity !== 'hotel'),
      ...DEFAULT_RATE_PLANS.map((row) => put('rate_plan', row)),
      put('restriction', { roomTypeId: TYPE_A, night: day(12), ...restriction }),
      put('restriction', { roomTypeId: TYPE_B, night: day(12), ...restriction, minStay: 1, closedToArrival: true }),
      put('restriction', { roomTypeId: TYPE_B, night: day(14), ...restriction, minStay: 1, closedToDeparture: true }),
    ])
  })

  const ask = async (method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path: string, payload?: object, headers = key) => {
    const url = `/v1/hotels/${hotelId}${path}`
    const answer = await app.inject({ method, url, headers, ...(payload && { payload }) })
    const json = answer.json<{ code?: string } & Record<string, unknown>>()
    const outcome = json.code === undefined ? `${answer.statusCode}` : `${answer.statusCode} ${json.code}`
    return { outcome, json, headers: answer.headers }
  }
  const read = async (path: string) => (await ask('GET', path)).json
  const bookingOf = (lines: object[], change: object = {}) => ({
    reservationId: newKey(),
    lines,
    guest: { firstName: 'Zoë', lastName: 'Zzhöpper  Ødegård', phone: '+351 999 000 111' },
    guarantee: 'card',
    ...change,
  })
  const book = async (lines: object[], change: object = {}): Promise<ReservationResource> =>
    reservationSchema.parse((await ask('POST', '/reservations', bookingOf(lines, change))).json)
  const pay = async ({ reservationId }: ReservationResource, card: string, paymentId = newKey()) => {
    const form = await app.inject({
      method: 'POST',
      url: '/v1/sandbox/card-tokens',
      headers: key,
      payload: { cardNumber: card },
    })
    const { cardToken } = form.json<{ cardToken: string }>()
    return ask('POST', `/reservations/${reservationId}/payments`, { paymentId, cardToken })
  }
  const offer = async (from: number, nights: number, roomTypeId: string) => {
    const { roomTypes } = availabilitySchema.parse(
      await read(`/availability?arrival=${day(from)}&departure=${day(from + nights)}`),
    )
    return roomTypes.find((type) => type.roomTypeId === roomTypeId)
  }
  const heldNights = () =>
    db.query(
      'SELECT room_type_id, night, total_reserved FROM room_type_inventory WHERE hotel_id = $1 AND total_reserved > 0 ORDER BY 1, 2',
      [hotelId],
    )
  const head = async () => (await db.query('SELECT version FROM sync_head WHERE hotel_id = $1', [hotelId]))[0]

  test('API-14 availability says why a stay is not sold, with the code that a booking gets', async () => {
    const cases = [
      [stay(12, 2), 'MIN_STAY'],
      [stay(12, 3), null],
      [stay(12, 2, TYPE_B), 'CLOSED_TO_ARRIVAL'],
      [stay(13, 1, TYPE_B), 'CLOSED_TO_DEPARTURE'],
      [stay(13, 2, TYPE_B), null],
    ] as const
    for (const [line, restriction] of cases) {
      const offered = await offer(
        (Date.parse(line.arrival) - Date.parse(TODAY)) / 86_400_000,
        (Date.parse(line.departure) - Date.parse(line.arrival)) / 86_400_000,
        line.roomTypeId,
      )
      expect([line.arrival, offered?.restriction, offered?.available]).toEqual([
        line.arrival,
        restriction,
        line.roomTypeId === TYPE_A ? 3 : 2,
      ])
      const { outcome } = await ask('POST', '/reservations', bookingOf([line]))
      expect(outcome).toBe(restriction === null ? '201' : `409 ${restriction}`)
    }
    const past = await ask('GET', `/availability?arrival=${day(-1)}&departure=${day(1)}`)
    expect(past.outcome).toBe('400 ARRIVAL_IN_PAST')
  })

  test('API-16 lines with stays of their own are booked together or not at all', async () => {
    const party = await book([stay(1, 2), stay(2, 3), stay(1, 1, TYPE_B)])
    expect(party.lines.map(({ roomTypeId, arrival, departure }) => [roomTypeId, arrival, departure])).toEqual([
      [TYPE_A, day(1), day(3)],
      [TYPE_A, day(2), day(5)],
      [TYPE_B, day(1), day(2)],
    ])
    const held = await heldNights()
    expect(held.map(Object.values)).toEqual([
      [TYPE_A, day(1), 1],
      [TYPE_A, day(2), 2],
      [TYPE_A, day(3), 1],
      [TYPE_A, day(4), 1],
      [TYPE_B, day(1), 1],
    ])
    const full = [stay(6, 1), stay(1, 1, TYPE_B), stay(1, 2, TYPE_B)]
    expect((await ask('POST', '/reservations', bookingOf(full))).outcome).toBe('409 NO_AVAILABILITY')
    const nonsense = [stay(6, 1), stay(6, 0)]
    expect((await ask('POST', '/reservations', bookingOf(nonsense))).outcome).toBe('400 STAY_INVALID')
    expect(await heldNights()).toEqual(held)
  })

  test('API-17 pages list what was there once, in order of id, while others book', async () => {
    const booked: string[] = []
    for (let n = 0; n < 7; n += 1) booked.push((await book([stay(n, 1)])).reservationId)
    const seen: string[] = []
    let next: string | null = ''
    let pages = 0
    while (next !== null) {
      const page = reservationListSchema.parse(await read(`/reservations?limit=3${next && `&after=${next}`}`))
      seen.push(...page.reservations.map(({ reservationId }) => reservationId))
      next = page.next
      pages += 1
      if (pages < 4) await book([stay(pages * 2, 1, TYPE_B)])
    }
    expect(pages).toBeGreaterThanOrEqual(3)
    expect(seen.filter((id) => booked.includes(id))).toEqual(booked.toSorted())
    expect(new Set(seen).size).toBe(seen.length)
    expect(seen).toEqual(seen.toSorted())
    const [first] = seen
    expect(reservationListSchema.parse(await read('/reservations?limit=1')).reservations[0]).toEqual(
      await read(`/reservations/${first}`),
    )
    for (const query of ['limit=0', 'limit=201', 'x=1', 'status=lost']) {
      expect((await ask('GET', `/reservations?${query}`)).outcome).toBe('400 REQUEST_INVALID')
    }
    expect((await ask('GET', '/reservations?after=nonsense')).outcome).toBe('400 CURSOR_INVALID')
  })

  test('API-17 pages are of one status, of arrivals within days, of one name, and of history too', async () => {
    const early = await book([stay(0, 2)])
    const late = await book([stay(4, 1), stay(6, 1)])
    const other = await book([stay(6, 2)], { guest: { firstName: 'Ada', lastName: 'Lovelace' } })
    await ask('DELETE', `/reservations/${other.reservationId}`)
    const list = async (query: string) => {
      const { reservations, next } = reservationListSchema.parse(await read(`/reservations?${query}`))
      expect(next).toBeNull()
      return reservations.map(({ reservationId }) => reservationId)
    }
    const sorted = (...of: ReservationResource[]) => of.map(({ reservationId }) => reservationId).toSorted()
    expect(await list('')).toEqual(sorted(early, late, other))
    expect(await list('status=canceled')).toEqual(sorted(other))
    expect(await list(`arrivalFrom=${day(5)}`)).toEqual(sorted(late, other))
    expect(await list(`arrivalUntil=${day(4)}`)).toEqual(sorted(early))
    expect(await list(`arrivalFrom=${day(4)}&arrivalUntil=${day(5)}`)).toEqual(sorted(late))
    expect(await list(`lastName=${encodeURIComponent('zzhopper odegard')}`)).toEqual(sorted(early, late))
    for (const table of ['folio_line', 'stay_line', 'reservation']) {
      await db.query(`INSERT INTO ${table}_history SELECT * FROM ${table} WHERE hotel_id = $1`, [hotelId])
      await db.query(`DELETE FROM ${table} WHERE hotel_id = $1`, [hotelId])
    }
    const after = await book([stay(8, 1)])
    expect(await list('')).toEqual(sorted(early, late, other, after))
    expect(await list(`arrivalFrom=${day(4)}&arrivalUntil=${day(5)}`)).toEqual(sorted(late))
    expect(await read(`/reservations/${late.reservationId}`)).toEqual(late)
    const { confirmationCode } = late
    const mine = await ask('POST', '/my-booking', { confirmationCode, lastName: 'Zzhöpper Ødegård' })
    expect(mine.json).toEqual(late)
  })

  test('API-18 a guest finds the own booking by code and name, however they are typed; nothing tells what is wrong', async () => {
    const booked = await book([stay(1, 1)])
    const { confirmationCode } = booked
    const find = (code: string, lastName: string) => ask('POST', '/my-booking', { confirmationCode: code, lastName })
    for (const lastName of ['Zzhöpper  Ødegård', ' ZZHOPPER odegard ', 'zzho\u0308pper ødegård']) {
      expect((await find(confirmationCode.toLowerCase().replaceAll('-', ''), lastName)).json).toEqual(booked)
    }
    const wrongName = await find(confirmationCode, 'Hopper')
    const other = await book([stay(1, 1)], { guest: { firstName: 'Ada', lastName: 'Lovelace' } })
    const otherName = await find(other.confirmationCode, 'Zzhöpper Ødegård')
    const unknownCode = await find('00-9999-7', 'Zzhöpper Ødegård')
    expect(wrongName.outcome).toBe('404 BOOKING_NOT_FOUND')
    expect([otherName.json, unknownCode.json]).toEqual([wrongName.json, wrongName.json])
    expect(logged.join('')).not.toMatch(/zzh|ödegård|degard/i)
  })

  test('API-18 a code is tried ten times a minute, and a key is wrong sixty times', async () => {
    const { confirmationCode } = await book([stay(1, 1)])
    const guesser = await keyHeader(chain)
    const find = async (code: string, lastName: string, headers = guesser) =>
      ask('POST', '/my-booking', { confirmationCode: code, lastName }, headers)
    for (let n = 0; n < 10; n += 1) {
      expect((await find(confirmationCode, `Guess ${n}`)).outcome).toBe('404 BOOKING_NOT_FOUND')
    }
    const stopped = await find(confirmationCode, 'Zzhöpper Ødegård')
    expect(stopped.outcome).toBe('429 RATE_LIMITED')
    expect(Number(stopped.headers['retry-after'])).toBeGreaterThan(0)
    expect((await find(confirmationCode, 'Zzhöpper Ødegård', key)).outcome).toBe('429 RATE_LIMITED')
    const other = await book([stay(1, 1)])
    let misses = 10
    for (let n = 0; n < 5; n += 1) {
      const { confirmationCode: code } = await book([stay(n + 3, 1)])
      for (let tries = 0; tries < 10; tries += 1, misses += 1) await find(code, 'Hopper')
    }
    expect(misses).toBe(60)
    expect((await find(other.confirmationCode, 'Zzhöpper Ødegård')).outcome).toBe('429 RATE_LIMITED')
    expect((await find(other.confirmationCode, 'Zzhöpper Ødegård', key)).outcome).toBe('200')
  })

  test('API-19 a change moves the units and prices anew, its own nights free; the same again changes nothing', async () => {
    const booked = await book([stay(1, 2), stay(1, 1, TYPE_B)])
    const path = `/reservations/${booked.reservationId}`
    const change = {
      lines: [
        { position: 1, departure: day(4), adults: 1 },
        { position: 2, roomTypeId: TYPE_A },
      ],
      guest: { lastName: 'Lovelace', phone: null },
    }
    const before = [await read(path), await heldNights(), await head()]
    const quoted = changeQuoteSchema.parse((await ask('POST', `${path}/change-quote`, change)).json)
    expect([await read(path), await heldNights(), await head()]).toEqual(before)
    const changed = await ask('PATCH', path, change)
    const after = reservationSchema.parse(changed.json)
    expect(after.lines.map(({ totalMinor }) => totalMinor)).toEqual([3 * NIGHT_A, NIGHT_A])
    expect(after).toMatchObject({
      totalMinor: 4 * NIGHT_A,
      guest: { firstName: 'Zoë', lastName: 'Lovelace', phone: null },
    })
    expect(quoted).toMatchObject({
      totalMinor: after.totalMinor,
      differenceMinor: after.totalMinor - booked.totalMinor,
    })
    expect(quoted.lines).toEqual(after.lines)
    expect((await heldNights()).map(Object.values)).toEqual([
      [TYPE_A, day(1), 2],
      [TYPE_A, day(2), 1],
      [TYPE_A, day(3), 1],
    ])
    await book([stay(1, 2)])
    const settled = [await read(path), await heldNights(), await head()]
    const again = await ask('PATCH', path, change)
    expect([again.json, await heldNights(), await head()]).toEqual(settled)
    expect(again.json).toEqual(changed.json)
  })

  test('API-19 what does not fit, or is not sold, changes nothing of it', async () => {
    const booked = await book([stay(1, 2), stay(1, 1, TYPE_B)])
    await book([stay(6, 1, TYPE_B), stay(6, 1, TYPE_B)])
    const path = `/reservations/${booked.reservationId}`
    const before = [await read(path), await heldNights(), await head()]
    const move = { position: 1, departure: day(2) }
    const cases: [object[], string][] = [
      [[move, { position: 2, arrival: day(6), departure: day(7) }], '409 NO_AVAILABILITY'],
      [[move, { position: 2, arrival: day(12), departure: day(13) }], '409 CLOSED_TO_ARRIVAL'],
      [[move, { position: 3, adults: 1 }], '404 LINE_UNKNOWN'],
      [[move, { position: 2, roomTypeId: 'Z' }], '404 ROOM_TYPE_UNKNOWN'],
      [[move, { position: 2, adults: 9 }], '400 TOO_MANY_GUESTS'],
      [[move, { position: 2, arrival: day(-1) }], '400 ARRIVAL_IN_PAST'],
      [[move, move], '400 REQUEST_INVALID'],
      [[{ position: 1, arrival: day(12), departure: day(13) }], '409 MIN_STAY'],
    ]
    for (const [lines, expected] of cases) {
      expect((await ask('PATCH', path, { lines })).outcome).toBe(expected)
      expect((await ask('POST', `${path}/change-quote`, { lines })).outcome).toBe(expected)
    }
    expect([await read(path), await heldNights(), await head()]).toEqual(before)
    await ask('DELETE', path)
    expect((await ask('PATCH', path, { lines: [move] })).outcome).toBe('409 INVALID_TRANSITION')
  })

  test('SAGA-08 cheaper goes back to the card while the contract stands, dearer is owed, a non-refundable plan keeps it', async () => {
    const booked = await book([stay(1, 3)], { guarantee: 'prepaid' })
    const path = `/reservations/${booked.reservationId}`
    const paymentId = newKey()
    expect((await pay(booked, CARDS.refundLost, paymentId)).outcome).toBe('201')
    const shorter = { lines: [{ position: 1, departure: day(2) }] }
    expect((await ask('PATCH', path, shorter)).json).toMatchObject({ status: 'paid', balanceMinor: -2 * NIGHT_A })
    await ask('PATCH', path, shorter)
    for (let round = 0; round < 3; round += 1) {
      await chain.sagas.sweep()
      nowUtcMs += 60_000
    }
    const paid = { status: 'paid', totalMinor: NIGHT_A, refundedMinor: 2 * NIGHT_A, balanceMinor: 0 }
    expect(await read(path)).toMatchObject(paid)
    expect(await bankOf(service.books, `${hotelId}:${paymentId}`)).toEqual({ netMinor: NIGHT_A, heldMinor: 0 })
    const longer = { lines: [{ position: 1, departure: day(3) }] }
    expect((await ask('PATCH', path, longer)).json).toMatchObject({ status: 'paid', balanceMinor: NIGHT_A })
    expect((await pay(booked, CARDS.good)).outcome).toBe('201')
    expect(await read(path)).toMatchObject({ status: 'paid', totalMinor: 2 * NIGHT_A, balanceMinor: 0 })

    const nonref = { guarantee: 'prepaid', ratePlanId: 'NONREF' as RatePlanId }
    const kept = await book([stay(5, 2)], nonref)
    await pay(kept, CARDS.good)
    const cheaper = await ask('PATCH', `/reservations/${kept.reservationId}`, {
      lines: [{ position: 1, departure: day(6) }],
    })
    const feesMinor = kept.totalMinor / 2
    expect(cheaper.json).toMatchObject({ totalMinor: kept.totalMinor, feesMinor, balanceMinor: 0 })
    expect(await db.query('SELECT kind FROM sync_exception WHERE hotel_id = $1', [hotelId])).toEqual([])
  })

  test('SAGA-08 nothing is changed while a payment is under way or after its hold', async () => {
    const booked = await book([stay(1, 2)], { guarantee: 'prepaid' })
    const change = { lines: [{ position: 1, adults: 1 }] }
    const path = `/reservations/${booked.reservationId}`
    expect((await pay(booked, CARDS.lostBefore)).outcome).toBe('202')
    expect((await ask('PATCH', path, change)).outcome).toBe('409 PAYMENT_UNDER_WAY')
    const unpaid = await book([stay(1, 2)], { guarantee: 'prepaid' })
    nowUtcMs += 16 * 60_000
    expect((await ask('PATCH', `/reservations/${unpaid.reservationId}`, change)).outcome).toBe('409 HOLD_OVER')
  })

  test('API-20 what canceling would cost is told before, and is what it costs', async () => {
    for (const [from, feeMinor] of [
      [5, 0],
      [0, NIGHT_A],
    ] as const) {
      const booked = await book([stay(from, 2)])
      const path = `/reservations/${booked.reservationId}`
      const before = await head()
      const quoted = cancellationQuoteSchema.parse(await read(`${path}/cancellation-fee`))
      expect([quoted.feeMinor, quoted.balanceMinor, quoted.businessDate]).toEqual([feeMinor, feeMinor, TODAY])
      expect([await head(), (await read(path))['status']]).toEqual([before, 'pending'])
      const canceled = reservationSchema.parse((await ask('DELETE', path)).json)
      expect(canceled).toMatchObject({ totalMinor: feeMinor, feesMinor: feeMinor, balanceMinor: feeMinor })
      expect(await read(`${path}/cancellation-fee`)).toMatchObject({ feeMinor })
    }
    expect((await ask('GET', `/reservations/${newKey()}/cancellation-fee`)).outcome).toBe('404 RESERVATION_UNKNOWN')
  })

  test('API-21 a payment answers paid, under way or declined, the same again for its id; no card number is logged', async () => {
    const booked = await book([stay(1, 2)], { guarantee: 'prepaid' })
    const paymentId = newKey()
    const paid = await pay(booked, CARDS.good, paymentId)
    expect([paid.outcome, paid.json['state'], paid.json['amountMinor']]).toEqual(['201', 'paid', booked.totalMinor])
    const again = await pay(booked, CARDS.good, paymentId)
    expect([again.outcome, again.json]).toEqual(['201', paid.json])
    const path = `/reservations/${booked.reservationId}/payments`
    expect(await read(`${path}/${paymentId}`)).toEqual(paid.json)
    expect((await ask('GET', `${path}/${newKey()}`)).outcome).toBe('404 PAYMENT_UNKNOWN')
    expect((await pay(booked, CARDS.good)).outcome).toBe('409 NOTHING_TO_PAY')

    const lost = await book([stay(1, 1)], { guarantee: 'prepaid' })
    expect((await ask('GET', `/reservations/${lost.reservationId}/payments/${paymentId}`)).outcome).toBe(
      '404 PAYMENT_UNKNOWN',
    )
    expect((await pay(lost, CARDS.good, paymentId)).outcome).toBe('422 PAYMENT_ID_REUSED')
    const underWay = await pay(lost, CARDS.lostBefore)
    expect([underWay.outcome, underWay.json['state'], underWay.headers['retry-after']]).toEqual([
      '202',
      'processing',
      '2',
    ])
    expect((await pay(lost, CARDS.good)).outcome).toBe('409 PAYMENT_UNDER_WAY')

    const poor = await book([stay(4, 1)], { guarantee: 'prepaid' })
    const declined = await pay(poor, CARDS.noFunds)
    expect([declined.outcome, declined.json['params']]).toMatchObject([
      '402 PAYMENT_DECLINED',
      { declineCode: 'insufficient_funds' },
    ])
    expect(await read(`/reservations/${poor.reservationId}`)).toMatchObject({ status: 'rejected', paidMinor: 0 })
    expect((await pay(poor, CARDS.good)).outcome).toBe('409 INVALID_TRANSITION')

    const form = { method: 'POST', url: '/v1/sandbox/card-tokens', headers: key } as const
    const unknown = await app.inject({ ...form, payload: { cardNumber: '4111111111111111' } })
    expect([unknown.statusCode, unknown.json<{ code: string }>().code]).toEqual([400, 'CARD_UNKNOWN'])
    const wrong = await app.inject({ ...form, payload: { cardNumber: 4_111_111_111_111_112, x: '4111111111111113' } })
    expect(wrong.statusCode).toBe(400)
    expect(logged.length).toBeGreaterThan(10)
    expect(
      logged
        .join('')
        .match(/\d{12,}/g)
        ?.filter((digits) => /^4[12]|^40000/.test(digits)) ?? [],
    ).toEqual([])
    for (const stored of [db, paymentsDb]) expect(await cardNumbersIn(stored)).toEqual([])
  })

  test('API-21 a chain without a payment service says so, and has no card form', async () => {
    const bare = await openChain(db, { nowUtcMs: () => nowUtcMs }, seededRng(9))
    const without = await buildGateway(bare, createLogger('silent', new Writable({ write: (_c, _e, done) => done() })))
    const { reservationId } = await book([stay(1, 1)])
    const url = `/v1/hotels/${hotelId}/reservations/${reservationId}/payments`
    const payload = { paymentId: newKey(), cardToken: 'tok_1' }
    const refused = await without.inject({ method: 'POST', url, headers: key, payload })
    expect([refused.statusCode, refused.json<{ code: string }>().code]).toEqual([503, 'PAYMENTS_OFF'])
    const form = await without.inject({ method: 'POST', url: '/v1/sandbox/card-tokens', headers: key, payload: {} })
    expect(form.statusCode).toBe(404)
    await without.close()
  })

  test('API-22 a history tells what happened in order, who did it, and no name', async () => {
    const booked = await book([stay(1, 2)], { guarantee: 'prepaid' })
    const path = `/reservations/${booked.reservationId}`
    const later = () => {
      nowUtcMs += 1_000
    }
    later()
    await ask('PATCH', path, {
      lines: [{ position: 1, departure: day(2) }],
      guest: { lastName: 'Zznew', email: 'zz@zz.de' },
    })
    later()
    const paymentId = newKey()
    await pay(booked, CARDS.good, paymentId)
    later()
    await ask('DELETE', path)
    await ask('DELETE', path)
    later()
    await chain.sagas.sweep()
    const { events } = reservationHistorySchema.parse(await read(`${path}/history`))
    const by = `key:${key.authorization.split('_')[1]}`
    const line = { roomTypeId: TYPE_A, arrival: day(1), adults: 2, children: 0 }
    expect(events).toEqual([
      { kind: 'booked', atUtcMs: NOON_UTC_MS, channel: 'web', guarantee: 'prepaid' },
      {
        kind: 'line_changed',
        atUtcMs: NOON_UTC_MS + 1_000,
        by,
        params: {
          position: 1,
          before: { ...line, departure: day(3), totalMinor: 2 * NIGHT_A },
          after: { ...line, departure: day(2), totalMinor: NIGHT_A },
        },
      },
      { kind: 'guest_changed', atUtcMs: NOON_UTC_MS + 1_000, by, params: { fields: ['lastName', 'email'] } },
      {
        kind: 'payment',
        atUtcMs: NOON_UTC_MS + 2_000,
        amountMinor: NIGHT_A,
        position: null,
        paymentId,
      },
      {
        kind: 'status_changed',
        atUtcMs: NOON_UTC_MS + 2_000,
        by: 'chain',
        params: { before: 'pending', after: 'paid' },
      },
      { kind: 'status_changed', atUtcMs: NOON_UTC_MS + 3_000, by, params: { before: 'paid', after: 'canceled' } },
      {
        kind: 'refund',
        atUtcMs: NOON_UTC_MS + 4_000,
        amountMinor: NIGHT_A,
        position: null,
        paymentId,
      },
      {
        kind: 'status_changed',
        atUtcMs: NOON_UTC_MS + 4_000,
        by: 'chain',
        params: { before: 'canceled', after: 'refunded' },
      },
    ])
    const stored = await db.query('SELECT params::text AS text FROM reservation_event WHERE hotel_id = $1', [hotelId])
    expect(JSON.stringify(stored)).not.toMatch(/zz/i)
    expect((await ask('GET', `/reservations/${newKey() as ReservationId}/history`)).outcome).toBe(
      '404 RESERVATION_UNKNOWN',
    )
  })
})

/** Columns of text or JSON that hold the number of a test card. */
async function cardNumbersIn(db: Database): Promise<string[]> {
  const columns = await db.query<{ table_name: string; column_name: string }>(
    `SELECT table_name::text, column_name::text FROM information_schema.columns
     WHERE table_schema = current_schema() AND data_type IN ('text', 'json', 'jsonb')`,
  )
  const found: string[] = []
  for (const { table_name: table, column_name: column } of columns) {
    const rows = await db.query(`SELECT 1 FROM ${table} WHERE ${column}::text LIKE ANY($1) LIMIT 1`, [
      Object.values(CARDS).map((card) => `%${card}%`),
    ])
    if (rows.length > 0) found.push(`${table}.${column}`)
  }
  return found
}
