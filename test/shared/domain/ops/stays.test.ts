import { beforeEach, describe, expect, test } from 'vitest'
import type { DeviceId, ReservationId, RoomId } from '../../../../shared/domain/ids.ts'
import { decideGrant, decideNamedRooms } from '../../../../shared/domain/ops/allotments.ts'
import { addDays } from '../../../../shared/domain/stay-dates.ts'
import { DomainDesk, refusalCode } from '../../../support/domain-desk.ts'
import { TODAY, TYPE_A, TYPE_B, put } from '../../../support/small-hotel.ts'

const DAY = (days: number) => addDays(TODAY, days)
const OTHER_DEVICE = '01990000-0000-7000-8000-000000000009' as DeviceId
const NOBODY = '01990000-0000-7000-8000-0000000000ff' as ReservationId
const CITY_TAX = { taxId: 'city', name: 'City tax', position: 1, kind: 'per_person_night', percentBp: 0 } as const

let desk: DomainDesk
beforeEach(() => {
  desk = new DomainDesk()
})

const ref = (reservationId: ReservationId, position = 1) => ({ reservationId, position })
const stay = (nights = 2) => ({ arrival: TODAY, departure: DAY(nights) })
const checkIn = (id: ReservationId, roomId: string, mode: 'interactive' | 'landing' = 'interactive') =>
  desk.do('checkIn', { ...ref(id), roomId: roomId as RoomId, stay: stay() }, mode)
const line = (id: ReservationId) => desk.peek('reservation', id).lines[0]
const held = (id: ReservationId) =>
  desk.rows
    .all('room_night')
    .filter((row) => row.refId === `${id}/1`)
    .map((row) => `${row.roomId} ${row.night} ${row.kind}`)
const posted = (id: ReservationId) =>
  desk.rows
    .all('folio_line')
    .filter((row) => row.reservationId === id)
    .map((row) => `${row.kind} ${row.amountMinor}`)
const sold = (roomTypeId = TYPE_A) => [0, 1, 2, 3].map((day) => desk.inventory(roomTypeId, DAY(day)).totalReserved)
const inHouse = (roomId = '101', nights = 2): ReservationId => {
  const id = desk.booked({ departure: DAY(nights), roomId: roomId as RoomId })
  expect(refusalCode(checkIn(id, roomId))).toBe('accepted')
  return id
}
const roll = () => desk.do('rollBusinessDate', { date: desk.businessDate })

