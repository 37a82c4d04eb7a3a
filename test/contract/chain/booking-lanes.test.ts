import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { HotelId } from '../../../shared/domain/ids.ts'
import { addDays } from '../../../shared/domain/stay-dates.ts'
import { type Chain, openChain } from '../../../sync/chain/chain.ts'
import type { Database } from '../../../sync/chain/database/port.ts'
import { openPostgres } from '../../../sync/chain/database/postgres.ts'
import { createHotel } from '../../../sync/chain/hotels/hotels.ts'
import { openNightsForSale } from '../../../sync/chain/hotels/open-nights.ts'
import { BookingLanes } from '../../../sync/chain/reservations/booking-lanes.ts'
import type { PreparedBooking } from '../../../sync/chain/reservations/queries/book-batch.ts'
import { isRejectedByDatabase } from '../../../sync/chain/database/sqlstate.ts'
import {
  NOON_UTC_MS,
  describeOnBothDatabases,
  freshPostgres,
  hotelOf,
  testClock,
} from '../../support/chain-databases.ts'
import { reservationIdOf } from '../../support/desk-ops.ts'
import { seededRng } from '../../support/seeded-rng.ts'
import { TODAY, TYPE_A, smallHotelRows } from '../../support/small-hotel.ts'

const ROOMS = 200
let lastId = 0

function bookingOf(hotelId: HotelId, id = ++lastId): PreparedBooking {
  const stay = { arrival: TODAY, departure: addDays(TODAY, 2) }
  return {
    hotelId,
    reservationId: reservationIdOf(id),
    fingerprint: `body ${id}`,
    guarantee: 'card',
    guest: { firstName: 'Grace', lastName: 'Hopper', email: null, phone: null },
    lines: [
      { roomTypeId: TYPE_A, ...stay, adults: 1, children: 0, roomId: null, nightlyMinor: [9_000, 9_000], taxes: [] },
    ],
    bookedAtUtcMs: NOON_UTC_MS,
    bookedOn: TODAY,
    ratePlanId: null,
    holdUntilUtcMs: null,
  }
}

async function chainWith(db: Database, hotels: readonly string[]): Promise<Chain> {
  const chain = await openChain(db, testClock, seededRng(5))
  const nights = openNightsForSale({ roomTypeId: TYPE_A, rooms: ROOMS, from: TODAY, baseMinor: () => 10_000 })
  for (const hotelId of hotels) {
    await createHotel(db, { ...hotelOf(smallHotelRows()), hotelId: hotelId as HotelId }, nights)
  }
  return chain
}

/** Lanes over a database that keeps how many bookings each call carried. */
function countingLanes(chain: Chain, sharedLanes = 1) {
  const sizes: number[] = []
  const db: Database = {
    ...chain.db,
    query: (sql, params, name) => {
      const ids = params?.[5]
      if (name === 'book-batch' && typeof ids === 'string') sizes.push(ids.split(',').length)
      return chain.db.query(sql, params, name)
    },
  }
  return { lanes: new BookingLanes(db, chain.pokes, { sharedLanes }), sizes }
}

const A = 'hotel-a' as HotelId
const B = 'hotel-b' as HotelId
const C = 'hotel-c' as HotelId

