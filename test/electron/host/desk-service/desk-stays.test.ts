import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { DeskInput } from '../../../../shared/desk-api/contract.ts'
import { CHAIN_PREFIX, confirmationCode } from '../../../../shared/domain/confirmation-code.ts'
import type { RoomId } from '../../../../shared/domain/ids.ts'
import { addDays } from '../../../../shared/domain/stay-dates.ts'
import { reservationIdOf } from '../../../support/desk-ops.ts'
import { HOTEL_ID, TODAY, TYPE_A, TYPE_B } from '../../../support/small-hotel.ts'
import { TestDeskHost } from '../../../support/test-desk-host.ts'
import { block, walkIn } from './desk-inputs.ts'

let desk: TestDeskHost
const TOMORROW = addDays(TODAY, 1)
const room = (id: string): RoomId => id as RoomId
const line = (n: number) => ({ reservationId: reservationIdOf(n), position: 1 })
const lineIn = (n: number, roomId: string) => ({ ...line(n), roomId: room(roomId) })

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

const opsMade = async (): Promise<number> => (await desk.read('sync.ops', {})).length
const lineOf = async (n: number) => (await desk.read('reservation.get', { reservationId: reservationIdOf(n) })).lines[0]

/** Moves the hotel on by a day, as night audit elsewhere would. */
async function nextDay(): Promise<void> {
  await desk.time.advance(1_000)
  const hotel = desk.chain.row('hotel', HOTEL_ID)
  desk.chain.change([{ entity: 'hotel', key: HOTEL_ID, row: hotel && { ...hotel, businessDate: TOMORROW } }])
  await desk.time.advance(1_000)
}

describe('a check-in', () => {
  test('HOST-20 it is done once, a room that is not clean is asked about, and it may be undone', async () => {
    await book(1)
    expect(await desk.refusal('stay.checkIn', lineIn(1, '999'))).toBe('ROOM_UNKNOWN')
    expect(await desk.call('stay.checkIn', lineIn(1, '101'))).toMatchObject({
      error: { code: 'ROOM_NOT_READY', params: { roomId: '101', housekeeping: 'dirty' } },
    })
    await desk.read('stay.checkIn', lineIn(1, '102'))
    await desk.read('stay.checkIn', lineIn(1, '102'))
    expect(await opsMade()).toBe(2)
    expect(await lineOf(1)).toMatchObject({ stay: 'in_house', roomId: '102' })
    expect(await desk.refusal('stay.checkIn', lineIn(1, '103'))).toBe('INVALID_TRANSITION')
    await desk.read('stay.undoCheckIn', line(1))
    await desk.read('stay.undoCheckIn', line(1))
    expect(await lineOf(1)).toMatchObject({ stay: 'expected', roomId: '102' })
    expect(await opsMade()).toBe(3)
    await desk.read('stay.checkIn', { ...lineIn(1, '101'), acceptNotReady: true })
    expect(await lineOf(1)).toMatchObject({ stay: 'in_house', roomId: '101' })
    await desk.time.advance(20_000)
    expect((await desk.read('sync.ops', {})).every((op) => op.landing === 'confirmed')).toBe(true)
  })

  test('HOST-20 what is not due, unknown, or in a taken room is refused', async () => {
    await book(1, { arrival: TOMORROW, departure: addDays(TODAY, 2) })
    await book(2, { roomId: room('103') })
    await book(3)
    expect(await desk.refusal('stay.checkIn', lineIn(1, '102'))).toBe('NOT_DUE')
    expect(await desk.refusal('stay.checkIn', lineIn(3, '103'))).toBe('ROOM_TAKEN')
    expect(await desk.refusal('stay.checkIn', lineIn(9, '103'))).toBe('RESERVATION_UNKNOWN')
    expect(await desk.refusal('stay.checkIn', { ...lineIn(3, '102'), position: 2 })).toBe('LINE_UNKNOWN')
    expect(await desk.refusal('stay.undoCheckIn', { ...line(9) })).toBe('RESERVATION_UNKNOWN')
    await desk.read('stay.checkIn', lineIn(2, '103'))
    await desk.read('stay.checkOut', { ...line(2), acceptBalance: true })
    expect(await desk.refusal('stay.undoCheckIn', line(2))).toBe('INVALID_TRANSITION')
  })
})

