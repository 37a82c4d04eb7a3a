import { describe, expect, test } from 'vitest'
import { accountOf } from '../../../../shared/domain/folio.ts'
import type { RatePlanId, ReservationId, RoomId } from '../../../../shared/domain/ids.ts'
import type { LineChange } from '../../../../shared/domain/ops/op.ts'
import type { RatePlanRow, TaxRuleRow } from '../../../../shared/domain/rows.ts'
import { addDays, nightCount } from '../../../../shared/domain/stay-dates.ts'
import { DomainDesk, refusalCode } from '../../../support/domain-desk.ts'
import { TODAY, TYPE_A, TYPE_B } from '../../../support/small-hotel.ts'

const FLEX: RatePlanRow = {
  ratePlanId: 'FLEX' as RatePlanId,
  name: 'Flexible',
  position: 1,
  kind: 'flexible',
  priceBp: 10_000,
  minStay: 1,
  freeCancelDays: 1,
  feeNights: 1,
  active: true,
}
const CITY_TAX: TaxRuleRow = {
  taxId: 'city',
  name: 'City tax',
  position: 1,
  kind: 'per_person_night',
  percentBp: 0,
  amountMinor: 200,
  included: false,
}
const ON_FLEX = { ratePlanId: FLEX.ratePlanId }
const HELD = { holdUntilUtcMs: 1_760_000_900_000 }

function deskWithTerms(): DomainDesk {
  const desk = new DomainDesk()
  desk.rows.apply([
    { entity: 'rate_plan', key: FLEX.ratePlanId, row: FLEX },
    { entity: 'tax_rule', key: CITY_TAX.taxId, row: CITY_TAX },
  ])
  return desk
}

function account(desk: DomainDesk, reservationId: ReservationId) {
  const folio = desk.rows.all('folio_line').filter((line) => line.reservationId === reservationId)
  return accountOf(desk.peek('reservation', reservationId), folio)
}

function lineTo(change: Partial<LineChange>): LineChange {
  const stay = { arrival: TODAY, departure: addDays(TODAY, 2), ...change }
  const nightlyMinor = Array.from({ length: Math.max(0, nightCount(stay)) }, () => 8_000)
  return { position: 1, roomTypeId: TYPE_A, adults: 1, children: 0, nightlyMinor, ...change, ...stay }
}

