import { expect, test } from 'vitest'
import { isMeant } from '../../renderer/desk/palette-match.ts'
import { roomsToOffer } from '../../renderer/desk/reservation/room-order.ts'
import { type Line, closedTasks, openTasks } from '../../renderer/desk/reservation/task.ts'
import { countdown } from '../../renderer/desk/staff/countdown.ts'
import { LOCK_AFTER_MS, WARNING_MS, idleStateAt } from '../../renderer/desk/staff/idle-lock.ts'
import type { RoomView } from '../../shared/desk-api/views.ts'
import type { RoomId, RoomTypeId } from '../../shared/domain/ids.ts'
import { localDate } from '../../shared/domain/stay-dates.ts'

const STD = 'STD' as RoomTypeId
const SEA = 'SEA' as RoomTypeId
const id = (room: string) => room as RoomId

function room(roomId: string, part: Partial<RoomView> = {}): RoomView {
  const rest = { floor: 1, housekeeping: 'clean', tonight: 'vacant', free: true } as const
  return { roomId: id(roomId), roomTypeId: STD, ...rest, blocks: [], ...part }
}

function line(part: Partial<Line> = {}): Line {
  return {
    position: 1,
    arrival: localDate('2026-11-22'),
    departure: localDate('2026-11-24'),
    adults: 2,
    children: 0,
    roomId: id('101'),
    stay: 'expected',
    totalMinor: 20_000,
    chargedType: STD,
    inventoryType: STD,
    nightly: [],
    taxes: [],
    actions: [],
    ...part,
  }
}

test('UI-74 the own room comes first, then certain, ready and vacant ones of the type, then other types', () => {
  const rooms = [
    room('101', { housekeeping: 'dirty' }),
    room('102', { tonight: 'occupied' }),
    room('103'),
    room('104', { housekeeping: 'inspected' }),
    room('105', { free: false }),
    room('106', { housekeeping: 'pickup', free: false }),
    room('201', { roomTypeId: SEA, housekeeping: 'inspected' }),
  ]
  const order = (own: string | null, kept: string[] = []) =>
    roomsToOffer(rooms, { roomTypeId: STD, own: own === null ? null : id(own), kept: kept.map(id) }).map(
      ({ roomId }) => roomId,
    )
  expect(order(null)).toEqual(['104', '103', '102', '101', '201'])
  expect(order('106')).toEqual(['106', '104', '103', '102', '101', '201'])
  expect(order(null, ['103', '201'])).toEqual(['103', '104', '102', '101', '201'])
})

test('UI-74 what may be done comes in the order of the work, and a swap needs a room', () => {
  const actions: Line['actions'] = [
    { action: 'noShow', refusedBy: 'NOT_DUE' },
    { action: 'assignRoom', refusedBy: null },
    { action: 'checkOut', refusedBy: 'INVALID_TRANSITION' },
    { action: 'checkIn', refusedBy: null },
    { action: 'move', refusedBy: null },
  ]
  expect(openTasks(line({ actions }))).toEqual(['checkIn', 'assignRoom', 'swap'])
  expect(openTasks(line({ actions, roomId: null }))).toEqual(['checkIn', 'assignRoom'])
  expect(openTasks(line({ actions, stay: 'in_house' }))).toEqual(['move', 'swap'])
  expect(closedTasks(line({ actions }))).toEqual([
    { what: 'noShow', code: 'NOT_DUE' },
    { what: 'checkOut', code: 'INVALID_TRANSITION' },
  ])
})

test('UI-41 a desk warns half a minute before it locks; a clock that was set back counts as input', () => {
  expect(idleStateAt(0, LOCK_AFTER_MS - WARNING_MS - 1)).toEqual({ state: 'active' })
  expect(idleStateAt(0, LOCK_AFTER_MS - WARNING_MS)).toEqual({ state: 'warning', secondsLeft: 30 })
  expect(idleStateAt(0, LOCK_AFTER_MS - 1)).toEqual({ state: 'warning', secondsLeft: 1 })
  expect(idleStateAt(0, LOCK_AFTER_MS)).toEqual({ state: 'locked' })
  expect(idleStateAt(5_000, 0)).toEqual({ state: 'active' })
})

test('UI-40 what is left of a pause is told in minutes and seconds', () => {
  expect([65_000, 59_001, 900, 0, -1].map(countdown)).toEqual(['1:05', '1:00', '0:01', null, null])
})

test('UI-43 the palette means what each typed word begins, without accents', () => {
  expect(isMeant('', ['Tape chart'])).toBe(true)
  expect(isMeant('cha ta', ['Tape chart'])).toBe(true)
  expect(isMeant('art', ['Tape chart'])).toBe(false)
  expect(isMeant('jose', ['José Tavares'])).toBe(true)
})
