import { expect, test } from 'vitest'
import { shownPages } from '../../renderer/data/use-desk-pages.ts'
import {
  actionOf,
  beginChange,
  daysShifted,
  putOn,
  undoOf,
  withArrival,
  withDeparture,
} from '../../renderer/desk/tape/tape-change.ts'
import { firstFocus, moveFocus } from '../../renderer/desk/tape/tape-focus.ts'
import { commandOf } from '../../renderer/desk/tape/tape-keys.ts'
import { type TapeStay, barState, itemAt, mergePages, rowAt, tapeRows } from '../../renderer/desk/tape/tape-rows.ts'
import {
  barBox,
  nightAt,
  pagesOver,
  spanAround,
  steppedColumns,
  zoomStep,
} from '../../renderer/desk/tape/tape-scale.ts'
import { selectTowards, stayOfSelection } from '../../renderer/desk/tape/tape-selection.ts'
import { draftOfWish, newWalkInDraft } from '../../renderer/stores/walk-in-draft.ts'
import { present } from '../../shared/base/assert.ts'
import type { TapeView } from '../../shared/desk-api/views/tape.ts'
import type { RoomId } from '../../shared/domain/ids.ts'
import { type LocalDate, addDays, nightsOf } from '../../shared/domain/stay-dates.ts'
import { reservationIdOf } from '../support/desk-ops.ts'
import { TODAY, TYPE_A, TYPE_B } from '../support/small-hotel.ts'

const day = (days: number): LocalDate => addDays(TODAY, days)
const room = (id: string): RoomId => id as RoomId // digits are a slug
const scale = { from: TODAY, columnPx: 100 }
const NO_FOLDS = { collapsed: new Set<never>(), unfolded: new Set<never>() }

function stayOf(
  n: number,
  roomId: string | null,
  from: number,
  until: number,
  stay: TapeStay['stay'] = 'expected',
): TapeStay {
  return {
    reservationId: reservationIdOf(n),
    position: 1,
    confirmationCode: `code ${n}`,
    firstName: 'Ada',
    lastName: `Guest ${n}`,
    arrival: day(from),
    departure: day(until),
    roomTypeId: TYPE_A,
    roomId: roomId === null ? null : room(roomId),
    stay,
    unpaid: false,
    landing: 'confirmed',
  }
}

function pageOf(from: LocalDate, stays: TapeStay[], blocks: TapeView['blocks'] = []): TapeView {
  const nights = nightsOf({ arrival: from, departure: addDays(from, 14) })
  const figures = { sellable: nights.map(() => 2), reserved: nights.map(() => 1), left: nights.map(() => 1) }
  const roomsOf = (...ids: string[]) =>
    ids.map((id) => ({ roomId: room(id), floor: 1, housekeeping: 'clean' as const }))
  const type = { ...figures, forced: nights.map(() => 0) }
  return {
    businessDate: TODAY,
    nights,
    roomTypes: [
      { roomTypeId: TYPE_A, name: 'Type A', rooms: roomsOf('101', '102'), ...type },
      { roomTypeId: TYPE_B, name: 'Type B', rooms: roomsOf('201'), ...type },
    ],
    house: { ...figures, occupancyBp: nights.map(() => 5_000) },
    stays,
    blocks,
  }
}

const IN_101 = stayOf(1, '101', 1, 3)
const LATER_IN_101 = stayOf(2, '101', 5, 8)
const IN_HOUSE = stayOf(3, '102', -2, 2, 'in_house')
const WAITING = [stayOf(4, null, 0, 3), stayOf(5, null, 1, 2), stayOf(6, null, 3, 4)]

function ground(stays: TapeStay[] = [IN_101, LATER_IN_101, IN_HOUSE, ...WAITING], blocks: TapeView['blocks'] = []) {
  const tape = present(mergePages([pageOf(TODAY, stays, blocks)]), 'a page')
  const rows = tapeRows(tape, NO_FOLDS)
  const span = { first: TODAY, last: day(13) }
  const rowOf = (id: string) =>
    present(
      rows.find((row) => row.id === id),
      id,
    )
  return { tape, rows, span, seen: span, page: 3, rowOf }
}

