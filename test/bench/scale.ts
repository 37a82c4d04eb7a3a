import { assert } from '../../shared/base/assert.ts'
import type { Database } from '../../sync/chain/database/port.ts'
import { openPostgres } from '../../sync/chain/database/postgres.ts'
import type { ChainPlan } from '../../sync/chain/generate/chain-plan.ts'
import { loadAvailability } from '../../sync/chain/reservations/availability.ts'
import { type Rival, alternate } from '../measure/alternate.ts'
import type { Measuring, Stopwatch } from '../measure/measuring-command.ts'
import type { Measurement, Want } from '../measure/report.ts'
import { percentile } from '../measure/statistics.ts'
import { startPostgresServer } from '../support/postgres-server.ts'
import { GeneratedBookings, createDatabase, fill, onServer, planOf } from './generated-chain.ts'
import type { OpenRival } from './rivals/booking-rival.ts'
import { lanes } from './rivals/lanes.ts'

const HOTELS = 5_000
const SMALL_HOTELS = 50
const ROUNDS = 3
const SECONDS = 4
const WARM_UP_SECONDS = 2
const CLIENTS = 64
const POOL = 10
const SEARCHES = 1_500
const SEARCH_NIGHTS = 14

const SETTINGS = ['shared_buffers=2GB', 'max_wal_size=8GB', 'checkpoint_timeout=30min', 'autovacuum=off']

/** The wishes of the issue "Chain". */
const WANTS: Readonly<Record<string, Want>> = {
  'throughput.full_vs_small': ['>=', 0.7],
  'availability.p50_ms': ['<', 3],
}

/**
 * What size costs: bookings a second that were accepted and durable on a chain of 5,000 hotels (73 million nights of
 * types) against one of 50, and against one of as many hotels with few nights, all warm, on one server, round by round; and one client asking for the availability of one
 * hotel after the other, 14 nights in all 20 types, straight at the database.
 */
export async function measureScale(measuring: Measuring): Promise<Measurement> {
  const { progress, stopwatch } = measuring
  const hotels = measuring.hotels ?? HOTELS
  const server = await startPostgresServer(SETTINGS)
  const open: Database[] = []
  try {
    const chains = []
    for (const [name, plan] of [
      ['small', planOf(Math.min(SMALL_HOTELS, hotels))],
      ['narrow', { ...planOf(hotels), types: 2, nights: 60 }],
      ['full', planOf(hotels)],
    ] as const) {
      const url = await createDatabase(server.url, `chain_${name}`)
      const db = await openPostgres(url, POOL)
      open.push(db)
      progress(`filling the ${name} database: ${plan.hotels} hotels`)
      const startMs = stopwatch.nowMs()
      const { rows } = await fill(db, url, plan, progress)
      const seconds = (stopwatch.nowMs() - startMs) / 1_000
      await settle(url, progress)
      chains.push({ name, plan, url, db, rows, seconds })
    }
    const [small, narrow, full] = chains
    assert(small !== undefined && narrow !== undefined && full !== undefined, 'three chains')
    const figures: Record<string, number> = {
      hotels,
      'load.seconds': full.seconds,
      'load.rows': full.rows,
      'load.rows_per_s': full.rows / full.seconds,
      ...(await sizesOf(full.db)),
    }
    for (const [name, ms] of await availabilityOf(full, stopwatch)) figures[`availability.${name}`] = ms
    for (const [name, ms] of await availabilityOf(small, stopwatch)) figures[`availability.small_${name}`] = ms
    progress(`availability of one hotel: ${figures['availability.p50_ms']?.toFixed(2)} ms`)
    Object.assign(figures, await race({ small, narrow, full }, measuring))
    const durability = `PostgreSQL 18, fsync on, synchronous_commit on, full_page_writes on, answered after the commit; ${SETTINGS.join(', ')}`
    return { name: 'scale', figures, wants: WANTS, durability }
  } finally {
    for (const db of open) await db.close()
    await server.stop()
  }
}

/** Leaves a database as one that has run for a while: cleaned, on disk, and in memory as far as that holds it. */
async function settle(url: string, progress: Measuring['progress']): Promise<void> {
  await onServer(url, async (client) => {
    progress('vacuum, checkpoint, prewarm')
    await client.query('VACUUM ANALYZE')
    await client.query('CHECKPOINT')
    await client.query('CREATE EXTENSION pg_prewarm')
    // Tables through the cache of the system, keys into the server's own.
    for (const [kind, mode] of [
      ['r', 'read'],
      ['i', 'buffer'],
    ]) {
      await client.query(
        `SELECT pg_prewarm(c.oid::regclass, $1) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
         WHERE n.nspname = 'public' AND c.relkind = $2::"char" AND pg_relation_size(c.oid) > 0`,
        [mode, kind],
      )
    }
  })
}

