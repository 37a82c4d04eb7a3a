import { ok } from '../../shared/base/result.ts'
import { assert } from '../../shared/base/assert.ts'
import { type HotelId, newReservationId, newUuidV7 } from '../../shared/domain/ids.ts'
import { addDays, localDate } from '../../shared/domain/stay-dates.ts'
import { SeededRandom } from '../../sync/chain/demo/seeded-random.ts'
import { migrate } from '../../sync/chain/database/migrate.ts'
import type { Database } from '../../sync/chain/database/port.ts'
import { openPostgres } from '../../sync/chain/database/postgres.ts'
import { PaymentSagas } from '../../sync/chain/payment-sagas/payment-sagas.ts'
import type { PaymentProvider, ProviderIntent } from '../../sync/chain/payments/payment-provider.ts'
import { migratePayments } from '../../sync/chain/payments/payments-schema.ts'
import { Payments } from '../../sync/chain/payments/payments.ts'
import { BookingLanes } from '../../sync/chain/reservations/booking-lanes.ts'
import type { PreparedBooking } from '../../sync/chain/reservations/queries/book-batch.ts'
import { HeadPokes } from '../../sync/chain/write-path/head-pokes.ts'
import { HotelWriter } from '../../sync/chain/write-path/hotel-writer.ts'
import { alternate } from '../measure/alternate.ts'
import type { Measuring, Stopwatch } from '../measure/measuring-command.ts'
import type { Measurement } from '../measure/report.ts'
import { percentile } from '../measure/statistics.ts'
import { startPostgresServer } from '../support/postgres-server.ts'
import { TYPE_A } from '../support/small-hotel.ts'
import { loadHotels } from './booking-hotels.ts'
import { openTwoPhase } from './rivals/two-phase-payment.ts'

const ROUNDS = 3
const SECONDS = 3
const HOTELS = 200
const NIGHTS = 30
const CLIENTS = 16
const POOL = 16
/** How long a card provider thinks about a hold or a capture: a quick one. */
const PROVIDER_MS = 100
const FIRST_NIGHT = localDate('2026-12-01')
const NOW_UTC_MS = 1_763_800_000_000
const PRICE_MINOR = 27_000

const WORKLOADS = { spread: HOTELS, one_hotel: 1 } as const

const NAMES = ['saga', 'two_phase'] as const
type Name = (typeof NAMES)[number]

/** A way to book and pay, and to book without paying at the same hotel. */
interface Way {
  bookAndPay(booking: PreparedBooking): Promise<void>
  close(): Promise<void>
}

/**
 * Bookings that are paid at once, by the saga and by two-phase commit, at a provider that takes its time: how many a
 * second, and how long somebody waits who only books at the same hotel. Evidence for docs/decisions/0009.
 */
export async function measurePayment(measuring: Measuring): Promise<Measurement> {
  const server = await startPostgresServer(['max_prepared_transactions=64'])
  try {
    const url = `${server.url}/postgres`
    const chainDb = await openPostgres(url, POOL)
    await chainDb.query('CREATE DATABASE payments')
    const paymentsUrl = `${server.url}/payments`
    const paymentsDb = await openPostgres(paymentsUrl, POOL)
    try {
      await migrate(chainDb)
      await migratePayments(paymentsDb)
      await loadHotels(chainDb, {
        prefix: 'h',
        hotels: HOTELS,
        nights: NIGHTS,
        firstNight: FIRST_NIGHT,
        rooms: 1_000_000,
      })
      const lanes = new BookingLanes(chainDb, new HeadPokes())
      const bookings = new PrepaidBookings()
      const rivals = {
        saga: sagaWay(chainDb, paymentsDb, lanes, bookings),
        two_phase: twoPhaseWay(url, paymentsUrl),
      }
      let figures: Record<string, number>
      try {
        figures = await race(measuring, rivals, lanes, bookings)
      } finally {
        await rivals.two_phase.close()
      }
      const durability = `PostgreSQL 18, fsync on, synchronous_commit on; the provider takes ${PROVIDER_MS} ms a call`
      return { name: 'payment', figures, wants: {}, durability }
    } finally {
      await chainDb.close()
      await paymentsDb.close()
    }
  } finally {
    await server.stop()
  }
}

async function race(
  measuring: Measuring,
  rivals: Record<Name, Way>,
  lanes: BookingLanes,
  bookings: PrepaidBookings,
): Promise<Record<string, number>> {
  const figures: Record<string, number> = {}
  for (const [workload, hotels] of Object.entries(WORKLOADS)) {
    const seen = await alternate<Name, 'per_s' | 'bystander_p99_ms'>(
      NAMES.map((name) => ({
        name,
        run: () => payFor(measuring, rivals[name], lanes, bookings, hotels),
      })),
      measuring.rounds ?? ROUNDS,
    )
    for (const name of NAMES) {
      figures[`${workload}.${name}_per_s`] = seen.median(name, 'per_s')
      figures[`${workload}.${name}.bystander_p99_ms`] = seen.median(name, 'bystander_p99_ms')
    }
    figures[`${workload}.saga_vs_two_phase`] = seen.medianRatio('saga', 'two_phase', 'per_s')
    measuring.progress(`${workload}: done`)
  }
  return figures
}

