import { assert } from '../../shared/base/assert.ts'
import type { Clock } from '../../shared/base/ports.ts'
import { type HotelId, type RoomTypeId, newReservationId } from '../../shared/domain/ids.ts'
import { type Stay, addDays } from '../../shared/domain/stay-dates.ts'
import type { QuoteResource } from '../../shared/wire/public-api.ts'
import { type Chain, openChain } from '../../sync/chain/chain.ts'
import { openPostgres } from '../../sync/chain/database/postgres.ts'
import { SeededRandom } from '../../sync/chain/demo/seeded-random.ts'
import { hotelIdOf, roomTypeIdOf } from '../../sync/chain/generate/chain-plan.ts'
import { createQuote } from '../../sync/chain/rates/quotes.ts'
import { loadAvailability } from '../../sync/chain/reservations/availability.ts'
import { bookReservation } from '../../sync/chain/reservations/book-reservation.ts'
import { type Round, alternate } from '../measure/alternate.ts'
import type { Measuring, Stopwatch } from '../measure/measuring-command.ts'
import type { Measurement, Want } from '../measure/report.ts'
import { percentile } from '../measure/statistics.ts'
import { startPostgresServer } from '../support/postgres-server.ts'
import { FIRST_NIGHT, NOON_UTC_MS, createDatabase, fill, onServer, planOf } from './generated-chain.ts'

/**
 * Few hotels and arrivals: 64 clients ask some thousand times a second, as a chain's favourites are asked in a sale. Spread
 * over 5,000 hotels the same rate asks hardly anything twice within the second that an answer is kept, and the cache, which
 * is for what many ask at once, would be measured where it is not needed.
 */
const HOTELS = 10
const ARRIVALS = 30
const ROUNDS = 3
const SECONDS = 4
const WARM_UP_SECONDS = 1
const CLIENTS = 64
const POOL = 10
/** A second of the chain's average day: 300 looks at rooms, 30 booking pages, 3 bookings; and how many times that is driven. */
const LOOKS = 300
const QUOTES = 30
const BOOKINGS = 3
const TIMES = 100

const KINDS = ['reads', 'quotes', 'bookings'] as const
type Kind = (typeof KINDS)[number]
type Figure = `${Kind}.${'per_s' | 'p50_ms' | 'p99_ms'}` | 'refused_pct' | 'hit_pct'
const WAYS = ['cached', 'uncached'] as const
type Way = (typeof WAYS)[number]

const WANTS: Readonly<Record<string, Want>> = { 'reads.cached_vs_uncached': ['>=', 3] }

/**
 * What guests do, in the proportion in which they do it, against the chain's own functions in this process: the
 * availability of a hotel for a stay, a quote, and a booking at a quote. Hotels and stays are as popular as Zipf has it.
 * Driven at a hundred times the average day, or as fast as 64 clients who each wait for their answer can.
 */
export async function measureFunnel(measuring: Measuring): Promise<Measurement> {
  const { stopwatch, progress } = measuring
  const plan = planOf(measuring.hotels ?? HOTELS)
  const server = await startPostgresServer()
  try {
    const url = await createDatabase(server.url, 'funnel')
    const db = await openPostgres(url, POOL)
    try {
      progress(`filling ${plan.hotels} hotels`)
      await fill(db, url, plan, () => undefined)
      await onServer(url, (client) => client.query('VACUUM ANALYZE'))
      const startMs = stopwatch.nowMs()
      const clock: Clock = { nowUtcMs: () => NOON_UTC_MS + Math.floor(stopwatch.nowMs() - startMs) }
      const chain = await openChain(db, clock, new SeededRandom(1))
      const guests = new Guests(plan.hotels, plan.types, clock)
      const run = (way: Way, seconds: number) => new Funnel(chain, guests, way, stopwatch).run(seconds)
      for (const way of WAYS) await run(way, WARM_UP_SECONDS)
      const seconds = measuring.seconds ?? SECONDS
      const rivals = WAYS.map((name) => ({ name, run: () => run(name, seconds) }))
      const race = await alternate<Way, Figure>(rivals, measuring.rounds ?? ROUNDS)
      const figures: Record<string, number> = { hotels: plan.hotels, 'reads.driven_per_s': LOOKS * TIMES }
      for (const way of WAYS) {
        for (const kind of KINDS) {
          for (const what of ['per_s', 'p50_ms', 'p99_ms'] as const) {
            figures[`${way}.${kind}.${what}`] = race.median(way, `${kind}.${what}`)
          }
        }
        figures[`${way}.refused_pct`] = race.median(way, 'refused_pct')
      }
      figures['cached.hit_pct'] = race.median('cached', 'hit_pct')
      figures['reads.cached_vs_uncached'] = race.medianRatio('cached', 'uncached', 'reads.per_s')
      const durability = 'PostgreSQL 18, fsync on, synchronous_commit on, bookings answered after the commit'
      return { name: 'funnel', figures, wants: WANTS, durability }
    } finally {
      await db.close()
    }
  } finally {
    await server.stop()
  }
}

interface Wish {
  readonly hotelId: HotelId
  readonly roomTypeId: RoomTypeId
  readonly stay: Stay
}

/** Guests by seed: what they do next, and where and when they want to stay. */
class Guests {
  readonly clock: Clock
  readonly random = new SeededRandom(7)
  readonly #hotels: readonly number[]
  readonly #arrivals: readonly number[]
  readonly #types: number

