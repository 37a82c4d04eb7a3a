import type { RoomView } from '../../../shared/desk-api/views.ts'
import type { RoomId, RoomTypeId } from '../../../shared/domain/ids.ts'

interface Wanted {
  /** The type that the stay counts on. */
  readonly roomTypeId: RoomTypeId
  /** The room that it has, which is free for it whatever the list says. */
  readonly own: RoomId | null
  /** Rooms that only this terminal hands out tonight, where it is out of touch; else none. */
  readonly kept: readonly RoomId[]
}

const READINESS = { inspected: 0, clean: 1, pickup: 2, dirty: 3 } as const

/**
 * The rooms that a guest can be given, the one to offer first at the head: the stay's own, then those of its type, certain
 * ones before others, ready before not, vacant before those that somebody still leaves.
 */
export function roomsToOffer(rooms: readonly RoomView[], { roomTypeId, own, kept }: Wanted): RoomView[] {
  const certain = new Set(kept)
  const rank = (room: RoomView): readonly number[] => [
    Number(room.roomId !== own),
    Number(room.roomTypeId !== roomTypeId),
    Number(!certain.has(room.roomId)),
    READINESS[room.housekeeping] <= READINESS.clean ? 0 : 1,
    Number(room.tonight !== 'vacant'),
    READINESS[room.housekeeping],
  ]
  return rooms
    .filter((room) => room.free || room.roomId === own)
    .toSorted((a, b) => compare(rank(a), rank(b)) || (a.roomId < b.roomId ? -1 : 1))
}

/** May a guest move into it as it is? */
export function isReadyRoom({ housekeeping }: Pick<RoomView, 'housekeeping'>): boolean {
  return READINESS[housekeeping] <= READINESS.clean
}

function compare(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((value, index) => value !== b[index])
  return at === -1 ? 0 : (a[at] ?? 0) - (b[at] ?? 0)
}