describe('a check-out', () => {
  test('HOST-21 what is unpaid is asked about, and it is done once and may be undone', async () => {
    await book(1, { departure: addDays(TODAY, 2) })
    await desk.read('stay.checkIn', lineIn(1, '102'))
    await nextDay()
    const answer = await desk.call('stay.checkOut', line(1))
    expect(answer).toMatchObject({
      error: { code: 'BALANCE_OPEN', params: { reservationId: reservationIdOf(1), amountMinor: 9_000 } },
    })
    await desk.read('stay.checkOut', { ...line(1), acceptBalance: true })
    await desk.read('stay.checkOut', line(1))
    expect(await opsMade()).toBe(3)
    expect(await lineOf(1)).toMatchObject({ stay: 'departed', departure: TOMORROW })
    await desk.read('stay.undoCheckOut', line(1))
    await desk.read('stay.undoCheckOut', line(1))
    expect(await lineOf(1)).toMatchObject({ stay: 'in_house' })
    expect(await opsMade()).toBe(4)
    await book(2, { arrival: TOMORROW, departure: addDays(TODAY, 2) })
    expect(await desk.refusal('stay.checkOut', line(2))).toBe('INVALID_TRANSITION')
    expect(await desk.refusal('stay.undoCheckOut', line(2))).toBe('INVALID_TRANSITION')
    expect(await desk.refusal('stay.checkOut', line(9))).toBe('RESERVATION_UNKNOWN')
  })
})

describe('a departure', () => {
  test('HOST-23 a night more costs what it costs now, and the rest stays as quoted', async () => {
    await book(1)
    await desk.read('stay.checkIn', lineIn(1, '102'))
    const longer = { ...line(1), departure: addDays(TODAY, 2) }
    const quote = await desk.read('stay.quoteDeparture', longer)
    expect(quote).toMatchObject({ refusedBy: null, differenceMinor: 9_000, left: 3, conflicts: [], displaced: [] })
    expect(quote.lines[0]?.nightly.map(({ priceMinor }) => priceMinor)).toEqual([9_000, 9_000])
    expect(await desk.call('stay.changeDeparture', { ...longer, agreedDifferenceMinor: 1 })).toMatchObject({
      error: { code: 'QUOTE_CHANGED', params: { agreedDifferenceMinor: 1, differenceMinor: 9_000 } },
    })
    await desk.read('stay.changeDeparture', { ...longer, agreedDifferenceMinor: 9_000 })
    await desk.read('stay.changeDeparture', { ...longer, agreedDifferenceMinor: 9_000 })
    expect(await opsMade()).toBe(3)
    expect(await lineOf(1)).toMatchObject({ departure: addDays(TODAY, 2), totalMinor: 18_000 })
    const shorter = { ...line(1), departure: TOMORROW }
    expect(await desk.read('stay.quoteDeparture', shorter)).toMatchObject({ differenceMinor: -9_000, left: null })
    await desk.read('stay.changeDeparture', { ...shorter, agreedDifferenceMinor: -9_000 })
    expect(await lineOf(1)).toMatchObject({ departure: TOMORROW })
  })

  test('HOST-22 an extension tells who has the room next, and who is refused or displaced', async () => {
    await book(1)
    await desk.read('stay.checkIn', lineIn(1, '102'))
    await book(2, { arrival: TOMORROW, departure: addDays(TODAY, 3), roomId: room('102') })
    const longer = { ...line(1), departure: addDays(TODAY, 2) }
    const quote = await desk.read('stay.quoteDeparture', longer)
    expect(quote.conflicts).toEqual([
      {
        roomId: '102',
        from: TOMORROW,
        until: addDays(TODAY, 2),
        holder: 'assigned',
        reservationId: reservationIdOf(2),
        position: 1,
        lastName: 'Guest 2',
        blockId: null,
      },
    ])
    expect(quote.displaced).toMatchObject([{ reservationId: reservationIdOf(2), fromRoomId: '102', toRoomId: '103' }])
    expect(await opsMade()).toBe(3)
    await desk.read('block.set', block(1, { roomId: room('102'), from: TOMORROW, until: addDays(TODAY, 4) }))
    const farther = { ...line(1), departure: addDays(TODAY, 4) }
    expect((await desk.read('stay.quoteDeparture', farther)).refusedBy?.code).toBe('ROOM_TAKEN')
    expect(await desk.refusal('stay.changeDeparture', { ...farther, agreedDifferenceMinor: 0 })).toBe('ROOM_TAKEN')
    const beyond = { ...line(1), departure: addDays(TODAY, 30) }
    expect((await desk.read('stay.quoteDeparture', beyond)).refusedBy?.code).toBe('NIGHT_NOT_ON_SALE')
    expect((await desk.read('stay.quoteDeparture', { ...line(2), departure: TOMORROW })).refusedBy?.code).toBe(
      'INVALID_TRANSITION',
    )
    const expected = { ...line(2), departure: addDays(TODAY, 4), agreedDifferenceMinor: 0 }
    expect(await desk.refusal('stay.changeDeparture', expected)).toBe('INVALID_TRANSITION')
  })
})

