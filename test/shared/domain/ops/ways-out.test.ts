import { beforeEach, expect, test } from 'vitest'
import { present } from '../../../../shared/base/assert.ts'
import type { ReservationId, RoomId, RoomTypeId } from '../../../../shared/domain/ids.ts'
import { writesForRefusedRequest, wantedForRefusedRequest } from '../../../../shared/domain/ops/decide-op.ts'
import type { WayOut } from '../../../../shared/domain/ops/op.ts'
import { addDays } from '../../../../shared/domain/stay-dates.ts'
import { DomainDesk, refusalCode } from '../../../support/domain-desk.ts'
import { TODAY, TYPE_A, TYPE_B, put } from '../../../support/small-hotel.ts'

const DAY = (days: number) => addDays(TODAY, days)
let desk: DomainDesk
beforeEach(() => {
  desk = new DomainDesk()
})

const row = (id: ReservationId) => desk.peek('reservation', id)
const open = (kind: string) => desk.rows.all('exception').find((each) => each.kind === kind && each.status === 'open')
const resolve = (kind: string, out: WayOut) => {
  const exceptionId = open(kind)?.exceptionId ?? ''
  const decided = refusalCode(desk.do('resolveException', { exceptionId, note: 'why', out }))
  return [decided, desk.rows.peek('exception', exceptionId)?.resolution ?? null]
}
const pay = (reservationId: ReservationId, amountMinor: number) =>
  desk.do(
    'takePayment',
    { reservationId, paymentId: desk.id(), amountMinor, method: 'cash', cardToken: null, cardDigits: null },
    'landing',
  )

/** A sale that a full house refused, as the chain keeps it. */
function refusedSale(): ReservationId {
  for (let n = 0; n < 3; n += 1) desk.booked()
  const op = desk.op('bookWalkIn', desk.booking())
  const decided = desk.doOp(op, 'landing')
  if (decided.ok || op.type !== 'bookWalkIn') throw new Error('a full house sells no more')
  desk.decide(function* (rows) {
    yield wantedForRefusedRequest(op)
    return { ok: true, value: writesForRefusedRequest(op, decided.error, rows) }
  })
  return op.body.reservationId
}

test('EXC-03 a refused sale is booked again where room was made, with its taxes, and the money for it is applied', () => {
  const tax = { taxId: 'city', name: 'City tax', position: 1, kind: 'per_person_night', percentBp: 0 } as const
  desk.rows.apply([put('tax_rule', { ...tax, amountMinor: 150, included: false })])
  const id = refusedSale()
  pay(id, 18_300)
  expect(desk.openExceptions()).toEqual(['MONEY_UNAPPLIED', 'SALE_REFUSED'])
  expect(resolve('SALE_REFUSED', { way: 'rebook' })).toEqual(['NO_AVAILABILITY', null])
  desk.do('cancelReservation', { reservationId: present(desk.rows.all('reservation')[0], 'booked').reservationId })
  expect(resolve('SALE_REFUSED', { way: 'rebook' })).toEqual(['accepted', 'rebooked'])
  expect(row(id)).toMatchObject({ status: 'paid', lines: [{ inventoryType: TYPE_A, taxes: [{ amountMinor: 300 }] }] })
  expect([desk.inventory().totalReserved, desk.openExceptions()]).toEqual([3, []])
})

test('EXC-04 a refused sale is booked in another type at the price agreed, all of it or nothing', () => {
  const id = refusedSale()
  expect(resolve('SALE_REFUSED', { way: 'upgrade', roomTypeId: 'X' as RoomTypeId })).toEqual([
    'NIGHT_NOT_ON_SALE',
    null,
  ])
  expect(resolve('SALE_REFUSED', { way: 'upgrade', roomTypeId: TYPE_B })).toEqual(['accepted', 'upgraded'])
  expect(row(id)).toMatchObject({ status: 'pending', lines: [{ chargedType: TYPE_A, inventoryType: TYPE_B }] })
  expect(desk.inventory(TYPE_B).totalReserved).toBe(1)
})

test('EXC-05 of a sale that nothing came of the money is given back, and asked about once', () => {
  const id = refusedSale()
  pay(id, 5_000)
  expect(resolve('SALE_REFUSED', { way: 'refund' })).toEqual(['accepted', 'refunded'])
  expect(desk.openExceptions()).toEqual(['REFUND_BY_HAND'])
  expect(open('REFUND_BY_HAND')?.params).toMatchObject({ amountMinor: 5_000 })
  desk.do('giveRefund', { reservationId: id, amountMinor: 5_000, note: '' })
  expect(desk.openExceptions()).toEqual([])
})