test('UI-60 a bar runs from the afternoon of its arrival to the morning of its departure', () => {
  expect(barBox(scale, { arrival: day(1), departure: day(3) })).toEqual({ left: 150, width: 200 })
  expect(barBox(scale, { arrival: day(1), departure: day(1) })).toEqual({ left: 150, width: 50 })
  expect([150, 249, 149, 50].map((x) => nightAt(scale, x))).toEqual([day(1), day(1), TODAY, TODAY])
})

test('UI-60 what the host is asked for is whole pages over the columns that are drawn', () => {
  const from = spanAround(TODAY)
  expect(pagesOver(from, 27, 41)).toEqual([day(-14), TODAY])
  expect(pagesOver(from, 28, 43)).toEqual([TODAY, day(14), day(28)].slice(0, 2))
  expect(pagesOver(from, 360, 400)).toEqual([addDays(from, 350)])
  expect(steppedColumns(27, 41, 7)).toEqual({ first: 20, last: 42 })
  expect(steppedColumns(0, 363, 7)).toEqual({ first: 0, last: 363 })
  expect([zoomStep(14, 'in'), zoomStep(14, 'out'), zoomStep(7, 'in'), zoomStep(60, 'out')]).toEqual([7, 30, 7, 60])
})

test('UI-61 rows stand by type: who has no room yet, stacked where they overlap, then the rooms', () => {
  const { tape, rows } = ground()
  expect(rows.map(({ id }) => id)).toEqual([
    'type:A',
    'lane:A:0',
    'lane:A:1',
    'room:101',
    'room:102',
    'type:B',
    'lane:B:0',
    'room:201',
  ])
  expect(tape.byRow.get('lane:A:0')?.map(({ lastName }) => lastName)).toEqual(['Guest 4', 'Guest 6'])
  expect(rows.every((row, at) => row.top === rows.slice(0, at).reduce((sum, { height }) => sum + height, 0))).toBe(true)
  expect(rows.every((row) => rowAt(rows, row.top)?.id === row.id)).toBe(true)
  expect([rowAt(rows, -5)?.id, rowAt(rows, 9_999)?.id, rowAt([], 5)]).toEqual(['type:A', 'room:201', null])
  const folded = tapeRows(tape, { collapsed: new Set([TYPE_A]), unfolded: new Set() })
  expect(folded.map(({ id }) => id)).toEqual(['type:A', 'type:B', 'lane:B:0', 'room:201'])
})

test('UI-61 of many lanes without a room a few are drawn until they are unfolded', () => {
  const many = Array.from({ length: 8 }, (_, n) => stayOf(n + 10, null, 0, 2))
  const { tape } = ground(many)
  const lanesIn = (unfolded: Set<typeof TYPE_A>) =>
    tapeRows(tape, { collapsed: new Set(), unfolded }).filter(
      (row) => row.kind === 'unassigned' && row.roomTypeId === TYPE_A,
    )
  expect(lanesIn(new Set()).map((row) => (row.kind === 'unassigned' ? row.more : -1))).toEqual([0, 0, 5])
  expect(lanesIn(new Set([TYPE_A]))).toHaveLength(8)
})

test('UI-61 a stay that lies in two pages stands once, and each night has its figures', () => {
  const across = stayOf(1, '101', 12, 16)
  const tape = present(mergePages([pageOf(TODAY, [across]), pageOf(day(14), [{ ...across }])]), 'pages')
  expect(tape.byRow.get('room:101')).toHaveLength(1)
  expect([tape.house.size, tape.ofType.get(TYPE_B)?.get(day(20))]).toEqual([
    28,
    { sellable: 2, reserved: 1, left: 1, forced: 0 },
  ])
  expect(mergePages([])).toBeNull()
})

