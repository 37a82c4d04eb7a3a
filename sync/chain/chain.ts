import { availableParallelism } from 'node:os'
import type { Clock, Rng, Timers } from '../../shared/base/ports.ts'
import { DemandCache } from './allotments/demand.ts'
import { type Access, openAccess } from './access/access.ts'
import type { Database } from './database/port.ts'
import { isDistributed } from './database/distribute.ts'
import { migrate } from './database/migrate.ts'
import { OpenStreams } from './gateway/open-streams.ts'
import { AvailabilityCache, availabilityFrom } from './reservations/availability-cache.ts'
import type { RedisLink } from './cache/redis-link.ts'
import { BookingLanes } from './reservations/booking-lanes.ts'
import { PaymentSagas } from './payment-sagas/payment-sagas.ts'
import { paymentsOff } from './payment-sagas/payments-off.ts'
import type { CardForm } from './payments/card-form.ts'
import type { PaymentsPort } from './payments/payments-port.ts'
import { BatchedCalls } from './cache/batched-calls.ts'
import { type NightToPrice, type StayToPrice, selectNightsToPrice } from './rates/queries/nights-to-price.ts'
import { type HotelQuote, insertQuotes } from './rates/queries/quotes.ts'
import { TermsCache } from './rates/terms.ts'
import { systemTimers } from './timers.ts'
import { HeadPokes } from './write-path/head-pokes.ts'
import { raiseEveryEpoch } from './write-path/queries/head.ts'
import { HotelWriter } from './write-path/hotel-writer.ts'

/** Batches in flight of a kind: two carry half as much each, which pays where the server has a processor for each. */
const READ_LANES = availableParallelism() > 2 ? 2 : 1

export interface ChainPayments {
  readonly port: PaymentsPort
  /** The provider's card form where it is ours to serve: the sandbox's. */
  readonly cardForm: CardForm | null
}

/** The chain's parts, as its gateway and its commands use them. */
export interface Chain {
  readonly db: Database
  readonly writer: HotelWriter
  readonly lanes: BookingLanes
  readonly availability: AvailabilityCache
  readonly terms: TermsCache
  /** The nights that are priced at this moment, by who quotes and who books. */
  readonly nights: BatchedCalls<StayToPrice, readonly NightToPrice[]>
  /** Quotes that are given out, kept before they are. */
  readonly quotes: BatchedCalls<HotelQuote, null>
  readonly pokes: HeadPokes
  readonly streams: OpenStreams
  readonly access: Access
  /** What desks sell in a day, as it was learned. */
  readonly demand: DemandCache
  readonly sagas: PaymentSagas
  /** The payment service that it was given; without one nothing is paid by card here. */
  readonly payments: ChainPayments | null
  /** To the chain's other processes; `null`: there are none, or they hear of nothing but by the database. */
  readonly redis: RedisLink | null
  readonly timers: Timers
  readonly clock: Clock
  readonly rng: Rng
}

/**
 * Puts a chain together on an open database, which is brought to this build's schema. Where the database may lack what
 * it had committed, every hotel's epoch is raised first: the desks take a snapshot and push again what was lost.
 */
export async function openChain(
  db: Database,
  clock: Clock,
  rng: Rng,
  payments: ChainPayments | null = null,
  redis: RedisLink | null = null,
  timers: Timers = systemTimers,
): Promise<Chain> {
  await migrate(db)
  if (db.historyInDoubt()) {
    await raiseEveryEpoch(db, clock.nowUtcMs())
    db.trustHistory()
  }
  const access = await openAccess(db, clock, rng)
  const pokes = new HeadPokes()
  // Two chains on one Redis, with hotels of the same ids, are told apart by their keys.
  redis?.join(Buffer.from(access.tokens.derive('keyrack redis namespace', 8)).toString('hex'), pokes)
  const batches = { lanes: READ_LANES, spansHotels: !(await isDistributed(db)) }
  const shared = redis?.answers('availability', availabilityFrom) ?? null
  const writer = new HotelWriter(db, pokes, clock)
  return {
    db,
    pokes,
    writer,
    lanes: new BookingLanes(db, pokes, batches),
    availability: new AvailabilityCache(db, { pokes, clock, shared }),
    terms: new TermsCache(db, { pokes, clock }, batches),
    nights: new BatchedCalls({ run: (stays) => selectNightsToPrice(db, stays), ...batches }),
    quotes: new BatchedCalls({
      run: async (quotes) => {
        await insertQuotes(db, quotes)
        return quotes.map(() => null)
      },
      ...batches,
    }),
    streams: new OpenStreams(),
    access,
    demand: new DemandCache(),
    sagas: new PaymentSagas({
      db,
      writer,
      payments: payments?.port ?? paymentsOff,
      clock,
      rng,
      reached: () => undefined,
    }),
    payments,
    redis,
    timers,
    clock,
    rng,
  }
}
