import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { RoomId } from '../../../../shared/domain/ids.ts'
import type { RowWrite } from '../../../../shared/domain/rows.ts'
import { addDays } from '../../../../shared/domain/stay-dates.ts'
import { blockIdOf, reservationIdOf } from '../../../support/desk-ops.ts'
import { TODAY, TYPE_A, TYPE_B, put } from '../../../support/small-hotel.ts'
import { TestDeskHost } from '../../../support/test-desk-host.ts'
import { block, walkIn } from './desk-inputs.ts'

let desk: TestDeskHost
const TOMORROW = addDays(TODAY, 1)
const room = (id: string): RoomId => id as RoomId

beforeEach(async () => {
  desk = new TestDeskHost()
  await desk.openReady()
})
afterEach(() => desk.close())

/** Makes the chain say that a booked line is in another state. */
async function setStay(n: number, stay: 'in_house' | 'departed'): Promise<void> {
  await desk.time.advance(1_000)
  const key = reservationIdOf(n)
  const row = desk.chain.row('reservation', key)
  const write: RowWrite = {
    entity: 'reservation',
    key,
    row: row && { ...row, lines: row.lines.map((line) => ({ ...line, stay })) },
  }
  desk.chain.change([write])
  await desk.time.advance(1_000)
}

async function book(n: number, change: Parameters<typeof walkIn>[1] = {}): Promise<void> {
  const { arrival, departure, roomTypeId } = walkIn(n, change)
  const { totalMinor } = await desk.read('stay.quote', { roomTypeId, arrival, departure })
  await desk.read('walkIn.book', walkIn(n, { ...change, agreedTotalMinor: totalMinor }))
}