describe('check-in', () => {
  test('STAY-01 a guest who is due is in the house and their room is occupied until departure', () => {
    const id = inHouse()
    expect(line(id)).toMatchObject({ stay: 'in_house', roomId: '101' })
    expect(held(id)).toEqual([`101 ${DAY(0)} occupied`, `101 ${DAY(1)} occupied`])
    expect(sold()).toEqual([1, 1, 0, 0])
    expect(desk.openExceptions()).toEqual([])
  })

  test('STAY-01 a guest who comes a day late holds the room from today on, whoever slept in it last night', () => {
    const lastNight = inHouse('101', 1)
    const late = desk.booked({ departure: DAY(2) })
    desk.do('checkOut', ref(lastNight))
    desk.businessDate = DAY(1)
    expect(refusalCode(desk.do('assignRoom', { ...ref(late), roomId: '101' as RoomId }))).toBe('accepted')
    expect(refusalCode(checkIn(late, '101'))).toBe('accepted')
    expect(held(late)).toEqual([`101 ${DAY(1)} occupied`])
  })

  test('STAY-02 what somebody at the desk can put right is refused, in a stated order', () => {
    const canceled = desk.booked()
    desk.do('cancelReservation', { reservationId: canceled })
    const later = desk.booked({ arrival: DAY(1), departure: DAY(2) })
    const due = desk.booked()
    inHouse('101')
    desk.decide((rows) => decideNamedRooms(OTHER_DEVICE, TODAY, ['102' as RoomId], rows))
    expect(refusalCode(checkIn(NOBODY, '103'))).toBe('RESERVATION_UNKNOWN')
    expect(refusalCode(desk.do('checkIn', { ...ref(due, 2), roomId: '103' as RoomId, stay: stay() }))).toBe(
      'LINE_UNKNOWN',
    )
    expect(refusalCode(checkIn(canceled, '999'))).toBe('INVALID_TRANSITION')
    expect(refusalCode(checkIn(later, '999'))).toBe('NOT_DUE')
    expect(refusalCode(checkIn(due, '999'))).toBe('ROOM_UNKNOWN')
    expect(refusalCode(checkIn(due, '102'))).toBe('ROOM_KEPT_BY_TERMINAL')
    expect(refusalCode(checkIn(due, '101'))).toBe('ROOM_TAKEN')
    expect(line(due)).toMatchObject({ stay: 'expected', roomId: null })
  })

  test('STAY-03 who was only assigned the room gets another of the type, or none and an exception', () => {
    const first = desk.booked({ roomId: '101' as RoomId })
    const second = desk.booked({ roomId: '102' as RoomId })
    checkIn(desk.booked(), '101', 'landing')
    expect([desk.roomOf(first), desk.openExceptions()]).toEqual(['103', []])
    checkIn(second, '103', 'landing')
    expect([desk.roomOf(first), desk.roomOf(second), desk.openExceptions()]).toEqual(['102', '103', []])
    desk.block('102')
    expect([desk.roomOf(first), desk.openExceptions()]).toEqual([
      null,
      ['OVERSOLD_NIGHT', 'OVERSOLD_NIGHT', 'ROOM_LOST'],
    ])
  })

  test('STAY-04 a guest who is in a blocked room stays there, and is to be moved', () => {
    const id = desk.booked()
    const blockId = desk.block('101')
    expect(refusalCode(checkIn(id, '101'))).toBe('ROOM_TAKEN')
    expect(refusalCode(checkIn(id, '101', 'landing'))).toBe('accepted')
    expect(held(id)).toHaveLength(2)
    expect(desk.openExceptions()).toEqual(['MOVE_GUEST'])
    desk.do('releaseBlock', { blockId })
    expect(desk.openExceptions()).toEqual([])
  })

  test('STAY-05 a room of another type takes the unit along, the price stays', () => {
    const id = desk.booked()
    expect(refusalCode(checkIn(id, '201'))).toBe('accepted')
    expect(line(id)).toMatchObject({ chargedType: TYPE_A, inventoryType: TYPE_B, nightlyMinor: [9_000, 9_000] })
    expect([sold(TYPE_A), sold(TYPE_B)]).toEqual([
      [0, 0, 0, 0],
      [1, 1, 0, 0],
    ])
  })

  test('STAY-05 a room of a type without units left is refused at the desk, and forced where the guest is in it', () => {
    desk.booked({ roomTypeId: TYPE_B })
    desk.booked({ roomTypeId: TYPE_B })
    const id = desk.booked()
    expect(refusalCode(checkIn(id, '201'))).toBe('NO_AVAILABILITY')
    expect(refusalCode(checkIn(id, '201', 'landing'))).toBe('accepted')
    expect(desk.inventory(TYPE_B)).toMatchObject({ totalReserved: 3, forced: 1 })
    expect(desk.openExceptions()).toEqual(['OVERSOLD_NIGHT', 'OVERSOLD_NIGHT'])
  })

  test('STAY-06 nobody has to be moved out of a room that they have left', () => {
    for (const leave of ['moveGuest', 'checkOut', 'undoCheckIn'] as const) {
      desk = new DomainDesk()
      const id = inHouse()
      desk.block('101')
      expect(desk.openExceptions()).toEqual(['MOVE_GUEST'])
      if (leave === 'moveGuest') desk.do('moveGuest', { ...ref(id), roomId: '102' as RoomId })
      else desk.do(leave, ref(id))
      expect([leave, desk.openExceptions()]).toEqual([leave, []])
      expect(desk.peek('room_night', `101/${TODAY}`).kind).toBe('block')
    }
  })

  test('STAY-07 a check-in that was none leaves the room assigned and nothing charged', () => {
    const id = inHouse()
    roll()
    expect(posted(id)).toEqual(['charge 9000'])
    expect(refusalCode(desk.do('undoCheckIn', ref(id)))).toBe('accepted')
    expect(line(id)).toMatchObject({ stay: 'expected', roomId: '101' })
    expect(held(id)).toContain(`101 ${DAY(1)} assigned`)
    expect(posted(id)).toEqual(['charge 9000', 'adjustment -9000'])
    expect(refusalCode(desk.do('undoCheckIn', ref(id)))).toBe('INVALID_TRANSITION')
    expect(desk.do('undoCheckIn', ref(id), 'landing')).toEqual({ ok: true, value: [] })
  })
})

