import { Pool } from 'undici'
import { assert } from '../../shared/base/assert.ts'
import type { Clock } from '../../shared/base/ports.ts'
import { newReservationId } from '../../shared/domain/ids.ts'
import { type LocalDate, addDays, localDateAt } from '../../shared/domain/stay-dates.ts'
import { ApiKeys } from '../../sync/chain/access/api-keys.ts'
import { systemClock, systemRng } from '../../sync/chain/cli/system.ts'
import type { Database } from '../../sync/chain/database/port.ts'
import { SeededRandom } from '../../sync/chain/demo/seeded-random.ts'
import { alternate } from '../measure/alternate.ts'
import type { Measuring } from '../measure/measuring-command.ts'
import type { Want } from '../measure/report.ts'
import { percentile } from '../measure/statistics.ts'
import { RunningProcess } from '../support/running-process.ts'
import { loadHotels } from './booking-hotels.ts'

const CONNECTIONS = 64
const HOTELS = 5_000
const NIGHTS = 30
const STAY_NIGHTS = 3
const WARM_UP_SECONDS = 3
const PREFIX = 'web'

export const HTTP_WANTS: Readonly<Record<string, Want>> = {
  'http.vs_echo.64': ['>=', 0.4],
  'http.vs_pessimistic.64': ['>', 2],
}

export interface HttpRace {
  readonly url: string
  readonly db: Database
  readonly rounds: number
  readonly seconds: number
  readonly measuring: Pick<Measuring, 'stopwatch' | 'progress'>
  /** Bookings a second that the pessimistic way accepts in its process, with its best pool, uniform, by as many clients. */
  readonly pessimisticPerSecond: () => Promise<number>
}

/**
 * Bookings a second over HTTP, by connections that each wait for their answer: the chain as `serve` runs it, in a process
 * of its own, with its key, validation, limits and log, against a bare echo of the same JSON asked by the same client.
 */
