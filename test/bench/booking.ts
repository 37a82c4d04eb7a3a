import { isDeepStrictEqual } from 'node:util'
import { assert, present } from '../../shared/base/assert.ts'
import { type HotelId, newReservationId } from '../../shared/domain/ids.ts'
import { type LocalDate, addDays, localDate } from '../../shared/domain/stay-dates.ts'
import { SeededRandom } from '../../sync/chain/demo/seeded-random.ts'
import { migrate } from '../../sync/chain/database/migrate.ts'
import type { Database } from '../../sync/chain/database/port.ts'
import { openPostgres } from '../../sync/chain/database/postgres.ts'
import type { LandedOutcome, PreparedBooking } from '../../sync/chain/reservations/queries/book-batch.ts'
import { alternate } from '../measure/alternate.ts'
import type { Measuring, Stopwatch } from '../measure/measuring-command.ts'
import type { Measurement, Want } from '../measure/report.ts'
import { percentile } from '../measure/statistics.ts'
import { startPostgresServer } from '../support/postgres-server.ts'
import { TYPE_A } from '../support/small-hotel.ts'
import { loadHotels } from './booking-hotels.ts'
import { HTTP_WANTS, raceHttp } from './http-booking.ts'
import type { OpenRival } from './rivals/booking-rival.ts'
import { checkConstraint } from './rivals/check-constraint.ts'
import { COMMIT_LIMIT_POOLS, type CommitLimit, openCommitLimit } from './rivals/commit-limit.ts'
import { lanes } from './rivals/lanes.ts'
import { oneCall } from './rivals/one-call.ts'
import { optimistic } from './rivals/optimistic.ts'
import { pessimistic } from './rivals/pessimistic.ts'

const ROUNDS = 3
const SECONDS = 1.2
const HOTELS = 5_000
const NIGHTS = 30
const STAY_NIGHTS = 3
const CLIENTS = [1, 8, 32, 64] as const
const MOST_CLIENTS = 64
const FIRST_NIGHT = localDate('2026-12-01')
const NOW_UTC_MS = 1_763_800_000_000
/** As an operator sets a server that takes thousands of bookings a second: room for its pages, a checkpoint now and then. */
const SERVER_SETTINGS = ['shared_buffers=1GB', 'max_wal_size=8GB']
const HELD_HOTEL = 'h2' as HotelId
const HELD_MS = 500
const BYSTANDERS = 28
const ASKERS_OF_HELD = 4

const RIVALS = [pessimistic, optimistic, checkConstraint, oneCall, lanes] as const
type Name = (typeof RIVALS)[number]['name']
type Workload = 'uniform' | 'flash'

/** The wishes of the issue "Chain (2 of 6)". */
const WANTS: Readonly<Record<string, Want>> = {
  'flash.vs_pessimistic.64': ['>=', 30],
  'uniform.vs_pessimistic.64': ['>=', 7],
  'uniform.vs_pessimistic.1': ['>=', 1],
  'flash.vs_best_pessimistic': ['>=', 15],
  'soldout.vs_pessimistic.64': ['>=', 10],
  'soldout.wrong_replays': ['=', 0],
  'flash.vs_function.64': ['>=', 20],
  'uniform.vs_function.64': ['>=', 2.5],
  'uniform.vs_function.1': ['>=', 0.9],
  'uniform.vs_commit_limit.64': ['>=', 1.2],
  'bystander.p99_ms': ['<', 50],
  ...HTTP_WANTS,
}

/**
 * Bookings a second that were accepted and durable, by clients that ask one after the other, against the three textbook
 * ways and against our own function without batches. Requests come validated and priced: what is compared is how the
 * database is asked to decide and write. Each rival has the pool size that served it best at 64 clients.
 */
export async function measureBooking(measuring: Measuring): Promise<Measurement> {
  const server = await startPostgresServer(SERVER_SETTINGS)
  try {
    const url = `${server.url}/postgres`
    const db = await openPostgres(url, 2)
    try {
      await migrate(db)
      measuring.progress(`loading ${HOTELS} hotels of ${NIGHTS} nights`)
      await loadHotels(db, { prefix: 'h', hotels: HOTELS, nights: NIGHTS, firstNight: FIRST_NIGHT, rooms: 1_000_000 })
      const figures = await new BookingRace(measuring, url, db).run()
      const durability = 'PostgreSQL 18, fsync on, synchronous_commit on, answered after the commit'
      return { name: 'booking', figures, wants: WANTS, durability }
    } finally {
      await db.close()
    }
  } finally {
    await server.stop()
  }
}

