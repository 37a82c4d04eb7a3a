import { afterAll, beforeAll, expect, test } from 'vitest'
import { newUuidV7 } from '../../../shared/domain/ids.ts'
import type { InventoryRow, RateRow, RestrictionRow } from '../../../shared/domain/rows.ts'
import { type LocalDate, addDays } from '../../../shared/domain/stay-dates.ts'
import type { Chain } from '../../../sync/chain/chain.ts'
import type { Database } from '../../../sync/chain/database/port.ts'
import { chainWithSmallHotel, describeOnBothDatabases } from '../../support/chain-databases.ts'
import { InternalCaller, bookStay } from '../../support/internal-caller.ts'
import { seededRng } from '../../support/seeded-rng.ts'
import { HOTEL_ID, TODAY } from '../../support/small-hotel.ts'

const DAY = (days: number) => addDays(TODAY, days)
/** The small hotel sells twenty nights. */
const CLOSED = 20

describeOnBothDatabases('rates, terms and sell controls over the internal API', (open) => {
  let db: Database
  let chain: Chain
  let admin: InternalCaller
  let lastId = 0

  beforeAll(async () => {
    db = await open()
    chain = await chainWithSmallHotel(db)
    admin = await InternalCaller.open(chain)
  })
  afterAll(async () => {
    await admin.app.close()
    await db.close()
  })

  const uuid = () => {
    lastId += 1
    return newUuidV7({ nowUtcMs: () => 1_790_000_000_000 + lastId }, seededRng(lastId))
  }
  const range = (from: number, until: number, roomTypeId = 'A') => ({ roomTypeId, from: DAY(from), until: DAY(until) })
  async function nights(from: number, until: number, roomTypeId = 'A') {
    const query = `roomTypeId=${roomTypeId}&from=${DAY(from)}&until=${DAY(until)}`
    const { body } = await admin.atHotel<{ rates: RateRow[]; inventory: InventoryRow[] }>('GET', `/rates?${query}`)
    return body
  }
  const control = (more: object) => ({ controlId: uuid(), roomTypeId: null, overbookPct: 50, note: '', ...more })
  async function overbooked(from: number, until: number, roomTypeId = 'A'): Promise<number[]> {
    return (await nights(from, until, roomTypeId)).inventory.map((row) => row.overbookPct)
  }

  test('RATE-08 a range of nights gets a price, on the days of the week that are named', async () => {
    const set = { ...range(0, 14, 'B'), weekdays: [5, 6], baseMinor: 22_000 }
    expect((await admin.atHotel('PUT', '/rates', set)).body).toEqual({ priced: 4, opened: 0 })
    expect((await admin.atHotel('PUT', '/rates', set)).body).toEqual({ priced: 0, opened: 0 })
    const { rates } = await nights(0, 14, 'B')
    const raised = rates.filter((rate) => rate.baseMinor === 22_000).map((rate) => rate.night)
    expect(raised).toEqual(['2026-11-27', '2026-11-28', '2026-12-04', '2026-12-05'])
    expect(rates).toHaveLength(14)
    for (const wrong of [{ baseMinor: -1 }, { baseMinor: 1.5 }, { weekdays: [8] }, { weekdays: [] }, { x: 1 }]) {
      expect((await admin.atHotel('PUT', '/rates', { ...set, ...wrong })).code).toBe('REQUEST_INVALID')
    }
  })

  test('RATE-09 nights that are opened have the rooms of the type, less those out of order, less units held', async () => {
    await db.query(
      `INSERT INTO room_block (hotel_id, block_id, room_id, kind, from_date, until_date, reason, remarks, status, set_at_utc_ms)
       VALUES ($1, $2, '101', 'OOO', $5, $6, 'other', '', 'active', 0), ($1, $3, '101', 'OOO', $5, $6, 'other', '', 'active', 0),
         ($1, $4, '102', 'OOS', $5, $6, 'other', '', 'active', 0)`,
      [HOTEL_ID, uuid(), uuid(), uuid(), DAY(CLOSED + 1), DAY(CLOSED + 2)],
    )
    const reservationId = await bookStay(chain, { arrival: DAY(CLOSED - 1), departure: DAY(CLOSED) })
    await db.query(
      "UPDATE stay_line SET departure = $3, stay = 'in_house' WHERE hotel_id = $1 AND reservation_id = $2",
      [HOTEL_ID, reservationId, DAY(CLOSED + 1)],
    )
    const opened = await admin.atHotel('PUT', '/rates', { ...range(CLOSED - 1, CLOSED + 2), baseMinor: 9_000 })
    expect(opened.body).toEqual({ priced: 3, opened: 2 })
    const { inventory, rates } = await nights(CLOSED, CLOSED + 3)
    expect(inventory).toMatchObject([
      { totalInventory: 3, outOfOrder: 0, overbookPct: 10, totalReserved: 1, leased: 0, forced: 0 },
      { totalInventory: 3, outOfOrder: 1, overbookPct: 10, totalReserved: 0, leased: 0, forced: 0 },
    ])
    expect(rates).toHaveLength(2)
  })

  test('RATE-10 the price curve of a hotel is set by rising points', async () => {
    const points = [
      { occupancyBp: 0, factorBp: 8_000 },
      { occupancyBp: 12_000, factorBp: 50_000 },
    ]
    expect((await admin.atHotel('PUT', '/price-curve', { points })).body).toMatchObject({ occupancyCurve: points })
    for (const wrong of [
      points.slice(0, 1),
      points.toReversed(),
      [...points, { occupancyBp: 12_000, factorBp: 1 }],
      [points[0], { occupancyBp: 1, factorBp: -1 }],
      Array.from({ length: 21 }, (_, at) => ({ occupancyBp: at, factorBp: 1 })),
    ]) {
      expect((await admin.atHotel('PUT', '/price-curve', { points: wrong })).code).toBe('REQUEST_INVALID')
    }
  })

  test('RATE-11 restricted nights have a row, nights that are open again none', async () => {
    const wanted = { ...range(2, 6), minStay: 3, closedToArrival: true, closedToDeparture: false }
    expect((await admin.atHotel('PUT', '/restrictions', wanted)).body).toEqual({ changed: 4 })
    const query = `/restrictions?roomTypeId=A&from=${DAY(0)}&until=${DAY(10)}`
    const listed = await admin.atHotel<{ restrictions: RestrictionRow[] }>('GET', query)
    expect(listed.body.restrictions.map((row) => row.night)).toEqual([DAY(2), DAY(3), DAY(4), DAY(5)])
    expect(listed.body.restrictions[0]).toMatchObject({ minStay: 3, closedToArrival: true, closedToDeparture: false })
    await expect(bookStay(chain, { arrival: DAY(2), departure: DAY(3) })).rejects.toThrow('MIN_STAY')
    const all = { ...range(0, 10), minStay: 1, closedToArrival: false, closedToDeparture: false }
    expect((await admin.atHotel('PUT', '/restrictions', all)).body).toEqual({ changed: 4 })
    expect((await admin.atHotel('GET', query)).body).toEqual({ restrictions: [] })
  })

  test('RATE-12 no nights, nights before the business date and more than 731 are refused', async () => {
    for (const [from, until] of [
      [3, 3],
      [3, 2],
      [-1, 3],
      [0, 732],
    ] as const) {
      const rates = await admin.atHotel('PUT', '/rates', { ...range(from, until), baseMinor: 1 })
      expect([rates.status, rates.code]).toEqual([400, 'NIGHTS_INVALID'])
      const wanted = { ...range(from, until), minStay: 2, closedToArrival: false, closedToDeparture: false }
      expect((await admin.atHotel('PUT', '/restrictions', wanted)).code).toBe('NIGHTS_INVALID')
    }
    const nowhere = { ...range(0, 1, 'X'), baseMinor: 1 }
    expect((await admin.atHotel('PUT', '/rates', nowhere)).code).toBe('ROOM_TYPE_UNKNOWN')
  })

  test('RATE-13 a sell control is set once its id, by whom is kept, and its nights follow at once', async () => {
    const wanted = control({ from: DAY(7), until: DAY(9), overbookPct: -100, note: 'Stop sale' })
    const set = await admin.atHotel('POST', '/sell-controls', wanted)
    expect(set).toMatchObject({ status: 201, body: wanted })
    expect(await overbooked(6, 10)).toEqual([10, -100, -100, 10])
    expect(await overbooked(6, 10, 'B')).toEqual([10, -100, -100, 10])
    await expect(bookStay(chain, { arrival: DAY(7), departure: DAY(8) })).rejects.toThrow('NO_AVAILABILITY')
    const again = await admin.atHotel('POST', '/sell-controls', wanted)
    expect(again).toMatchObject({ status: 200, body: set.body })
    const other = await admin.atHotel('POST', '/sell-controls', { ...wanted, overbookPct: 0 })
    expect([other.status, other.code]).toEqual([422, 'SELL_CONTROL_ID_REUSED'])
    for (const [from, until] of [
      [DAY(-1), DAY(3)],
      [DAY(3), DAY(3)],
      [DAY(0), DAY(732)],
    ]) {
      const refused = await admin.atHotel('POST', '/sell-controls', control({ from, until }))
      expect([refused.status, refused.code]).toEqual([400, 'SELL_CONTROL_INVALID'])
    }
    const nowhere = control({ from: DAY(1), until: DAY(2), roomTypeId: 'X' })
    expect((await admin.atHotel('POST', '/sell-controls', nowhere)).code).toBe('ROOM_TYPE_UNKNOWN')
  })

  test('RATE-14 nights opened later take the overbooking of the newest control that covers them', async () => {
    const [from, until] = [DAY(CLOSED + 30), DAY(CLOSED + 33)]
    await admin.atHotel('POST', '/sell-controls', control({ from, until, overbookPct: 20 }))
    await admin.atHotel(
      'POST',
      '/sell-controls',
      control({ from, until: addDays(from, 1), overbookPct: 30, roomTypeId: 'A' }),
    )
    for (const roomTypeId of ['A', 'B']) {
      await admin.atHotel('PUT', '/rates', { ...range(CLOSED + 29, CLOSED + 34, roomTypeId), baseMinor: 1_000 })
    }
    expect(await overbooked(CLOSED + 29, CLOSED + 34)).toEqual([10, 30, 20, 20, 10])
    expect(await overbooked(CLOSED + 29, CLOSED + 34, 'B')).toEqual([10, 20, 20, 20, 10])
    const { body } = await admin.atHotel<{ sellControls: { overbookPct: number }[] }>('GET', '/sell-controls')
    expect(body.sellControls.slice(0, 2).map((row) => row.overbookPct)).toEqual([30, 20])
  })

  test('RATE-15 a control that ends leaves its nights to the newest that is left, else to the default', async () => {
    const set = async (from: LocalDate, until: LocalDate, overbookPct: number) => {
      const wanted = control({ from, until, overbookPct })
      await admin.atHotel('POST', '/sell-controls', wanted)
      return wanted.controlId
    }
    const older = await set(DAY(12), DAY(15), 40)
    const newer = await set(DAY(13), DAY(16), 60)
    expect(await overbooked(12, 17)).toEqual([40, 60, 60, 60, 10])
    expect((await admin.atHotel('DELETE', `/sell-controls/${older}`)).body).toMatchObject({ controlId: older })
    expect(await overbooked(12, 17)).toEqual([10, 60, 60, 60, 10])
    const third = await set(DAY(12), DAY(15), 70)
    await admin.atHotel('DELETE', `/sell-controls/${third}`)
    expect(await overbooked(12, 17)).toEqual([10, 60, 60, 60, 10])
    await admin.atHotel('DELETE', `/sell-controls/${newer}`)
    expect(await overbooked(12, 17)).toEqual([10, 10, 10, 10, 10])
    expect((await admin.atHotel('DELETE', `/sell-controls/${newer}`)).code).toBe('SELL_CONTROL_UNKNOWN')
  })

  const plan = {
    name: 'Weekly',
    position: 3,
    kind: 'flexible',
    priceBp: 8_500,
    minStay: 1,
    freeCancelDays: 7,
    feeNights: 2,
    active: true,
  }

  test('RATE-16 what a plan says about canceling stays as it was sold', async () => {
    expect(await admin.atHotel('PUT', '/rate-plans/WEEK', plan)).toMatchObject({ status: 201, body: plan })
    expect((await admin.atHotel('PUT', '/rate-plans/WEEK', { ...plan, feeNights: 1 })).status).toBe(200)
    await bookStay(chain, { arrival: DAY(3), departure: DAY(4), ratePlanId: 'WEEK' as never })
    const refused = await admin.atHotel('PUT', '/rate-plans/WEEK', { ...plan, feeNights: 3 })
    expect([refused.status, refused.code]).toEqual([409, 'RATE_PLAN_IN_USE'])
    const cheaper = { ...plan, feeNights: 1, priceBp: 8_000 }
    expect((await admin.atHotel('PUT', '/rate-plans/WEEK', cheaper)).body).toMatchObject(cheaper)
    expect((await admin.atHotel('PUT', '/rate-plans/WEEK', { ...plan, priceBp: 0 })).code).toBe('REQUEST_INVALID')
  })

  test('RATE-17 a plan is first sold no more, and removed only when nothing names it', async () => {
    await admin.atHotel('PUT', '/rate-plans/SOLD', plan)
    await bookStay(chain, { arrival: DAY(4), departure: DAY(5), ratePlanId: 'SOLD' as never })
    await admin.atHotel('PUT', '/rate-plans/NEVER', plan)
    for (const id of ['SOLD', 'NEVER']) {
      const ended = await admin.atHotel('DELETE', `/rate-plans/${id}`)
      expect(ended.body).toMatchObject({ removed: false, ratePlan: { ratePlanId: id, active: false } })
    }
    expect((await admin.atHotel('DELETE', '/rate-plans/SOLD')).body).toMatchObject({ removed: false })
    expect((await admin.atHotel('DELETE', '/rate-plans/NEVER')).body).toMatchObject({ removed: true })
    expect((await admin.atHotel('DELETE', '/rate-plans/NEVER')).code).toBe('RATE_PLAN_UNKNOWN')
    const { body } = await admin.atHotel<{ ratePlans: { ratePlanId: string; active: boolean }[] }>('GET', '/rate-plans')
    expect(body.ratePlans.find((row) => row.ratePlanId === 'SOLD')?.active).toBe(false)
    expect(body.ratePlans.some((row) => row.ratePlanId === 'NEVER')).toBe(false)
  })

  test('RATE-18 taxes are added, changed and taken away for what is booked from then on', async () => {
    const tax = { kind: 'percent', name: 'VAT', position: 1, percentBp: 600, included: true }
    expect(await admin.atHotel('PUT', '/tax-rules/VAT', tax)).toMatchObject({
      status: 201,
      body: { taxId: 'VAT', ...tax },
    })
    const city = { kind: 'per_person_night', name: 'City tax', position: 2, amountMinor: 200, included: false }
    await admin.atHotel('PUT', '/tax-rules/CITY', city)
    expect((await admin.atHotel('PUT', '/tax-rules/CITY', { ...city, amountMinor: 300 })).status).toBe(200)
    expect((await admin.atHotel('GET', '/tax-rules')).body).toMatchObject({
      taxRules: [
        { taxId: 'CITY', amountMinor: 300 },
        { taxId: 'VAT', percentBp: 600 },
      ],
    })
    expect((await admin.atHotel('PUT', '/tax-rules/X', { ...tax, amountMinor: 5 })).code).toBe('REQUEST_INVALID')
    expect((await admin.atHotel('DELETE', '/tax-rules/VAT')).body).toMatchObject({ taxId: 'VAT' })
    expect((await admin.atHotel('DELETE', '/tax-rules/VAT')).code).toBe('TAX_RULE_UNKNOWN')
  })
})