test('UI-61 the state of a bar comes from the business date', () => {
  const states = [
    stayOf(1, null, 1, 2),
    stayOf(1, null, 0, 2),
    stayOf(1, '101', -1, 1, 'in_house'),
    stayOf(1, '101', -1, 0, 'in_house'),
    stayOf(1, '101', -1, 0, 'departed'),
    stayOf(1, '101', -1, 0, 'no_show'),
  ].map((stay) => barState(stay, TODAY))
  expect(states).toEqual(['expected', 'dueIn', 'inHouse', 'dueOut', 'departed', 'noShow'])
})

test('UI-62 the keyboard moves over whole bars and free nights, and never off the chart', () => {
  const on = ground()
  const start = present(firstFocus(on.rows, TODAY), 'rows')
  expect(start).toEqual({ rowId: 'lane:A:0', night: TODAY })
  const at = { rowId: 'room:101', night: day(1) }
  expect(moveFocus(at, 'right', on)).toEqual({ rowId: 'room:101', night: day(3) })
  expect(moveFocus({ ...at, night: day(3) }, 'left', on)).toEqual({ rowId: 'room:101', night: day(2) })
  expect(moveFocus(at, 'left', on).night).toBe(TODAY)
  expect(moveFocus(at, 'nextStay', on).night).toBe(day(5))
  expect(moveFocus({ ...at, night: day(5) }, 'previousStay', on).night).toBe(day(1))
  expect(moveFocus(at, 'down', on).rowId).toBe('room:102')
  expect(moveFocus(at, 'pageDown', on).rowId).toBe('lane:B:0')
  expect(moveFocus(at, 'pageUp', on).rowId).toBe('type:A')
  expect([moveFocus(at, 'home', on).night, moveFocus(at, 'end', on).night]).toEqual([TODAY, day(13)])
  expect(moveFocus({ rowId: 'type:A', night: TODAY }, 'up', on).rowId).toBe('type:A')
  expect(moveFocus({ rowId: 'room:101', night: TODAY }, 'left', on).night).toBe(TODAY)
  expect(moveFocus({ rowId: 'gone', night: TODAY }, 'down', on).rowId).toBe('type:A')
})

test('UI-62 free nights are marked as far as the room is free, in either direction', () => {
  const block = {
    blockId: reservationIdOf(90) as never, // a UUIDv7 like any
    roomId: room('201'),
    kind: 'OOO',
    from: day(4),
    until: day(6),
    reason: 'plumbing',
    remarks: '',
    status: 'active',
    setAtUtcMs: 0,
    landing: 'confirmed',
  } as const
  const { tape, rowOf } = ground(undefined, [block])
  const marked = (rowId: string, from: number, to: number) => selectTowards(tape, rowOf(rowId), day(from), day(to))
  expect(marked('room:101', 3, 9)).toEqual({ rowId: 'room:101', anchor: day(3), head: day(4) })
  expect(stayOfSelection(present(marked('room:101', 4, 1), 'free'))).toEqual({ arrival: day(3), departure: day(5) })
  expect(marked('room:201', 2, 9)?.head).toBe(day(3))
  expect([marked('room:101', 1, 4), marked('room:201', 4, 4), marked('type:A', 3, 4)]).toEqual([null, null, null])
  expect(itemAt(tape, rowOf('room:201'), day(5))?.kind).toBe('block')
})

test('UI-62 marked nights fill in the walk-in form, and keep what was typed of the guest', () => {
  const wish = { roomTypeId: TYPE_A, roomId: room('101'), arrival: day(3), departure: day(5) }
  expect(newWalkInDraft(reservationIdOf(1), TODAY, wish)).toMatchObject({ arrival: day(3), nights: 2, room: '101' })
  expect(draftOfWish({ roomTypeId: TYPE_A, arrival: day(1) })).toEqual({
    roomTypeId: TYPE_A,
    arrival: day(1),
    room: 'best',
  })
})

