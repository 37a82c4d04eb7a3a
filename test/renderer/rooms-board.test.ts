import { expect, test } from 'vitest'
import {
  type BoardFilter,
  boardRows,
  frontOfficeOf,
  isNotReady,
  matchesFilter,
} from '../../renderer/desk/rooms/board-rows.ts'
import { DESK_CALLS } from '../../shared/desk-api/contract.ts'
import { localDate } from '../../shared/domain/stay-dates.ts'
import { reservationIdOf } from '../support/desk-ops.ts'

const TODAY = localDate('2026-11-22')
const stay = (n: number, arrival: string, departure: string) => ({
  reservationId: reservationIdOf(n),
  position: 1,
  firstName: 'Ana',
  lastName: `Guest ${n}`,
  arrival,
  departure,
})
const room = (roomId: string, change: object = {}) => ({
  roomId,
  roomTypeId: 'STD',
  floor: Number(roomId.slice(0, -2)),
  housekeeping: 'clean',
  guest: null,
  next: null,
  block: null,
  landing: 'confirmed',
  ...change,
})
const comes = stay(1, '2026-11-22', '2026-11-24')
const stays = { ...stay(2, '2026-11-20', '2026-11-23'), dueOut: false }
const leaves = { ...stay(3, '2026-11-20', '2026-11-22'), dueOut: true }
const rooms = DESK_CALLS['rooms.board'].output.parse([
  room('1010'),
  room('201', { housekeeping: 'dirty', next: comes }),
  room('102', { guest: stays }),
  room('103', { guest: leaves, next: comes, housekeeping: 'inspected' }),
  room('104', { next: comes }),
])
const all: BoardFilter = { find: '', housekeeping: null, state: null }
const shown = (filter: Partial<BoardFilter>) =>
  rooms.filter((each) => matchesFilter(each, { ...all, ...filter }, TODAY)).map(({ roomId }) => String(roomId))

test('UI-54 a room is vacant, occupied or due out, whatever housekeeping says of it', () => {
  expect(rooms.map(frontOfficeOf)).toEqual(['vacant', 'vacant', 'occupied', 'dueOut', 'vacant'])
})

test('UI-54 a room is not ready where somebody comes today and it is not clean, or somebody is still in it', () => {
  expect(rooms.filter((each) => isNotReady(each, TODAY)).map(({ roomId }) => String(roomId))).toEqual(['201', '103'])
})

test('UI-54 the filters go together', () => {
  expect(shown({})).toHaveLength(5)
  expect(shown({ find: '10' })).toEqual(['1010', '102', '103', '104'])
  expect(shown({ housekeeping: 'dirty' })).toEqual(['201'])
  expect(shown({ state: 'occupied' })).toEqual(['102', '103'])
  expect(shown({ state: 'dueOut' })).toEqual(['103'])
  expect(shown({ state: 'arriving', housekeeping: 'clean' })).toEqual(['104'])
  expect(shown({ state: 'vacant', find: '2' })).toEqual(['201'])
})

test('UI-54 rooms stand in groups in their order, numbers as numbers, and count on through the groups', () => {
  const rows = boardRows(rooms, ({ floor }) => ({ key: `Floor ${floor}`, rank: floor }))
  expect(
    rows.map((row) => (row.row === 'group' ? `${row.key} (${row.count})` : `${row.index} ${row.room.roomId}`)),
  ).toEqual(['Floor 1 (3)', '0 102', '1 103', '2 104', 'Floor 2 (1)', '3 201', 'Floor 10 (1)', '4 1010'])
})
