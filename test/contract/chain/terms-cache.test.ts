import { afterAll, beforeAll, expect, test } from 'vitest'
import { present } from '../../../shared/base/assert.ts'
import { type RatePlanRow, keyOfRow } from '../../../shared/domain/rows.ts'
import { addDays } from '../../../shared/domain/stay-dates.ts'
import type { BookingRequest } from '../../../shared/wire/public-api.ts'
import { type Chain, openChain } from '../../../sync/chain/chain.ts'
import type { Database } from '../../../sync/chain/database/port.ts'
import { createHotel } from '../../../sync/chain/hotels/hotels.ts'
import { DEFAULT_RATE_PLANS } from '../../../sync/chain/rates/default-rate-plans.ts'
import { bookReservation } from '../../../sync/chain/reservations/book-reservation.ts'
import { NOON_UTC_MS, describeOnBothDatabases, hotelOf } from '../../support/chain-databases.ts'
import { reservationIdOf } from '../../support/desk-ops.ts'
import { seededRng } from '../../support/seeded-rng.ts'
import { HOTEL_ID, TODAY, TYPE_A, put, smallHotelRows } from '../../support/small-hotel.ts'

const FLEX = present(DEFAULT_RATE_PLANS[0], 'a plan')

describeOnBothDatabases('the terms that bookings are made on', (open) => {
  let db: Database
  let chain: Chain
  let termsRead = 0
  let lastId = 0
  let nowUtcMs = NOON_UTC_MS

  beforeAll(async () => {
    const opened = await open()
    db = {
      ...opened,
      query: (sql, params, name) => {
        if (name === 'terms-of-hotel') termsRead += 1
        return opened.query(sql, params, name)
      },
    }
    chain = await openChain(db, { nowUtcMs: () => nowUtcMs }, seededRng(7))
    const rows = [...smallHotelRows(), put('rate_plan', FLEX)]
    await createHotel(db, hotelOf(rows), rows)
  })
  afterAll(() => db.close())

  const book = async (day: number) => {
    lastId += 1
    const arrival = addDays(TODAY, day)
    const request: BookingRequest = {
      reservationId: reservationIdOf(lastId),
      lines: [{ roomTypeId: TYPE_A, arrival, departure: addDays(arrival, 1), adults: 1, children: 0 }],
      guest: { firstName: 'Grace', lastName: 'Hopper' },
      guarantee: 'card',
    }
    const booked = await bookReservation(chain, HOTEL_ID, request)
    return booked.ok ? booked.value.reservation.totalMinor : booked.error.code
  }
  const write = (plan: RatePlanRow) =>
    chain.writer.write(HOTEL_ID, async ({ unit }) => {
      await unit.load([{ entity: 'rate_plan', key: keyOfRow('rate_plan', plan) }])
      unit.apply([put('rate_plan', plan)])
    })

  test('CHAIN-28 bookings one after the other read the terms once', async () => {
    expect([await book(1), await book(2), await book(3)]).toEqual([9_000, 9_000, 9_000])
    expect(termsRead).toBe(1)
  })

  test('CHAIN-28 what another process changed counts after ten seconds at the latest', async () => {
    await book(7)
    await db.query("UPDATE rate_plan SET price_bp = 8000 WHERE hotel_id = $1 AND rate_plan_id = 'FLEX'", [HOTEL_ID])
    nowUtcMs += 9_999
    expect(await book(8)).toBe(9_000)
    nowUtcMs += 2
    expect(await book(9)).toBe(7_200)
    await write(FLEX)
  })

  test('CHAIN-28 a plan that this process changes counts for the next booking', async () => {
    await book(4)
    await write({ ...FLEX, priceBp: 5_000 })
    expect(await book(5)).toBe(4_500)
    await write({ ...FLEX, active: false })
    expect(await book(6)).toBe(9_000)
    await write(FLEX)
  })
})
