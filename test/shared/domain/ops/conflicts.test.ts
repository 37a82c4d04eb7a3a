import { beforeEach, expect, test } from 'vitest'
import { present } from '../../../../shared/base/assert.ts'
import type { ReservationId, RoomId } from '../../../../shared/domain/ids.ts'
import type { GuestDetails } from '../../../../shared/domain/ops/op.ts'
import { addDays } from '../../../../shared/domain/stay-dates.ts'
import { DomainDesk, refusalCode } from '../../../support/domain-desk.ts'
import { TODAY, TYPE_A, TYPE_B } from '../../../support/small-hotel.ts'

const DAY = (days: number) => addDays(TODAY, days)
let desk: DomainDesk
beforeEach(() => {
  desk = new DomainDesk()
})

const ref = (reservationId: ReservationId, position = 1) => ({ reservationId, position })
const stay = (nights = 2) => ({ arrival: TODAY, departure: DAY(nights) })
const checkIn = (id: ReservationId, roomId: string, position = 1) =>
  refusalCode(desk.do('checkIn', { ...ref(id, position), roomId: roomId as RoomId, stay: stay() }, 'landing'))
const row = (id: ReservationId) => desk.peek('reservation', id)
const sold = (day = 0) => desk.inventory(TYPE_A, DAY(day)).totalReserved
const open = (kind: string) => desk.rows.all('exception').find((each) => each.kind === kind && each.status === 'open')
/** What the desk books for a guest whose code it does not know. */
const written = (roomIds: readonly (string | null)[] = ['101']) => {
  const { claim: _claim, cover: _cover, pricedAsOfUtcMs: _asOf, approvedBy: _by, ...booking } = desk.booking()
  const [line] = booking.lines
  return {
    ...booking,
    lines: roomIds.map((roomId) => ({ ...present(line, 'a booking has a line'), roomId: roomId as RoomId | null })),
  }
}
const twoLines = (): ReservationId => {
  const booking = desk.booking()
  const [line] = booking.lines
  desk.do('bookWalkIn', { ...booking, lines: [line, line].map((each) => present(each, 'a booking has a line')) })
  return booking.reservationId
}

test('WIN-07 a guest who arrives on a canceled booking stands, with all who are expected under it', () => {
  const id = twoLines()
  desk.do('cancelReservation', { reservationId: id })
  expect(sold()).toBe(0)
  expect(checkIn(id, '101')).toBe('accepted')
  expect([row(id).status, sold(), sold(1)]).toEqual(['pending', 2, 2])
  expect(open('REINSTATED')).toMatchObject({ severity: 'action', params: { from: 'canceled', roomId: '101' } })
})

test('WIN-07 what was refunded is owed again', () => {
  const id = desk.sold({})
  desk.pay(id, 'p1', 18_000)
  desk.cancel(id, TODAY)
  desk.refund(id, 'p1', 1, 18_000)
  expect(row(id).status).toBe('refunded')
  expect(checkIn(id, '101')).toBe('accepted')
  expect([row(id).status, open('REINSTATED')?.params['from']]).toEqual(['pending', 'refunded'])
})

test('WIN-07 what was paid and not given back pays the stay', () => {
  const id = desk.sold({})
  desk.pay(id, 'p1', 18_000)
  desk.cancel(id, TODAY)
  checkIn(id, '101')
  expect(row(id).status).toBe('paid')
})

test('WIN-08 who is in the house is neither canceled nor given other dates', () => {
  const id = desk.booked({ roomId: '101' as RoomId })
  checkIn(id, '101')
  const lines = [{ position: 1, roomTypeId: TYPE_A, ...stay(1), adults: 1, children: 0, nightlyMinor: [1] }]
  expect(refusalCode(desk.cancel(id, TODAY))).toBe('INVALID_TRANSITION')
  expect(refusalCode(desk.change({ reservationId: id, lines, guest: null }))).toBe('INVALID_TRANSITION')
})

