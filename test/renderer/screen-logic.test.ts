import { expect, test } from 'vitest'
import { DeskFailure, shownOf } from '../../renderer/data/shown.ts'
import { cellNeed, stayFigures, typesWithoutExtraRoom } from '../../renderer/desk/occupancy-figures.ts'
import { matchesSearch } from '../../renderer/desk/stay-search.ts'
import { confirmationCodeText } from '../../renderer/i18n/confirmation-code-text.ts'
import { blockConsequence, blockFaults, newBlockDraft } from '../../renderer/stores/block-draft.ts'
import { DESK_CALLS } from '../../shared/desk-api/contract.ts'
import { roomViewSchema } from '../../shared/desk-api/views.ts'
import { confirmationCode, formatConfirmationCode } from '../../shared/domain/confirmation-code.ts'
import { newBlockId } from '../../shared/domain/ids.ts'
import { localDate } from '../../shared/domain/stay-dates.ts'

const isEmpty = (list: number[]) => list.length === 0
const answered = { data: [1], error: null, isPlaceholderData: false, dataUpdatedAt: 5 }
const later = new DeskFailure({ code: 'HOST_UNREACHABLE', params: {}, retry: 'later' })
const never = new DeskFailure({ code: 'NOT_SIGNED_IN', params: {}, retry: 'never' })

test('UI-14 loading, refused, empty, ready, pending and stale are told apart', () => {
  expect(shownOf({ ...answered, data: undefined }, false)).toEqual({ state: 'loading' })
  expect(shownOf({ ...answered, data: undefined, error: later }, false)).toMatchObject({ state: 'refused' })
  expect(shownOf({ ...answered, error: never }, false)).toMatchObject({ state: 'refused' })
  expect(shownOf({ ...answered, data: [] }, false, isEmpty)).toEqual({ state: 'empty', value: [] })
  expect(shownOf(answered, false, isEmpty)).toEqual({ state: 'ready', value: [1] })
  expect(shownOf({ ...answered, isPlaceholderData: true }, false)).toEqual({ state: 'pending', value: [1] })
})

test('UI-14 the last figures stay, as stale and with their time, while the host does not answer', () => {
  expect(shownOf(answered, true)).toEqual({ state: 'stale', value: [1], asOfUtcMs: 5 })
  expect(shownOf({ ...answered, error: later }, false)).toEqual({ state: 'stale', value: [1], asOfUtcMs: 5 })
})

test('UI-15 a stay is found by name without accents, by code and by room', () => {
  const found = { firstName: 'María', lastName: 'García', confirmationCode: '02-0003-X', roomId: null }
  const matches = (search: string, roomId: string | null = null) =>
    matchesSearch({ ...found, roomId: roomId === null ? null : roomViewSchema.shape.roomId.parse(roomId) }, search)
  expect(['garcia', 'maria gar', 'García, M', '02-0003', '020003x', ''].every((search) => matches(search))).toBe(true)
  expect(matches('20', '204')).toBe(true)
  expect(['petrov', '04', '03-0003'].some((search) => matches(search, '204'))).toBe(false)
})

const cell = {
  night: '2026-11-22',
  sellable: 6,
  outOfOrder: 0,
  reserved: 4,
  leased: 0,
  limit: 6,
  left: 2,
  forced: 0,
  priceMinor: 9_000,
}
const occupancy = DESK_CALLS['occupancy.get'].output.parse({
  nights: ['2026-11-22', '2026-11-23'],
  roomTypes: [
    { roomTypeId: 'STE', name: 'Suite', cells: [cell, { ...cell, night: '2026-11-23', left: 1, priceMinor: 9_500 }] },
    {
      roomTypeId: 'STD',
      name: 'Standard',
      cells: [
        { ...cell, sellable: 30, limit: 33, left: 9 },
        { ...cell, sellable: 30, limit: 33, left: 12, night: '2026-11-23', priceMinor: null },
      ],
    },
  ],
  house: [],
})

test('UI-15 a code reads in its groups, and is found as it is read out', () => {
  const code = confirmationCode(2, 3)
  expect(confirmationCodeText(code)).toBe(formatConfirmationCode(code))
  expect(confirmationCodeText('no code')).toBe('no code')
  const stay = { firstName: 'Jan', lastName: 'Nowak', confirmationCode: code, roomId: null }
  expect(matchesSearch(stay, formatConfirmationCode(code))).toBe(true)
})

test('UI-16 a cell asks for action when it is full or oversold, and only then', () => {
  expect(cellNeed({ left: 2, forced: 0 })).toBe('none')
  expect(cellNeed({ left: 0, forced: 0 })).toBe('full')
  expect(cellNeed({ left: 0, forced: 1 })).toBe('over')
})

test('UI-16 a type under ten rooms that gets no extra room is named', () => {
  expect(typesWithoutExtraRoom(occupancy)).toEqual(['Suite'])
})

test('UI-16 a whole stay has the fewest units of its nights and the sum of their prices', () => {
  const figures = stayFigures(occupancy)
  expect(figures.get('STE')).toEqual({ left: 1, totalMinor: 18_500 })
  expect(figures.get('STD')).toEqual({ left: 9, totalMinor: null })
})

const tonight = localDate('2026-11-22')
const room = roomViewSchema.parse({
  roomId: '204',
  roomTypeId: 'SEA',
  floor: 2,
  housekeeping: 'clean',
  tonight: 'vacant',
  free: true,
  blocks: [],
})
const draft = newBlockDraft(newBlockId({ nowUtcMs: () => 1 }, { bytes: (count) => new Uint8Array(count) }), tonight)

test('UI-17 a block says beforehand what it means for guests and bookings', () => {
  expect(blockConsequence(draft, room, tonight)).toBeNull()
  expect(blockConsequence(draft, { ...room, tonight: 'occupied', free: false }, tonight)).toBe('guestInRoom')
  expect(blockConsequence(draft, { ...room, tonight: 'assigned', free: false }, tonight)).toBe('roomHeld')
  expect(blockConsequence({ ...draft, kind: 'OOS' }, { ...room, tonight: 'occupied' }, tonight)).toBe('stillSold')
})

test('UI-17 a block needs a room and an end after its start', () => {
  expect(blockFaults({ ...draft, until: draft.from })).toEqual({ room: 'roomRequired', until: 'datesRequired' })
  expect(blockFaults({ ...draft, roomId: room.roomId })).toEqual({})
})
