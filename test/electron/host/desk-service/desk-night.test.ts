import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { DeskService } from '../../../../electron/host/desk-service/desk-service.ts'
import { DESK_CALLS } from '../../../../shared/desk-api/contract.ts'
import { addDays } from '../../../../shared/domain/stay-dates.ts'
import { saveReconciliation } from '../../../../sync/replica/queries/reconciliation.ts'
import type { Replica } from '../../../../sync/replica/replica.ts'
import { BigHotel } from '../../../support/big-hotel.ts'
import { opIdOf, reservationIdOf } from '../../../support/desk-ops.ts'
import { openEnrolledReplica } from '../../../support/enrolled-replica.ts'
import { MemoryPastGuests } from '../../../support/memory-past-guests.ts'
import { MemorySisters } from '../../../support/memory-sisters.ts'
import { seededRng } from '../../../support/seeded-rng.ts'
import { TODAY, TYPE_A, TYPE_B, put } from '../../../support/small-hotel.ts'
import { temporaryDirectory } from '../../../support/syncing-desk.ts'
import { TestDeskHost } from '../../../support/test-desk-host.ts'
import { VirtualTime } from '../../../support/virtual-time.ts'
import { block, walkIn } from './desk-inputs.ts'

const TOMORROW = addDays(TODAY, 1)
const HOUR_MS = 3_600_000
const line = (n: number) => ({ reservationId: reservationIdOf(n), position: 1 })

/** The calls over a replica without a host. */
function serviceOver(replica: Replica, isStandby = false): DeskService {
  const silent = (): void => undefined
  return new DeskService(
    {
      replica,
      clock: new VirtualTime(Date.UTC(2026, 10, 22, 22)),
      rng: seededRng(1),
      terminal: { name: 'Desk 1', deviceClass: 'desk' },
      openedAtUtcMs: 0,
      isStandby,
      sisterHotels: new MemorySisters(),
      pastGuests: new MemoryPastGuests(),
      engineStatus: () => ({
        line: 'up',
        lineSinceUtcMs: 0,
        lastPulledAtUtcMs: null,
        lastPushedAtUtcMs: null,
        inFlight: null,
        haltedBy: null,
        clockOffsetMs: null,
      }),
      retryNow: silent,
      opRecorded: silent,
    },
    { info: silent, warn: silent, error: silent },
  )
}