describe('changing a stay', () => {
  test('CHG-01 other dates, type and guests move the units and price and tax the line anew', () => {
    const desk = deskWithTerms()
    const id = desk.sold(ON_FLEX)
    const line = lineTo({ departure: addDays(TODAY, 3), roomTypeId: TYPE_B, adults: 2 })
    expect(refusalCode(desk.change({ reservationId: id, lines: [line], guest: null }))).toBe('accepted')
    const [changed] = desk.peek('reservation', id).lines
    expect(changed).toMatchObject({
      chargedType: TYPE_B,
      inventoryType: TYPE_B,
      adults: 2,
      nightlyMinor: [8_000, 8_000, 8_000],
    })
    expect(changed?.taxes).toEqual([{ taxId: 'city', name: 'City tax', amountMinor: 1_200, included: false }])
    expect([desk.inventory(TYPE_A).totalReserved, desk.inventory(TYPE_B).totalReserved]).toEqual([0, 1])
    expect(account(desk, id)).toMatchObject({ totalMinor: 25_200, balanceMinor: 25_200 })
  })

  test('CHG-02 the nights it had are free for it: a sold-out stay can be made longer, and nothing moves where it can not', () => {
    const desk = deskWithTerms()
    const ids = [1, 2, 3].map(() => desk.sold({}))
    const longer = (id: ReservationId) =>
      desk.change({ reservationId: id, lines: [lineTo({ departure: addDays(TODAY, 3) })], guest: null })
    expect(ids.map((id) => refusalCode(longer(id)))).toEqual(['accepted', 'accepted', 'accepted'])
    const other = desk.sold({}, { arrival: addDays(TODAY, 3), departure: addDays(TODAY, 4) })
    const before = desk.peek('reservation', other)
    const into = desk.change({
      reservationId: other,
      lines: [lineTo({ arrival: addDays(TODAY, 2), departure: addDays(TODAY, 4) })],
      guest: null,
    })
    expect(refusalCode(into)).toBe('NO_AVAILABILITY')
    expect(desk.peek('reservation', other)).toEqual(before)
    expect(desk.inventory(TYPE_A, addDays(TODAY, 3)).totalReserved).toBe(1)
  })

  test('CHG-03 a room is kept where it is of the type and free throughout, else the line goes without', () => {
    const desk = deskWithTerms()
    const id = desk.booked({ roomId: '101' as RoomId })
    desk.change({ reservationId: id, lines: [lineTo({ departure: addDays(TODAY, 4) })], guest: null })
    expect(desk.roomOf(id)).toBe('101')
    desk.booked({ roomId: '101' as RoomId, arrival: addDays(TODAY, 4), departure: addDays(TODAY, 6) })
    desk.change({ reservationId: id, lines: [lineTo({ departure: addDays(TODAY, 5) })], guest: null })
    expect(desk.roomOf(id)).toBeNull()
    const second = desk.booked({ roomId: '102' as RoomId })
    desk.change({ reservationId: second, lines: [lineTo({ roomTypeId: TYPE_B })], guest: null })
    expect(desk.roomOf(second)).toBeNull()
    expect(desk.rows.peek('room_night', `102/${TODAY}`)).toBeNull()
  })

  test('CHG-04 who is in the house, a contract that has ended and a line that is not there are not changed; the guest may be', () => {
    const desk = deskWithTerms()
    const change = (reservationId: ReservationId, line: Partial<LineChange> = {}) =>
      refusalCode(desk.change({ reservationId, lines: [lineTo(line)], guest: null }))
    const inHouse = desk.booked({ roomId: '101' as RoomId })
    desk.arrived(inHouse)
    const canceled = desk.booked()
    desk.cancel(canceled, TODAY)
    expect([change(inHouse), change(canceled), change(desk.id() as ReservationId)]).toEqual([
      'INVALID_TRANSITION',
      'INVALID_TRANSITION',
      'RESERVATION_UNKNOWN',
    ])
    const id = desk.booked()
    expect([change(id, { position: 2 }), change(id, { adults: 9 }), change(id, { departure: TODAY })]).toEqual([
      'LINE_UNKNOWN',
      'TOO_MANY_GUESTS',
      'STAY_INVALID',
    ])
    const guest = { firstName: 'Grace', lastName: 'Hopper', email: null, phone: null }
    expect(refusalCode(desk.change({ reservationId: id, lines: [], guest }))).toBe('accepted')
    expect(desk.peek('guest', id)).toEqual({ guestId: id, ...guest })
  })
})