describe('rooms', () => {
  test('HOST-24 a guest in the house moves, and two stays swap once however often it is asked', async () => {
    await book(1)
    await book(2)
    await desk.read('stay.checkIn', lineIn(1, '102'))
    await desk.read('stay.checkIn', lineIn(2, '103'))
    expect(await desk.refusal('stay.move', lineIn(1, '103'))).toBe('ROOM_TAKEN')
    expect(await desk.refusal('stay.move', lineIn(1, '999'))).toBe('ROOM_UNKNOWN')
    await desk.read('stay.move', lineIn(1, '202'))
    await desk.read('stay.move', lineIn(1, '202'))
    expect(await opsMade()).toBe(5)
    const swap = { one: lineIn(1, '202'), other: lineIn(2, '103') }
    await desk.read('stay.swap', swap)
    await desk.read('stay.swap', swap)
    expect(await opsMade()).toBe(6)
    expect([(await lineOf(1))?.roomId, (await lineOf(2))?.roomId]).toEqual(['103', '202'])
    expect(await desk.call('stay.swap', { one: lineIn(1, '101'), other: lineIn(2, '202') })).toMatchObject({
      error: { code: 'STAY_CHANGED', params: { roomId: '103' } },
    })
    await book(3)
    expect(await desk.refusal('stay.swap', { one: lineIn(1, '103'), other: lineIn(3, '101') })).toBe(
      'INVALID_TRANSITION',
    )
  })

  test('HOST-24 who did not come is marked so after the day, once', async () => {
    await book(1, { departure: addDays(TODAY, 2) })
    expect(await desk.refusal('stay.noShow', line(1))).toBe('INVALID_TRANSITION')
    await nextDay()
    await desk.read('stay.noShow', line(1))
    await desk.read('stay.noShow', line(1))
    expect(await lineOf(1)).toMatchObject({ stay: 'no_show' })
    expect(await opsMade()).toBe(2)
    expect(await desk.refusal('stay.noShow', line(9))).toBe('RESERVATION_UNKNOWN')
  })
})

