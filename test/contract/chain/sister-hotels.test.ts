import { afterAll, beforeAll, expect, test } from 'vitest'
import { parseConfirmationCode } from '../../../shared/domain/confirmation-code.ts'
import type { HotelId, RoomTypeId } from '../../../shared/domain/ids.ts'
import { exceptionId } from '../../../shared/domain/ops/exceptions.ts'
import { typeNightKey } from '../../../shared/domain/rows.ts'
import { type LocalDate, addDays } from '../../../shared/domain/stay-dates.ts'
import type { SisterBooked, SisterList } from '../../../shared/wire/sister-hotels.ts'
import type { Chain } from '../../../sync/chain/chain.ts'
import { enrolDevice, issueEnrolCode } from '../../../sync/chain/sync/enrolment.ts'
import { PROTOCOL_VERSION } from '../../../shared/wire/protocol.ts'
import type { Database } from '../../../sync/chain/database/port.ts'
import { chainWithSmallHotel, describeOnBothDatabases } from '../../support/chain-databases.ts'
import { blockIdOf, reservationIdOf } from '../../support/desk-ops.ts'
import { InternalCaller, bookStay } from '../../support/internal-caller.ts'
import { SEAVIEW, addSister, northOf, placeSmallHotel } from '../../support/sister-hotels.ts'
import { HOTEL_ID, TODAY, TYPE_A, TYPE_B, put } from '../../support/small-hotel.ts'
import { type SyncAnswer, SyncCaller } from '../../support/sync-caller.ts'

const STAY = { arrival: TODAY, departure: addDays(TODAY, 2), adults: 2 }
const OVERSOLD = exceptionId.oversoldNight({ roomTypeId: TYPE_A, night: TODAY })