describe('ends of a contract', () => {
  test('CXL-04 canceling late posts the fee of the plan, which is then all that is owed', () => {
    const desk = deskWithTerms()
    const [early, late, without] = [desk.sold(ON_FLEX), desk.sold(ON_FLEX), desk.sold({})]
    desk.pay(late, 'p1', 18_400)
    desk.cancel(early, addDays(TODAY, -1))
    desk.cancel(late, TODAY)
    desk.cancel(without, TODAY)
    expect([early, late, without].map((id) => account(desk, id).totalMinor)).toEqual([0, 9_000, 0])
    expect(account(desk, late)).toEqual({
      totalMinor: 9_000,
      paidMinor: 18_400,
      refundedMinor: 0,
      balanceMinor: -9_400,
    })
  })

  test('LIFE-05 an unpaid hold is rejected when it is over, a declined one at once; its rooms are free again', () => {
    const desk = deskWithTerms()
    const id = desk.sold(HELD)
    expect(refusalCode(desk.reject(id, 'expired', HELD.holdUntilUtcMs - 1))).toBe('HOLD_NOT_OVER')
    expect(desk.inventory().totalReserved).toBe(1)
    expect(refusalCode(desk.reject(id, 'expired', HELD.holdUntilUtcMs))).toBe('accepted')
    expect(desk.peek('reservation', id)).toMatchObject({ status: 'rejected', holdUntilUtcMs: null })
    expect(desk.inventory().totalReserved).toBe(0)
    expect(desk.reject(id, 'expired', HELD.holdUntilUtcMs)).toEqual({ ok: true, value: [] })
    const declined = desk.sold(HELD)
    expect(refusalCode(desk.reject(declined, 'declined'))).toBe('accepted')
    expect(desk.inventory().totalReserved).toBe(0)
  })

  test('LIFE-06 what is paid, canceled, in the house or was taken without a hold is never rejected', () => {
    const desk = deskWithTerms()
    const paid = desk.sold(HELD)
    desk.pay(paid, 'p1', 18_400)
    const canceled = desk.sold(HELD)
    desk.cancel(canceled, TODAY)
    const atDesk = desk.booked()
    const inHouse = desk.sold(HELD, { roomId: '103' as RoomId })
    desk.arrived(inHouse)
    const late = HELD.holdUntilUtcMs + 1
    expect([paid, canceled, atDesk, inHouse].map((id) => refusalCode(desk.reject(id, 'expired', late)))).toEqual(
      Array.from({ length: 4 }, () => 'INVALID_TRANSITION'),
    )
    expect(refusalCode(desk.reject(desk.id() as ReservationId, 'expired', late))).toBe('RESERVATION_UNKNOWN')
  })

  test('LIFE-07 a no-show frees its room and the nights from the business date on, and owes the fee of the plan', () => {
    const desk = deskWithTerms()
    const id = desk.sold(ON_FLEX, { roomId: '101' as RoomId, departure: addDays(TODAY, 3) })
    const tomorrow = addDays(TODAY, 1)
    expect(refusalCode(desk.noShow(id, tomorrow))).toBe('accepted')
    expect([TODAY, tomorrow, addDays(TODAY, 2)].map((night) => desk.inventory(TYPE_A, night).totalReserved)).toEqual([
      1, 0, 0,
    ])
    expect(desk.rows.all('room_night')).toEqual([])
    expect(desk.peek('reservation', id).lines[0]).toMatchObject({ stay: 'no_show', roomId: null })
    expect(account(desk, id).totalMinor).toBe(9_000)
    expect(desk.noShow(id, tomorrow)).toEqual({ ok: true, value: [] })
  })

  test('LIFE-08 nobody is a no-show before their day is over, in the house, or under a contract that has ended', () => {
    const desk = deskWithTerms()
    const [due, canceled] = [desk.booked(), desk.booked()]
    desk.cancel(canceled, TODAY)
    const inHouse = desk.booked({ roomId: '101' as RoomId })
    desk.arrived(inHouse)
    const tomorrow = addDays(TODAY, 1)
    expect(
      [desk.noShow(due, TODAY), desk.noShow(canceled, tomorrow), desk.noShow(inHouse, tomorrow)].map(refusalCode),
    ).toEqual(Array.from({ length: 3 }, () => 'INVALID_TRANSITION'))
  })
})