describe('a preview', () => {
  test('HOST-22 a drag tells price, upgrade and conflicts, and nothing of it is done', async () => {
    await book(1, { roomId: room('102') })
    await book(2, { roomId: room('103') })
    const upgrade = await desk.read('stay.preview', { action: 'move', ...lineIn(1, '202') })
    expect(upgrade).toMatchObject({
      refusedBy: null,
      differenceMinor: 0,
      typeChange: { from: TYPE_A, to: TYPE_B },
      room: { roomId: '202', housekeeping: 'clean', isReady: true },
      left: 2,
      atRisk: false,
    })
    expect(upgrade.lines[0]).toMatchObject({ before: { roomId: '102' }, after: { roomId: '202', roomTypeId: TYPE_B } })
    const taken = await desk.read('stay.preview', { action: 'move', ...lineIn(1, '103') })
    expect(taken).toMatchObject({ refusedBy: { code: 'ROOM_TAKEN' }, differenceMinor: null })
    expect(taken.conflicts).toMatchObject([{ reservationId: reservationIdOf(2), holder: 'assigned' }])
    const later = {
      action: 'moveAndDates' as const,
      ...lineIn(1, '103'),
      arrival: TOMORROW,
      departure: addDays(TODAY, 3),
    }
    expect(await desk.read('stay.preview', later)).toMatchObject({
      refusedBy: null,
      differenceMinor: 9_000,
      conflicts: [],
      lines: [{ after: { roomId: '103', arrival: TOMORROW, departure: addDays(TODAY, 3) } }],
    })
    const swap = { action: 'swap' as const, one: lineIn(1, '102'), other: lineIn(2, '103') }
    expect((await desk.read('stay.preview', swap)).lines.map(({ after }) => after.roomId)).toEqual(['103', '102'])
    expect(await desk.refusal('stay.preview', { action: 'move', ...lineIn(9, '103') })).toBe('RESERVATION_UNKNOWN')
    expect(await opsMade()).toBe(2)
    expect(await lineOf(1)).toMatchObject({ roomId: '102', arrival: TODAY })
  })

  test('HOST-24 a drag of room and dates is done as it was shown, both or neither, and once', async () => {
    await book(1, { roomId: room('102') })
    await book(2, { arrival: TOMORROW, departure: addDays(TODAY, 2), roomId: room('103') })
    const what = {
      action: 'moveAndDates' as const,
      ...lineIn(1, '101'),
      arrival: TOMORROW,
      departure: addDays(TODAY, 3),
    }
    const { differenceMinor } = await desk.read('stay.preview', what)
    const apply: DeskInput<'stay.apply'> = { what, agreedDifferenceMinor: differenceMinor ?? 0 }
    expect(await desk.refusal('stay.apply', { ...apply, agreedDifferenceMinor: 1 })).toBe('QUOTE_CHANGED')
    expect(await desk.refusal('stay.apply', { ...apply, what: { ...what, roomId: room('103') } })).toBe('ROOM_TAKEN')
    expect(await lineOf(1)).toMatchObject({ roomId: '102', arrival: TODAY })
    await desk.read('stay.apply', apply)
    await desk.read('stay.apply', apply)
    expect(await opsMade()).toBe(4)
    expect(await lineOf(1)).toMatchObject({ roomId: '101', arrival: TOMORROW, departure: addDays(TODAY, 3) })
    const swap = { action: 'swap' as const, one: lineIn(1, '101'), other: lineIn(2, '103') }
    await desk.read('stay.apply', { what: swap, agreedDifferenceMinor: 0 })
    await desk.read('stay.apply', { what: swap, agreedDifferenceMinor: 0 })
    expect((await lineOf(1))?.roomId).toBe('103')
  })

  test('HOST-24 a guest in the house is dragged to another room and a longer stay; a check-in asks about the room', async () => {
    await book(1)
    const into = { action: 'checkIn' as const, ...lineIn(1, '101') }
    expect(await desk.read('stay.preview', into)).toMatchObject({ refusedBy: null, room: { isReady: false } })
    expect(await desk.refusal('stay.apply', { what: into, agreedDifferenceMinor: 0 })).toBe('ROOM_NOT_READY')
    await desk.read('stay.apply', { what: into, agreedDifferenceMinor: 0, acceptNotReady: true })
    const both = { action: 'moveAndDates' as const, ...lineIn(1, '102'), arrival: TODAY, departure: addDays(TODAY, 2) }
    const { differenceMinor } = await desk.read('stay.preview', both)
    await desk.read('stay.apply', { what: both, agreedDifferenceMinor: differenceMinor ?? 0 })
    expect(await lineOf(1)).toMatchObject({ roomId: '102', departure: addDays(TODAY, 2), stay: 'in_house' })
    const moved = { ...both, arrival: TOMORROW }
    expect((await desk.read('stay.preview', moved)).refusedBy?.code).toBe('INVALID_TRANSITION')
    const without = { action: 'move' as const, ...line(1), roomId: null }
    expect((await desk.read('stay.preview', without)).refusedBy?.code).toBe('INVALID_TRANSITION')
  })
})

