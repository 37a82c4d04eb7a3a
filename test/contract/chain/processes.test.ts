import { setTimeout as delay } from 'node:timers/promises'
import type { FastifyInstance } from 'fastify'
import { pino } from 'pino'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Clock } from '../../../shared/base/ports.ts'
import { addDays } from '../../../shared/domain/stay-dates.ts'
import type { BookingRequest } from '../../../shared/wire/public-api.ts'
import { RedisLink } from '../../../sync/chain/cache/redis-link.ts'
import { type Chain, openChain } from '../../../sync/chain/chain.ts'
import { keepFollowing } from '../../../sync/chain/cli/keep-following.ts'
import { openPostgres } from '../../../sync/chain/database/postgres.ts'
import { buildGateway } from '../../../sync/chain/gateway/gateway.ts'
import { createHotel } from '../../../sync/chain/hotels/hotels.ts'
import { openNightsForSale } from '../../../sync/chain/hotels/open-nights.ts'
import { bookReservation } from '../../../sync/chain/reservations/book-reservation.ts'
import { enrolDevice, issueEnrolCode } from '../../../sync/chain/sync/enrolment.ts'
import { NOON_UTC_MS, freshPostgres, hotelOf } from '../../support/chain-databases.ts'
import { reservationIdOf } from '../../support/desk-ops.ts'
import { freePort } from '../../support/postgres-server.ts'
import { RedisServer, hasRedis } from '../../support/redis-server.ts'
import { seededRng } from '../../support/seeded-rng.ts'
import { HOTEL_ID, TODAY, TYPE_A, put, smallHotelRows } from '../../support/small-hotel.ts'

const ROOMS = 10
/** Ten per cent more are sold than there are. */
const LIMIT = 11
const STAY = { arrival: TODAY, departure: addDays(TODAY, 1) }
const WITHIN_A_SECOND = { timeout: 1_000, interval: 10 }

/** A chain process, as far as another one can tell. */
interface Process {
  readonly chain: Chain
  readonly app: FastifyInstance
  readonly link: RedisLink | null
  /** What it logged, in order. */
  readonly said: string[]
}