describe('the views', () => {
  test('HOST-05 the hotel says its day, its rooms and its terminal', async () => {
    expect(await desk.read('hotel.get', {})).toEqual({
      hotelId: 'seaview',
      name: 'Seaview',
      currency: 'EUR',
      currencyExponent: 2,
      timeZone: 'Europe/Lisbon',
      businessDate: TODAY,
      calendarDate: TODAY,
      pricesIncludeTax: true,
      roomTypes: [
        { roomTypeId: 'A', name: 'Type A', maxOccupancy: 3, rooms: 3 },
        { roomTypeId: 'B', name: 'Type B', maxOccupancy: 3, rooms: 2 },
      ],
      rooms: 5,
      terminal: { name: 'Desk 1', deviceClass: 'desk' },
    })
  })

  test('HOST-05 arrivals count those who came already; departures and in house follow the business date', async () => {
    await book(1)
    await book(2, { roomTypeId: TYPE_B })
    await book(3, { arrival: TOMORROW, departure: addDays(TODAY, 2) })
    await setStay(1, 'in_house')
    let today = await desk.read('today.get', {})
    expect(today.arrivals).toMatchObject({ total: 2, remaining: 1 })
    expect(today.arrivals.items.map((item) => item.reservationId)).toEqual([reservationIdOf(2), reservationIdOf(1)])
    expect(today.inHouse).toMatchObject({ total: 1, remaining: 1 })
    expect(today.departures).toMatchObject({ total: 0, remaining: 0 })
    expect(today.tonight).toEqual({ occupied: 1, expected: 1, sellable: 5, outOfOrder: 0 })
    const hotel = desk.chain.row('hotel', 'seaview')
    desk.chain.change([{ entity: 'hotel', key: 'seaview', row: hotel && { ...hotel, businessDate: TOMORROW } }])
    await desk.time.advance(1_000)
    today = await desk.read('today.get', {})
    expect(today.businessDate).toBe(TOMORROW)
    expect(today.departures.items.map((item) => item.lastName)).toEqual(['Guest 1'])
    expect(today.arrivals.items.map((item) => item.lastName)).toEqual(['Guest 2', 'Guest 3'])
    expect(today.tonight).toMatchObject({ occupied: 0, expected: 1 })
    await setStay(1, 'departed')
    expect((await desk.read('today.get', {})).departures).toMatchObject({
      total: 1,
      remaining: 0,
      items: [{ stay: 'departed' }],
    })
  })

  test('HOST-05 what is canceled is not due in', async () => {
    await book(1)
    await desk.read('reservation.cancel', { reservationId: reservationIdOf(1) })
    expect((await desk.read('today.get', {})).arrivals).toEqual({ total: 0, remaining: 0, items: [] })
  })

  test('HOST-06 occupancy shows every type and night with the price of now, and the house below', async () => {
    await book(1)
    await desk.read('block.set', block(1, { until: TOMORROW }))
    const view = await desk.read('occupancy.get', { from: addDays(TODAY, -1), nights: 3 })
    expect(view.nights).toEqual([addDays(TODAY, -1), TODAY, TOMORROW])
    const [before, tonight, tomorrow] = view.roomTypes[0]?.cells ?? []
    expect(before).toMatchObject({ sellable: 0, left: 0, priceMinor: null })
    expect(tonight).toEqual({
      night: TODAY,
      sellable: 2,
      outOfOrder: 1,
      reserved: 1,
      leased: 0,
      limit: 2,
      left: 1,
      forced: 0,
      priceMinor: 10_000,
    })
    expect(tomorrow).toMatchObject({ sellable: 3, left: 3, priceMinor: 9_000 })
    expect(view.house[1]).toEqual({ night: TODAY, sellable: 4, reserved: 1, left: 3, occupancyBp: 2_500 })
  })

  test('HOST-06 rooms say who has them tonight and whether they are free for the nights asked', async () => {
    desk.line.setFaults({ down: true })
    await book(1, { roomId: room('101') })
    await desk.read('block.set', block(1, { from: TOMORROW, until: addDays(TODAY, 3) }))
    const rooms = await desk.read('rooms.list', { from: TOMORROW, until: addDays(TODAY, 2) })
    expect(rooms.map(({ roomId, tonight, free }) => [roomId, tonight, free])).toEqual([
      ['101', 'assigned', true],
      ['102', 'vacant', false],
      ['103', 'vacant', true],
      ['201', 'vacant', true],
      ['202', 'vacant', true],
    ])
    expect(rooms[1]?.blocks.map((one) => one.blockId)).toEqual([blockIdOf(1)])
    expect((await desk.read('blocks.list', {})).map((one) => one.landing)).toEqual(['saved'])
  })

  test('HOST-07 a quote prices by the curve, counts what is left, and offers rooms and other types', async () => {
    const quote = await desk.read('stay.quote', { roomTypeId: TYPE_A, arrival: TODAY, departure: addDays(TODAY, 2) })
    expect(quote).toEqual({
      roomTypeId: 'A',
      arrival: TODAY,
      departure: addDays(TODAY, 2),
      nightly: [
        { night: TODAY, priceMinor: 9_000 },
        { night: TOMORROW, priceMinor: 9_000 },
      ],
      taxes: [],
      totalMinor: 18_000,
      currency: 'EUR',
      left: 3,
      asOfUtcMs: quote.asOfUtcMs,
      freeRooms: [
        { roomId: '103', floor: 1, housekeeping: 'inspected' },
        { roomId: '102', floor: 1, housekeeping: 'clean' },
        { roomId: '101', floor: 1, housekeeping: 'dirty' },
      ],
      alternatives: [{ roomTypeId: 'B', left: 2, totalMinor: 27_000 }],
    })
    const badge = await desk.read('sync.badge', {})
    expect(quote.asOfUtcMs).toBe(badge.lastPulledAtUtcMs)
    const unknown = { roomTypeId: 'Z' as typeof TYPE_A, arrival: TODAY, departure: TOMORROW }
    expect(await desk.refusal('stay.quote', unknown)).toBe('ROOM_TYPE_UNKNOWN')
  })

  test('HOST-15 taxes and what was paid are in every total: the quote, the booking, and what is still owed', async () => {
    const tax = { position: 1, kind: 'per_person_night', percentBp: 0, amountMinor: 200, included: false } as const
    desk.chain.change([put('tax_rule', { taxId: 'city', name: 'City tax', ...tax })])
    await desk.time.advance(2_000)
    const stay = { roomTypeId: TYPE_A, arrival: TODAY, departure: addDays(TODAY, 2) }
    const quote = await desk.read('stay.quote', { ...stay, adults: 2 })
    const city = { taxId: 'city', name: 'City tax', amountMinor: 800, included: false }
    expect(quote.taxes).toEqual([{ ...city, perAdult: true }])
    expect(quote.totalMinor).toBe(18_800)
    await desk.read('walkIn.book', walkIn(1, { departure: stay.departure, adults: 2, agreedTotalMinor: 18_800 }))
    const reservationId = reservationIdOf(1)
    await desk.time.advance(2_000)
    const payment = { kind: 'payment', amountMinor: -8_800, businessDate: TODAY, postedAtUtcMs: 1 } as const
    const ofAll = { stayPosition: null, night: null, paymentId: 'p', note: '' }
    desk.chain.change([put('folio_line', { folioLineId: 'one', reservationId, ...payment, ...ofAll })])
    await desk.time.advance(2_000)
    const booked = await desk.read('reservation.get', { reservationId })
    expect(booked).toMatchObject({ totalMinor: 18_800, paidMinor: 8_800, refundedMinor: 0, balanceMinor: 10_000 })
    expect(booked.lines[0]).toMatchObject({ totalMinor: 18_800, taxes: [city] })
    expect((await desk.read('today.get', {})).arrivals.items[0]?.totalMinor).toBe(18_800)
  })

  test('HOST-08 a row says how far it has got: saved, sent, confirmed, or that it needs a person', async () => {
    const landing = async (n: number) =>
      (await desk.read('reservation.get', { reservationId: reservationIdOf(n) })).landing
    desk.line.setFaults({ down: true })
    await book(1)
    await book(2)
    expect(await landing(1)).toBe('saved')
    desk.line.setFaults({})
    desk.chain.problems = { pull: { code: 'BUSY', retry: 'backoff' } }
    await desk.time.advance(20_000)
    expect(await landing(1)).toBe('sent')
    desk.chain.problems = {}
    await desk.time.advance(20_000)
    expect(await landing(1)).toBe('confirmed')
    desk.line.setFaults({ down: true })
    await desk.read('reservation.assignRoom', { reservationId: reservationIdOf(2), position: 1, roomId: room('103') })
    const ofOp = (await desk.read('sync.ops', {}))[0]
    expect(ofOp).toMatchObject({ type: 'assignRoom', landing: 'saved', params: { roomId: '103', lastName: 'Guest 2' } })
  })

  test('HOST-08 an op that no longer fits needs a person before the chain has said so, with why', async () => {
    desk.line.setFaults({ down: true })
    await book(1)
    const key = `${TYPE_A}/${TODAY}`
    const row = desk.chain.row('inventory', key)
    desk.chain.change([{ entity: 'inventory', key, row: row && { ...row, totalReserved: 3 } }])
    desk.chain.problems = { push: { code: 'BUSY', retry: 'backoff' } }
    desk.line.setFaults({})
    await desk.time.advance(20_000)
    expect((await desk.read('sync.ops', {}))[0]).toMatchObject({ landing: 'needsYou', code: 'NO_AVAILABILITY' })
    expect((await desk.read('sync.badge', {})).unsent).toBe(1)
  })

  test('HOST-09 a reservation shows what may be done to it, and why not', async () => {
    const reservationId = reservationIdOf(1)
    await book(1, { departure: addDays(TODAY, 2) })
    const view = await desk.read('reservation.get', { reservationId })
    expect(view).toMatchObject({
      channel: 'desk',
      guest: { lastName: 'Guest 1' },
      totalMinor: 18_000,
    })
    expect(view.actions.slice(0, 2)).toEqual([
      { action: 'cancel', refusedBy: null },
      { action: 'assignRoom', refusedBy: null },
    ])
    expect(view.lines[0]?.nightly).toEqual([
      { night: TODAY, priceMinor: 9_000 },
      { night: TOMORROW, priceMinor: 9_000 },
    ])
    await setStay(1, 'in_house')
    const { actions } = await desk.read('reservation.get', { reservationId })
    expect(actions.slice(0, 2).map((one) => one.refusedBy)).toEqual(['INVALID_TRANSITION', 'INVALID_TRANSITION'])
    expect(await desk.read('sync.ops', {})).toHaveLength(1)
  })

  test('HOST-10 the badge tells direction, count and age', async () => {
    expect(await desk.read('sync.badge', {})).toMatchObject({ line: 'up', unsent: 0, inFlight: 0, needsYou: 0 })
    desk.line.setFaults({ down: true })
    const madeAtUtcMs = desk.time.nowUtcMs()
    await book(1)
    await desk.time.advance(60_000)
    await book(2)
    expect(await desk.read('sync.badge', {})).toMatchObject({
      line: 'down',
      unsent: 2,
      inFlight: 0,
      oldestUnsentAtUtcMs: madeAtUtcMs,
    })
    desk.line.setFaults({ maxDelayMs: 5_000 })
    await desk.read('sync.retryNow', {})
    await desk.time.advance(60_000)
    expect(await desk.read('sync.badge', {})).toMatchObject({ line: 'up', unsent: 0, oldestUnsentAtUtcMs: null })
  })
})

