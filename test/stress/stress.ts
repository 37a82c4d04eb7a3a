import { fork } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import { assert, present } from '../../shared/base/assert.ts'
import { NO_STORED_CARDS } from '../../shared/domain/card-caps.ts'
import type { HotelId, RoomId, RoomTypeId } from '../../shared/domain/ids.ts'
import { DEFAULT_CURVE } from '../../shared/domain/price.ts'
import { type LocalDate, localDateAt } from '../../shared/domain/stay-dates.ts'
import { PROTOCOL_VERSION } from '../../shared/wire/protocol.ts'
import { enrolResponseSchema } from '../../shared/wire/sync-messages.ts'
import { type Chain, openChain } from '../../sync/chain/chain.ts'
import { paymentsBeside } from '../../sync/chain/cli/open-payments.ts'
import { systemClock, systemRng } from '../../sync/chain/cli/system.ts'
import { openPostgres } from '../../sync/chain/database/postgres.ts'
import { createHotel } from '../../sync/chain/hotels/hotels.ts'
import { openNightsForSale } from '../../sync/chain/hotels/open-nights.ts'
import { DEFAULT_RATE_PLANS } from '../../sync/chain/rates/default-rate-plans.ts'
import { issueEnrolCode } from '../../sync/chain/sync/enrolment.ts'
import type { Measuring } from '../measure/measuring-command.ts'
import type { Measurement } from '../measure/report.ts'
import { startPostgresServer } from '../support/postgres-server.ts'
import { put } from '../support/small-hotel.ts'
import { ChainProcess } from './chain-process.ts'
import type { ClientOrders, ClientReport, StressHotel } from './messages.ts'
import { CHAIN_PROOFS, type Violation, disprove, disproveMoney } from './proofs.ts'

const SECONDS = 60
const CLIENTS = 4
const WORKERS = 8
const CHAINS = 2
const KILL_EVERY_MS = 10_000
const SETTLE_WITHIN_MS = 90_000
const HOTELS = 4
const TIME_ZONE = 'Europe/Lisbon'
const TYPES = [
  { id: 'A', rooms: 80 },
  { id: 'B', rooms: 30 },
  { id: 'C', rooms: 3 },
] as const

/**
 * Client processes against chain processes on one PostgreSQL, which are killed one after the other; then SQL proves what
 * must hold. Nothing is stopped for the proof but the clients: every request of theirs was asked until it was answered.
 */
export async function measureStress({ seconds, progress }: Measuring): Promise<Measurement> {
  const server = await startPostgresServer()
  try {
    const url = `${server.url}/postgres`
    const db = await openPostgres(url, 4)
    try {
      const chain = await openChain(db, systemClock, systemRng)
      const hotels = await makeHotels(chain)
      const { apiKey } = await chain.access.keys.add({ name: 'stress', hotelId: null, perMinute: 10_000_000 })
      const chains = await Promise.all(Array.from({ length: CHAINS }, () => ChainProcess.start(url)))
      const clients = await Promise.all(
        Array.from({ length: CLIENTS }, async (_, index) => {
          const today = todayAtHotel()
          const enrolled = await Promise.all(hotels.map((hotel) => enrolAt(chain, hotel, chains)))
          const addresses = chains.map(({ address }) => address)
          return startClient({ seed: index + 1, chains: addresses, apiKey, workers: WORKERS, today, hotels: enrolled })
        }),
      )
      const kills = await killNowAndThen(chains, (seconds ?? SECONDS) * 1_000, progress)
      progress('stopping the clients')
      const reports = await Promise.all(clients.map((client) => client.stop()))
      progress('waiting for open payments')
      await untilSettled(chain)
      const paymentsDb = await openPostgres(paymentsBeside(url), 2)
      const violations = [
        ...(await disprove(db, CHAIN_PROOFS)),
        ...(await disproveMoney(db, paymentsDb)),
        ...(await disproveAnswers(chain, reports)),
      ]
      await paymentsDb.close()
      for (const { proof, rows, example } of violations)
        progress(`VIOLATED ${proof}: ${rows}, ${JSON.stringify(example)}`)
      const [{ deadlocks } = { deadlocks: Number.NaN }] = await db.query<{ deadlocks: number }>(
        'SELECT sum(deadlocks)::integer AS deadlocks FROM pg_stat_database',
      )
      await Promise.all(chains.map((process) => process.stop()))
      return measurementOf(reports, violations, deadlocks, kills, seconds ?? SECONDS)
    } finally {
      await db.close()
    }
  } finally {
    await server.stop()
  }
}