describe('over the small hotel', () => {
  let desk: TestDeskHost
  beforeEach(async () => {
    desk = new TestDeskHost()
    await desk.openReady()
  })
  afterEach(() => desk.close())

  async function book(n: number, change: Parameters<typeof walkIn>[1] = {}): Promise<void> {
    const { arrival, departure, roomTypeId } = walkIn(n, change)
    const { totalMinor } = await desk.read('stay.quote', { roomTypeId, arrival, departure })
    await desk.read('walkIn.book', walkIn(n, { ...change, agreedTotalMinor: totalMinor }))
  }

  test('HOST-33 a day is closed in the evening or when it is over, once, and not while guests are due out', async () => {
    await book(1)
    await book(2)
    await desk.read('stay.checkIn', { ...line(1), roomId: '102' })
    expect(await desk.read('night.get', {})).toMatchObject({
      businessDate: TODAY,
      calendarDate: TODAY,
      dueOuts: { count: 0, isDone: true, blocks: false },
      unarrived: { count: 1, isDone: false, blocks: false, items: [{ lastName: 'Guest 2' }] },
      refusedBy: { code: 'NIGHT_TOO_EARLY' },
    })
    expect(await desk.refusal('night.roll', { date: TODAY })).toBe('NIGHT_TOO_EARLY')
    expect(await desk.refusal('night.roll', { date: TOMORROW })).toBe('DATE_NOT_CURRENT')
    await desk.time.advance(7 * HOUR_MS)
    expect((await desk.read('night.get', {})).refusedBy).toBeNull()
    await desk.read('night.roll', { date: TODAY })
    await desk.read('night.roll', { date: TODAY })
    await desk.time.advance(1_000)
    const night = await desk.read('night.get', {})
    expect(night).toMatchObject({
      businessDate: TOMORROW,
      dueOuts: { count: 1, isDone: false, blocks: true, items: [{ lastName: 'Guest 1' }] },
      refusedBy: { code: 'DUE_OUTS_OPEN', params: { guests: 1 } },
    })
    expect(await desk.refusal('night.roll', { date: TOMORROW, early: true })).toBe('DUE_OUTS_OPEN')
    await desk.read('stay.checkOut', { ...line(1), acceptBalance: true })
    expect(await desk.refusal('night.roll', { date: TOMORROW, early: true })).toBe('NIGHT_TOO_EARLY')
    expect((await desk.read('sync.ops', {})).filter(({ type }) => type === 'rollBusinessDate')).toHaveLength(1)
  })

  test('HOST-33 a day is closed early only by who says so', async () => {
    expect(await desk.refusal('night.roll', { date: TODAY })).toBe('NIGHT_TOO_EARLY')
    await desk.read('night.roll', { date: TODAY, early: true })
    expect((await desk.read('hotel.get', {})).businessDate).toBe(TOMORROW)
  })

  test('HOST-30 the tape chart shows rooms by type, stays, blocks and what is left, night by night', async () => {
    await book(1, { roomId: '103' })
    await book(2, { roomTypeId: TYPE_B, arrival: TOMORROW, departure: addDays(TODAY, 3) })
    await desk.read('block.set', block(1, { from: TOMORROW, until: addDays(TODAY, 2) }))
    await desk.read('block.set', block(2, { roomId: '101', from: addDays(TODAY, 9), until: addDays(TODAY, 10) }))
    const tape = await desk.read('tape.get', { from: TODAY, nights: 2 })
    expect(tape.nights).toEqual([TODAY, TOMORROW])
    expect(tape.roomTypes.map(({ rooms }) => rooms.map(({ roomId }) => roomId))).toEqual([
      ['101', '102', '103'],
      ['201', '202'],
    ])
    expect(tape.roomTypes[0]).toMatchObject({ sellable: [3, 2], reserved: [1, 0], left: [2, 2], forced: [0, 0] })
    expect(tape.house).toEqual({ sellable: [5, 4], reserved: [1, 1], left: [4, 3], occupancyBp: [2_000, 2_500] })
    expect(tape.blocks.map(({ roomId }) => roomId)).toEqual(['102'])
    const bars = tape.stays
      .toSorted((a, b) => (a.lastName < b.lastName ? -1 : 1))
      .map(({ lastName, roomId, stay, unpaid }) => [lastName, roomId, stay, unpaid])
    expect(bars).toEqual([
      ['Guest 1', '103', 'expected', true],
      ['Guest 2', null, 'expected', true],
    ])
    await desk.read('stay.checkIn', { ...line(1), roomId: '103' })
    await desk.read('reservation.cancel', { reservationId: reservationIdOf(2) })
    const later = await desk.read('tape.get', { from: TODAY, nights: 2 })
    expect(later.stays).toMatchObject([{ lastName: 'Guest 1', roomId: '103', stay: 'in_house' }])
    expect((await desk.read('tape.get', { from: TOMORROW, nights: 2 })).stays).toEqual([])
  })

  test('HOST-31 the board names who is in a room and who comes next, and housekeeping has the last word', async () => {
    await book(1)
    await book(2, { arrival: TOMORROW, departure: addDays(TODAY, 2), roomId: '102' })
    await desk.read('stay.checkIn', { ...line(1), roomId: '102' })
    await desk.read('block.set', block(1, { roomId: '201', kind: 'OOS' }))
    const board = await desk.read('rooms.board', {})
    expect(board.find(({ roomId }) => roomId === '102')).toMatchObject({
      guest: { lastName: 'Guest 1', dueOut: false, departure: TOMORROW },
      next: { lastName: 'Guest 2', arrival: TOMORROW },
      block: null,
    })
    expect(board.find(({ roomId }) => roomId === '201')).toMatchObject({
      guest: null,
      next: null,
      block: { kind: 'OOS' },
    })
    await desk.read('room.setStatus', { roomId: '101', housekeeping: 'inspected' })
    await desk.read('room.setStatus', { roomId: '101', housekeeping: 'inspected' })
    expect((await desk.read('rooms.board', {}))[0]).toMatchObject({ roomId: '101', housekeeping: 'inspected' })
    expect((await desk.read('sync.ops', {})).filter(({ type }) => type === 'setRoomStatus')).toHaveLength(1)
    expect(await desk.refusal('room.setStatus', { roomId: '999', housekeeping: 'clean' })).toBe('ROOM_UNKNOWN')
  })

  test('HOST-32 rates tell base price and restrictions of each type and night', async () => {
    desk.chain.change([
      put('restriction', {
        roomTypeId: TYPE_A,
        night: TOMORROW,
        minStay: 3,
        closedToArrival: true,
        closedToDeparture: false,
      }),
    ])
    await desk.time.advance(2_000)
    const rates = await desk.read('rates.get', { from: TODAY, nights: 30 })
    const open = { minStay: 1, closedToArrival: false, closedToDeparture: false }
    expect(rates.roomTypes[0]?.cells.slice(0, 2)).toEqual([
      { night: TODAY, baseMinor: 10_000, ...open },
      { night: TOMORROW, baseMinor: 10_000, minStay: 3, closedToArrival: true, closedToDeparture: false },
    ])
    expect(rates.roomTypes[1]?.cells[29]).toEqual({ night: addDays(TODAY, 29), baseMinor: null, ...open })
  })

  test('HOST-34 the downtime pack says who is in which room, what they owe, who comes and goes, as of when', async () => {
    await book(1)
    await book(2)
    await book(3, { arrival: addDays(TODAY, 7), departure: addDays(TODAY, 8) })
    await book(4, { arrival: addDays(TODAY, 8), departure: addDays(TODAY, 9) })
    await desk.read('stay.checkIn', { ...line(1), roomId: '102' })
    await desk.read('payment.take', { ...payment, amountMinor: 2_000 })
    await desk.read('block.set', block(1, { roomId: '201' }))
    const pack = await desk.read('downtime.get', {})
    expect(pack).toMatchObject({ hotelName: 'Seaview', businessDate: TODAY, currency: 'EUR', departures: [] })
    expect(pack.inHouse).toMatchObject([{ lastName: 'Guest 1', roomId: '102', balanceMinor: 7_000 }])
    expect(pack.arrivals.map(({ lastName }) => lastName)).toEqual(['Guest 2'])
    expect(pack.nextArrivals.map(({ lastName }) => lastName)).toEqual(['Guest 3'])
    expect([pack.rooms.length, pack.blocks.length]).toEqual([5, 1])
    expect(pack.asOfUtcMs).toBeGreaterThan(0)
  })
  const payment = {
    reservationId: reservationIdOf(1),
    paymentId: opIdOf(1),
    method: 'cash' as const,
    cardToken: null,
    cardDigits: null,
  }

  test('HOST-10 the badge says how far the clock is off', async () => {
    expect((await desk.read('sync.badge', {})).clockOffsetMs).toBeTypeOf('number')
  })
})