describe('check-out', () => {
  test('STAY-08 who leaves early frees the nights that are left, and is not charged for them', () => {
    const id = inHouse('101', 4)
    roll()
    expect(refusalCode(desk.do('checkOut', ref(id)))).toBe('accepted')
    expect(line(id)).toMatchObject({ stay: 'departed', departure: DAY(1), nightlyMinor: [9_000] })
    expect(sold()).toEqual([1, 0, 0, 0])
    expect(held(id)).toEqual([`101 ${DAY(0)} occupied`])
    expect(posted(id)).toEqual(['charge 9000'])
    expect(desk.do('checkOut', ref(id), 'landing')).toEqual({ ok: true, value: [] })
    expect(refusalCode(desk.do('checkOut', ref(id)))).toBe('INVALID_TRANSITION')
  })

  test('STAY-08 who leaves on the day of arrival holds nothing and owes nothing', () => {
    const id = inHouse()
    desk.do('checkOut', ref(id))
    expect(line(id)).toMatchObject({ stay: 'departed', arrival: TODAY, departure: TODAY, nightlyMinor: [], taxes: [] })
    expect([sold(), held(id), posted(id)]).toEqual([[0, 0, 0, 0], [], []])
  })

  test('STAY-09 checking out posts what was slept and not posted yet, and the room wants cleaning', () => {
    const id = inHouse('102')
    desk.businessDate = DAY(2)
    desk.do('checkOut', ref(id))
    expect(posted(id)).toEqual(['charge 9000', 'charge 9000'])
    expect(desk.peek('room', '102').housekeeping).toBe('dirty')
    expect(sold()).toEqual([1, 1, 0, 0])
  })

  test('STAY-09 a guest whose room is not known leaves no question behind', () => {
    inHouse('101')
    const id = desk.booked()
    checkIn(id, '101', 'landing')
    expect(desk.openExceptions()).toEqual(['ROOM_OCCUPIED_TWICE'])
    desk.do('checkOut', ref(id))
    expect(desk.openExceptions()).toEqual([])
  })

  test('STAY-10 a check-out that was none brings the guest back, due out, on the same day only', () => {
    const id = inHouse('101', 4)
    roll()
    desk.do('checkOut', ref(id))
    expect(refusalCode(desk.do('undoCheckOut', ref(id)))).toBe('accepted')
    expect(line(id)).toMatchObject({ stay: 'in_house', departure: DAY(1) })
    expect(refusalCode(desk.do('undoCheckOut', ref(id)))).toBe('INVALID_TRANSITION')
    expect(desk.do('undoCheckOut', ref(id), 'landing')).toEqual({ ok: true, value: [] })
    desk.do('checkOut', ref(id))
    desk.businessDate = DAY(2)
    expect(refusalCode(desk.do('undoCheckOut', ref(id)))).toBe('INVALID_TRANSITION')
    expect(posted(id)).toEqual(['charge 9000'])
  })

  test('STAY-16 each night is charged once, and taken back where the guest had left before it', () => {
    const id = inHouse('101', 3)
    roll()
    roll()
    desk.madeOn = DAY(1)
    desk.do('checkOut', ref(id), 'landing')
    expect(posted(id)).toEqual(['charge 9000', 'charge 9000', 'adjustment -9000'])
    expect(line(id)).toMatchObject({ departure: DAY(1) })
  })

  test('STAY-17 taxes are posted with the last night, and what they come to more when the guest stays on', () => {
    desk.rows.apply([put('tax_rule', { ...CITY_TAX, amountMinor: 150, included: false })])
    const id = inHouse('101', 1)
    roll()
    expect(posted(id)).toEqual(['charge 9000', 'tax 150'])
    desk.do('changeDeparture', { ...ref(id), departure: DAY(2), nightlyMinor: [9_000, 8_000] })
    roll()
    desk.do('checkOut', ref(id))
    expect(posted(id)).toEqual(['charge 9000', 'tax 150', 'charge 8000', 'tax 150'])
  })

  test('RATE-18 a stay that becomes shorter keeps the taxes that it was booked with', () => {
    desk.rows.apply([put('tax_rule', { ...CITY_TAX, amountMinor: 150, included: false })])
    const id = inHouse('101', 3)
    desk.rows.apply([put('tax_rule', { ...CITY_TAX, amountMinor: 400, included: false })])
    desk.do('changeDeparture', { ...ref(id), departure: DAY(2), nightlyMinor: [9_000, 9_000] })
    expect(line(id)?.taxes.map(({ amountMinor }) => amountMinor)).toEqual([300])
    desk.do('changeDeparture', { ...ref(id), departure: DAY(3), nightlyMinor: [9_000, 9_000, 9_000] })
    expect(line(id)?.taxes.map(({ amountMinor }) => amountMinor)).toEqual([700])
  })

  test('STAY-18 what a guest paid for more than they stayed is asked about, until it is given back', () => {
    const id = inHouse('101', 3)
    desk.pay(id, 'p1', 27_000)
    roll()
    desk.do('checkOut', ref(id))
    const [asked] = desk.rows.all('exception')
    expect(asked).toMatchObject({ kind: 'MONEY_UNAPPLIED', severity: 'action', params: { amountMinor: 18_000 } })
    expect(refusalCode(desk.do('giveRefund', { reservationId: id, amountMinor: 18_000, note: '' }))).toBe('accepted')
    expect(desk.openExceptions()).toEqual([])
  })
})