test('WIN-08 a guest who is there on dates that were changed meanwhile stays on those that the desk knew', () => {
  const id = desk.sold({})
  const lines = [
    {
      position: 1,
      roomTypeId: TYPE_A,
      arrival: DAY(4),
      departure: DAY(5),
      adults: 1,
      children: 0,
      nightlyMinor: [7_000],
    },
  ]
  desk.change({ reservationId: id, lines, guest: null })
  expect(checkIn(id, '101')).toBe('accepted')
  expect(row(id).lines[0]).toMatchObject({ ...stay(), nightlyMinor: [7_000, 7_000] })
  expect([sold(), sold(1), sold(4)]).toEqual([1, 1, 0])
  expect(open('REINSTATED')?.params).toMatchObject({ from: 'expected' })
})

test('WIN-09 a code that is known by then: the booking is checked in, and later ops on what the desk wrote are about it', () => {
  const id = twoLines()
  checkIn(id, '103')
  const { code } = row(id)
  const booking = written(['101'])
  expect(refusalCode(desk.do('checkInUnknown', { knownCode: code, booking }, 'landing'))).toBe('accepted')
  expect(row(id).lines.map((line) => [line.stay, line.roomId])).toEqual([
    ['in_house', '103'],
    ['in_house', '101'],
  ])
  expect([sold(), row(booking.reservationId).mergedInto, desk.openExceptions()]).toEqual([2, id, []])
  const paid = { paymentId: 'p1', amountMinor: 500, method: 'cash', cardToken: null, cardDigits: null } as const
  desk.do('takePayment', { reservationId: booking.reservationId, ...paid }, 'landing')
  desk.do('checkOut', ref(booking.reservationId), 'landing')
  expect(row(id).lines.map(({ stay: state }) => state)).toEqual(['in_house', 'departed'])
  expect(desk.rows.all('folio_line')[0]).toMatchObject({ reservationId: id, amountMinor: -500 })
  const after = desk.rows.all('reservation').length
  desk.do('checkInUnknown', { knownCode: code, booking }, 'landing')
  expect(desk.rows.all('reservation')).toHaveLength(after)
})

test('WIN-09 a code that is never known: what the desk wrote stands as a fact, and a person is asked', () => {
  for (const roomId of ['101', '102', '103']) desk.booked({ roomId: roomId as RoomId })
  const knownCode = desk.booking().code
  const booking = written(['101'])
  expect(refusalCode(desk.do('checkInUnknown', { knownCode, booking }))).toBe('ROOM_TAKEN')
  expect(refusalCode(desk.do('checkInUnknown', { knownCode, booking: written(['999']) }))).toBe('ROOM_UNKNOWN')
  expect(refusalCode(desk.do('checkInUnknown', { knownCode, booking }, 'landing'))).toBe('accepted')
  expect(row(booking.reservationId).lines[0]).toMatchObject({ stay: 'in_house', roomId: '101' })
  expect(desk.inventory()).toMatchObject({ totalReserved: 4, forced: 1 })
  expect(open('UNKNOWN_CODE')).toMatchObject({ severity: 'action', params: { code: knownCode } })
})

test('WIN-09 nobody arrives for no night, or for more than a year', () => {
  const id = desk.booked()
  const [line] = written(['101']).lines
  for (const departure of [DAY(0), DAY(400)]) {
    const booking = { ...written(), lines: [{ ...present(line, 'written'), departure }] }
    const unknown = desk.do('checkInUnknown', { knownCode: row(id).code, booking }, 'landing')
    const known = { ...ref(id), roomId: '101' as RoomId, stay: { arrival: TODAY, departure } }
    const answers = [unknown, desk.do('checkIn', known, 'landing')].map(refusalCode)
    expect(answers).toEqual(['STAY_INVALID', 'STAY_INVALID'])
  }
  expect([row(id).lines[0]?.stay, sold()]).toEqual(['expected', 1])
})

test('WIN-09 a party of two with one code is two lines of the booking', () => {
  const id = twoLines()
  desk.do('checkInUnknown', { knownCode: row(id).code, booking: written(['101', '102']) }, 'landing')
  expect(row(id).lines.map(({ roomId }) => roomId)).toEqual(['101', '102'])
  expect(sold()).toBe(2)
})