describe('a change', () => {
  const change = (n: number, to: object): DeskInput<'reservation.quoteChange'> => ({
    reservationId: reservationIdOf(n),
    lines: [{ position: 1, roomTypeId: TYPE_A, arrival: TODAY, departure: TOMORROW, adults: 2, children: 0, ...to }],
  })

  test('HOST-23 dates and type change at the agreed difference, kept nights at their price', async () => {
    await book(1)
    await book(2)
    const longer = change(2, { departure: addDays(TODAY, 2) })
    const quote = await desk.read('reservation.quoteChange', longer)
    expect(quote.lines[0]?.nightly.map(({ priceMinor }) => priceMinor)).toEqual([9_667, 9_000])
    expect(quote).toMatchObject({ refusedBy: null, differenceMinor: 9_000, atRisk: false })
    expect(await desk.refusal('reservation.change', { ...longer, agreedDifferenceMinor: 0 })).toBe('QUOTE_CHANGED')
    await desk.read('reservation.change', { ...longer, agreedDifferenceMinor: 9_000 })
    await desk.read('reservation.change', { ...longer, agreedDifferenceMinor: 9_000 })
    expect(await opsMade()).toBe(3)
    const dearer = await desk.read('reservation.quoteChange', change(2, { roomTypeId: TYPE_B }))
    expect(dearer.differenceMinor).toBe(13_500 - 18_667)
  })

  test('HOST-24 what can not be changed is refused with the reason, in the quote and in the command', async () => {
    await book(1)
    const cases: [object, string][] = [
      [{ departure: TODAY }, 'STAY_INVALID'],
      [{ arrival: addDays(TODAY, -1) }, 'NIGHT_NOT_ON_SALE'],
      [{ roomTypeId: 'Z' }, 'NIGHT_NOT_ON_SALE'],
      [{ adults: 9 }, 'TOO_MANY_GUESTS'],
    ]
    for (const [to, code] of cases) {
      expect((await desk.read('reservation.quoteChange', change(1, to))).refusedBy?.code).toBe(code)
      expect(await desk.refusal('reservation.change', { ...change(1, to), agreedDifferenceMinor: 0 })).toBe(code)
    }
    expect(await desk.refusal('reservation.quoteChange', change(9, {}))).toBe('RESERVATION_UNKNOWN')
    await desk.read('stay.checkIn', lineIn(1, '102'))
    expect((await desk.read('reservation.quoteChange', change(1, { adults: 1 }))).refusedBy?.code).toBe(
      'INVALID_TRANSITION',
    )
  })

  test('HOST-24 out of touch a change that takes more is at risk, and done only by who accepts that', async () => {
    await book(1)
    desk.line.setFaults({ down: true })
    await desk.time.advance(20_000)
    const longer = change(1, { departure: addDays(TODAY, 2) })
    expect(await desk.read('reservation.quoteChange', longer)).toMatchObject({ atRisk: true, left: 3 })
    const agreed = { ...longer, agreedDifferenceMinor: 9_000 }
    expect(await desk.refusal('reservation.change', agreed)).toBe('AT_RISK')
    await desk.read('reservation.change', { ...agreed, acceptRisk: true })
    const fewer = change(1, { departure: addDays(TODAY, 2), adults: 1 })
    expect((await desk.read('reservation.quoteChange', fewer)).atRisk).toBe(false)
  })
})

describe('a code that is not known here', () => {
  const arrival = (
    n: number,
    change: Partial<DeskInput<'stay.checkInUnknown'>> = {},
  ): DeskInput<'stay.checkInUnknown'> => {
    const { acceptRisk: _risk, ...booking } = walkIn(n)
    return { ...booking, roomId: room('102'), knownCode: confirmationCode(CHAIN_PREFIX, 77), ...change }
  }

  test('HOST-25 it is booked for now and moved in, once', async () => {
    const first = await desk.read('stay.checkInUnknown', arrival(1))
    expect(await desk.read('stay.checkInUnknown', arrival(1))).toEqual(first)
    expect(await opsMade()).toBe(1)
    expect(await lineOf(1)).toMatchObject({ stay: 'in_house', roomId: '102' })
    expect(await desk.refusal('stay.checkInUnknown', arrival(1, { adults: 1 }))).toBe('RESERVATION_ID_REUSED')
    await book(5)
    expect(await desk.refusal('stay.checkInUnknown', arrival(5))).toBe('RESERVATION_ID_REUSED')
  })

  test('HOST-25 a wrong code, a known one, a taken room and another price are refused', async () => {
    expect(await desk.refusal('stay.checkInUnknown', arrival(1, { knownCode: '00-0000-Z' }))).toBe('CODE_INVALID')
    await book(2)
    const { confirmationCode: known } = await desk.read('reservation.get', { reservationId: reservationIdOf(2) })
    expect(await desk.call('stay.checkInUnknown', arrival(1, { knownCode: known }))).toMatchObject({
      error: { code: 'CODE_KNOWN', params: { reservationId: reservationIdOf(2) } },
    })
    expect(await desk.refusal('stay.checkInUnknown', arrival(1))).toBe('QUOTE_CHANGED')
    await desk.read('stay.checkIn', lineIn(2, '102'))
    expect(await desk.refusal('stay.checkInUnknown', arrival(1, { agreedTotalMinor: 9_667 }))).toBe('ROOM_TAKEN')
  })
})
