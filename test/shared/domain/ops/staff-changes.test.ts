import { expect, test } from 'vitest'
import type { Deciding } from '../../../../shared/domain/deciding.ts'
import { type BlockId, type ReservationId, type RoomId, type RoomTypeId } from '../../../../shared/domain/ids.ts'
import { scaleHalfEven } from '../../../../shared/domain/money.ts'
import { decideAdjustment } from '../../../../shared/domain/ops/adjust-folio.ts'
import { decideAddRoom, decideChangeRoom, decideRemoveRoom } from '../../../../shared/domain/ops/change-rooms.ts'
import type { PostingCause } from '../../../../shared/domain/ops/folio.ts'
import { decideEndOfSellControl, overbookPctOf } from '../../../../shared/domain/ops/sell-control.ts'
import { decideRates, decideRestrictions } from '../../../../shared/domain/ops/set-rates.ts'
import type { Result } from '../../../../shared/base/result.ts'
import type { RowWrite } from '../../../../shared/domain/rows.ts'
import { priceOfNight } from '../../../../shared/domain/price.ts'
import { addDays, isoWeekday, localDate, nightsOf } from '../../../../shared/domain/stay-dates.ts'
import { MemoryRows } from '../../../support/memory-rows.ts'
import { TODAY, TYPE_A, TYPE_B, put, smallHotelRows } from '../../../support/small-hotel.ts'

const DAY = (days: number) => addDays(TODAY, days)
const CAUSE: PostingCause = { opId: null, deviceId: null, atUtcMs: 1_760_000_000_000, businessDate: TODAY }
const OPEN = nightsOf({ arrival: TODAY, departure: DAY(20) })
const NO_TYPE = 'X' as RoomTypeId

type Decided = Result<readonly RowWrite[], { readonly code: string }>

/** The small hotel, with what was decided in place. */
class House {
  readonly rows = new MemoryRows(smallHotelRows())

  /** How many rows were written, or the code of the refusal. */
  decide(deciding: (rows: MemoryRows) => Deciding<Decided>): number | string {
    const decided = this.rows.decide(deciding(this.rows))
    if (!decided.ok) return decided.error.code
    this.rows.apply(decided.value)
    return decided.value.length
  }

  night(day: number, roomTypeId = TYPE_A) {
    return this.rows.peek('inventory', `${roomTypeId}/${DAY(day)}`)
  }

  sell(day: number, units: number): void {
    const row = this.night(day)
    if (row) this.rows.apply([put('inventory', { ...row, totalReserved: units })])
  }

  open(): unknown[] {
    return this.rows
      .all('exception')
      .filter((row) => row.status === 'open')
      .map((row) => row.params)
  }
}

const ROOM = { roomId: '104' as RoomId, roomTypeId: TYPE_A, floor: 1, housekeeping: 'clean' } as const
const taken = (roomId: string, holder: string | null = null) => ({
  roomId: roomId as RoomId,
  holder,
  openNights: OPEN,
})

test('HTL-06 a room more counts on each open night', () => {
  const house = new House()
  expect(house.decide((rows) => decideAddRoom(ROOM, OPEN, CAUSE, rows))).toBe(21)
  expect(house.night(0)?.totalInventory).toBe(4)
  expect(house.decide((rows) => decideAddRoom(ROOM, OPEN, CAUSE, rows))).toBe('ROOM_EXISTS')
  const nowhere = { ...ROOM, roomId: '105' as RoomId, roomTypeId: NO_TYPE }
  expect(house.decide((rows) => decideAddRoom(nowhere, [], CAUSE, rows))).toBe('ROOM_TYPE_UNKNOWN')
})

test('HTL-07 a room less is a fact: what is beyond the rest is covered; a block that is not over keeps it', () => {
  const house = new House()
  house.sell(4, 3)
  const block = {
    blockId: '01990000-0000-7000-8000-0000000000b1' as BlockId,
    roomId: '101' as RoomId,
    kind: 'OOS',
    from: DAY(-3),
    until: TODAY,
    reason: 'other',
    remarks: '',
    status: 'active',
    setAtUtcMs: 0,
  } as const
  house.rows.apply([put('room_block', { ...block, until: DAY(1) })])
  expect(house.decide((rows) => decideRemoveRoom(taken('101'), CAUSE, rows))).toBe('ROOM_IN_USE')
  expect(house.decide((rows) => decideRemoveRoom(taken('102', 'line'), CAUSE, rows))).toBe('ROOM_IN_USE')
  expect(house.decide((rows) => decideRemoveRoom(taken('999'), CAUSE, rows))).toBe('ROOM_UNKNOWN')
  house.rows.apply([put('room_block', block)])
  expect(house.decide((rows) => decideRemoveRoom(taken('101'), CAUSE, rows))).toBe(23)
  expect(house.rows.peek('room_block', block.blockId)?.status).toBe('released')
  expect(house.rows.peek('room', '101')).toBeNull()
  expect(house.night(4)).toMatchObject({ totalInventory: 2, forced: 1 })
  expect(house.open()).toEqual([{ roomTypeId: TYPE_A, night: DAY(4), units: 1 }])
})