export async function raceHttp(race: HttpRace): Promise<Record<string, number>> {
  const { url, db, rounds, seconds, measuring } = race
  const from = addDays(localDateAt(systemClock.nowUtcMs(), 'Europe/Lisbon'), 1)
  measuring.progress(`loading ${HOTELS} hotels to book over HTTP`)
  await loadSellableHotels(db, from)
  const keys = new ApiKeys(db, systemClock, systemRng)
  const { apiKey } = await keys.add({ name: 'measure', hotelId: null, perMinute: 1_000_000_000 })
  const requests = new Requests(from, systemClock)
  const serve = ['serve', '--db', url, '--port', '0', '--json']
  const chain = await Served.start('sync/chain/cli/main.ts', serve)
  const echo = await Served.start('test/support/stand-in-echo.ts', [])
  try {
    const answersMs: number[] = []
    const headers = { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' }
    const posting = (server: Served, path: (hotelId: string) => string, status: number, forSeconds: number) =>
      postFor(server.pool, { requests, headers, path, status, seconds: forSeconds, stopwatch: measuring.stopwatch })
    const book = (forSeconds: number) =>
      posting(chain, (hotelId) => `/v1/hotels/${hotelId}/reservations`, 201, forSeconds)
    const bounce = (forSeconds: number) => posting(echo, () => '/echo', 200, forSeconds)
    await book(WARM_UP_SECONDS)
    await bounce(WARM_UP_SECONDS)
    const run = await alternate<'ours' | 'echo' | 'pessimistic', 'per_s'>(
      [
        {
          name: 'ours',
          run: async () => {
            const posted = await book(seconds)
            answersMs.push(...posted.answersMs)
            return { per_s: posted.perSecond }
          },
        },
        { name: 'echo', run: async () => ({ per_s: (await bounce(seconds)).perSecond }) },
        { name: 'pessimistic', run: async () => ({ per_s: await race.pessimisticPerSecond() }) },
      ],
      rounds,
    )
    const figures = {
      'http.bookings.64_per_s': run.median('ours', 'per_s'),
      'http.echo.64_per_s': run.median('echo', 'per_s'),
      'http.pessimistic.64_per_s': run.median('pessimistic', 'per_s'),
      'http.vs_echo.64': run.medianRatio('ours', 'echo', 'per_s'),
      'http.vs_pessimistic.64': run.medianRatio('ours', 'pessimistic', 'per_s'),
      'http.p50_ms': percentile(answersMs, 50),
      'http.p99_ms': percentile(answersMs, 99),
    }
    measuring.progress(
      `over HTTP: ${Math.round(figures['http.bookings.64_per_s'])}/s, echo ${Math.round(figures['http.echo.64_per_s'])}/s`,
    )
    return figures
  } finally {
    await Promise.all([chain.stop(), echo.stop()])
  }
}

/** Hotels with what a booking over HTTP is validated and priced by. */
async function loadSellableHotels(db: Database, from: LocalDate): Promise<void> {
  await loadHotels(db, { prefix: PREFIX, hotels: HOTELS, nights: NIGHTS, firstNight: from, rooms: 1_000_000 })
  await db.query(
    `INSERT INTO room_type (hotel_id, room_type_id, name, position, max_occupancy)
     SELECT $1 || n, 'A', 'Double', 1, 4 FROM generate_series(1, $2::integer) AS n`,
    [PREFIX, HOTELS],
  )
  await db.query(
    `INSERT INTO room_type_rate (hotel_id, room_type_id, night, base_minor)
     SELECT $1 || n, 'A', $3::date + day, 10000
     FROM generate_series(1, $2::integer) AS n, generate_series(0, $4::integer - 1) AS day`,
    [PREFIX, HOTELS, from, NIGHTS],
  )
  await db.script('VACUUM ANALYZE')
}

/** A server in a process of its own, and connections to it. */
class Served {
  readonly pool: Pool
  readonly #process: RunningProcess

  private constructor(process: RunningProcess, address: string) {
    this.#process = process
    this.pool = new Pool(address, { connections: CONNECTIONS, pipelining: 1 })
  }

  static async start(script: string, args: readonly string[]): Promise<Served> {
    const process = new RunningProcess(script, args)
    await process.until('"chain":')
    // Its log is read and let go: it is written, as it is in production.
    process.child.stderr?.removeAllListeners('data').resume()
    const { chain } = JSON.parse(process.stdout) as { chain: string } // as either of them prints it
    return new Served(process, chain)
  }

  async stop(): Promise<void> {
    await this.pool.close()
    this.#process.child.disconnect()
    await this.#process.ended
  }
}

/** Bodies of requests, any hotel and arrival with the same chance, each with an id of its own. */
class Requests {
  readonly #arrivals: readonly LocalDate[]
  readonly #clock: Clock
  readonly #random = new SeededRandom(5)

  constructor(from: LocalDate, clock: Clock) {
    this.#arrivals = Array.from({ length: NIGHTS - STAY_NIGHTS }, (_, day) => addDays(from, day))
    this.#clock = clock
  }

  next(): { readonly hotelId: string; readonly body: string } {
    const arrival = this.#arrivals[Math.floor(this.#random.next() * this.#arrivals.length)]
    assert(arrival, 'an arrival')
    const body = {
      reservationId: newReservationId(this.#clock, this.#random),
      lines: [{ roomTypeId: 'A', arrival, departure: addDays(arrival, STAY_NIGHTS), adults: 2, children: 0 }],
      guest: { firstName: 'Grace', lastName: 'Hopper', email: 'grace@example.org', phone: '+351 910 000 001' },
      guarantee: 'card',
    }
    return { hotelId: `${PREFIX}${Math.floor(this.#random.next() * HOTELS) + 1}`, body: JSON.stringify(body) }
  }
}

interface Posting {
  readonly requests: Requests
  readonly headers: Readonly<Record<string, string>>
  readonly path: (hotelId: string) => string
  /** The one status that counts as answered. */
  readonly status: number
  readonly seconds: number
  readonly stopwatch: Measuring['stopwatch']
}

/** Posts over every connection, one request after the other, until the time is up. */
async function postFor(
  pool: Pool,
  { requests, headers, path, status, seconds, stopwatch }: Posting,
): Promise<{ perSecond: number; answersMs: number[] }> {
  const answersMs: number[] = []
  const startMs = stopwatch.nowMs()
  const endMs = startMs + seconds * 1_000
  const client = async () => {
    while (stopwatch.nowMs() < endMs) {
      const { hotelId, body } = requests.next()
      const askedMs = stopwatch.nowMs()
      const answer = await pool.request({ method: 'POST', path: path(hotelId), headers, body })
      const text = await answer.body.text()
      assert(answer.statusCode === status, `a booking was answered ${answer.statusCode}: ${text}`)
      answersMs.push(stopwatch.nowMs() - askedMs)
    }
  }
  await Promise.all(Array.from({ length: CONNECTIONS }, client))
  return { perSecond: (answersMs.length * 1_000) / (stopwatch.nowMs() - startMs), answersMs }
}
