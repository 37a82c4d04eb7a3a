import { beforeEach, expect, test } from 'vitest'
import type { ReservationId, RoomId } from '../../../../shared/domain/ids.ts'
import { addDays } from '../../../../shared/domain/stay-dates.ts'
import { DomainDesk, refusalCode } from '../../../support/domain-desk.ts'
import { TODAY, TYPE_A } from '../../../support/small-hotel.ts'

const DAY = (days: number) => addDays(TODAY, days)
let desk: DomainDesk
beforeEach(() => {
  desk = new DomainDesk()
})

const ref = (reservationId: ReservationId) => ({ reservationId, position: 1 })
const roll = (date = desk.businessDate) => refusalCode(desk.do('rollBusinessDate', { date }, 'landing'))
const inHouse = (roomId: string, nights = 2): ReservationId => {
  const id = desk.booked({ departure: DAY(nights), roomId: roomId as RoomId })
  desk.do('checkIn', { ...ref(id), roomId: roomId as RoomId, stay: { arrival: TODAY, departure: DAY(nights) } })
  return id
}
const charges = () => desk.rows.all('folio_line').map(({ night, amountMinor }) => [night, amountMinor])

test('NIGHT-01 the night is charged to everybody in the house, and the date moves on', () => {
  inHouse('101')
  desk.booked()
  expect(roll()).toBe('accepted')
  expect([charges(), desk.businessDate]).toEqual([[[TODAY, 9_000]], DAY(1)])
})

test('NIGHT-02 a date is rolled once, and only the day that is', () => {
  inHouse('101', 3)
  expect(roll(DAY(1))).toBe('DATE_NOT_CURRENT')
  expect([roll(TODAY), roll(TODAY)]).toEqual(['accepted', 'accepted'])
  expect([charges().length, desk.businessDate]).toEqual([1, DAY(1)])
})

test('NIGHT-03 guests who should have left stop the roll; who did not come keeps the room', () => {
  const due = inHouse('101', 1)
  const expected = desk.booked({ roomId: '102' as RoomId })
  expect(roll()).toBe('accepted')
  expect(roll()).toBe('DUE_OUTS_OPEN')
  desk.do('checkOut', ref(due))
  expect(roll()).toBe('accepted')
  expect([desk.roomOf(expected), desk.peek('reservation', expected).lines[0]?.stay]).toEqual(['102', 'expected'])
})

test('NIGHT-04 a night that is over is oversold no more, whatever comes in for it late', () => {
  for (const roomId of ['101', '102', '103']) inHouse(roomId)
  const canceled = desk.booked({ arrival: DAY(3), departure: DAY(4) })
  desk.do('cancelReservation', { reservationId: canceled })
  desk.control({ roomTypeIds: [TYPE_A], from: TODAY, until: DAY(1), overbookPct: -100 })
  expect(desk.openExceptions()).toEqual(['OVERSOLD_NIGHT'])
  roll()
  expect(desk.openExceptions()).toEqual([])
  desk.madeOn = TODAY
  const stay = { arrival: TODAY, departure: DAY(1) }
  desk.do('checkIn', { ...ref(canceled), roomId: '201' as RoomId, stay }, 'landing')
  expect(desk.openExceptions()).toEqual(['REINSTATED'])
  expect(desk.inventory().totalReserved).toBe(3)
})

test('NIGHT-01 a guest whose check-in lands after the roll is charged that night at the next', () => {
  const id = desk.booked({ departure: DAY(2), roomId: '101' as RoomId })
  roll()
  desk.madeOn = TODAY
  desk.do('checkIn', { ...ref(id), roomId: '101' as RoomId, stay: { arrival: TODAY, departure: DAY(2) } }, 'landing')
  desk.madeOn = null
  roll()
  expect(charges()).toEqual([
    [TODAY, 9_000],
    [DAY(1), 9_000],
  ])
})

test('LIFE-07 a guest who comes after being given up is counted once, and not charged for not coming', () => {
  const id = desk.sold({ ratePlanId: null }, { departure: DAY(3) })
  const plan = { name: 'Flexible', position: 1, kind: 'flexible', priceBp: 10_000, minStay: 1, active: true } as const
  const row = { ...plan, ratePlanId: 'flex' as never, freeCancelDays: 1, feeNights: 1 }
  desk.rows.apply([{ entity: 'rate_plan', key: 'flex', row }])
  const reservation = desk.peek('reservation', id)
  desk.rows.apply([{ entity: 'reservation', key: id, row: { ...reservation, ratePlanId: row.ratePlanId } }])
  desk.noShow(id, DAY(1))
  expect([0, 1, 2].map((day) => desk.inventory(TYPE_A, DAY(day)).totalReserved)).toEqual([1, 0, 0])
  desk.madeOn = TODAY
  desk.do('checkIn', { ...ref(id), roomId: '101' as RoomId, stay: { arrival: TODAY, departure: DAY(3) } }, 'landing')
  expect([0, 1, 2].map((day) => desk.inventory(TYPE_A, DAY(day)).totalReserved)).toEqual([1, 1, 1])
  expect(desk.rows.all('folio_line').map(({ kind, amountMinor }) => [kind, amountMinor])).toEqual([
    ['fee', 9_000],
    ['adjustment', -9_000],
  ])
  desk.do('undoCheckIn', ref(id), 'landing')
  desk.noShow(id, DAY(1))
  expect(desk.rows.all('folio_line').map(({ amountMinor }) => amountMinor)).toEqual([9_000, -9_000, 9_000])
})