describe('a guest in the house', () => {
  test('STAY-11 who stays longer takes the nights and the room; who leaves earlier frees them', () => {
    const id = inHouse()
    const change = (nights: number) =>
      desk.do('changeDeparture', { ...ref(id), departure: DAY(nights), nightlyMinor: Array(nights).fill(8_000) })
    expect(refusalCode(change(4))).toBe('accepted')
    expect([sold(), held(id).length, line(id)?.departure]).toEqual([[1, 1, 1, 1], 4, DAY(4)])
    expect(refusalCode(change(1))).toBe('accepted')
    expect([sold(), held(id).length, line(id)?.departure]).toEqual([[1, 0, 0, 0], 1, DAY(1)])
  })

  test('STAY-12 a departure that can not be is refused, in a stated order', () => {
    const id = inHouse()
    const due = desk.booked({ roomId: '102' as RoomId })
    const change = (to: ReservationId, nights: number, prices = nights) =>
      refusalCode(
        desk.do('changeDeparture', { ...ref(to), departure: DAY(nights), nightlyMinor: Array(prices).fill(8_000) }),
      )
    expect(change(NOBODY, 3)).toBe('RESERVATION_UNKNOWN')
    expect(change(due, 3)).toBe('INVALID_TRANSITION')
    expect(change(id, 0)).toBe('STAY_INVALID')
    expect(change(id, 3, 2)).toBe('PRICE_INVALID')
    expect(change(id, 25)).toBe('NIGHT_NOT_ON_SALE')
    desk.block('101', 2, 'OOO', DAY(2))
    expect(change(id, 3)).toBe('ROOM_TAKEN')
    for (const roomId of ['102', '103']) desk.booked({ arrival: DAY(2), departure: DAY(4), roomId: roomId as RoomId })
    expect(change(id, 3)).toBe('NO_AVAILABILITY')
    expect(line(id)?.departure).toBe(DAY(2))
  })

  test('STAY-12 a block beyond a night that the room is promised for stands in the way of who stays longer', () => {
    const id = inHouse()
    desk.booked({ arrival: DAY(2), departure: DAY(3), roomId: '101' as RoomId })
    desk.block('101', 1, 'OOO', DAY(3))
    const longer = (nights: number) =>
      refusalCode(
        desk.do('changeDeparture', { ...ref(id), departure: DAY(nights), nightlyMinor: Array(nights).fill(8_000) }),
      )
    expect(longer(4)).toBe('ROOM_TAKEN')
    expect(longer(3)).toBe('accepted')
  })

  test('STAY-13 who moves leaves a dirty room and takes the unit along to the type of the new one', () => {
    const id = inHouse('102')
    inHouse('103')
    const due = desk.booked({ arrival: DAY(3), departure: DAY(4) })
    const move = (roomId: string) => refusalCode(desk.do('moveGuest', { ...ref(id), roomId: roomId as RoomId }))
    expect([move('999'), move('103')]).toEqual(['ROOM_UNKNOWN', 'ROOM_TAKEN'])
    roll()
    expect(move('201')).toBe('accepted')
    expect(line(id)).toMatchObject({ roomId: '201', inventoryType: TYPE_B, chargedType: TYPE_A })
    expect([sold(TYPE_A), sold(TYPE_B)]).toEqual([
      [2, 1, 0, 1],
      [0, 1, 0, 0],
    ])
    expect(held(id)).toEqual([`102 ${DAY(0)} occupied`, `201 ${DAY(1)} occupied`])
    expect(desk.peek('room', '102').housekeeping).toBe('dirty')
    expect(desk.do('moveGuest', { ...ref(id), roomId: '201' as RoomId })).toEqual({ ok: true, value: [] })
    expect(refusalCode(desk.do('moveGuest', { ...ref(due), roomId: '101' as RoomId }))).toBe('INVALID_TRANSITION')
  })

  test('STAY-14 two lines change rooms of different types, both or neither', () => {
    const a = inHouse('101')
    const b = inHouse('201')
    const expected = desk.booked({ roomId: '102' as RoomId })
    const roomless = desk.booked()
    const swap = (one: ReservationId, other: ReservationId) =>
      refusalCode(desk.do('swapRooms', { one: ref(one), other: ref(other) }))
    expect([swap(NOBODY, b), swap(a, expected), swap(expected, roomless)]).toEqual([
      'RESERVATION_UNKNOWN',
      'INVALID_TRANSITION',
      'ROOM_NEEDED',
    ])
    expect(swap(a, b)).toBe('accepted')
    expect([desk.roomOf(a), desk.roomOf(b)]).toEqual(['201', '101'])
    expect([line(a)?.inventoryType, line(b)?.inventoryType]).toEqual([TYPE_B, TYPE_A])
    expect(desk.peek('room_night', `201/${TODAY}`)).toMatchObject({ kind: 'occupied', refId: `${a}/1` })
    desk.do('cancelReservation', { reservationId: roomless })
    const longer = desk.booked({ departure: DAY(3), roomId: '103' as RoomId })
    desk.booked({ arrival: DAY(2), departure: DAY(3), roomId: '102' as RoomId })
    expect(swap(expected, longer)).toBe('ROOM_TAKEN')
    expect([desk.roomOf(expected), desk.roomOf(longer)]).toEqual(['102', '103'])
  })

  test('STAY-15 the last word of housekeeping stands', () => {
    const say = (housekeeping: 'clean' | 'pickup', roomId = '101') =>
      desk.do('setRoomStatus', { roomId: roomId as RoomId, housekeeping })
    expect(refusalCode(say('clean', '999'))).toBe('ROOM_UNKNOWN')
    say('clean')
    expect(desk.peek('room', '101').housekeeping).toBe('clean')
    expect(say('clean')).toEqual({ ok: true, value: [] })
    say('pickup')
    expect(desk.peek('room', '101').housekeeping).toBe('pickup')
  })
})