describeOnBothDatabases('booking lanes', (open) => {
  let db: Database
  let chain: Chain

  beforeAll(async () => {
    db = await open()
    chain = await chainWith(db, [A, B, C])
  })
  afterAll(() => db.close())

  test('CHAIN-24 what arrives while batches are in flight goes together in the next; one alone goes at once', async () => {
    for (const sharedLanes of [1, 2]) {
      const { lanes, sizes } = countingLanes(chain, sharedLanes)
      await lanes.book(bookingOf(A))
      expect(sizes).toEqual([1])
      sizes.length = 0
      const outcomes = await Promise.all(Array.from({ length: 60 }, () => lanes.book(bookingOf(A))))
      expect(outcomes.filter(({ outcome }) => outcome === 'accepted').length).toBe(60)
      expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(60)
      expect(sizes.length).toBeLessThanOrEqual(2)
      sizes.length = 0
      const outcomesOfTwo = await Promise.all(
        Array.from({ length: 40 }, async (_, index) => {
          // Turn by turn, so that most arrive while others are in flight.
          for (let turn = 0; turn < index; turn++) await new Promise((resolve) => setImmediate(resolve))
          return lanes.book(bookingOf(index % 2 === 0 ? A : B))
        }),
      )
      expect(outcomesOfTwo.filter(({ outcome }) => outcome === 'accepted').length).toBe(40)
      expect(sizes.length).toBeLessThan(40)
    }
  })

  test('CHAIN-26 a booking that the database rejects fails alone; what came with it is booked', async () => {
    const { lanes } = countingLanes(chain)
    const bookedOfB = () => db.query('SELECT code FROM reservation WHERE hotel_id = $1', [B])
    const before = await bookedOfB()
    const good = () => lanes.book(bookingOf(B))
    const bad = () => lanes.book({ ...bookingOf(B), guarantee: 'nonsense' as 'card' })
    const settled = await Promise.allSettled([good(), good(), good(), good(), bad(), good(), bad(), good()])
    const failed = settled.filter((result) => result.status === 'rejected')
    expect(failed.length).toBe(2)
    expect(failed.every(({ reason }) => isRejectedByDatabase(reason))).toBe(true)
    expect((await bookedOfB()).length).toBe(before.length + 6)
  })

  test('CHAIN-27 one booking asked many times at once is booked once; listeners hear of the head after the commit', async () => {
    const heard: Promise<object[]>[] = []
    const deaf = chain.pokes.listen(C, ({ version }) => {
      heard.push(db.query('SELECT hotel_id FROM sync_head WHERE hotel_id = $1 AND version >= $2', [C, version]))
    })
    const booking = bookingOf(C)
    const asked = await Promise.all(Array.from({ length: 20 }, () => chain.lanes.book(booking)))
    const other = await chain.lanes.book({ ...booking, fingerprint: 'another body' })
    deaf()
    expect(asked.map(({ outcome }) => outcome).sort()).toEqual(['accepted', ...Array<string>(19).fill('replayed')])
    expect(other).toEqual({ outcome: 'reused' })
    expect(await Promise.all(heard)).toEqual([[{ hotel_id: C }]])
  })

  test('CHAIN-37 where hotels are spread over nodes each batch is of one hotel, and waits for its head', async () => {
    const waitedFor: string[] = []
    const watching: Database = {
      ...chain.db,
      query: (sql, params, name) => {
        if (name === 'book-batch') waitedFor.push(String(params?.[0]))
        return chain.db.query(sql, params, name)
      },
    }
    const lanes = new BookingLanes(watching, chain.pokes, { spansHotels: false })
    const hotels = Array.from({ length: 30 }, (_, index) => [A, B, C][index % 3] ?? A)
    const outcomes = await Promise.all(hotels.map((hotelId) => lanes.book(bookingOf(hotelId))))
    expect(outcomes.filter(({ outcome }) => outcome === 'accepted').length).toBe(30)
    expect(new Set(waitedFor)).toEqual(new Set([A, B, C]))
    expect(waitedFor.length).toBeLessThanOrEqual(12)
  })
})

describe('booking lanes on a PostgreSQL that others use too', () => {
  test('CHAIN-25 a hotel whose head is held elsewhere stalls no other hotel, and books when the head is free', async () => {
    const url = await freshPostgres()
    const db = await openPostgres(url)
    const elsewhere = await openPostgres(url, 1)
    try {
      const chain = await chainWith(db, [A, B, C])
      const slow = await elsewhere.transaction('READ COMMITTED', async (tx) => {
        await tx.query('SELECT version FROM sync_head WHERE hotel_id = $1 FOR NO KEY UPDATE', [B])
        // Mixed, so that batches carry the held hotel beside the others.
        const asked = Array.from({ length: 90 }, (_, index) => ({ index, hotelId: [A, B, C][index % 3] ?? A }))
        const lanes = [1, 2].map((sharedLanes) => new BookingLanes(chain.db, chain.pokes, { sharedLanes }))
        const landing = asked.map(({ index, hotelId }) => ({
          hotelId,
          landed: (lanes[index % lanes.length] ?? chain.lanes).book(bookingOf(hotelId)),
        }))
        const others = await Promise.all(landing.filter(({ hotelId }) => hotelId !== B).map(({ landed }) => landed))
        expect(others.filter(({ outcome }) => outcome === 'accepted').length).toBe(60)
        expect(await db.query('SELECT code FROM reservation WHERE hotel_id = $1', [B])).toEqual([])
        return landing.filter(({ hotelId }) => hotelId === B)
      })
      const landed = await Promise.all(slow.map((waiting) => waiting.landed))
      expect(landed.filter(({ outcome }) => outcome === 'accepted').length).toBe(30)
    } finally {
      await db.close()
      await elsewhere.close()
    }
  })
})