  constructor(hotels: number, types: number, clock: Clock) {
    this.clock = clock
    this.#hotels = zipf(hotels)
    this.#arrivals = zipf(ARRIVALS)
    this.#types = types
  }

  nextKind(): Kind {
    const at = this.random.next() * (LOOKS + QUOTES + BOOKINGS)
    return at < LOOKS ? 'reads' : at < LOOKS + QUOTES ? 'quotes' : 'bookings'
  }

  wish(): Wish {
    const arrival = addDays(FIRST_NIGHT, 1 + this.#oneOf(this.#arrivals))
    const stay = { arrival, departure: addDays(arrival, this.random.pick(1, 2, 2, 3)) }
    const roomTypeId = roomTypeIdOf(1 + Math.floor(this.random.next() * this.#types))
    return { hotelId: hotelIdOf(1 + this.#oneOf(this.#hotels)), roomTypeId, stay }
  }

  #oneOf(cumulative: readonly number[]): number {
    const at = this.random.next()
    const index = cumulative.findIndex((upTo) => at < upTo)
    return index < 0 ? cumulative.length - 1 : index
  }
}

/** Of things by popularity, the n-th of which is wanted 1/n as often as the first: the shares up to each. */
function zipf(count: number): number[] {
  const weights = Array.from({ length: count }, (_, index) => 1 / (index + 1))
  const whole = weights.reduce((sum, weight) => sum + weight, 0)
  let upTo = 0
  return weights.map((weight) => (upTo += weight / whole))
}

/** One run of the funnel. A step is one function a kind. */
class Funnel {
  readonly #chain: Chain
  readonly #guests: Guests
  readonly #cached: boolean
  readonly #stopwatch: Stopwatch
  readonly #samplesMs: Record<Kind, number[]> = { reads: [], quotes: [], bookings: [] }
  /** Quotes that nobody booked yet, newest last. */
  readonly #quotes: QuoteResource[] = []
  #refused = 0
  #asked = 0

  constructor(chain: Chain, guests: Guests, way: Way, stopwatch: Stopwatch) {
    this.#chain = chain
    this.#guests = guests
    this.#cached = way === 'cached'
    this.#stopwatch = stopwatch
  }

  async run(seconds: number): Promise<Round<Figure>> {
    await this.quotes()
    const hitsBefore = this.#chain.availability.counts.process
    const startMs = this.#stopwatch.nowMs()
    const perMs = ((LOOKS + QUOTES + BOOKINGS) * TIMES) / 1_000
    const endMs = startMs + seconds * 1_000
    let begun = 0
    const client = async () => {
      for (;;) {
        const nowMs = this.#stopwatch.nowMs()
        if (nowMs >= endMs) return
        const dueMs = startMs + begun / perMs
        if (dueMs > nowMs) {
          await new Promise((resolve) => setTimeout(resolve, dueMs - nowMs))
          continue
        }
        begun += 1
        const kind = this.#guests.nextKind()
        const stepMs = this.#stopwatch.nowMs()
        await this[kind]()
        this.#samplesMs[kind].push(this.#stopwatch.nowMs() - stepMs)
      }
    }
    await Promise.all(Array.from({ length: CLIENTS }, client))
    const tookMs = this.#stopwatch.nowMs() - startMs
    const figures = KINDS.flatMap((kind): [Figure, number][] => {
      const samples = this.#samplesMs[kind]
      return [
        [`${kind}.per_s`, (samples.length * 1_000) / tookMs],
        [`${kind}.p50_ms`, percentile(samples, 50)],
        [`${kind}.p99_ms`, percentile(samples, 99)],
      ]
    })
    const shares: [Figure, number][] = [
      ['refused_pct', (100 * this.#refused) / this.#asked],
      ['hit_pct', (100 * (this.#chain.availability.counts.process - hitsBefore)) / this.#samplesMs.reads.length],
    ]
    return Object.fromEntries([...figures, ...shares]) as Round<Figure> // an entry a figure
  }

  async reads(): Promise<void> {
    const { hotelId, stay } = this.#guests.wish()
    const { availability, db } = this.#chain
    const answer = await (this.#cached ? availability.get(hotelId, stay) : loadAvailability(db, hotelId, stay))
    assert(answer.ok, 'a generated hotel has availability')
  }

  async quotes(): Promise<void> {
    const { hotelId, roomTypeId, stay } = this.#guests.wish()
    const lines = [{ roomTypeId, ...stay, adults: 1, children: 0 }]
    const quote = await createQuote(this.#chain, hotelId, { lines })
    assert(quote.ok, 'a night on sale is quoted')
    this.#quotes.push(quote.value)
  }

  /** Books a quote; what is sold out by then is answered and counted as refused. */
  async bookings(): Promise<void> {
    const quote = this.#quotes.pop() ?? null
    if (!quote) return this.quotes()
    const lines = quote.lines.map(({ roomTypeId, arrival, departure, adults, children }) => ({
      roomTypeId,
      arrival,
      departure,
      adults,
      children,
    }))
    const booked = await bookReservation(this.#chain, quote.hotelId, {
      reservationId: newReservationId(this.#guests.clock, this.#guests.random),
      quoteId: quote.quoteId,
      lines,
      guest: { firstName: 'Grace', lastName: 'Hopper', email: 'grace@example.org' },
      guarantee: 'card',
    })
    this.#asked += 1
    if (booked.ok) return
    assert(booked.error.code === 'NO_AVAILABILITY', `a quote was refused: ${booked.error.code}`)
    this.#refused += 1
  }
}