describe('chain processes on one PostgreSQL', () => {
  let url: string
  let running: Process[]
  let lastId: number
  /** What the processes' clocks run ahead of the machine's. */
  let aheadMs: number
  const startMs = performance.now()
  const clock: Clock = { nowUtcMs: () => Math.floor(NOON_UTC_MS + performance.now() - startMs + aheadMs) }

  beforeEach(async () => {
    url = await freshPostgres()
    running = []
    lastId = 0
    aheadMs = 0
  })
  afterEach(async () => {
    for (const { chain, app, link } of running) {
      link?.close()
      await app.close()
      await chain.db.close()
    }
  })

  async function start(redisUrl: string | null = null): Promise<Process> {
    const said: string[] = []
    const log = { warn: (_: object, text: string) => said.push(text), info: (text: string) => said.push(text) } as never // as it is called
    const link = redisUrl === null ? null : new RedisLink(redisUrl, log)
    const chain = await openChain(await openPostgres(url), clock, seededRng(3), null, link)
    const app = await buildGateway(chain, pino({ level: 'silent' }))
    const one = { chain, app, link, said }
    running.push(one)
    if (running.length === 1) {
      const others = smallHotelRows().filter(({ entity }) => entity === 'hotel')
      const type = put('room_type', { roomTypeId: TYPE_A, name: 'A', position: 1, maxOccupancy: 3 })
      const nights = openNightsForSale({ roomTypeId: TYPE_A, rooms: ROOMS, from: TODAY, baseMinor: () => 10_000 })
      await createHotel(chain.db, hotelOf(smallHotelRows()), [...others, type, ...nights])
    }
    return one
  }

  const book = ({ chain }: Process) => {
    lastId += 1
    const request: BookingRequest = {
      reservationId: reservationIdOf(lastId),
      lines: [{ roomTypeId: TYPE_A, ...STAY, adults: 1, children: 0 }],
      guest: { firstName: 'Grace', lastName: 'Hopper' },
      guarantee: 'card',
    }
    return bookReservation(chain, HOTEL_ID, request)
  }
  const available = async ({ chain }: Process) => {
    const answer = await chain.availability.get(HOTEL_ID, STAY)
    if (!answer.ok) throw new Error(answer.error.code)
    return answer.value.roomTypes[0]?.available
  }
  const upWith = async (one: Process) => {
    await expect.poll(() => one.link?.isUp, { timeout: 5_000, interval: 10 }).toBe(true)
  }

  /** The heads that a terminal's event stream at a process tells, as they come. */
  async function heads({ chain, app }: Process): Promise<{ readonly seen: number[]; stop(): void }> {
    const enrolCode = await issueEnrolCode(chain.db, clock, HOTEL_ID)
    const request = { protocol: 1, enrolCode, deviceClass: 'desk', deviceName: 'Front desk' } as const
    const enrolled = await enrolDevice(chain, request)
    if (!enrolled.ok) throw new Error(enrolled.error.code)
    const address = await app.listen({ port: 0, host: '127.0.0.1' })
    const hangUp = new AbortController()
    const headers = { authorization: `Bearer ${enrolled.value.token}`, 'keyrack-protocol': '3' }
    const answer = await fetch(`${address}/sync/v1/events`, { headers, signal: hangUp.signal })
    const seen: number[] = []
    const read = async () => {
      for await (const chunk of answer.body ?? []) {
        for (const [, head] of Buffer.from(chunk)
          .toString()
          .matchAll(/"head":(\d+)/g))
          seen.push(Number(head))
      }
    }
    void read().catch(() => undefined) // hung up below
    await expect.poll(() => seen.length).toBe(1)
    return { seen, stop: () => hangUp.abort() }
  }

  /** Asks both processes for ten times what there is, each looking at its cache in between. */
  async function sellOut(processes: readonly Process[]): Promise<{ accepted: number; refusals: Set<string> }> {
    for (const one of processes) expect(await available(one)).toBe(LIMIT)
    const asked = Array.from({ length: 10 * LIMIT }, async (_, index) => {
      const one = processes[index % processes.length]
      if (!one) throw new Error('no process')
      if (index % 5 === 0) await available(one)
      return book(one)
    })
    const answers = await Promise.all(asked)
    const refusals = new Set(answers.flatMap((answer) => (answer.ok ? [] : [answer.error.code])))
    return { accepted: answers.filter(({ ok }) => ok).length, refusals }
  }

  test('CHAIN-32 without Redis another process’s booking is seen when the second is over', async () => {
    const [here, there] = [await start(), await start()]
    expect([await available(here), await available(there)]).toEqual([LIMIT, LIMIT])
    expect((await book(there)).ok).toBe(true)
    expect([await available(here), await available(there)]).toEqual([LIMIT, LIMIT - 1])
    aheadMs += 1_001
    expect(await available(here)).toBe(LIMIT - 1)
  })

  test('CHAIN-32 without Redis a desk hears of another process’s change by the database', async () => {
    const [here, there] = [await start(), await start()]
    const stopFollowing = keepFollowing(here.chain, pino({ level: 'silent' }))
    const desk = await heads(here)
    expect((await book(there)).ok).toBe(true)
    const head = Math.max(...desk.seen) + 1
    await expect.poll(() => desk.seen, { timeout: 3_000 }).toContain(head)
    desk.stop()
    await stopFollowing()
  })

  test('CHAIN-33 without Redis, however stale the caches are, exactly the limit is sold', async () => {
    const { accepted, refusals } = await sellOut([await start(), await start()])
    expect([accepted, [...refusals]]).toEqual([LIMIT, ['NO_AVAILABILITY']])
  })

  test('CHAIN-31 a Redis that is not there at the start is told once, and nothing fails', async () => {
    const alone = await start(`redis://127.0.0.1:${await freePort()}`)
    expect(await available(alone)).toBe(LIMIT)
    expect((await book(alone)).ok).toBe(true)
    expect(await available(alone)).toBe(LIMIT - 1)
    await expect.poll(() => alone.said).toEqual(['redis is away, going on without it'])
    expect((await alone.app.inject('/metrics')).body).toContain('keyrack_redis_up 0')
  })

  describe.skipIf(!hasRedis)('and one Redis (where redis-server is installed)', () => {
    let redis: RedisServer
    let here: Process
    let there: Process

    beforeEach(async () => {
      redis = await RedisServer.start()
      here = await start(redis.url)
      there = await start(redis.url)
      await upWith(here)
      await upWith(there)
    })
    afterEach(() => redis.kill())

    test('CHAIN-29 what one process read, another takes from Redis', async () => {
      await available(there)
      aheadMs += 1_001
      await available(here)
      aheadMs += 1_001
      await expect
        .poll(async () => {
          aheadMs += 1_001
          await available(here)
          await available(there)
          return there.chain.availability.counts.shared
        })
        .toBeGreaterThan(0)
      expect((await there.app.inject('/metrics')).body).toMatch(
        /keyrack_cache_reads_total\{cache="availability",from="shared"\} [1-9]/,
      )
    })

    test('CHAIN-30 a booking at one process is seen at the other within a second, and told to its desks', async () => {
      const desk = await heads(here)
      for (let left = LIMIT - 1; left > LIMIT - 4; left -= 1) {
        await available(here)
        expect((await book(there)).ok).toBe(true)
        await expect.poll(() => available(here), WITHIN_A_SECOND).toBe(left)
        await expect.poll(() => desk.seen.length, WITHIN_A_SECOND).toBe(1 + LIMIT - left)
      }
      desk.stop()
      expect((await here.app.inject('/metrics')).body).toContain('keyrack_redis_up 1')
    })

    test('CHAIN-31 when Redis is killed bookings and reads go on, and it is used again when it is back', async () => {
      const ended = new AbortController()
      const asking = (one: Process) =>
        (async () => {
          const answers: (number | undefined)[] = []
          while (!ended.signal.aborted) {
            answers.push(await available(one))
            await delay(5)
          }
          return answers
        })()
      const reading = [asking(here), asking(there)]
      expect((await book(here)).ok).toBe(true)
      await redis.kill()
      for (const one of [here, there, here]) expect((await book(one)).ok).toBe(true)
      aheadMs += 1_001
      expect([await available(here), await available(there)]).toEqual([LIMIT - 4, LIMIT - 4])
      await expect.poll(() => here.said).toEqual(['redis is away, going on without it'])
      await redis.start()
      await upWith(here)
      await upWith(there)
      expect(here.said).toEqual(['redis is away, going on without it', 'redis is back'])
      expect((await book(there)).ok).toBe(true)
      await expect.poll(() => available(here), WITHIN_A_SECOND).toBe(LIMIT - 5)
      ended.abort()
      for (const answers of await Promise.all(reading)) expect(answers.every((n) => n !== undefined)).toBe(true)
    })

    test('CHAIN-31 a Redis that stands still holds a read up once, for a moment', async () => {
      await available(here)
      redis.freeze()
      const tookMs: number[] = []
      for (let asked = 0; asked < 5; asked += 1) {
        aheadMs += 1_001
        const askedMs = performance.now()
        expect(await available(here)).toBe(LIMIT)
        tookMs.push(performance.now() - askedMs)
      }
      expect(tookMs.toSorted((a, b) => a - b)[2]).toBeLessThan(40)
      expect((await book(here)).ok).toBe(true)
      expect(await available(here)).toBe(LIMIT - 1)
      expect(here.said).toEqual(['redis is away, going on without it'])
    })

    test('CHAIN-33 through Redis, however stale the caches are, exactly the limit is sold', async () => {
      const { accepted, refusals } = await sellOut([here, there])
      expect([accepted, [...refusals]]).toEqual([LIMIT, ['NO_AVAILABILITY']])
    })
  })
})