describe('the folio', () => {
  test('FOLIO-01 amounts come from postings and from quoted nights that are not posted yet', () => {
    const desk = deskWithTerms()
    const id = desk.sold({})
    expect(account(desk, id)).toEqual({ totalMinor: 18_400, paidMinor: 0, refundedMinor: 0, balanceMinor: 18_400 })
    const posting = {
      reservationId: id,
      businessDate: TODAY,
      postedAtUtcMs: 1,
      stayPosition: 1,
      night: TODAY,
      paymentId: null,
      note: '',
    }
    const lines = [
      { ...posting, folioLineId: 'c', kind: 'charge', amountMinor: 9_000 },
      { ...posting, folioLineId: 't', kind: 'tax', night: null, amountMinor: 400 },
      { ...posting, folioLineId: 'a', kind: 'adjustment', night: null, amountMinor: -1_000 },
    ] as const
    desk.rows.apply(lines.map((row) => ({ entity: 'folio_line', key: row.folioLineId, row })))
    expect(account(desk, id).totalMinor).toBe(17_400)
  })

  test('FOLIO-02 a payment and a refund are posted once each, whatever the state of the contract', () => {
    const desk = deskWithTerms()
    const id = desk.sold({})
    desk.cancel(id, TODAY)
    expect(refusalCode(desk.pay(id, 'p1', 5_000))).toBe('accepted')
    expect(desk.pay(id, 'p1', 5_000)).toEqual({ ok: true, value: [] })
    expect(refusalCode(desk.refund(id, 'p1', 1, 2_000))).toBe('accepted')
    expect(desk.refund(id, 'p1', 1, 2_000)).toEqual({ ok: true, value: [] })
    expect(account(desk, id)).toEqual({ totalMinor: 0, paidMinor: 5_000, refundedMinor: 2_000, balanceMinor: -3_000 })
    expect(refusalCode(desk.pay(desk.id() as ReservationId, 'p1', 1))).toBe('RESERVATION_UNKNOWN')
  })

  test('FOLIO-03 a pending contract is paid once nothing is owed, and holds its rooms for good', () => {
    const desk = deskWithTerms()
    const id = desk.sold(HELD)
    desk.pay(id, 'p1', 10_000)
    expect(desk.peek('reservation', id)).toMatchObject({ status: 'pending', holdUntilUtcMs: HELD.holdUntilUtcMs })
    desk.pay(id, 'p2', 8_400)
    expect(desk.peek('reservation', id)).toMatchObject({ status: 'paid', holdUntilUtcMs: null })
  })

  test('FOLIO-04 a canceled contract is refunded when nothing of what was paid is kept', () => {
    const desk = deskWithTerms()
    const id = desk.sold({})
    desk.pay(id, 'p1', 18_400)
    desk.cancel(id, TODAY)
    desk.refund(id, 'p1', 1, 400)
    expect(desk.peek('reservation', id).status).toBe('canceled')
    desk.refund(id, 'p1', 2, 18_000)
    expect(desk.peek('reservation', id).status).toBe('refunded')
  })
})

describe('sell controls', () => {
  test('RATE-06 a sell control sets the overbooking of types and nights; what was sold beyond it is forced and covered', () => {
    const desk = deskWithTerms()
    for (let count = 0; count < 3; count += 1) desk.booked()
    const control = { roomTypeIds: [TYPE_A, TYPE_B], from: TODAY, until: addDays(TODAY, 2), overbookPct: -100 }
    expect(refusalCode(desk.control(control))).toBe('accepted')
    expect(desk.inventory(TYPE_A)).toMatchObject({ overbookPct: -100, forced: 3 })
    expect(desk.openExceptions()).toEqual(['OVERSOLD_NIGHT', 'OVERSOLD_NIGHT'])
    expect(desk.inventory(TYPE_B, addDays(TODAY, 2)).overbookPct).toBe(10)
    desk.control({ ...control, overbookPct: 40 })
    expect(desk.inventory(TYPE_A)).toMatchObject({ overbookPct: 40, forced: 0 })
    expect(desk.openExceptions()).toEqual([])
    expect(refusalCode(desk.do('bookWalkIn', desk.booking()))).toBe('accepted')
  })

  test('RATE-07 a range of no nights, or of more than two years, is no sell control', () => {
    const desk = deskWithTerms()
    const control = (days: number) =>
      refusalCode(desk.control({ roomTypeIds: [TYPE_A], from: TODAY, until: addDays(TODAY, days), overbookPct: 0 }))
    expect([control(0), control(-1), control(732), control(731)]).toEqual([
      'SELL_CONTROL_INVALID',
      'SELL_CONTROL_INVALID',
      'SELL_CONTROL_INVALID',
      'accepted',
    ])
  })
})