describeOnBothDatabases('near hotels of the chain', (open) => {
  let db: Database
  let chain: Chain
  let desk: SyncCaller
  let staff: InternalCaller

  beforeAll(async () => {
    db = await open()
    chain = await chainWithSmallHotel(db)
    desk = await SyncCaller.open(chain)
    staff = await InternalCaller.open(chain)
    await addSister(chain, 'third', northOf(0.2))
    await addSister(chain, 'second', northOf(0.1))
    await addSister(chain, 'first', northOf(0.05, { phone: '+351 289 1', address: 'Rua 1' }), { currency: 'USD' })
    await addSister(chain, 'far', northOf(0.5))
    await addSister(chain, 'nowhere', null)
    await openException(HOTEL_ID)
  })
  afterAll(async () => {
    await desk.app.close()
    await staff.app.close()
    await db.close()
  })

  /** An oversold night as the chain keeps it: two guests in the house, nobody's fault. */
  async function openException(hotelId: HotelId): Promise<void> {
    const written = await chain.writer.write(hotelId, ({ unit }) => {
      unit.apply([
        put('exception', {
          exceptionId: OVERSOLD,
          kind: 'OVERSOLD_NIGHT',
          severity: 'action',
          status: 'open',
          subject: { entity: 'inventory', key: `${TYPE_A}/${TODAY}` },
          params: { roomTypeId: TYPE_A, night: TODAY, units: 1 },
          openedAtUtcMs: chain.clock.nowUtcMs(),
          opId: null,
          deviceId: null,
          resolvedAtUtcMs: null,
          resolution: null,
          resolvedByOpId: null,
          resolvedByDeviceId: null,
          note: '',
        }),
      ])
      return Promise.resolve()
    })
    if (!written.ok) throw new Error(written.error.code)
  }

  /** Units that terminals of a hotel keep. */
  async function lease(hotelId: string, roomTypeId: RoomTypeId, night: LocalDate, leased: number): Promise<void> {
    await chain.writer.write(hotelId as HotelId, async ({ unit }) => {
      const key = typeNightKey(roomTypeId, night)
      await unit.load([{ entity: 'inventory', key }])
      const row = unit.row('inventory', key)
      if (row) unit.apply([put('inventory', { ...row, leased })])
    })
  }

  const search = (more: object = {}) => desk.ask('POST', 'sister-hotels', { ...STAY, ...more })
  const found = async (more: object = {}): Promise<SisterList['hotels']> =>
    (JSON.parse((await search(more)).text) as SisterList).hotels // as the route answers
  const ids = async (more: object = {}) => (await found(more)).map(({ hotelId }) => hotelId)
  const booking = (n: number, more: object = {}) => ({
    ...STAY,
    reservationId: reservationIdOf(n),
    exceptionId: OVERSOLD,
    way: 'walk',
    hotelId: 'second',
    roomTypeId: TYPE_A,
    guest: { firstName: 'Ada', lastName: 'Byron', email: null, phone: '+44 1' },
    ...more,
  })
  const book = (n: number, more: object = {}): Promise<SyncAnswer> =>
    desk.ask('POST', 'sister-hotels/book', booking(n, more))
  const sold = async (hotelId: string) =>
    (await db.query<{ n: number }>('SELECT count(*) AS n FROM reservation WHERE hotel_id = $1', [hotelId]))[0]?.n

  test('SIS-02 where a hotel is, is said whole, read, changed and taken away, and no version comes of it', async () => {
    expect((await search()).code).toBe('PLACE_UNKNOWN')
    const head = async () => (await db.query('SELECT version FROM sync_head WHERE hotel_id = $1', [HOTEL_ID]))[0]
    const before = await head()
    expect((await staff.atHotel('GET', '/place')).body).toEqual({ hotelId: HOTEL_ID, name: 'Seaview', place: null })
    expect(await staff.atHotel('PUT', '/place', { ...SEAVIEW, phone: '+351 289 7' })).toMatchObject({
      status: 200,
      body: { place: { ...SEAVIEW, phone: '+351 289 7' } },
    })
    expect((await staff.atHotel('GET', '/place')).body).toMatchObject({ place: { phone: '+351 289 7' } })
    for (const half of [{ city: 'Faro' }, { ...SEAVIEW, latitude: 91 }, { ...SEAVIEW, longitude: null }]) {
      expect((await staff.atHotel('PUT', '/place', half)).code).toBe('REQUEST_INVALID')
    }
    const half = db.query('UPDATE hotel SET longitude = NULL WHERE hotel_id = $1', [HOTEL_ID])
    await expect(half).rejects.toThrow(/hotel_place_whole/)
    expect((await staff.atHotel('DELETE', '/place')).body).toMatchObject({ place: null })
    expect((await (await staff.as('support')).atHotel('PUT', '/place', SEAVIEW)).code).toBe('FORBIDDEN')
    expect((await staff.call('PUT', '/hotels/none/place', SEAVIEW)).code).toBe('HOTEL_UNKNOWN')
    expect(await head()).toEqual(before)
    await placeSmallHotel(chain)
  })

  test('SIS-03 the nearest comes first, with what the letter needs; not its own, none farther, none without a place', async () => {
    expect(await ids()).toEqual(['first', 'second', 'third'])
    expect(await ids({ radiusMetres: 12_000 })).toEqual(['first', 'second'])
    expect(await ids({ radiusMetres: 100_000 })).toEqual(['first', 'second', 'third', 'far'])
    const [first] = await found()
    expect(first).toMatchObject({ name: 'Hotel first', city: 'Loulé', address: 'Rua 1', phone: '+351 289 1' })
    expect(first?.distanceMetres).toBeGreaterThan(5_550)
    expect(first?.distanceMetres).toBeLessThan(5_570)
  })

  test('SIS-03 who has no room on one of the nights, or for so many guests, is left out', async () => {
    const last = addDays(TODAY, 19)
    expect(await ids({ arrival: last, departure: addDays(last, 1) })).toEqual(['first', 'second', 'third'])
    expect(await ids({ arrival: last, departure: addDays(last, 2) })).toEqual([])
    expect(await ids({ adults: 2, children: 2 })).toEqual([])
    expect(await ids({ units: 4 })).toEqual([])
    expect((await search({ departure: TODAY })).code).toBe('STAY_INVALID')
    const yesterday = addDays(TODAY, -1)
    expect(await ids({ arrival: yesterday, departure: addDays(yesterday, 1) })).toEqual([])
    const night = addDays(TODAY, 9)
    for (const roomTypeId of [TYPE_A, TYPE_B]) {
      const closed = { roomTypeId, night, minStay: 1, closedToArrival: true, closedToDeparture: false }
      await chain.writer.write('first' as HotelId, ({ unit }) => {
        unit.apply([put('restriction', closed)])
        return Promise.resolve()
      })
    }
    expect(await ids({ arrival: night, departure: addDays(night, 1) })).toEqual(['second', 'third'])
  })

  test('SIS-04 what is sold or kept by terminals is not offered; prices are in the hotel’s currency', async () => {
    const arrival = addDays(TODAY, 4)
    const stay = { arrival, departure: addDays(arrival, 2) }
    const room = async () =>
      (await found(stay))[0]?.roomTypes.map(({ roomTypeId, available }) => [roomTypeId, available])
    expect(await room()).toEqual([
      ['A', 3],
      ['B', 2],
    ])
    await bookStay(chain, { ...stay, hotelId: 'first' as HotelId, departure: addDays(arrival, 1) })
    expect((await room())?.[0]).toEqual(['A', 2])
    await lease('first', TYPE_A, addDays(arrival, 1), 2)
    await chain.writer.write('first' as HotelId, ({ unit }) => {
      unit.apply([
        put('tax_rule', {
          taxId: 'CITY',
          name: 'City tax',
          position: 1,
          kind: 'per_person_night',
          percentBp: 0,
          amountMinor: 200,
          included: false,
        }),
      ])
      return Promise.resolve()
    })
    expect((await room())?.[0]).toEqual(['A', 1])
    const quoted = await chain.availability.get('first' as HotelId, stay)
    const plain = quoted.ok ? quoted.value.roomTypes.map(({ totalMinor }) => totalMinor + 2 * 2 * 200) : []
    const [first] = await found(stay)
    expect([first?.currency, first?.roomTypes.map(({ totalMinor }) => totalMinor)]).toEqual(['USD', plain])
    expect(plain[0]).toBeGreaterThan(10_000)
    await lease('first', TYPE_B, addDays(arrival, 1), 1)
    expect((await found({ ...stay, units: 2 })).map(({ hotelId }) => hotelId)).toEqual(['second', 'third'])
  })

  test('SIS-05 a booking is made once by its id and answers its code again; another body is another booking', async () => {
    const first = await book(1, { units: 2 })
    expect(first.status).toBe(200)
    const booked = JSON.parse(first.text) as SisterBooked // as the route answers
    expect(booked).toMatchObject({ hotel: { hotelId: 'second', name: 'Hotel second', city: 'Loulé' }, currency: 'EUR' })
    expect((await book(1, { units: 2 })).text).toBe(first.text)
    expect(await sold('second')).toBe(1)
    expect((await book(1, { units: 1 })).code).toBe('RESERVATION_ID_REUSED')
    const [row] = await db.query(
      `SELECT code, guarantee, status, hold_until_utc_ms AS hold FROM reservation WHERE hotel_id = 'second'`,
    )
    expect(row).toEqual({
      code: parseConfirmationCode(booked.confirmationCode),
      guarantee: 'pay_at_desk',
      status: 'pending',
      hold: null,
    })
    expect((await book(2, { units: 2 })).code).toBe('NO_AVAILABILITY')
    expect(await sold('second')).toBe(1)
  })

  test('SIS-06 nobody but a desk of the hotel itself, for what is open there, and never at its own hotel', async () => {
    const asStranger = (authorization: string) =>
      desk.app.inject({
        method: 'POST',
        url: '/sync/v1/sister-hotels/book',
        headers: { ...desk.headers, authorization },
        payload: booking(3),
      })
    expect((await asStranger('Bearer nobody')).json()).toMatchObject({ code: 'DEVICE_UNAUTHORISED' })
    expect((await book(3, { hotelId: HOTEL_ID })).code).toBe('HOTEL_UNKNOWN')
    expect((await book(3, { hotelId: 'none' })).code).toBe('HOTEL_UNKNOWN')
    expect((await book(3, { way: 'send_on' })).code).toBe('WAY_NOT_OPEN')
    expect((await book(3, { exceptionId: `refused/${blockIdOf(1)}` })).code).toBe('EXCEPTION_UNKNOWN')
    // Third's exception is of the same name; this desk may not act on it, as second's own desk may not on seaview's.
    const enrolCode = await issueEnrolCode(db, chain.clock, 'third' as HotelId)
    const request = { protocol: PROTOCOL_VERSION, enrolCode, deviceClass: 'desk', deviceName: 'Desk' } as const
    const other = await enrolDevice(chain, request)
    const token = other.ok ? other.value.token : ''
    expect((await asStranger(`Bearer ${token}`)).json()).toMatchObject({ code: 'EXCEPTION_UNKNOWN' })
    const lobby = await enrolDevice(chain, {
      ...request,
      enrolCode: await issueEnrolCode(db, chain.clock, HOTEL_ID),
      deviceClass: 'kiosk',
    })
    expect((await asStranger(`Bearer ${lobby.ok ? lobby.value.token : ''}`)).json()).toMatchObject({
      code: 'FORBIDDEN',
    })
    expect(await sold('third')).toBe(0)
    expect(await sold('second')).toBe(1)
  })

  test('SIS-06 what was resolved since gets no new booking, but the one made for it is told again', async () => {
    await db.query(`UPDATE sync_exception SET status = 'resolved', resolution = 'walked' WHERE hotel_id = $1`, [
      HOTEL_ID,
    ])
    expect((await book(1, { units: 2 })).status).toBe(200)
    expect((await book(4, { hotelId: 'third' })).code).toBe('INVALID_TRANSITION')
    expect(await sold('third')).toBe(0)
  })

  test('SIS-06 a terminal that was taken away neither searches nor books', async () => {
    await staff.atHotel('POST', `/devices/${desk.terminal.deviceId}/revoke`)
    expect([(await search()).code, (await book(1, { units: 2 })).code]).toEqual(['DEVICE_REVOKED', 'DEVICE_REVOKED'])
  })
})