describe('opening', () => {
  test('HOST-13 a terminal without enrolment and without a code does not pretend to load', async () => {
    const stranger = new TestDeskHost()
    await expect(stranger.open(null)).rejects.toThrow('not enrolled')
  })

  test('HOST-13 without a first snapshot calls answer that they are not ready, and the badge answers', async () => {
    const fresh = new TestDeskHost()
    await fresh.open()
    expect(await fresh.call('today.get', {})).toEqual({
      ok: false,
      error: { code: 'NOT_READY', params: {}, retry: 'later' },
    })
    expect(await fresh.read('sync.badge', {})).toMatchObject({ line: 'starting', lastPulledAtUtcMs: null })
    await fresh.close()
  })

  test('HOST-13 it opens with the chain down, sells, and a restart keeps what it sold', async () => {
    await desk.host.close()
    await desk.open()
    desk.line.setFaults({ down: true })
    await book(1)
    await desk.host.close()
    await desk.open()
    desk.line.setFaults({ down: true })
    await desk.time.advance(1_000)
    expect(await desk.read('sync.badge', {})).toMatchObject({ line: 'down', unsent: 1 })
    expect((await desk.read('today.get', {})).arrivals.remaining).toBe(1)
    expect(desk.chain.calls.enrol).toBe(1)
  })
})
