import { Writable } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import { pino } from 'pino'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { addDays } from '../../../shared/domain/stay-dates.ts'
import { hotelSchema, reservationSchema } from '../../../shared/wire/public-api.ts'
import { newReservationId } from '../../../shared/domain/ids.ts'
import { systemClock, systemRng } from '../../../electron/common/adapters.ts'
import { parseChainReady } from '../../../electron/launch/ready-lines.ts'
import type { Chain } from '../../../sync/chain/chain.ts'
import { stopServing } from '../../../sync/chain/cli/stop-serving.ts'
import type { Database } from '../../../sync/chain/database/port.ts'
import { openPostgres } from '../../../sync/chain/database/postgres.ts'
import { buildGateway } from '../../../sync/chain/gateway/gateway.ts'
import { createLogger } from '../../../sync/chain/gateway/logger.ts'
import { keyHeader } from '../../support/api-key.ts'
import { chainWithSmallHotel, freshPostgres } from '../../support/chain-databases.ts'
import { reservationIdOf } from '../../support/desk-ops.ts'
import { RunningProcess } from '../../support/running-process.ts'
import { HOTEL_ID, TODAY } from '../../support/small-hotel.ts'

const HOTEL = `/v1/hotels/${HOTEL_ID}`
const BOOKINGS = 50