test('EXC-05 of a sale that nothing was paid for nothing is asked; it may be sent on', () => {
  refusedSale()
  expect(resolve('SALE_REFUSED', { way: 'send_on', toHotel: 'Astoria', code: 'XYZ' })).toEqual(['accepted', 'sent_on'])
  expect(desk.rows.all('exception').find(({ kind }) => kind === 'SALE_REFUSED')?.note).toBe('Astoria XYZ: why')
})

test("EXC-06 a walk-in merged with its booking frees the booking's unit and has its money", () => {
  const booked = desk.sold({})
  desk.pay(booked, 'p1', 10_000)
  const walkIn = desk.booking()
  desk.do('bookWalkIn', walkIn, 'landing')
  expect(desk.inventory().totalReserved).toBe(2)
  expect(resolve('SAME_GUEST', { way: 'merge' })).toEqual(['accepted', 'merged'])
  expect(row(booked)).toMatchObject({ status: 'canceled', mergedInto: walkIn.reservationId })
  const sums = Map.groupBy(desk.rows.all('folio_line'), ({ reservationId }) => reservationId)
  const balance = (id: ReservationId) => sums.get(id)?.reduce((sum, { amountMinor }) => sum + amountMinor, 0)
  expect([balance(booked), balance(walkIn.reservationId)]).toEqual([0, -10_000])
  expect([desk.inventory().totalReserved, desk.openExceptions()]).toEqual([1, []])
  const stay = { arrival: TODAY, departure: DAY(2) }
  const arrival = { reservationId: booked, position: 1, roomId: '101' as RoomId, stay }
  expect(refusalCode(desk.do('checkIn', arrival, 'landing'))).toBe('accepted')
  expect(row(walkIn.reservationId).lines[0]).toMatchObject({ stay: 'in_house', roomId: '101' })
  expect(desk.inventory().totalReserved).toBe(1)
})

test('EXC-06 what is done to a booking that was merged more than once is done to the one that stands', () => {
  const standing = desk.booked({ roomId: '101' as RoomId })
  const [first, second] = [desk.booked(), desk.booked()]
  const merge = (id: ReservationId, into: ReservationId) => {
    const row = desk.peek('reservation', id)
    desk.rows.apply([{ entity: 'reservation', key: id, row: { ...row, status: 'canceled', mergedInto: into } }])
  }
  merge(second, standing)
  merge(first, second)
  const stay = { arrival: TODAY, departure: addDays(TODAY, 1) }
  expect(refusalCode(desk.do('checkIn', { reservationId: first, position: 1, roomId: '101' as RoomId, stay }))).toBe(
    'accepted',
  )
  expect(desk.peek('reservation', standing).lines[0]?.stay).toBe('in_house')
})

test('EXC-06 who has arrived, or has canceled, is not merged', () => {
  const booked = desk.sold({}, { roomId: '101' as RoomId })
  desk.do('bookWalkIn', desk.booking(), 'landing')
  desk.arrived(booked)
  expect(resolve('SAME_GUEST', { way: 'merge' })).toEqual(['INVALID_TRANSITION', null])
  desk = new DomainDesk()
  desk.sold({})
  const walkIn = desk.booking()
  desk.do('bookWalkIn', walkIn, 'landing')
  desk.do('cancelReservation', { reservationId: walkIn.reservationId })
  expect(resolve('SAME_GUEST', { way: 'merge' })).toEqual(['INVALID_TRANSITION', null])
})

test("EXC-06 money that a merge moved is the walk-in's to be given back, and nobody is asked about it where it was", () => {
  const booked = desk.sold({})
  pay(booked, 20_000)
  expect(open('MONEY_UNAPPLIED')?.subject.key).toBe(booked)
  const walkIn = desk.booking()
  const { reservationId } = walkIn
  desk.do('bookWalkIn', walkIn, 'landing')
  expect(resolve('SAME_GUEST', { way: 'merge' })).toEqual(['accepted', 'merged'])
  expect(open('MONEY_UNAPPLIED')).toMatchObject({ subject: { key: reservationId }, params: { amountMinor: 2_000 } })
  expect([row(reservationId).status, desk.openExceptions()]).toEqual(['paid', ['MONEY_UNAPPLIED']])
  const refund = (amountMinor: number) => refusalCode(desk.do('giveRefund', { reservationId, amountMinor, note: '' }))
  expect([refund(20_001), refund(2_000)]).toEqual(['REFUND_TOO_MUCH', 'accepted'])
  expect(desk.openExceptions()).toEqual([])
})

