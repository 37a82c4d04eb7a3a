import type { StayItem } from '../../shared/desk-api/views.ts'
import { type ListKind, isDoneIn } from '../components/stay-row.tsx'
import { isReadyRoom } from './reservation/room-order.ts'

/** What the day's lists are narrowed to. */
export const TODAY_FILTERS = ['all', 'toDo', 'unpaid', 'notReady'] as const
export type TodayFilter = (typeof TODAY_FILTERS)[number]

/** Is a stay of a list among what is looked for? `notReady`: expected, without a room that they can move into. */
export function isLookedFor(filter: TodayFilter, list: ListKind, stay: StayItem): boolean {
  switch (filter) {
    case 'all':
      return true
    case 'toDo':
      return list !== 'inHouse' && !isDoneIn(list, stay)
    case 'unpaid':
      return stay.status === 'pending' && stay.stay !== 'departed'
    case 'notReady':
      return stay.stay === 'expected' && readyRoomOf(stay) === null
  }
}

/** The room that a guest who is expected can move into at once; `null` where none is given, or it is not clean. */
export function readyRoomOf({ stay, roomId, housekeeping }: StayItem): StayItem['roomId'] {
  return stay === 'expected' && housekeeping !== null && isReadyRoom({ housekeeping }) ? roomId : null
}