test('HTL-08 a room that moves takes its unit along, a change of floor does not', () => {
  const house = new House()
  const moving = { ...taken('103'), newNights: OPEN }
  expect(house.decide((rows) => decideChangeRoom(moving, { floor: 9 }, CAUSE, rows))).toBe(1)
  expect(house.night(0)?.totalInventory).toBe(3)
  expect(house.decide((rows) => decideChangeRoom(moving, { roomTypeId: TYPE_B }, CAUSE, rows))).toBe(41)
  expect([house.night(0)?.totalInventory, house.night(0, TYPE_B)?.totalInventory]).toEqual([2, 3])
  const held = { ...moving, holder: 'line' }
  expect(house.decide((rows) => decideChangeRoom(held, { roomTypeId: TYPE_A }, CAUSE, rows))).toBe('ROOM_IN_USE')
  expect(house.decide((rows) => decideChangeRoom(held, { roomTypeId: TYPE_B }, CAUSE, rows))).toBe(1)
  expect(house.decide((rows) => decideChangeRoom(moving, { roomTypeId: NO_TYPE }, CAUSE, rows))).toBe(
    'ROOM_TYPE_UNKNOWN',
  )
})

test('RATE-09 a night that is opened beyond its limit is forced and covered', () => {
  const house = new House()
  const rates = { roomTypeId: TYPE_A, from: DAY(19), until: DAY(21), weekdays: null, baseMinor: 10_000 }
  const toOpen = () => ({ totalInventory: 3, outOfOrder: 1, overbookPct: 0, totalReserved: 4 })
  expect(house.decide((rows) => decideRates(rates, toOpen, CAUSE, rows))).toBe(3)
  expect(house.night(19)).toMatchObject({ totalReserved: 0, forced: 0 })
  expect(house.night(20)).toMatchObject({ totalReserved: 4, outOfOrder: 1, forced: 2, leased: 0 })
  expect(house.open()).toEqual([{ roomTypeId: TYPE_A, night: DAY(20), units: 2 }])
})

test('RATE-08 the days of the week are those of ISO 8601', () => {
  expect(['2026-11-23', '2026-11-28', '2026-11-29'].map((date) => isoWeekday(localDate(date)))).toEqual([1, 6, 7])
})

test('RATE-12 nights are set from the business date on, at most 731 of them', () => {
  const house = new House()
  const open = { roomTypeId: TYPE_A, weekdays: null, minStay: 2, closedToArrival: false, closedToDeparture: false }
  const set = (from: number, until: number) =>
    house.decide((rows) => decideRestrictions({ ...open, from: DAY(from), until: DAY(until) }, CAUSE, rows))
  expect(set(0, 731)).toBe(731)
  expect([set(0, 732), set(-1, 5), set(5, 5)]).toEqual(['NIGHTS_INVALID', 'NIGHTS_INVALID', 'NIGHTS_INVALID'])
})

test('RATE-11 nights without a restriction have no row', () => {
  const house = new House()
  const nights = { roomTypeId: TYPE_A, from: TODAY, until: DAY(4), weekdays: null }
  const open = { minStay: 1, closedToArrival: false, closedToDeparture: false }
  const set = (change: Partial<typeof open>) =>
    house.decide((rows) => decideRestrictions({ ...nights, ...open, ...change }, CAUSE, rows))
  expect([set({}), set({ closedToDeparture: true }), set({}), set({})]).toEqual([0, 4, 4, 0])
  expect(house.rows.all('restriction')).toEqual([])
})

test('RATE-15 a control that ends leaves past nights alone, and each other to the newest that is left', () => {
  const control = { from: DAY(-2), until: DAY(3), overbookPct: 50 }
  const left = [
    { roomTypeId: TYPE_B, from: DAY(-5), until: DAY(9), overbookPct: 90 },
    { roomTypeId: null, from: DAY(1), until: DAY(2), overbookPct: 20 },
    { roomTypeId: TYPE_A, from: DAY(1), until: DAY(9), overbookPct: 30 },
  ]
  expect([0, 1, 2, 9].map((day) => overbookPctOf(left, TYPE_A, DAY(day)))).toEqual([10, 20, 30, 10])
  const house = new House()
  const past = house.night(0)
  if (past) house.rows.apply([put('inventory', { ...past, night: DAY(-1), overbookPct: 50 })])
  const ended = { ...control, roomTypeIds: [TYPE_A] }
  expect(house.decide((rows) => decideEndOfSellControl(ended, left, CAUSE, rows))).toBe(2)
  expect([-1, 0, 1, 2, 3].map((day) => house.night(day)?.overbookPct)).toEqual([50, 10, 20, 30, 10])
})

test('FOLIO-05 a correction needs its reservation', () => {
  const house = new House()
  const reservationId = '01990000-0000-7000-8000-000000000001' as ReservationId
  const adjustment = { reservationId, adjustmentId: 'a', amountMinor: 1, note: 'x' }
  expect(house.decide((rows) => decideAdjustment(adjustment, CAUSE, rows))).toBe('RESERVATION_UNKNOWN')
})

test('PRICE-01 prices are exact to the unit also where a product is no safe integer', () => {
  const curve = [
    { occupancyBp: 0, factorBp: 0 },
    { occupancyBp: 20_000, factorBp: 50_000 },
  ]
  expect(priceOfNight(100_000_000, 19_999, curve)).toBe(499_975_000)
  expect(scaleHalfEven(9_007_199_254_740_991, 3, 3)).toBe(9_007_199_254_740_991)
  expect([scaleHalfEven(5, 1, 2), scaleHalfEven(7, 1, 2), scaleHalfEven(-5, 1, 2)]).toEqual([2, 4, -2])
})