function measurementOf(
  reports: readonly ClientReport[],
  violations: readonly Violation[],
  deadlocks: number,
  kills: number,
  seconds: number,
): Measurement {
  const answers = new Map<string, number>()
  for (const [what, count] of reports.flatMap((report) => Object.entries(report.answers))) {
    answers.set(what, (answers.get(what) ?? 0) + count)
  }
  const total = [...answers.values()].reduce((sum, count) => sum + count, 0)
  const figures = {
    violations: violations.reduce((sum, { rows }) => sum + rows, 0),
    deadlocks,
    accepted: reports.reduce((sum, { accepted }) => sum + accepted.length, 0),
    refused: reports.reduce((sum, { refused }) => sum + refused.length, 0),
    answers: total,
    answers_per_s: total / seconds,
    retries: reports.reduce((sum, { retries }) => sum + retries, 0),
    kills,
    ...Object.fromEntries(
      [...answers]
        .toSorted(([a], [b]) => (a < b ? -1 : 1))
        .map(([what, count]) => [`answers.${what.replaceAll(' ', '.')}`, count]),
    ),
  }
  const wants = { violations: ['=', 0], deadlocks: ['=', 0], kills: ['>=', 1], accepted: ['>=', 1] } as const
  return { name: 'stress', figures, wants, durability: 'PostgreSQL 18, fsync on, synchronous_commit on' }
}

async function makeHotels(chain: Chain): Promise<Omit<StressHotel, 'device'>[]> {
  const today = todayAtHotel()
  const hotels: Omit<StressHotel, 'device'>[] = []
  for (let index = 1; index <= HOTELS; index += 1) {
    const hotelId = `stress-${index}` as HotelId
    const rows = DEFAULT_RATE_PLANS.map((plan) => put('rate_plan', plan))
    const rooms: string[] = []
    for (const [at, type] of TYPES.entries()) {
      const roomTypeId = type.id as RoomTypeId
      rows.push(put('room_type', { roomTypeId, name: type.id, position: at + 1, maxOccupancy: 3 }))
      rows.push(...openNightsForSale({ roomTypeId, rooms: type.rooms, from: today, baseMinor: () => 9_000 }))
      for (let room = 1; room <= type.rooms; room += 1) {
        const roomId = `${type.id}${room}` as RoomId
        rooms.push(roomId)
        rows.push(put('room', { roomId, roomTypeId, floor: 1, housekeeping: 'inspected' }))
      }
    }
    const hotel = {
      hotelId,
      name: hotelId,
      currency: 'EUR',
      timeZone: TIME_ZONE,
      businessDate: today,
      pricesIncludeTax: true,
      occupancyCurve: DEFAULT_CURVE,
      offlineCard: NO_STORED_CARDS,
    }
    await createHotel(chain.db, hotel, rows)
    hotels.push({ hotelId, epoch: 1, types: TYPES.map(({ id }) => ({ roomTypeId: id, maxOccupancy: 3 })), rooms })
  }
  return hotels
}