test('UI-63 an expected stay is put in any room on any days; a guest in the house keeps the arrival', () => {
  const { tape, rowOf } = ground()
  const ref = { reservationId: IN_101.reservationId, position: 1 }
  const put = (stay: TapeStay, rowId: string, days: number, on = day(9)) =>
    actionOf(putOn(beginChange(stay, 'move'), tape, rowOf(rowId), days, on))
  expect(put(IN_101, 'room:101', 0)).toBeNull()
  expect(put(IN_101, 'room:201', 0)).toEqual({ action: 'move', ...ref, roomId: '201' })
  expect(put(IN_101, 'room:101', 2)).toEqual({ action: 'dates', ...ref, arrival: day(3), departure: day(5) })
  const moved = { action: 'moveAndDates', ...ref, arrival: TODAY, departure: day(2), roomId: '201' }
  expect(put(IN_101, 'room:201', -1)).toEqual(moved)
  expect(put(IN_101, 'lane:A:0', 3)).toEqual({ action: 'move', ...ref, roomId: null })
  expect(put(IN_101, 'type:B', 0)).toBeNull()
  expect(put(IN_HOUSE, 'room:201', 4)).toMatchObject({ action: 'move', roomId: '201' })
  expect(put(IN_HOUSE, 'lane:A:0', 0)).toBeNull()
})

const IN_102 = stayOf(9, '102', 1, 2)

test('UI-63 put down on another guest the two change rooms, where both are expected or both in the house', () => {
  const { tape, rowOf } = ground([IN_101, IN_102])
  const change = putOn(beginChange(IN_101, 'move'), tape, rowOf('room:102'), 1, day(1))
  expect(actionOf(change)).toEqual({
    action: 'swap',
    one: { reservationId: IN_101.reservationId, position: 1, roomId: '101' },
    other: { reservationId: IN_102.reservationId, position: 1, roomId: '102' },
  })
  const [waiting] = WAITING
  const without = putOn(beginChange(present(waiting, 'one'), 'move'), tape, rowOf('room:102'), 0, day(1))
  expect(actionOf(without)).toMatchObject({ action: 'move', roomId: '102' })
  const occupied = putOn(beginChange(IN_101, 'move'), ground().tape, rowOf('room:102'), 0, day(1))
  expect(actionOf(occupied)).toMatchObject({ action: 'move', roomId: '102' })
})

test('UI-63 an edge moves one date, and leaves at least a night', () => {
  const begun = beginChange(IN_101, 'dates')
  expect(withDeparture(begun, day(6))).toMatchObject({ arrival: day(1), departure: day(6) })
  expect(withDeparture(begun, day(-3)).departure).toBe(day(2))
  expect(withDeparture(begun, day(900)).departure).toBe(day(1 + 366))
  expect(withArrival(begun, day(7)).arrival).toBe(day(2))
  expect(daysShifted(withArrival(begun, TODAY))).toBe(-1)
  expect(withArrival(beginChange(IN_HOUSE, 'dates'), TODAY).arrival).toBe(day(-2))
  const left = beginChange(stayOf(7, '101', -3, -1, 'departed'), 'dates')
  expect(actionOf(withDeparture(left, day(2)))).toBeNull()
})

