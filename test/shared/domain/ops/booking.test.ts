import { describe, expect, test } from 'vitest'
import type { ReservationId, RoomId, RoomTypeId } from '../../../../shared/domain/ids.ts'
import { addDays } from '../../../../shared/domain/stay-dates.ts'
import { DomainDesk, codeOf, refusalCode } from '../../../support/domain-desk.ts'
import { TODAY, TYPE_A, TYPE_B } from '../../../support/small-hotel.ts'

const room = (id: string) => id as RoomId

describe('booking', () => {
  test('BOOK-01 a booking takes one unit on each of its nights and holds the room that it names', () => {
    const desk = new DomainDesk()
    const id = desk.booked({ roomId: room('102') })
    const reserved = [0, 1, 2].map((day) => desk.inventory(TYPE_A, addDays(TODAY, day)).totalReserved)
    expect(reserved).toEqual([1, 1, 0])
    expect(desk.rows.all('room_night').map((row) => [row.roomId, row.night, row.kind, row.refId])).toEqual([
      ['102', TODAY, 'assigned', `${id}/1`],
      ['102', addDays(TODAY, 1), 'assigned', `${id}/1`],
    ])
    expect(desk.peek('reservation', id)).toMatchObject({ status: 'pending', channel: 'desk', bookedOn: TODAY })
  })

  test('BOOK-02 several lines are booked all or none', () => {
    const desk = new DomainDesk()
    const [line] = desk.booking().lines
    if (!line) throw new Error('a booking has a line')
    const before = JSON.stringify(desk.rows.all('inventory'))
    const four = { ...desk.booking(), lines: [line, line, line, line] }
    expect(refusalCode(desk.do('bookWalkIn', four))).toBe('NO_AVAILABILITY')
    expect(JSON.stringify(desk.rows.all('inventory'))).toBe(before)
    expect(desk.rows.all('reservation')).toEqual([])
    const three = { ...desk.booking(), lines: [line, line, line] }
    expect(refusalCode(desk.do('bookWalkIn', three))).toBe('accepted')
    expect(desk.inventory().totalReserved).toBe(3)
  })

  test('BOOK-03 nonsense is refused with its code, in the order of the docstring', () => {
    const desk = new DomainDesk()
    const codeFor = (line: Parameters<DomainDesk['booking']>[0]) =>
      refusalCode(desk.do('bookWalkIn', desk.booking(line)))
    const far = addDays(TODAY, 19)
    expect(codeFor({ departure: TODAY })).toBe('STAY_INVALID')
    expect(codeFor({ arrival: addDays(TODAY, -1) })).toBe('ARRIVAL_IN_PAST')
    expect(codeFor({ roomTypeId: 'X' as RoomTypeId })).toBe('ROOM_TYPE_UNKNOWN')
    expect(codeFor({ adults: 0 })).toBe('TOO_MANY_GUESTS')
    expect(codeFor({ adults: 2, children: 2 })).toBe('TOO_MANY_GUESTS')
    expect(codeFor({ nightlyMinor: [9_000] })).toBe('PRICE_INVALID')
    expect(codeFor({ nightlyMinor: [9_000, -1] })).toBe('PRICE_INVALID')
    expect(codeFor({ roomId: room('999') })).toBe('ROOM_UNKNOWN')
    expect(codeFor({ arrival: far, departure: addDays(far, 2) })).toBe('NIGHT_NOT_ON_SALE')
    expect(desk.rows.all('reservation')).toEqual([])
  })

  test('BOOK-04 a taken room is refused while somebody waits, and replaced or left open when it lands later', () => {
    const desk = new DomainDesk()
    desk.booked({ roomId: room('101') })
    const second = desk.booking({ roomId: room('101') })
    expect(refusalCode(desk.do('bookWalkIn', second))).toBe('ROOM_TAKEN')
    expect(refusalCode(desk.do('bookWalkIn', second, 'landing'))).toBe('accepted')
    expect(desk.roomOf(second.reservationId)).toBe('102')

    desk.block('103')
    const third = desk.booking({ roomId: room('101') })
    expect(refusalCode(desk.do('bookWalkIn', third, 'landing'))).toBe('NO_AVAILABILITY')
    const upgraded = desk.booking({ roomId: room('201') })
    expect(refusalCode(desk.do('bookWalkIn', upgraded, 'landing'))).toBe('accepted')
    expect(desk.peek('reservation', upgraded.reservationId).lines[0]).toMatchObject({
      chargedType: 'A',
      inventoryType: 'B',
    })
    expect(desk.inventory(TYPE_B).totalReserved).toBe(1)
  })

  test('BOOK-05 a reservation id is used once', () => {
    const desk = new DomainDesk()
    const first = desk.booking()
    expect(refusalCode(desk.do('bookWalkIn', first))).toBe('accepted')
    expect(refusalCode(desk.do('bookWalkIn', first))).toBe('RESERVATION_ID_REUSED')
    expect(desk.inventory().totalReserved).toBe(1)
  })

  test('WIN-18 the same sale from another desk stands once, whatever its code and price; another one is refused', () => {
    const desk = new DomainDesk()
    const sale = desk.booking()
    desk.do('bookWalkIn', sale)
    const before = desk.inventory().totalReserved
    const again = {
      ...sale,
      code: codeOf(99),
      lines: sale.lines.map((line) => ({ ...line, nightlyMinor: [8_000, 8_000] })),
    }
    expect(desk.do('bookWalkIn', again, 'landing')).toEqual({ ok: true, value: [] })
    expect(desk.inventory().totalReserved).toBe(before)
    expect(desk.peek('reservation', sale.reservationId).code).toBe(sale.code)
    const other = { ...sale, guest: { ...sale.guest, lastName: 'Somebody Else' } }
    expect(refusalCode(desk.do('bookWalkIn', other, 'landing'))).toBe('RESERVATION_ID_REUSED')
  })
})