describe('over a replica', () => {
  let directory: ReturnType<typeof temporaryDirectory>
  beforeEach(() => {
    directory = temporaryDirectory()
  })
  afterEach(() => directory.remove())

  test('HOST-33 a standby closes no day', async () => {
    const replica = openEnrolledReplica(join(directory.path, 'replica.sqlite'))
    const standby = serviceOver(replica, true)
    expect(await standby.handle('night.get', {})).toMatchObject({ value: { refusedBy: { code: 'NOT_A_HUB' } } })
    const roll = { date: TODAY, early: true }
    expect(await standby.handle('night.roll', roll)).toMatchObject({ ok: false, error: { code: 'NOT_A_HUB' } })
    expect(await serviceOver(replica).handle('night.roll', { date: TODAY })).toEqual({ ok: true, value: {} })
    replica.close()
  })

  test('HOST-35 the comparison with the chain names each difference with its cause, type and night', async () => {
    const replica = openEnrolledReplica(join(directory.path, 'replica.sqlite'))
    const service = serviceOver(replica)
    expect(await service.handle('reconciliation.get', {})).toEqual({ ok: true, value: null })
    const differences = [
      { entity: 'inventory', key: `B/${TODAY}`, cause: 'drift' },
      { entity: 'room_night', key: `103/${TODAY}`, cause: 'drift' },
      { entity: 'reservation', key: reservationIdOf(1), cause: 'pending' },
    ] as const
    const found = { businessDate: TODAY, atUtcMs: 5, rows: 80 }
    replica.adopt((tx) => saveReconciliation(tx, { ...found, differences }))
    expect(await service.handle('reconciliation.get', {})).toEqual({
      ok: true,
      value: {
        ...found,
        differences: [
          { ...differences[0], roomTypeId: 'B', night: TODAY },
          { ...differences[1], roomTypeId: null, night: TODAY },
          { ...differences[2], roomTypeId: null, night: null },
        ],
      },
    })
    replica.close()
  })

  test('HOST-30 a year of a big hotel is answered in one go', async () => {
    const replica = openEnrolledReplica(join(directory.path, 'replica.sqlite'), new BigHotel().rows())
    const service = serviceOver(replica)
    const year = { from: TODAY, nights: 365 }
    await service.handle('tape.get', year)
    const began = performance.now()
    const answer = await service.handle('tape.get', year)
    const tookMs = performance.now() - began
    const tape = DESK_CALLS['tape.get'].output.parse(answer.ok ? answer.value : null)
    console.log(`a year of 300 rooms with ${tape.stays.length} stays: ${tookMs.toFixed(1)} ms`)
    expect(tape.stays.length).toBeGreaterThan(1_000)
    replica.close()
  })
})