test('UI-64 a change is taken back by its reverse, at the price that it came to, and others get their rooms again', () => {
  const { tape, rowOf } = ground()
  const ref = { reservationId: IN_101.reservationId, position: 1 }
  const none = { differenceMinor: 0, displaced: [] }
  const moved = putOn(beginChange(IN_101, 'move'), tape, rowOf('room:201'), 0, day(9))
  expect(undoOf(moved, none)).toEqual([
    { by: 'action', action: { action: 'move', ...ref, roomId: '101' }, differenceMinor: 0 },
  ])
  const both = putOn(beginChange(IN_101, 'move'), tape, rowOf('room:201'), 2, day(9))
  const other = {
    reservationId: reservationIdOf(8),
    position: 1,
    lastName: 'B',
    fromRoomId: room('201'),
    toRoomId: null,
  }
  expect(undoOf(both, { differenceMinor: 700, displaced: [other] })).toEqual([
    {
      by: 'action',
      action: { action: 'moveAndDates', ...ref, arrival: day(1), departure: day(3), roomId: '101' },
      differenceMinor: -700,
    },
    {
      by: 'action',
      action: { action: 'move', reservationId: other.reservationId, position: 1, roomId: '201' },
      differenceMinor: 0,
    },
  ])
  const [waiting] = WAITING
  const given = putOn(beginChange(present(waiting, 'one'), 'move'), tape, rowOf('room:201'), 2, day(9))
  expect(undoOf(given, none).map((step) => (step.by === 'action' ? step.action.action : step.by))).toEqual([
    'move',
    'dates',
  ])
  expect(undoOf(beginChange(IN_101, 'checkIn'), none)).toEqual([{ by: 'undoCheckIn', ref }])
  const swapped = putOn(beginChange(IN_101, 'move'), ground([IN_101, IN_102]).tape, rowOf('room:102'), 0, day(1))
  expect(undoOf(swapped, none)).toMatchObject([{ action: { one: { roomId: '102' }, other: { roomId: '101' } } }])
})

test('UI-65 every key of the chart does what the legend says, and others are left alone', () => {
  const pressed = (key: string, part: object = {}) => ({
    key,
    shiftKey: false,
    ctrlKey: false,
    metaKey: false,
    altKey: false,
    ...part,
  })
  const browse = (key: string, part?: object) => commandOf(pressed(key, part), 'browse')
  expect(['m', 'e', 'c', 'b', 'Enter', 'Escape'].map((key) => browse(key)?.do)).toEqual([
    'move',
    'dates',
    'checkIn',
    'block',
    'enter',
    'cancel',
  ])
  expect(browse('ArrowRight', { shiftKey: true })).toEqual({ do: 'select', days: 1 })
  expect(browse('ArrowLeft', { ctrlKey: true })).toEqual({ do: 'step', step: 'previousStay' })
  expect(browse('z', { ctrlKey: true })).toEqual({ do: 'undo' })
  expect([browse('k', { ctrlKey: true }), browse('w'), browse('ArrowUp', { altKey: true }), browse('Tab')]).toEqual([
    null,
    null,
    null,
    null,
  ])
  expect(commandOf(pressed('ArrowDown'), 'move')).toEqual({ do: 'shiftRoom', rows: 1 })
  expect(commandOf(pressed('ArrowLeft'), 'move')).toEqual({ do: 'shiftDays', days: -1 })
  expect(commandOf(pressed('ArrowRight'), 'dates')).toEqual({ do: 'shiftDeparture', days: 1 })
  expect(commandOf(pressed('ArrowRight', { shiftKey: true }), 'dates')).toEqual({ do: 'shiftArrival', days: 1 })
  expect(commandOf(pressed('Enter'), 'checkIn')).toEqual({ do: 'commit' })
  expect([commandOf(pressed('ArrowUp'), 'dates'), commandOf(pressed('m'), 'checkIn')]).toEqual([null, null])
})

test('UI-14 pages are ready together, pending while one is to come, and stale from the oldest', () => {
  const page = { data: 1, error: null, isPlaceholderData: false, dataUpdatedAt: 5 }
  expect(shownPages([page, page], false)).toEqual({ state: 'ready', value: [1, 1] })
  expect(shownPages([page, { ...page, data: undefined }], false)).toEqual({ state: 'pending', value: [1] })
  expect(shownPages([{ ...page, dataUpdatedAt: 3 }, page], true)).toEqual({
    state: 'stale',
    value: [1, 1],
    asOfUtcMs: 3,
  })
  expect(shownPages([{ ...page, data: undefined }], false)).toEqual({ state: 'loading' })
})