async function sizesOf(db: Database): Promise<Record<string, number>> {
  const [row] = await db.query<{ tables: number; indexes: number }>(
    `SELECT sum(pg_table_size(c.oid))::bigint AS tables, sum(pg_indexes_size(c.oid))::bigint AS indexes
     FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relkind = 'r'`,
  )
  return { 'size.table_bytes': row?.tables ?? 0, 'size.index_bytes': row?.indexes ?? 0 }
}

interface FilledChain {
  readonly plan: ChainPlan
  readonly url: string
  readonly db: Database
}

async function availabilityOf({ db, plan }: FilledChain, stopwatch: Stopwatch): Promise<[string, number][]> {
  const asking = new GeneratedBookings(plan, 3)
  const samplesMs: number[] = []
  for (let search = 0; search < SEARCHES; search++) {
    const hotel = asking.hotel()
    const stay = asking.stay(SEARCH_NIGHTS)
    const startMs = stopwatch.nowMs()
    const answer = await loadAvailability(db, hotel, stay)
    samplesMs.push(stopwatch.nowMs() - startMs)
    const complete = answer.ok && answer.value.roomTypes.every(({ nightly }) => nightly.length === SEARCH_NIGHTS)
    assert(complete && answer.value.roomTypes.length === plan.types, 'every type is on sale on every night')
  }
  return [
    ['p50_ms', percentile(samplesMs, 50)],
    ['p99_ms', percentile(samplesMs, 99)],
  ]
}

type Name = 'small' | 'narrow' | 'full'

async function race(
  chains: Readonly<Record<Name, FilledChain>>,
  { rounds, seconds, stopwatch, progress }: Measuring,
): Promise<Record<string, number>> {
  const runners: Runner[] = []
  try {
    const rivals: Rival<Name, 'per_s' | 'accepted_pct'>[] = []
    for (const name of ['small', 'narrow', 'full'] as const) {
      const chain = chains[name]
      const runner = new Runner(chain, stopwatch, await lanes.open(chain.url, POOL))
      runners.push(runner)
      rivals.push({ name, run: () => runner.run(seconds ?? SECONDS) })
    }
    for (const runner of runners) await runner.run(WARM_UP_SECONDS)
    const found = await alternate(rivals, rounds ?? ROUNDS)
    const figures: Record<string, number> = {}
    for (const { name } of rivals) {
      figures[`throughput.${name}_per_s`] = found.median(name, 'per_s')
      figures[`throughput.${name}_accepted_pct`] = found.median(name, 'accepted_pct')
    }
    figures['throughput.full_vs_small'] = found.medianRatio('full', 'small', 'per_s')
    figures['throughput.full_vs_narrow'] = found.medianRatio('full', 'narrow', 'per_s')
    progress(`bookings: ${Math.round(found.median('full', 'per_s'))}/s of ${chains.full.plan.hotels} hotels`)
    return figures
  } finally {
    for (const runner of runners) await runner.close()
  }
}

class Runner {
  readonly #bookings: GeneratedBookings
  readonly #stopwatch: Stopwatch
  readonly #rival: OpenRival

  constructor({ plan }: FilledChain, stopwatch: Stopwatch, rival: OpenRival) {
    this.#bookings = new GeneratedBookings(plan, 10)
    this.#stopwatch = stopwatch
    this.#rival = rival
  }

  /** Lets clients book one after the other; what is sold out is answered and does not count. */
  async run(seconds: number): Promise<{ per_s: number; accepted_pct: number }> {
    let accepted = 0
    let answered = 0
    const startMs = this.#stopwatch.nowMs()
    const endMs = startMs + seconds * 1_000
    const client = async () => {
      while (this.#stopwatch.nowMs() < endMs) {
        const { outcome } = await this.#rival.book(this.#bookings.next())
        assert(outcome === 'accepted' || outcome === 'refused', `a new request was ${outcome}`)
        answered += 1
        if (outcome === 'accepted') accepted += 1
      }
    }
    await Promise.all(Array.from({ length: CLIENTS }, client))
    const tookMs = this.#stopwatch.nowMs() - startMs
    return { per_s: (accepted * 1_000) / tookMs, accepted_pct: (accepted * 100) / answered }
  }

  close(): Promise<void> {
    return this.#rival.close()
  }
}