test('EXC-06 a booking of more rooms than walked in is not merged: somebody is still to come', () => {
  const booked = desk.booking()
  const [line] = booked.lines
  desk.do('bookWalkIn', { ...booked, lines: [line, line].map((each) => present(each, 'a booking has a line')) })
  desk.rows.apply([put('reservation', { ...row(booked.reservationId), channel: 'web' })])
  desk.do('bookWalkIn', desk.booking(), 'landing')
  expect(resolve('SAME_GUEST', { way: 'merge' })).toEqual(['WAY_NOT_OPEN', null])
  expect([row(booked.reservationId).status, desk.inventory().totalReserved]).toEqual(['pending', 3])
})

const oversell = () => desk.control({ roomTypeIds: [TYPE_A], from: DAY(1), until: DAY(2), overbookPct: -50 })
const walk = (reservationId: ReservationId) =>
  resolve('OVERSOLD_NIGHT', { way: 'walk', reservationId, position: 1, toHotel: 'Astoria' })

test('EXC-07 walking a guest who is in the house charges what they slept, and what they paid for more is theirs', () => {
  const ids = [desk.booked({ roomId: '101' as RoomId }), desk.booked()]
  const [id, second] = [present(ids[0], 'booked'), present(ids[1], 'booked')]
  desk.do('checkIn', {
    reservationId: id,
    position: 1,
    roomId: '101' as RoomId,
    stay: { arrival: TODAY, departure: DAY(2) },
  })
  desk.pay(id, 'p1', 18_000)
  desk.businessDate = DAY(1)
  oversell()
  const elsewhere = desk.booked({ arrival: DAY(3), departure: DAY(4) })
  expect(walk(elsewhere)).toEqual(['WAY_NOT_OPEN', null])
  expect(walk(id)).toEqual(['accepted', 'walked'])
  expect(row(id).lines[0]).toMatchObject({ stay: 'departed', departure: DAY(1), nightlyMinor: [9_000] })
  expect(desk.rows.all('folio_line').map(({ kind, amountMinor }) => [kind, amountMinor])).toEqual([
    ['payment', -18_000],
    ['charge', 9_000],
  ])
  expect(open('MONEY_UNAPPLIED')?.params).toMatchObject({ amountMinor: 9_000 })
  expect([desk.peek('room', '101').housekeeping, row(second).status]).toEqual(['dirty', 'pending'])
  expect(desk.rows.all('exception').find(({ kind }) => kind === 'OVERSOLD_NIGHT')?.note).toBe('Astoria: why')
})

test('EXC-07 walking a guest before they came cancels the stay; the exception stays while one is too many', () => {
  const ids = [0, 1, 2].map(() => desk.booked({ departure: DAY(2) }))
  oversell()
  desk.pay(present(ids[0], 'booked'), 'p1', 18_000)
  expect(open('OVERSOLD_NIGHT')?.params).toMatchObject({ units: 2 })
  expect(walk(present(ids[0], 'booked'))).toEqual(['accepted', null])
  expect([row(present(ids[0], 'booked')).status, open('MONEY_UNAPPLIED')?.params['amountMinor']]).toEqual([
    'canceled',
    18_000,
  ])
  expect(walk(present(ids[0], 'booked'))).toEqual(['INVALID_TRANSITION', null])
  expect(walk(present(ids[1], 'booked'))).toEqual(['accepted', 'walked'])
  expect(desk.inventory(TYPE_A, DAY(1))).toMatchObject({ totalReserved: 1, forced: 0 })
  expect(
    refusalCode(desk.do('undoCheckOut', { reservationId: present(ids[1], 'booked'), position: 1 }, 'landing')),
  ).toBe('INVALID_TRANSITION')
})

test('EXC-08 an exception has the ways of its kind and no others', () => {
  refusedSale()
  const none = { exceptionId: 'nothing', note: '', out: { way: 'acknowledge' } } as const
  expect(refusalCode(desk.do('resolveException', none))).toBe('EXCEPTION_UNKNOWN')
  expect(resolve('SALE_REFUSED', { way: 'acknowledge' })).toEqual(['EXCEPTION_NOT_DISMISSIBLE', null])
  expect(resolve('SALE_REFUSED', { way: 'merge' })).toEqual(['WAY_NOT_OPEN', null])
})