test('WIN-09 a walk-in that looks like a booking that nobody has arrived for is asked about, once', () => {
  const booked = desk.sold({})
  const walkIn = desk.booking()
  expect(refusalCode(desk.do('bookWalkIn', walkIn, 'landing'))).toBe('accepted')
  expect(open('SAME_GUEST')).toMatchObject({ severity: 'action', params: { other: booked, arrival: TODAY } })
  const stranger = { ...desk.booking(), guest: { firstName: 'Bo', lastName: 'Ek', email: null, phone: null } }
  desk.do('bookWalkIn', stranger, 'landing')
  expect(desk.openExceptions()).toEqual(['SAME_GUEST'])
})

test('WIN-10 a guest who is checked in twice stays in the first room, and the second is asked about', () => {
  const id = desk.booked()
  checkIn(id, '101')
  expect(checkIn(id, '101')).toBe('accepted')
  expect(desk.openExceptions()).toEqual([])
  checkIn(id, '102')
  expect([desk.roomOf(id), open('CHECKED_IN_TWICE')?.params]).toEqual([
    '101',
    { lastName: 'Lovelace', roomId: '101', otherRoomId: '102' },
  ])
})

test('WIN-11 of two guests in one room the second is in the house without one, urgently', () => {
  const first = desk.booked()
  const second = desk.booked()
  checkIn(first, '101')
  checkIn(second, '101')
  expect([desk.roomOf(first), desk.roomOf(second)]).toEqual(['101', null])
  expect(row(second).lines[0]?.stay).toBe('in_house')
  expect(open('ROOM_OCCUPIED_TWICE')).toMatchObject({
    severity: 'urgent',
    params: { roomId: '101', other: `${first}/1` },
  })
  desk.do('moveGuest', { ...ref(second), roomId: '102' as RoomId }, 'landing')
  expect([desk.roomOf(second), desk.openExceptions()]).toEqual(['102', []])
})

test('WIN-12 who stays on keeps the room; the next guest gets another, or none and an exception', () => {
  const id = desk.booked({ roomId: '101' as RoomId })
  checkIn(id, '101')
  const next = desk.booked({ arrival: DAY(2), departure: DAY(3), roomId: '101' as RoomId })
  const longer = { ...ref(id), departure: DAY(3), nightlyMinor: [1, 1, 1] }
  desk.do('changeDeparture', longer, 'landing')
  expect([desk.roomOf(id), desk.roomOf(next), sold(2)]).toEqual(['101', '102', 2])
  desk.do('changeDeparture', { ...ref(id), departure: DAY(1), nightlyMinor: [1] }, 'landing')
  expect([row(id).lines[0]?.departure, sold(1), sold(2)]).toEqual([DAY(1), 0, 1])
})

test('WIN-13 of fields that two people changed the first stands and a person is asked; the others are merged', () => {
  const id = desk.booked()
  const before = { firstName: 'Ada', lastName: 'Lovelace', email: null, phone: null }
  const edit = (after: Partial<GuestDetails>) =>
    desk.do('editGuest', { guestId: id, before, after: { ...before, ...after } }, 'landing')
  edit({ lastName: 'King' })
  edit({ lastName: 'Byron', email: 'ada@example.com' })
  expect(desk.peek('guest', id)).toMatchObject({ lastName: 'King', email: 'ada@example.com' })
  expect(open('GUEST_EDITED_TWICE')).toMatchObject({ severity: 'info', params: { fields: 'lastName' } })
})

test('WIN-14 prices that were quoted are kept; older than 72 hours a person looks', () => {
  const old = { ...desk.booking(), pricedAsOfUtcMs: 1_760_000_000_000 - 73 * 3_600_000 }
  desk.do('bookWalkIn', old, 'landing')
  expect(row(old.reservationId).lines[0]?.nightlyMinor).toEqual([9_000, 9_000])
  expect(open('RATE_STALE')?.severity).toBe('info')
})