test('ALLOT-11 a room that only another terminal hands out tonight is not given to anybody here', () => {
  desk.decide((rows) => decideGrant(OTHER_DEVICE, [], { opId: null, deviceId: null, atUtcMs: 0 }, rows))
  desk.decide((rows) => decideNamedRooms(OTHER_DEVICE, TODAY, ['102', '103'] as RoomId[], rows))
  const id = desk.booked({ roomId: '101' as RoomId })
  const kept = { roomId: '102' as RoomId }
  expect(refusalCode(desk.do('assignRoom', { ...ref(id), ...kept }))).toBe('ROOM_KEPT_BY_TERMINAL')
  expect(refusalCode(desk.do('bookWalkIn', desk.booking(kept)))).toBe('ROOM_KEPT_BY_TERMINAL')
  expect(refusalCode(desk.do('bookWalkIn', desk.booking({ ...kept, arrival: DAY(1) })))).toBe('accepted')
  desk.block('101', 1)
  expect([desk.roomOf(id), desk.openExceptions()]).toEqual([null, ['ROOM_LOST']])
  desk.deviceId = OTHER_DEVICE
  expect(refusalCode(desk.do('assignRoom', { ...ref(id), roomId: '103' as RoomId }))).toBe('accepted')
  desk.deviceId = '01990000-0000-7000-8000-000000000001' as DeviceId
  const guest = inHouse('201')
  expect(refusalCode(desk.do('moveGuest', { ...ref(guest), roomId: '103' as RoomId }))).toBe('ROOM_TAKEN')
})
