import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { HotelId, RatePlanId, ReservationId } from '../../../shared/domain/ids.ts'
import { type RowWrite, typeNightKey } from '../../../shared/domain/rows.ts'
import { addDays } from '../../../shared/domain/stay-dates.ts'
import type { BookingRequest, QuoteRequest } from '../../../shared/wire/public-api.ts'
import { type Chain, openChain } from '../../../sync/chain/chain.ts'
import type { Database } from '../../../sync/chain/database/port.ts'
import { createHotel } from '../../../sync/chain/hotels/hotels.ts'
import { DEFAULT_RATE_PLANS } from '../../../sync/chain/rates/default-rate-plans.ts'
import { QUOTE_MS, createQuote, dropExpiredQuotes } from '../../../sync/chain/rates/quotes.ts'
import { bookReservation } from '../../../sync/chain/reservations/book-reservation.ts'
import { NOON_UTC_MS, describeOnBothDatabases, hotelOf } from '../../support/chain-databases.ts'
import { seededRng } from '../../support/seeded-rng.ts'
import { TODAY, TYPE_A, TYPE_B, smallHotelRows } from '../../support/small-hotel.ts'
import { newKey } from '../../support/test-payments.ts'

const STAY = { roomTypeId: TYPE_A, arrival: TODAY, departure: addDays(TODAY, 2), adults: 2, children: 0 }
const GUEST = { firstName: 'Ada', lastName: 'Lovelace' }
const NONREF = 'NONREF' as RatePlanId

/** The small hotel with plans, a city tax, and a night of type B that is closed to arrival. */
function hotelWithTerms(): RowWrite[] {
  const night = addDays(TODAY, 3)
  return [
    ...smallHotelRows().filter((write) => write.entity !== 'hotel'),
    ...DEFAULT_RATE_PLANS.map((row) => ({ entity: 'rate_plan' as const, key: row.ratePlanId, row })),
    {
      entity: 'rate_plan',
      key: 'OLD',
      row: { ...present(DEFAULT_RATE_PLANS[0]), ratePlanId: 'OLD' as RatePlanId, active: false, position: 0 },
    },
    {
      entity: 'tax_rule',
      key: 'city',
      row: {
        taxId: 'city',
        name: 'City tax',
        position: 1,
        kind: 'per_person_night',
        percentBp: 0,
        amountMinor: 200,
        included: false,
      },
    },
    {
      entity: 'restriction',
      key: typeNightKey(TYPE_B, night),
      row: { roomTypeId: TYPE_B, night, minStay: 2, closedToArrival: false, closedToDeparture: true },
    },
  ]
}

function present<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('missing')
  return value
}

describeOnBothDatabases('quotes and rate plans', (open) => {
  let db: Database
  let chain: Chain
  let hotelId: HotelId
  let hotels = 0
  let nowUtcMs = NOON_UTC_MS

  beforeAll(async () => {
    db = await open()
    chain = await openChain(db, { nowUtcMs: () => nowUtcMs }, seededRng(3))
  })
  afterAll(() => db.close())
  beforeEach(async () => {
    nowUtcMs = NOON_UTC_MS
    hotels += 1
    hotelId = `hotel-${hotels}` as HotelId
    await createHotel(db, { ...hotelOf(smallHotelRows()), hotelId }, hotelWithTerms())
  })

  const quote = async (request: QuoteRequest) => {
    const made = await createQuote(chain, hotelId, request)
    if (!made.ok) throw new Error(made.error.code)
    return made.value
  }
  const quoteCode = async (request: QuoteRequest, hotel = hotelId) => {
    const made = await createQuote(chain, hotel, request)
    return made.ok ? 'quoted' : made.error.code
  }
  const book = async (change: Partial<BookingRequest>) => {
    const request = { lines: [STAY], guest: GUEST, guarantee: 'prepaid' as const, ...change }
    const booked = await bookReservation(chain, hotelId, { reservationId: newKey() as ReservationId, ...request })
    return booked.ok ? booked.value.reservation : booked.error.code
  }
  const sellOneMore = () => book({})

  test('RATE-02 the plan that is asked for, else the first flexible one that is sold; an unknown or old one is refused', async () => {
    expect(await quote({ lines: [STAY] })).toMatchObject({ ratePlanId: 'FLEX', totalMinor: 18_000 + 800 })
    expect(await quote({ lines: [STAY], ratePlanId: NONREF })).toMatchObject({ totalMinor: 16_200 + 800 })
    expect(await book({ ratePlanId: NONREF })).toMatchObject({ ratePlanId: 'NONREF', totalMinor: 16_200 + 800 })
    expect([await book({ ratePlanId: 'OLD' as RatePlanId }), await book({ ratePlanId: 'X' as RatePlanId })]).toEqual([
      'RATE_PLAN_UNKNOWN',
      'RATE_PLAN_UNKNOWN',
    ])
    expect(await book({ ratePlanId: NONREF, guarantee: 'card' })).toBe('GUARANTEE_NOT_ENOUGH')
    expect(await quoteCode({ lines: [STAY] }, 'nowhere' as HotelId)).toBe('HOTEL_UNKNOWN')
  })

  test('RATE-03 a restricted night is not sold to a channel, and the night beside it is', async () => {
    const stay = (from: number, nights: number) => ({
      lines: [{ ...STAY, roomTypeId: TYPE_B, arrival: addDays(TODAY, from), departure: addDays(TODAY, from + nights) }],
    })
    expect(await quoteCode(stay(3, 1))).toBe('MIN_STAY')
    expect(await quoteCode(stay(3, 2))).toBe('quoted')
    expect(await quoteCode(stay(2, 1))).toBe('CLOSED_TO_DEPARTURE')
    expect(await quoteCode({ lines: [{ ...STAY, arrival: addDays(TODAY, 2), departure: addDays(TODAY, 3) }] })).toBe(
      'quoted',
    )
    expect(await book(stay(2, 1))).toBe('CLOSED_TO_DEPARTURE')
  })

  test('RATE-05 a quote is honoured for half an hour whatever the price is then, and only for what was quoted', async () => {
    const { quoteId, totalMinor, expiresAtUtcMs } = await quote({ lines: [STAY], ratePlanId: NONREF })
    expect(expiresAtUtcMs).toBe(NOON_UTC_MS + QUOTE_MS)
    await sellOneMore()
    const dearer = await quote({ lines: [STAY], ratePlanId: NONREF })
    expect(dearer.totalMinor).toBeGreaterThan(totalMinor)
    expect(await book({ quoteId, lines: [{ ...STAY, adults: 1 }] })).toBe('QUOTE_MISMATCH')
    expect(await book({ quoteId, ratePlanId: 'FLEX' as RatePlanId })).toBe('QUOTE_MISMATCH')
    expect(await book({ quoteId: newKey() as typeof quoteId })).toBe('QUOTE_UNKNOWN')
    nowUtcMs += QUOTE_MS - 1
    const reservationId = newKey() as ReservationId
    expect(await book({ quoteId, reservationId })).toMatchObject({ totalMinor, ratePlanId: 'NONREF' })
    nowUtcMs += 1
    expect(await book({ quoteId, reservationId })).toMatchObject({ totalMinor, reservationId })
    expect(await book({ quoteId })).toBe('QUOTE_EXPIRED')
    expect(await dropExpiredQuotes(db, { nowUtcMs: () => nowUtcMs + 1 })).toBeGreaterThanOrEqual(2)
    expect(await book({ quoteId })).toBe('QUOTE_UNKNOWN')
  })
})