class BookingRace {
  readonly #url: string
  readonly #db: Database
  readonly #stopwatch: Stopwatch
  readonly #progress: Measuring['progress']
  readonly #rounds: number
  readonly #seconds: number
  readonly #bookings = new Bookings()
  readonly #figures: Record<string, number> = {}

  constructor({ stopwatch, progress, rounds, seconds }: Measuring, url: string, db: Database) {
    this.#url = url
    this.#db = db
    this.#stopwatch = stopwatch
    this.#progress = progress
    this.#rounds = rounds ?? ROUNDS
    this.#seconds = seconds ?? SECONDS
  }

  async run(): Promise<Record<string, number>> {
    await this.#fillALittle()
    await this.#raceAccepted('uniform')
    await this.#raceCommits()
    await this.#raceAccepted('flash')
    await this.#raceSoldOut()
    await this.#holdAHead()
    await this.#raceHttp()
    return this.#figures
  }

  /** So that nobody's statements are planned for empty tables. */
  async #fillALittle(): Promise<void> {
    const rival = await lanes.open(this.#url, 10)
    await this.#acceptedPerSecond(rival, MOST_CLIENTS, () => this.#bookings.next('uniform'))
    await rival.close()
    await this.#db.script('VACUUM ANALYZE')
    await this.#db.script('CHECKPOINT')
  }