/** Clients pay one booking after the other, while somebody books at the same hotels without paying. */
async function payFor(
  { stopwatch, seconds }: Measuring,
  way: Way,
  lanes: BookingLanes,
  bookings: PrepaidBookings,
  hotels: number,
): Promise<{ per_s: number; bystander_p99_ms: number }> {
  const startMs = stopwatch.nowMs()
  const endMs = startMs + (seconds ?? SECONDS) * 1_000
  let paid = 0
  const waits: number[] = []
  const payer = async () => {
    while (stopwatch.nowMs() < endMs) {
      await way.bookAndPay(bookings.next(hotels))
      paid += 1
    }
  }
  const bystander = async () => {
    while (stopwatch.nowMs() < endMs) waits.push(await timed(stopwatch, () => lanes.book(bookings.next(hotels))))
  }
  await Promise.all([...Array.from({ length: CLIENTS }, payer), bystander()])
  return { per_s: (paid * 1_000) / (stopwatch.nowMs() - startMs), bystander_p99_ms: percentile(waits, 99) }
}

async function timed(stopwatch: Stopwatch, work: () => Promise<unknown>): Promise<number> {
  const startMs = stopwatch.nowMs()
  await work()
  return stopwatch.nowMs() - startMs
}

function sagaWay(chainDb: Database, paymentsDb: Database, lanes: BookingLanes, bookings: PrepaidBookings): Way {
  const { clock, random: rng } = bookings
  const reached = () => undefined
  const payments = new Payments({ db: paymentsDb, provider: slowProvider(), clock, rng, reached })
  const writer = new HotelWriter(chainDb, new HeadPokes(), clock)
  const sagas = new PaymentSagas({ db: chainDb, writer, payments, clock, rng, reached })
  return {
    bookAndPay: async (booking) => {
      const { outcome } = await lanes.book(booking)
      assert(outcome === 'accepted', `there is room for all, and one was ${outcome}`)
      const paymentId = newUuidV7(clock, rng)
      const started = await sagas.pay(booking.hotelId, booking.reservationId, { paymentId, cardToken: 'tok_test' })
      assert(started.ok, 'a booking just made can be paid')
      const { state } = await sagas.settled(started.value)
      assert(state === 'done', `the provider approves all, and one payment is ${state}`)
    },
    close: async () => undefined,
  }
}

function twoPhaseWay(url: string, paymentsUrl: string): Way {
  // A hold and a capture, as the saga has them.
  const twoPhase = openTwoPhase(url, paymentsUrl, POOL, async () => {
    await thinks()
    await thinks()
  })
  return { bookAndPay: (booking) => twoPhase.bookAndPay(booking, PRICE_MINOR), close: () => twoPhase.close() }
}

function thinks(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, PROVIDER_MS))
}

/** A provider that approves everything, after a while. */
function slowProvider(): PaymentProvider {
  const intents = new Map<string, ProviderIntent>()
  const setTo = async (ref: string, status: ProviderIntent['status']) => {
    await thinks()
    const intent = intents.get(ref)
    assert(intent, `no intent ${ref}`)
    const next = { ...intent, status }
    intents.set(ref, next)
    return ok(next)
  }
  return {
    create: async (key, { amountMinor, currency }) => {
      await thinks()
      const intent = {
        ref: key,
        status: 'authorised',
        amountMinor,
        currency,
        cardMasked: '**** 4242',
        declineCode: null,
      } as const
      intents.set(key, intent)
      return ok(intent)
    },
    find: async (key) => ok(intents.get(key) ?? null),
    capture: (ref) => setTo(ref, 'captured'),
    cancel: (ref) => setTo(ref, 'canceled'),
    refund: async (_ref, refundKey) => ok(refundKey),
  }
}

class PrepaidBookings {
  readonly random = new SeededRandom(2)
  readonly clock = { nowUtcMs: () => this.#nowUtcMs }
  #nowUtcMs = NOW_UTC_MS

  next(hotels: number): PreparedBooking {
    this.#nowUtcMs += 1
    const hotelId = `h${Math.floor(this.random.next() * hotels) + 1}` as HotelId // as they were loaded
    const arrival = addDays(FIRST_NIGHT, Math.floor(this.random.next() * (NIGHTS - 3)))
    const stay = { arrival, departure: addDays(arrival, 3), adults: 2, children: 0 }
    const nightlyMinor = Array.from({ length: 3 }, () => PRICE_MINOR / 3)
    return {
      hotelId,
      reservationId: newReservationId(this.clock, this.random),
      fingerprint: `${this.#nowUtcMs}`,
      guarantee: 'prepaid',
      guest: { firstName: 'Grace', lastName: 'Hopper', email: null, phone: null },
      lines: [{ roomTypeId: TYPE_A, ...stay, roomId: null, nightlyMinor, taxes: [] }],
      bookedAtUtcMs: this.#nowUtcMs,
      bookedOn: FIRST_NIGHT,
      ratePlanId: null,
      holdUntilUtcMs: this.#nowUtcMs + 900_000,
    }
  }
}