describe('the gateway under load, and when it stops', () => {
  let url: string
  let db: Database
  let admin: Database
  let chain: Chain
  let key: { authorization: string }
  const apps: FastifyInstance[] = []

  beforeEach(async () => {
    url = await freshPostgres()
    db = await openPostgres(url)
    admin = await openPostgres(url, 1)
    chain = await chainWithSmallHotel(db)
    key = await keyHeader(chain)
  })
  afterEach(async () => {
    for (const app of apps.splice(0)) await app.close()
    await db.close()
    await admin.close()
  })

  function bookingOf(n: number, guest: object = { firstName: 'Grace', lastName: 'Hopper' }) {
    const stay = { arrival: addDays(TODAY, 1), departure: addDays(TODAY, 2) }
    const lines = [{ roomTypeId: 'A', ...stay, adults: 1 }]
    return { reservationId: reservationIdOf(n), lines, guest, guarantee: 'card' }
  }
  const book = (app: FastifyInstance, payload: object) =>
    app.inject({ method: 'POST', url: `${HOTEL}/reservations`, headers: key, payload })
  const inFlight = (metrics: string) => Number(/^keyrack_requests_in_flight (\d+)$/m.exec(metrics)?.[1])
  /** Does the work while nobody can write to the hotel. */
  const holdingHead = <T>(hotelId: string, work: () => Promise<T>) =>
    admin.transaction('READ COMMITTED', async (tx) => {
      await tx.query('SELECT version FROM sync_head WHERE hotel_id = $1 FOR UPDATE', [hotelId])
      return work()
    })

  test('ACC-13 beyond the limit of requests in flight it is 503 with Retry-After, and health and metrics answer', async () => {
    const app = await buildGateway(chain, pino({ level: 'silent' }), { maxInFlight: 2 })
    apps.push(app)
    const waiting = await holdingHead(HOTEL_ID, async () => {
      const admitted = [1, 2].map((n) => book(app, bookingOf(n)))
      while (inFlight((await app.inject('/metrics')).body) < 2) await new Promise((resolve) => setImmediate(resolve))
      const refused = await book(app, bookingOf(3))
      expect([refused.statusCode, refused.json()]).toMatchObject([503, { code: 'BUSY', retry: 'backoff' }])
      expect(refused.headers['retry-after']).toBe('1')
      expect((await app.inject({ url: HOTEL, headers: key })).statusCode).toBe(503)
      expect((await app.inject('/healthz')).statusCode).toBe(200)
      expect((await app.inject('/readyz')).statusCode).toBe(200)
      return admitted
    })
    expect((await Promise.all(waiting)).map(({ statusCode }) => statusCode)).toEqual([201, 201])
    expect(await db.query('SELECT reservation_id FROM reservation')).toHaveLength(2)
    expect((await book(app, bookingOf(3))).statusCode).toBe(201)
    expect(inFlight((await app.inject('/metrics')).body)).toBe(0)
  })

  test('ACC-13 a process that runs late takes on no more, until it is on time again', async () => {
    const app = await buildGateway(chain, pino({ level: 'silent' }), { maxDelayMs: 200 })
    apps.push(app)
    const isLate = async () => (await app.inject({ url: HOTEL, headers: key })).statusCode === 503
    expect(await isLate()).toBe(false)
    while (!(await isLate())) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 700)
    expect((await app.inject('/healthz')).statusCode).toBe(200)
    while (await isLate()) await new Promise((resolve) => setTimeout(resolve, 50))
    expect((await book(app, bookingOf(1))).statusCode).toBe(201)
  })

  test('ACC-14 fifty bookings are in flight when a server is told to stop: each is answered, and every 201 is a row', async () => {
    const demoUrl = await freshPostgres()
    const server = new RunningProcess('sync/chain/cli/main.ts', ['serve', '--demo', '--port', '0', '--json'], {
      KEYRACK_DB: demoUrl,
    })
    await server.until('"ready":true')
    const ready = parseChainReady(server.stdout)
    if (!ready) throw new Error(server.stdout)
    const headers = { authorization: `Bearer ${ready.apiKey}`, 'content-type': 'application/json' }
    const demo = hotelSchema.parse(await (await fetch(`${ready.chain}/v1/hotels/demo`, { headers })).json())
    const served = await openPostgres(demoUrl, 2)
    const stay = { arrival: addDays(demo.businessDate, 20), departure: addDays(demo.businessDate, 21) }
    const send = async (n: number) => {
      const roomTypeId = demo.roomTypes[n % demo.roomTypes.length]?.roomTypeId
      const answer = await fetch(`${ready.chain}/v1/hotels/demo/reservations`, {
        method: 'POST',
        headers,
        body: JSON.stringify({
          reservationId: newReservationId(systemClock, systemRng),
          lines: [{ roomTypeId, ...stay, adults: 1 }],
          guest: { firstName: 'Guest', lastName: `Number ${n}` },
          guarantee: 'card',
        }),
      })
      return { status: answer.status, body: (await answer.json()) as unknown }
    }
    const sent = await served.transaction('READ COMMITTED', async (tx) => {
      await tx.query("SELECT version FROM sync_head WHERE hotel_id = 'demo' FOR UPDATE")
      const bookings = Array.from({ length: BOOKINGS }, (_, n) => send(n))
      const metrics = async () => (await fetch(`${ready.chain}/metrics`)).text()
      while (inFlight(await metrics()) < BOOKINGS) await new Promise((resolve) => setTimeout(resolve, 20))
      server.child.kill('SIGTERM')
      while (await isUp(ready.chain)) await new Promise((resolve) => setTimeout(resolve, 20))
      return bookings
    })
    const answers = await Promise.all(sent)
    expect(await server.ended).toBe(0)
    expect(answers.filter(({ status }) => status !== 201 && status !== 409)).toEqual([])
    const booked = answers.filter(({ status }) => status === 201).map(({ body }) => reservationSchema.parse(body))
    expect(booked.length).toBeGreaterThan(20)
    const rows = await served.query<{ id: string }>(
      "SELECT reservation_id AS id FROM reservation WHERE hotel_id = 'demo' AND channel = 'web' AND reservation_id = ANY($1)",
      [booked.map(({ reservationId }) => reservationId)],
    )
    expect(rows).toHaveLength(booked.length)
    await served.close()
  })

  test('ACC-14 what is not done in time is cut off, and the server stops', async () => {
    const own = await openPostgres(url)
    const app = await buildGateway({ ...chain, db: own }, pino({ level: 'silent' }))
    const base = await app.listen({ port: 0, host: '127.0.0.1' })
    await holdingHead(HOTEL_ID, async () => {
      const hanging = fetch(`${base}${HOTEL}/reservations`, {
        method: 'POST',
        headers: { ...key, 'content-type': 'application/json' },
        body: JSON.stringify(bookingOf(1)),
      })
      const outcome = hanging.then(
        () => 'answered',
        () => 'cut off',
      )
      while (inFlight(await (await fetch(`${base}/metrics`)).text()) < 1) {
        await new Promise((resolve) => setTimeout(resolve, 20))
      }
      await stopServing([app], own, 100)
      expect(await outcome).toBe('cut off')
    })
  })

  test("ACC-15 each answer has a request id: the caller's own where it is one, else a new one", async () => {
    const app = await buildGateway(chain, pino({ level: 'silent' }))
    apps.push(app)
    const idOf = async (path: string, headers: Record<string, string> = {}) =>
      (await app.inject({ url: path, headers })).headers['x-request-id']
    const own = { ...key, 'x-request-id': 'channel-4711.a:b' }
    expect(await idOf(HOTEL, own)).toBe('channel-4711.a:b')
    for (const path of [HOTEL, '/v1/hotels', '/nowhere', '/v1/hotels/%zz', '/healthz']) {
      expect(await idOf(path)).toMatch(/^[0-9a-f-]{36}$/)
      expect(await idOf(path, { 'x-request-id': 'grace@example.com says "hi"' })).toMatch(/^[0-9a-f-]{36}$/)
    }
  })

  test('ACC-16 a request is one line by pattern and id, and no personal data is in the log, whatever goes wrong', async () => {
    const lines: string[] = []
    const sink = new Writable({
      write(chunk: Buffer, _encoding, done) {
        lines.push(...chunk.toString().split('\n').filter(Boolean))
        done()
      },
    })
    const app = await buildGateway(chain, createLogger('trace', sink))
    apps.push(app)
    const guest = { firstName: 'Zzfirst', lastName: 'Zzlast', email: 'zzmail@example.com', phone: '+351 999 000 111' }
    const booked = await book(app, bookingOf(1, guest))
    expect(booked.statusCode).toBe(201)
    expect((await book(app, bookingOf(1, { ...guest, firstName: 'Zzother' }))).statusCode).toBe(422)
    expect((await book(app, { ...bookingOf(2, guest), zzsurprise: 'Zzvalue' })).statusCode).toBe(400)
    await app.inject({ url: `${HOTEL}/reservations/${reservationIdOf(1)}?zzquery=Zzvalue`, headers: key })
    await app.inject({ url: '/v1/hotels/Zzlast/zzpath', headers: key })
    // What the database says of a row that it rejects quotes the whole row.
    await db.query("ALTER TABLE guest ADD CONSTRAINT unwanted_guest CHECK (last_name <> 'Zzlast') NOT VALID")
    expect((await book(app, bookingOf(3, guest))).statusCode).toBe(500)
    const said = lines.map((line) => JSON.parse(line) as Record<string, unknown>)
    const requests = said.filter(({ msg }) => msg === 'request')
    expect(requests.map(({ route, status }) => `${String(status)} ${String(route)}`)).toEqual([
      '201 /v1/hotels/:hotelId/reservations',
      '422 /v1/hotels/:hotelId/reservations',
      '400 /v1/hotels/:hotelId/reservations',
      '200 /v1/hotels/:hotelId/reservations/:reservationId',
      '404 unknown',
      '500 /v1/hotels/:hotelId/reservations',
    ])
    expect(requests[0]).toMatchObject({ method: 'POST', key: key.authorization.split('_')[1] })
    expect(requests[0]?.['reqId']).toBe(booked.headers['x-request-id'])
    const failed = said.find(({ msg }) => msg === 'request failed')
    expect(failed).toMatchObject({ err: { code: '23514' } })
    const { confirmationCode } = reservationSchema.parse(booked.json())
    for (const secret of ['Zz', 'zz', '999 000', reservationIdOf(1), confirmationCode, key.authorization.slice(-43)]) {
      expect(lines.filter((line) => line.includes(secret))).toEqual([])
    }
  })
})

async function isUp(base: string): Promise<boolean> {
  return fetch(`${base}/healthz`, { headers: { connection: 'close' } }).then(
    () => true,
    () => false,
  )
}