test('WIN-15 money for a stay that has ended, or beyond what is owed, is posted once and asked about', () => {
  const id = desk.booked()
  desk.do('cancelReservation', { reservationId: id })
  const pay = (amountMinor: number, paymentId = 'p1') =>
    refusalCode(
      desk.do(
        'takePayment',
        { reservationId: id, paymentId, amountMinor, method: 'cash', cardToken: null, cardDigits: null },
        'landing',
      ),
    )
  expect([pay(0), pay(500), pay(500)]).toEqual(['AMOUNT_INVALID', 'accepted', 'accepted'])
  expect(desk.rows.all('folio_line')).toHaveLength(1)
  expect(open('MONEY_UNAPPLIED')).toMatchObject({
    severity: 'action',
    params: { amountMinor: 500, status: 'canceled' },
  })
  const giveBack = (amountMinor: number, mode: 'interactive' | 'landing' = 'interactive') =>
    refusalCode(desk.do('giveRefund', { reservationId: id, amountMinor, note: '' }, mode))
  expect([giveBack(0), giveBack(600), giveBack(500)]).toEqual(['AMOUNT_INVALID', 'REFUND_TOO_MUCH', 'accepted'])
  expect([row(id).status, desk.openExceptions()]).toEqual(['refunded', []])
  expect(giveBack(100, 'landing')).toBe('accepted')
  expect(open('MONEY_UNAPPLIED')?.params).toMatchObject({ amountMinor: 100 })
})

test('WIN-16 what was sold in a room that is gone stands in another, or without one', () => {
  desk.rows.apply([{ entity: 'room', key: '101', row: null }])
  const sale = () => desk.booking({ roomId: '101' as RoomId })
  expect(refusalCode(desk.do('bookWalkIn', sale()))).toBe('ROOM_UNKNOWN')
  const sales = [sale(), sale(), sale()]
  for (const each of sales) expect(refusalCode(desk.do('bookWalkIn', each, 'landing'))).toBe('accepted')
  expect(sales.map(({ reservationId }) => desk.roomOf(reservationId))).toEqual(['102', '103', null])
  expect(desk.openExceptions()).toEqual(['ROOM_LOST'])
})

test('WIN-16 what was sold in a type that is gone stands on it, and moves to another with its room', () => {
  desk.rows.apply([{ entity: 'room_type', key: TYPE_A, row: null }])
  for (const night of [DAY(0), DAY(1)]) {
    desk.rows.apply([{ entity: 'inventory', key: `${TYPE_A}/${night}`, row: null }])
  }
  const sale = desk.booking()
  expect(refusalCode(desk.do('bookWalkIn', sale))).toBe('ROOM_TYPE_UNKNOWN')
  expect(refusalCode(desk.do('bookWalkIn', sale, 'landing'))).toBe('accepted')
  expect(open('TYPE_GONE')).toMatchObject({ severity: 'action', params: { roomTypeId: TYPE_A } })
  desk.do('assignRoom', { ...ref(sale.reservationId), roomId: '201' as RoomId })
  expect(row(sale.reservationId).lines[0]).toMatchObject({ inventoryType: TYPE_B, roomId: '201' })
  const canceled = desk.sold({}, { roomTypeId: TYPE_B, arrival: DAY(2), departure: DAY(3) })
  desk.cancel(canceled, TODAY)
  desk.rows.apply([{ entity: 'room_type', key: TYPE_B, row: null }])
  expect(checkIn(canceled, '202')).toBe('accepted')
  expect(desk.openExceptions()).toEqual(['REINSTATED', 'TYPE_GONE', 'TYPE_GONE'])
})

test('WIN-17 the first resolution stands; who resolved in another way is told, who did the same is not', () => {
  const id = desk.booked()
  checkIn(id, '101')
  desk.do('cancelReservation', { reservationId: id })
  checkIn(id, '102')
  const { exceptionId } = present(open('CHECKED_IN_TWICE'), 'asked')
  const resolve = (way: 'acknowledge' | 'merge') =>
    refusalCode(desk.do('resolveException', { exceptionId, note: way, out: { way } }, 'landing'))
  expect([resolve('acknowledge'), resolve('acknowledge'), resolve('merge')]).toEqual([
    'accepted',
    'accepted',
    'INVALID_TRANSITION',
  ])
  expect(desk.peek('exception', exceptionId)).toMatchObject({ resolution: 'acknowledged', note: 'acknowledge' })
})
