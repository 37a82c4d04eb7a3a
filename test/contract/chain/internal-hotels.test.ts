import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { HotelId } from '../../../shared/domain/ids.ts'
import type { HotelRow, InventoryRow, RatePlanRow } from '../../../shared/domain/rows.ts'
import { addDays } from '../../../shared/domain/stay-dates.ts'
import type { Chain } from '../../../sync/chain/chain.ts'
import type { Database } from '../../../sync/chain/database/port.ts'
import { TABLES_OF_HOTEL } from '../../../sync/chain/hotels/queries/delete-hotel.ts'
import { issueEnrolCode, enrolDevice } from '../../../sync/chain/sync/enrolment.ts'
import { chainWithSmallHotel, describeOnBothDatabases } from '../../support/chain-databases.ts'
import { InternalCaller, bookStay } from '../../support/internal-caller.ts'
import { HOTEL_ID, TODAY } from '../../support/small-hotel.ts'

const DAY = (days: number) => addDays(TODAY, days)
const tenTimes = (count: number) => Array.from({ length: 10 }, () => count)

describeOnBothDatabases('hotels and rooms over the internal API', (open) => {
  let db: Database
  let chain: Chain
  let admin: InternalCaller

  beforeAll(async () => {
    db = await open()
    chain = await chainWithSmallHotel(db)
    admin = await InternalCaller.open(chain)
  })
  afterAll(async () => {
    await admin.app.close()
    await db.close()
  })
  let hotel = 0
  beforeEach(() => {
    hotel += 1
  })

  const newHotel = (more: object = {}) => ({
    hotelId: `new-${hotel}`,
    name: 'Harbour House',
    currency: 'EUR',
    timeZone: 'Pacific/Auckland',
    pricesIncludeTax: true,
    ...more,
  })

  /** A hotel with a type A of two rooms, on sale for ten nights. */
  async function hotelOnSale(): Promise<HotelId> {
    const { body } = await admin.call<HotelRow>(
      'POST',
      '/hotels',
      newHotel({ businessDate: TODAY, timeZone: 'Europe/Lisbon' }),
    )
    const at = `/hotels/${body.hotelId}`
    for (const roomTypeId of ['A', 'B']) {
      const type = { roomTypeId, name: `Type ${roomTypeId}`, position: 1, maxOccupancy: 2 }
      expect((await admin.call('POST', `${at}/room-types`, type)).status).toBe(201)
    }
    for (const roomId of ['1', '2']) {
      expect((await admin.call('POST', `${at}/rooms`, { roomId, roomTypeId: 'A', floor: 1 })).status).toBe(201)
    }
    for (const roomTypeId of ['A', 'B']) {
      const rates = { roomTypeId, from: TODAY, until: DAY(10), baseMinor: 10_000 }
      expect((await admin.call('PUT', `${at}/rates`, rates)).body).toEqual({ priced: 10, opened: 10 })
    }
    return body.hotelId
  }

  const totals = async (hotelId: string, roomTypeId: string): Promise<number[]> => {
    const { body } = await admin.call<{ inventory: InventoryRow[] }>(
      'GET',
      `/hotels/${hotelId}/rates?roomTypeId=${roomTypeId}&from=${TODAY}&until=${DAY(12)}`,
    )
    return body.inventory.map((row) => row.totalInventory)
  }

  const headOf = async (hotelId: string): Promise<number> => {
    const [head] = await db.query<{ version: number }>('SELECT version FROM sync_head WHERE hotel_id = $1', [hotelId])
    return head?.version ?? -1
  }

  test('HTL-01 a hotel is added once, on the day that it is there, with the plans that every hotel starts with', async () => {
    const added = await admin.call('POST', '/hotels', newHotel())
    expect(added.status).toBe(201)
    expect(added.body['businessDate']).toBe('2026-11-23')
    expect((await admin.call('GET', `/hotels/new-${hotel}`)).body).toEqual(added.body)
    const { body } = await admin.call<{ ratePlans: RatePlanRow[] }>('GET', `/hotels/new-${hotel}/rate-plans`)
    expect(body.ratePlans.map((plan) => plan.ratePlanId)).toEqual(['FLEX', 'NONREF'])
    expect((await admin.call('POST', '/hotels', newHotel())).code).toBe('HOTEL_EXISTS')
    for (const wrong of [
      { currency: 'EEE' },
      { currency: 'eur' },
      { timeZone: 'Mars/Olympus' },
      { timeZone: '+01:00' },
      { timeZone: 'EST5EDT; DROP' },
      { hotelId: 'a/b' },
      { name: ' ' },
      { businessDate: '2026-02-30' },
      { extra: 1 },
    ]) {
      expect((await admin.call('POST', '/hotels', newHotel({ hotelId: 'wrong', ...wrong }))).code).toBe(
        'REQUEST_INVALID',
      )
    }
    expect((await admin.call('GET', '/hotels/wrong')).code).toBe('HOTEL_UNKNOWN')
  })

  test('HTL-02 a hotel is changed; its currency and time zone stay once there is a reservation', async () => {
    const hotelId = await hotelOnSale()
    const change = { currency: 'CHF', timeZone: 'Europe/Zurich', name: 'Lake House' }
    expect((await admin.call('PATCH', `/hotels/${hotelId}`, change)).body).toMatchObject(change)
    const before = await headOf(hotelId)
    await bookStay(chain, { hotelId, arrival: DAY(1), departure: DAY(2) })
    const refused = await admin.call('PATCH', `/hotels/${hotelId}`, { currency: 'EUR' })
    expect(refused).toMatchObject({ status: 409, code: 'HOTEL_HAS_RESERVATIONS', body: { params: { count: 1 } } })
    expect((await admin.call('PATCH', `/hotels/${hotelId}`, { timeZone: 'UTC' })).code).toBe('HOTEL_HAS_RESERVATIONS')
    expect(await headOf(hotelId)).toBe(before + 1)
    const name = await admin.call('PATCH', `/hotels/${hotelId}`, { name: 'Old House', currency: 'CHF' })
    expect(name.body).toMatchObject({ name: 'Old House', currency: 'CHF' })
    expect(await headOf(hotelId)).toBe(before + 2)
    expect((await admin.call('PATCH', '/hotels/nowhere', {})).code).toBe('HOTEL_UNKNOWN')
  })

  test('HTL-03 only a hotel without reservations and terminals is removed, and nothing of it is left', async () => {
    const hotelId = await hotelOnSale()
    const { key } = await chain.access.keys.add({ name: 'its own', hotelId, perMinute: null })
    expect((await admin.call('DELETE', `/hotels/${hotelId}`)).status).toBe(200)
    for (const table of TABLES_OF_HOTEL) {
      expect(await db.query(`SELECT 1 FROM ${table} WHERE hotel_id = $1`, [hotelId])).toEqual([])
    }
    const keys = await chain.access.keys.list()
    expect(keys.find(({ keyId }) => keyId === key.keyId)?.revokedAtUtcMs).toBe(chain.clock.nowUtcMs())
    expect((await admin.call('DELETE', `/hotels/${hotelId}`)).code).toBe('HOTEL_UNKNOWN')

    const again = await hotelOnSale()
    expect(again).toBe(hotelId)
    const enrolCode = await issueEnrolCode(db, chain.clock, again)
    await enrolDevice(chain, { protocol: 1, enrolCode, deviceClass: 'desk', deviceName: 'Desk' })
    expect((await admin.call('DELETE', `/hotels/${again}`)).code).toBe('HOTEL_HAS_DEVICES')
    const reservationId = await bookStay(chain, { hotelId: again, arrival: DAY(1), departure: DAY(2) })
    const refused = await admin.call('DELETE', `/hotels/${again}`)
    expect(refused.body).toMatchObject({ code: 'HOTEL_HAS_RESERVATIONS', params: { hotelId: again, count: 1 } })
    const folio = await admin.call('GET', `/hotels/${again}/reservations/${reservationId}/folio`)
    expect(folio.status).toBe(200)
  })

  test('HTL-03 every table of a hotel is among those that are emptied', async () => {
    const tables = await db.query<{ table_name: string }>(
      "SELECT table_name FROM information_schema.columns WHERE table_schema = 'public' AND column_name = 'hotel_id'",
    )
    // Keys are ended, not removed; events are of reservations, of which there are none.
    const others = ['api_key', 'reservation_event']
    const known = [...TABLES_OF_HOTEL, ...others]
    expect(tables.map(({ table_name }) => table_name).filter((name) => !known.includes(name))).toEqual([])
  })

  test('HTL-04 room types are added, read, listed in order and changed', async () => {
    const at = `/hotels/${await hotelOnSale()}/room-types`
    const type = { roomTypeId: 'DLX', name: 'Deluxe', position: 9, maxOccupancy: 4 }
    expect((await admin.call('POST', at, type)).body).toEqual(type)
    expect((await admin.call('POST', at, type)).code).toBe('ROOM_TYPE_EXISTS')
    expect((await admin.call('PATCH', `${at}/DLX`, { maxOccupancy: 3 })).body).toEqual({ ...type, maxOccupancy: 3 })
    expect((await admin.call('GET', `${at}/DLX`)).body).toMatchObject({ maxOccupancy: 3 })
    const listed = await admin.call<{ roomTypes: object[] }>('GET', at)
    expect(listed.body.roomTypes.at(-1)).toMatchObject({ roomTypeId: 'DLX' })
    expect((await admin.call('GET', `${at}/X`)).code).toBe('ROOM_TYPE_UNKNOWN')
    expect((await admin.call('PATCH', `${at}/X`, {})).code).toBe('ROOM_TYPE_UNKNOWN')
    expect((await admin.call('PATCH', `${at}/DLX`, { maxOccupancy: 0 })).code).toBe('REQUEST_INVALID')
  })

  test('HTL-05 a type with stays to come or with rooms stays; else it goes with its nights from today on', async () => {
    const hotelId = await hotelOnSale()
    const at = `/hotels/${hotelId}/room-types`
    await bookStay(chain, { hotelId, arrival: DAY(1), departure: DAY(2) })
    expect((await admin.call('DELETE', `${at}/A`)).body).toMatchObject({
      code: 'ROOM_TYPE_HAS_RESERVATIONS',
      params: { roomTypeId: 'A', count: 1 },
    })
    await db.query("UPDATE reservation SET status = 'canceled' WHERE hotel_id = $1", [hotelId])
    expect((await admin.call('DELETE', `${at}/A`)).body).toMatchObject({
      code: 'ROOM_TYPE_HAS_ROOMS',
      params: { roomTypeId: 'A', count: 2 },
    })
    await db.query(
      `INSERT INTO room_type_inventory (hotel_id, room_type_id, night, total_inventory, out_of_order, overbook_pct,
         total_reserved, leased, forced) VALUES ($1, 'B', $2, 0, 0, 10, 0, 0, 0)`,
      [hotelId, DAY(-1)],
    )
    expect((await admin.call('DELETE', `${at}/B`)).status).toBe(200)
    expect(
      await db.query("SELECT night FROM room_type_inventory WHERE hotel_id = $1 AND room_type_id = 'B'", [hotelId]),
    ).toEqual([{ night: DAY(-1) }])
    expect(await totals(hotelId, 'B')).toEqual([])
    expect((await admin.call('DELETE', `${at}/B`)).code).toBe('ROOM_TYPE_UNKNOWN')
  })

  test('HTL-06 a new room counts on every open night from the business date on', async () => {
    const hotelId = await hotelOnSale()
    const at = `/hotels/${hotelId}/rooms`
    const heard: number[] = []
    chain.pokes.listen(hotelId, ({ version }) => heard.push(version))
    const room = { roomId: '3', roomTypeId: 'A', floor: 2, housekeeping: 'dirty' }
    expect((await admin.call('POST', at, room)).body).toEqual(room)
    expect(await totals(hotelId, 'A')).toEqual(tenTimes(3))
    const version = await headOf(hotelId)
    expect(heard).toEqual([version])
    const changes = await db.query('SELECT 1 FROM sync_change WHERE hotel_id = $1 AND version = $2', [hotelId, version])
    expect(changes).toHaveLength(11)
    expect((await admin.call('POST', at, room)).code).toBe('ROOM_EXISTS')
    expect((await admin.call('POST', at, { ...room, roomId: '4', roomTypeId: 'X' })).code).toBe('ROOM_TYPE_UNKNOWN')
    expect(await totals(hotelId, 'A')).toEqual(tenTimes(3))
    expect((await admin.call<{ rooms: object[] }>('GET', at)).body.rooms).toHaveLength(3)
    expect((await admin.call('GET', `${at}/3`)).body).toEqual(room)
    expect((await admin.call('GET', `${at}/9`)).code).toBe('ROOM_UNKNOWN')
  })

  test('HTL-07 a removed room counts no more, and what was sold beyond the rest is forced and covered', async () => {
    const hotelId = await hotelOnSale()
    await bookStay(chain, { hotelId, arrival: DAY(1), departure: DAY(2) })
    await bookStay(chain, { hotelId, arrival: DAY(1), departure: DAY(2) })
    expect((await admin.call('DELETE', `/hotels/${hotelId}/rooms/2`)).body).toMatchObject({ roomId: '2' })
    expect(await totals(hotelId, 'A')).toEqual(tenTimes(1))
    const { exceptions } = (await admin.call<{ exceptions: object[] }>('GET', `/hotels/${hotelId}/exceptions`)).body
    expect(exceptions).toMatchObject([
      { kind: 'OVERSOLD_NIGHT', params: { roomTypeId: 'A', night: DAY(1), units: 1 }, status: 'open' },
    ])
    await admin.call('POST', `/hotels/${hotelId}/rooms`, { roomId: '2', roomTypeId: 'A', floor: 1 })
    expect((await admin.call('GET', `/hotels/${hotelId}/exceptions`)).body).toEqual({ exceptions: [], next: null })
    expect((await admin.call('DELETE', `/hotels/${hotelId}/rooms/9`)).code).toBe('ROOM_UNKNOWN')
  })

  test('HTL-07 a room that somebody holds is not removed', async () => {
    const hotelId = await hotelOnSale()
    const hold = (night: string) =>
      db.query(
        "INSERT INTO room_night (hotel_id, room_id, night, kind, ref_id) VALUES ($1, '1', $2, 'assigned', 'x/1')",
        [hotelId, night],
      )
    await hold(DAY(-1))
    const reservationId = await bookStay(chain, { hotelId, arrival: DAY(1), departure: DAY(2) })
    await db.query("UPDATE stay_line SET room_id = '1', stay = 'in_house' WHERE hotel_id = $1", [hotelId])
    const inHouse = await admin.call('DELETE', `/hotels/${hotelId}/rooms/1`)
    expect(inHouse.body).toMatchObject({ code: 'ROOM_IN_USE', params: { roomId: '1', holder: `${reservationId}/1` } })
    await db.query("UPDATE stay_line SET room_id = NULL, stay = 'expected' WHERE hotel_id = $1", [hotelId])
    await hold(DAY(4))
    expect((await admin.call('DELETE', `/hotels/${hotelId}/rooms/1`)).body).toMatchObject({ params: { holder: 'x/1' } })
    expect((await admin.call('PATCH', `/hotels/${hotelId}/rooms/1`, { roomTypeId: 'B' })).code).toBe('ROOM_IN_USE')
    expect((await admin.call('PATCH', `/hotels/${hotelId}/rooms/1`, { housekeeping: 'dirty' })).status).toBe(200)
    expect(await totals(hotelId, 'A')).toEqual(tenTimes(2))
  })

  test('HTL-08 a room moved to another type takes its unit along', async () => {
    const hotelId = await hotelOnSale()
    const moved = await admin.call('PATCH', `/hotels/${hotelId}/rooms/1`, { roomTypeId: 'B', floor: 5 })
    expect(moved.body).toMatchObject({ roomId: '1', roomTypeId: 'B', floor: 5 })
    expect(await totals(hotelId, 'A')).toEqual(tenTimes(1))
    expect(await totals(hotelId, 'B')).toEqual(tenTimes(1))
    expect((await admin.call('PATCH', `/hotels/${hotelId}/rooms/1`, { roomTypeId: 'X' })).code).toBe(
      'ROOM_TYPE_UNKNOWN',
    )
    expect((await admin.call('PATCH', `/hotels/${hotelId}/rooms/9`, {})).code).toBe('ROOM_UNKNOWN')
  })

  test('HTL-09 hotels are listed by pages, and only those that the caller works for', async () => {
    const seen: string[] = []
    let after = ''
    for (let page = 0; page < 100; page += 1) {
      const { body } = await admin.call<{ hotels: HotelRow[]; next: string | null }>('GET', `/hotels?limit=2${after}`)
      seen.push(...body.hotels.map((row) => row.hotelId))
      if (body.next === null) break
      after = `&after=${body.next}`
    }
    const all = await db.query<{ hotel_id: string }>('SELECT hotel_id FROM hotel ORDER BY hotel_id')
    expect(seen).toEqual(all.map((row) => row.hotel_id))
    expect(seen.length).toBeGreaterThan(2)
    const manager = await admin.as('manager', [HOTEL_ID])
    const own = await manager.call('GET', '/hotels')
    expect(own.body).toMatchObject({ hotels: [{ hotelId: HOTEL_ID }], next: null })
    expect((await manager.call('GET', '/hotels?limit=0')).code).toBe('REQUEST_INVALID')
  })
})