async function enrolAt(
  chain: Chain,
  hotel: Omit<StressHotel, 'device'>,
  chains: readonly ChainProcess[],
): Promise<StressHotel> {
  const enrolCode = await issueEnrolCode(chain.db, chain.clock, hotel.hotelId as HotelId)
  const response = await fetch(`${present(chains[0], 'a chain').address}/sync/v1/enrol`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ protocol: PROTOCOL_VERSION, enrolCode, deviceClass: 'desk', deviceName: 'Stress' }),
  })
  const { deviceId, token, codePrefix } = enrolResponseSchema.parse(await response.json())
  return { ...hotel, device: { deviceId, token, codePrefix } }
}

interface RunningClient {
  /** Lets it end what is under way, and answers what it saw. */
  stop(): Promise<ClientReport>
}

function startClient(orders: ClientOrders): RunningClient {
  const child = fork(new URL('./client.ts', import.meta.url), { execPath: process.execPath })
  const told = once(child, 'message')
  child.send(orders)
  return {
    stop: async () => {
      child.send('stop')
      const [report] = (await told) as [ClientReport] // what the client sends at its end
      return report
    },
  }
}

async function killNowAndThen(
  chains: readonly ChainProcess[],
  forMs: number,
  progress: Measuring['progress'],
): Promise<number> {
  const endMs = performance.now() + forMs
  let kills = 0
  while (performance.now() + KILL_EVERY_MS < endMs) {
    await pause(KILL_EVERY_MS)
    const victim = present(chains[kills % chains.length], 'a chain')
    await victim.killAndRestart()
    kills += 1
    progress(`killed a chain process, the ${kills}. time`)
  }
  await pause(Math.max(0, endMs - performance.now()))
  return kills
}

async function untilSettled({ db }: Chain): Promise<void> {
  const endMs = performance.now() + SETTLE_WITHIN_MS
  while (performance.now() < endMs) {
    const [open] = await db.query<{ count: number }>("SELECT count(*)::integer AS count FROM saga WHERE state = 'open'")
    if (open?.count === 0) return
    await pause(500)
  }
}

/** Every accepted answer is a row as it was told, every row was told, and nobody was told two things. */
async function disproveAnswers({ db }: Chain, reports: readonly ClientReport[]): Promise<Violation[]> {
  const rows = await db.query<{ hotel_id: string; reservation_id: string; code: string; status: string }>(
    'SELECT hotel_id, reservation_id, code, status FROM reservation',
  )
  const stored = new Map(rows.map((row) => [`${row.hotel_id} ${row.reservation_id}`, row]))
  const accepted = reports.flatMap((report) => report.accepted)
  const told = new Set(accepted.map(({ hotelId, reservationId }) => `${hotelId} ${reservationId}`))
  assert(told.size === accepted.length, 'each booking is accepted once')
  const lost = accepted.filter(
    ({ hotelId, reservationId, code }) => stored.get(`${hotelId} ${reservationId}`)?.code !== code,
  )
  const stillThere = accepted.filter(
    ({ hotelId, reservationId, canceled }) =>
      canceled && !['canceled', 'refunded'].includes(stored.get(`${hotelId} ${reservationId}`)?.status ?? ''),
  )
  const untold = rows.filter((row) => !told.has(`${row.hotel_id} ${row.reservation_id}`))
  const kept = reports
    .flatMap((report) => report.refused)
    .filter(({ hotelId, reservationId }) => stored.has(`${hotelId} ${reservationId}`))
  const contradictions = reports.flatMap((report) => report.contradictions)
  const found = {
    'an accepted booking is a row': lost,
    'a canceled booking is canceled': stillThere,
    'a row was told to whoever asked': untold,
    'a refused booking is no row': kept,
    'no answer contradicts another': contradictions,
  }
  return Object.entries(found)
    .filter(([, broken]) => broken.length > 0)
    .map(([proof, broken]) => ({ proof, rows: broken.length, example: broken[0] }))
}

function todayAtHotel(): LocalDate {
  return localDateAt(systemClock.nowUtcMs(), TIME_ZONE)
}
