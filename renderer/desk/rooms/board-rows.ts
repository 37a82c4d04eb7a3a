import type { DeskOutput } from '../../../shared/desk-api/contract.ts'
import type { LocalDate } from '../../../shared/domain/stay-dates.ts'

export type BoardRoom = DeskOutput<'rooms.board'>[number]
export type Housekeeping = BoardRoom['housekeeping']

/** What the front office knows of a room; housekeeping is the other axis. */
export type FrontOffice = 'vacant' | 'occupied' | 'dueOut'

export const ROOM_STATES = ['vacant', 'occupied', 'dueOut', 'arriving', 'blocked', 'notReady'] as const
export type RoomState = (typeof ROOM_STATES)[number]

export function frontOfficeOf({ guest }: Pick<BoardRoom, 'guest'>): FrontOffice {
  if (!guest) return 'vacant'
  return guest.dueOut ? 'dueOut' : 'occupied'
}

export function arrivesToday({ next }: Pick<BoardRoom, 'next'>, businessDate: LocalDate): boolean {
  return next !== null && next.arrival <= businessDate
}

/** Somebody comes today, and the room is not clean or somebody is still in it. */
export function isNotReady(room: Pick<BoardRoom, 'next' | 'guest' | 'housekeeping'>, businessDate: LocalDate): boolean {
  const isClean = room.housekeeping === 'clean' || room.housekeeping === 'inspected'
  return arrivesToday(room, businessDate) && (!isClean || room.guest !== null)
}

export interface BoardFilter {
  readonly find: string
  readonly housekeeping: Housekeeping | null
  readonly state: RoomState | null
}

export function matchesFilter(room: BoardRoom, filter: BoardFilter, businessDate: LocalDate): boolean {
  const { find, housekeeping, state } = filter
  if (!room.roomId.toLowerCase().startsWith(find.trim().toLowerCase())) return false
  if (housekeeping !== null && room.housekeeping !== housekeeping) return false
  return state === null || isInState(room, state, businessDate)
}

function isInState(room: BoardRoom, state: RoomState, businessDate: LocalDate): boolean {
  switch (state) {
    case 'vacant':
      return room.guest === null
    case 'occupied':
      return room.guest !== null
    case 'dueOut':
      return room.guest?.dueOut ?? false
    case 'arriving':
      return arrivesToday(room, businessDate)
    case 'blocked':
      return room.block !== null
    case 'notReady':
      return isNotReady(room, businessDate)
  }
}

/** A line of the board: the head of a group, or a room with its place among the rooms that are shown. */
export type BoardRow =
  | { readonly row: 'group'; readonly key: string; readonly count: number }
  | { readonly row: 'room'; readonly room: BoardRoom; readonly index: number }

/** Rooms in groups, both in their order; `by` names a room's group. */
export function boardRows(
  rooms: readonly BoardRoom[],
  by: (room: BoardRoom) => { readonly key: string; readonly rank: number },
): readonly BoardRow[] {
  const { compare } = new Intl.Collator('en', { numeric: true })
  const groups = [...Map.groupBy(rooms, (room) => by(room).key)]
    .map(([key, all]) => ({ key, rank: Math.min(...all.map((room) => by(room).rank)), all }))
    .toSorted((a, b) => a.rank - b.rank || compare(a.key, b.key))
  let index = 0
  return groups.flatMap(({ key, all }) => [
    { row: 'group' as const, key, count: all.length },
    ...all
      .toSorted((a, b) => compare(a.roomId, b.roomId))
      .map((room) => ({ row: 'room' as const, room, index: index++ })),
  ])
}