  /** Against the least that one commit a booking can cost. */
  async #raceCommits(): Promise<void> {
    const next = () => this.#bookings.next('uniform')
    const commitsPerSecond = async (limit: CommitLimit) => {
      let commits = 0
      const perMs = await this.#untilTime(MOST_CLIENTS, async () => {
        await limit.commit(next())
        commits += 1
      })
      return perMs(commits)
    }
    const tried: { poolSize: number; perSecond: number }[] = []
    for (const poolSize of COMMIT_LIMIT_POOLS) {
      const limit = await openCommitLimit(this.#url, poolSize)
      tried.push({ poolSize, perSecond: await commitsPerSecond(limit) })
      await limit.close()
    }
    const { poolSize } = present(tried.toSorted((a, b) => b.perSecond - a.perSecond)[0], 'a pool')
    const limit = await openCommitLimit(this.#url, poolSize)
    const ours = await lanes.open(this.#url, 10)
    const race = await alternate<'ours' | 'commit_limit', 'per_s'>(
      [
        {
          name: 'ours',
          run: async () => ({ per_s: await this.#acceptedPerSecond(ours, MOST_CLIENTS, next) }),
        },
        { name: 'commit_limit', run: async () => ({ per_s: await commitsPerSecond(limit) }) },
      ],
      this.#rounds,
    )
    await limit.close()
    await ours.close()
    this.#figures['uniform.commit_limit.pool'] = poolSize
    this.#figures['uniform.commit_limit.64_per_s'] = race.median('commit_limit', 'per_s')
    this.#figures['uniform.vs_commit_limit.64'] = race.medianRatio('ours', 'commit_limit', 'per_s')
    this.#progress(`uniform, one commit a booking at the least: ${Math.round(race.median('commit_limit', 'per_s'))}/s`)
  }

  /** The whole way of a booking, from the socket on, with the chain in a process of its own. */
  async #raceHttp(): Promise<void> {
    const rival = await pessimistic.open(this.#url, this.#figures['uniform.pessimistic.pool'] ?? 10)
    const figures = await raceHttp({
      url: this.#url,
      db: this.#db,
      rounds: this.#rounds,
      seconds: this.#seconds,
      measuring: { stopwatch: this.#stopwatch, progress: this.#progress },
      pessimisticPerSecond: () => this.#acceptedPerSecond(rival, MOST_CLIENTS, () => this.#bookings.next('uniform')),
    })
    await rival.close()
    Object.assign(this.#figures, figures)
  }

  /** A slow transaction holds one hotel's head again and again; how long do the others' guests wait? */
  async #holdAHead(): Promise<void> {
    const rival = await lanes.open(this.#url, 10)
    const endMs = this.#stopwatch.nowMs() + Math.max(3, this.#rounds * this.#seconds) * 1_000
    const going = () => this.#stopwatch.nowMs() < endMs
    const waitedMs: number[] = []
    let ofHeld = 0
    const holder = async () => {
      while (going()) {
        await this.#db.transaction('READ COMMITTED', async (tx) => {
          await tx.query('SELECT version FROM sync_head WHERE hotel_id = $1 FOR NO KEY UPDATE', [HELD_HOTEL])
          await tx.query('SELECT pg_sleep($1)', [HELD_MS / 1_000])
        })
      }
    }
    const bystander = async () => {
      while (going()) {
        const booking = this.#bookings.next('uniform')
        if (booking.hotelId === HELD_HOTEL) continue
        const startMs = this.#stopwatch.nowMs()
        const { outcome } = await rival.book(booking)
        assert(outcome === 'accepted', `there is room for all, and one was ${outcome}`)
        waitedMs.push(this.#stopwatch.nowMs() - startMs)
      }
    }
    const askerOfHeld = async () => {
      while (going()) {
        const { outcome } = await rival.book(this.#bookings.of(HELD_HOTEL, 3))
        assert(outcome === 'accepted', `there is room for all, and one was ${outcome}`)
        ofHeld += 1
      }
    }
    await Promise.all([
      holder(),
      ...Array.from({ length: BYSTANDERS }, bystander),
      ...Array.from({ length: ASKERS_OF_HELD }, askerOfHeld),
    ])
    await rival.close()
    assert(ofHeld > 0, 'the held hotel books between')
    this.#figures['bystander.p50_ms'] = percentile(waitedMs, 50)
    this.#figures['bystander.p99_ms'] = percentile(waitedMs, 99)
    this.#figures['bystander.bookings'] = waitedMs.length
    this.#figures['bystander.bookings_of_held'] = ofHeld
  }

  async #raceAccepted(workload: Workload): Promise<void> {
    const open = await this.#openAll(workload)
    const next = () => this.#bookings.next(workload)
    const ours: number[] = []
    const locked: number[] = []
    for (const clients of CLIENTS) {
      const rivals = [...open].map(([name, rival]) => ({
        name,
        run: async () => ({ per_s: await this.#acceptedPerSecond(rival, clients, next) }),
      }))
      const race = await alternate<Name, 'per_s'>(rivals, this.#rounds)
      for (const { name } of RIVALS) this.#figures[`${workload}.${name}.${clients}_per_s`] = race.median(name, 'per_s')
      for (const { name } of RIVALS) {
        if (name !== 'ours') {
          this.#figures[`${workload}.vs_${name}.${clients}`] = race.medianRatio('ours', name, 'per_s')
        }
      }
      ours.push(race.median('ours', 'per_s'))
      locked.push(race.median('pessimistic', 'per_s'))
      this.#progress(
        `${workload}, ${clients} clients: ${RIVALS.map(({ name }) => `${name} ${Math.round(race.median(name, 'per_s'))}/s`).join(', ')}`,
      )
    }
    this.#figures[`${workload}.vs_best_pessimistic`] = present(ours.at(-1), 'a last cell') / Math.max(...locked)
    for (const rival of open.values()) await rival.close()
  }

  /** Opens every rival with its best pool; trying them warms up tables and plans too. */
  async #openAll(workload: Workload): Promise<Map<Name, OpenRival>> {
    const open = new Map<Name, OpenRival>()
    for (const { name, pools, open: openRival } of RIVALS) {
      const tried: { poolSize: number; perSecond: number }[] = []
      for (const poolSize of pools) {
        const rival = await openRival(this.#url, poolSize)
        const next = () => this.#bookings.next(workload)
        tried.push({ poolSize, perSecond: await this.#acceptedPerSecond(rival, MOST_CLIENTS, next) })
        await rival.close()
      }
      const best = present(tried.toSorted((a, b) => b.perSecond - a.perSecond)[0], 'a rival has a pool')
      this.#figures[`${workload}.${name}.pool`] = best.poolSize
      open.set(name, await openRival(this.#url, best.poolSize))
    }
    return open
  }

  async #acceptedPerSecond(rival: OpenRival, clients: number, next: () => PreparedBooking): Promise<number> {
    let accepted = 0
    const perMs = await this.#untilTime(clients, async () => {
      const { outcome } = await rival.book(next())
      assert(outcome === 'accepted', `there is room for all, and one was ${outcome}`)
      accepted += 1
    })
    return perMs(accepted)
  }

  /** A flash sale of a hundred units that goes on when they are sold; of ten requests three were asked before. */
  async #raceSoldOut(): Promise<void> {
    const contenders = [pessimistic, oneCall, lanes] as const
    let wrong = 0
    const rivals = contenders.map(({ name, open }) => ({
      name,
      run: async (round: number) => {
        const rival = await open(this.#url, this.#figures[`flash.${name}.pool`] ?? 10)
        const found = await this.#sellOut(rival, `soldout-${name}-${round}`)
        await rival.close()
        wrong += found.wrong
        return { per_s: found.perSecond }
      },
    }))
    const race = await alternate<(typeof contenders)[number]['name'], 'per_s'>(rivals, this.#rounds)
    for (const { name } of contenders) {
      this.#figures[`soldout.${name}.${MOST_CLIENTS}_per_s`] = race.median(name, 'per_s')
      if (name !== 'ours') {
        this.#figures[`soldout.vs_${name}.${MOST_CLIENTS}`] = race.medianRatio('ours', name, 'per_s')
      }
    }
    this.#figures['soldout.wrong_replays'] = wrong
  }

  async #sellOut(rival: OpenRival, prefix: string): Promise<{ perSecond: number; wrong: number }> {
    const rooms = 91 // 10 % more are sold: 100
    const [hotelId] = await loadHotels(this.#db, { prefix, hotels: 1, nights: NIGHTS, firstNight: FIRST_NIGHT, rooms })
    const asked: { booking: PreparedBooking; answer: LandedOutcome }[] = []
    const random = new SeededRandom(3)
    let answers = 0
    let accepted = 0
    let wrong = 0
    const perMs = await this.#untilTime(MOST_CLIENTS, async () => {
      const before = random.chance(0.3) ? asked[below(random, asked.length)] : undefined
      const booking = before?.booking ?? this.#bookings.of(present(hotelId, 'a hotel'), 3)
      const answer = await rival.book(booking)
      answers += 1
      if (before) {
        const expected = before.answer.outcome === 'accepted' ? { outcome: 'replayed' } : before.answer
        if (!isDeepStrictEqual(answer, expected)) wrong += 1
        return
      }
      if (answer.outcome === 'accepted') accepted += 1
      asked.push({ booking, answer })
    })
    const refused = asked.length > accepted
    assert(refused ? accepted === 100 : accepted <= 100, `a hundred can be sold, ${accepted} were`)
    return { perSecond: perMs(answers), wrong }
  }

  /** Lets clients ask until the time of a cell is up; answers how a count becomes one a second. */
  async #untilTime(clients: number, step: () => Promise<void>): Promise<(count: number) => number> {
    const startMs = this.#stopwatch.nowMs()
    const endMs = startMs + this.#seconds * 1_000
    const client = async () => {
      while (this.#stopwatch.nowMs() < endMs) await step()
    }
    await Promise.all(Array.from({ length: clients }, client))
    const tookMs = this.#stopwatch.nowMs() - startMs
    return (count) => (count * 1_000) / tookMs
  }
}

/** Requests, validated and priced, each with an id of its own. */
class Bookings {
  readonly #random = new SeededRandom(1)
  #nowUtcMs = NOW_UTC_MS
  #count = 0

  next(workload: Workload): PreparedBooking {
    if (workload === 'flash') return this.of('h1' as HotelId, 3)
    const hotel = `h${below(this.#random, HOTELS) + 1}` as HotelId // as they were loaded
    return this.of(hotel, below(this.#random, NIGHTS - STAY_NIGHTS))
  }

  of(hotelId: HotelId, firstDay: number): PreparedBooking {
    this.#count += 1
    this.#nowUtcMs += 1
    const arrival: LocalDate = addDays(FIRST_NIGHT, firstDay)
    const departure = addDays(arrival, STAY_NIGHTS)
    return {
      hotelId,
      reservationId: newReservationId({ nowUtcMs: () => this.#nowUtcMs }, this.#random),
      fingerprint: `0123456789abcdef0123456789abcdef0123456789abcdef${this.#count}`,
      guarantee: 'card',
      guest: { firstName: 'Grace', lastName: 'Hopper', email: 'grace@example.org', phone: '+351 910 000 001' },
      lines: [
        {
          roomTypeId: TYPE_A,
          arrival,
          departure,
          adults: 2,
          children: 0,
          roomId: null,
          nightlyMinor: [9_000, 9_000, 9_000],
          taxes: [],
        },
      ],
      bookedAtUtcMs: this.#nowUtcMs,
      bookedOn: FIRST_NIGHT,
      ratePlanId: null,
      holdUntilUtcMs: null,
    }
  }
}

function below(random: SeededRandom, limit: number): number {
  return Math.floor(random.next() * limit)
}