describe('cancellation', () => {
  test('CXL-01 canceling frees units and rooms of every line, and closes what they had opened', () => {
    const desk = new DomainDesk()
    const id = desk.booked({ roomId: room('101') })
    expect(refusalCode(desk.do('cancelReservation', { reservationId: id }))).toBe('accepted')
    expect(desk.peek('reservation', id)).toMatchObject({ status: 'canceled', lines: [{ roomId: null }] })
    expect(desk.inventory().totalReserved).toBe(0)
    expect(desk.rows.all('room_night')).toEqual([])
  })

  test('CXL-02 canceling again changes nothing and is no refusal', () => {
    const desk = new DomainDesk()
    const id = desk.booked()
    desk.do('cancelReservation', { reservationId: id })
    expect(desk.do('cancelReservation', { reservationId: id })).toEqual({ ok: true, value: [] })
    expect(desk.inventory().totalReserved).toBe(0)
  })

  test('CXL-03 who is in the house, or is not known, can not be canceled', () => {
    const desk = new DomainDesk()
    const id = desk.booked({ roomId: room('101') })
    desk.arrived(id)
    expect(refusalCode(desk.do('cancelReservation', { reservationId: id }))).toBe('INVALID_TRANSITION')
    const unknown = { reservationId: desk.id() as ReservationId }
    expect(refusalCode(desk.do('cancelReservation', unknown))).toBe('RESERVATION_UNKNOWN')
  })
})

describe('room assignment', () => {
  test('ROOM-03 a line gets a free room, another one, or none, for its whole stay', () => {
    const desk = new DomainDesk()
    const reservationId = desk.booked()
    const assign = (roomId: string | null) =>
      refusalCode(desk.do('assignRoom', { reservationId, position: 1, roomId: roomId === null ? null : room(roomId) }))
    expect(assign('101')).toBe('accepted')
    expect(assign('102')).toBe('accepted')
    expect(desk.rows.all('room_night').map((row) => row.roomId)).toEqual(['102', '102'])
    expect(assign(null)).toBe('accepted')
    expect(desk.rows.all('room_night')).toEqual([])
    expect(desk.roomOf(reservationId)).toBeNull()
  })

  test('ROOM-04 one holder a room and night: a taken room is refused and the line keeps its own', () => {
    const desk = new DomainDesk()
    desk.booked({ roomId: room('101') })
    const reservationId = desk.booked({ roomId: room('102') })
    const refused = desk.do('assignRoom', { reservationId, position: 1, roomId: room('101') })
    expect(refused).toEqual({
      ok: false,
      error: { code: 'ROOM_TAKEN', params: { roomId: '101', night: TODAY, holder: 'assigned' } },
    })
    expect(desk.roomOf(reservationId)).toBe('102')
    const unknown = [
      desk.do('assignRoom', { reservationId, position: 9, roomId: null }),
      desk.do('assignRoom', { reservationId, position: 1, roomId: room('999') }),
      desk.do('assignRoom', { reservationId: desk.id() as ReservationId, position: 1, roomId: null }),
    ]
    expect(unknown.map(refusalCode)).toEqual(['LINE_UNKNOWN', 'ROOM_UNKNOWN', 'RESERVATION_UNKNOWN'])
    desk.do('cancelReservation', { reservationId })
    expect(refusalCode(desk.do('assignRoom', { reservationId, position: 1, roomId: null }))).toBe('INVALID_TRANSITION')
  })

  test('ROOM-05 a room of another type moves the unit there at once, or nothing moves', () => {
    const desk = new DomainDesk()
    const reservationId = desk.booked({ roomId: room('101') })
    expect(refusalCode(desk.do('assignRoom', { reservationId, position: 1, roomId: room('201') }))).toBe('accepted')
    expect([desk.inventory(TYPE_A).totalReserved, desk.inventory(TYPE_B).totalReserved]).toEqual([0, 1])

    const other = desk.booked({ roomId: room('101') })
    desk.booked({ roomTypeId: TYPE_B })
    const full = desk.do('assignRoom', { reservationId: other, position: 1, roomId: room('202') })
    expect(refusalCode(full)).toBe('NO_AVAILABILITY')
    expect(desk.roomOf(other)).toBe('101')
    expect([desk.inventory(TYPE_A).totalReserved, desk.inventory(TYPE_B).totalReserved]).toEqual([1, 2])
  })
})
