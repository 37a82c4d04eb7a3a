import { type Result, ok, refuse } from '../../base/result.ts'
import { type Deciding, Draft, type RowReader } from '../deciding.ts'
import type { RoomId } from '../ids.ts'
import type { Refusal, StaffRefusal } from '../refusal.ts'
import type { RoomRow, RowWrite } from '../rows.ts'
import type { LocalDate } from '../stay-dates.ts'
import type { PostingCause } from './folio.ts'
import { changeTotalInventory } from './units.ts'

type DecidedRoom = Result<readonly RowWrite[], Refusal | StaffRefusal>

/**
 * A room more: it counts on every open night of its type from the business date on, which are `openNights`.
 * Refuses: `ROOM_TYPE_UNKNOWN`, `ROOM_EXISTS`. Rule HTL-06.
 */
export function* decideAddRoom(
  room: RoomRow,
  openNights: readonly LocalDate[],
  cause: PostingCause,
  rows: RowReader,
): Deciding<DecidedRoom> {
  const { roomId, roomTypeId } = room
  const draft = new Draft(rows)
  yield [
    { entity: 'room', key: roomId },
    { entity: 'room_type', key: roomTypeId },
  ]
  if (!draft.row('room_type', roomTypeId)) return refuse({ code: 'ROOM_TYPE_UNKNOWN', params: { roomTypeId } })
  if (draft.row('room', roomId)) return refuse({ code: 'ROOM_EXISTS', params: { roomId } })
  draft.put('room', room)
  yield* changeTotalInventory(draft, cause, roomTypeId, openNights, 1)
  return ok(draft.writes())
}

/** What stands in the way of taking a room out of its type: who holds it from the business date on; `null`: nobody. */
export interface RoomToTake {
  readonly roomId: RoomId
  readonly holder: string | null
  /** The open nights of the room's type from the business date on. */
  readonly openNights: readonly LocalDate[]
}

/**
 * A room less, on every open night of its type: a fact, so what was sold beyond the rooms left is forced and covered.
 * Blocks of the room that are over are closed with it. Refuses: `ROOM_UNKNOWN`, `ROOM_IN_USE`. Rule HTL-07.
 */
export function* decideRemoveRoom(
  { roomId, holder, openNights }: RoomToTake,
  cause: PostingCause,
  rows: RowReader,
): Deciding<DecidedRoom> {
  const draft = new Draft(rows)
  yield [
    { entity: 'room', key: roomId },
    { index: 'activeBlocksOfRoom', key: roomId },
  ]
  const room = draft.row('room', roomId)
  if (!room) return refuse({ code: 'ROOM_UNKNOWN', params: { roomId } })
  const blocks = draft.activeBlocksOfRoom(roomId)
  const standing = holder ?? blocks.find((block) => cause.businessDate < block.until)?.blockId ?? null
  if (standing !== null) return refuse({ code: 'ROOM_IN_USE', params: { roomId, holder: standing } })
  for (const block of blocks) draft.put('room_block', { ...block, status: 'released' })
  draft.remove('room', roomId)
  yield* changeTotalInventory(draft, cause, room.roomTypeId, openNights, -1)
  return ok(draft.writes())
}

export type RoomChange = Partial<Pick<RoomRow, 'roomTypeId' | 'floor' | 'housekeeping'>>

/**
 * Changes a room. Into another type it takes its unit of inventory along on every open night: `openNights` are those of
 * the type that it leaves, `newNights` those of the other. Refuses: `ROOM_UNKNOWN`, and for another type
 * `ROOM_TYPE_UNKNOWN`, `ROOM_IN_USE`. Rule HTL-08.
 */
export function* decideChangeRoom(
  { roomId, holder, openNights, newNights }: RoomToTake & { readonly newNights: readonly LocalDate[] },
  change: RoomChange,
  cause: PostingCause,
  rows: RowReader,
): Deciding<DecidedRoom> {
  const draft = new Draft(rows)
  yield [
    { entity: 'room', key: roomId },
    { index: 'activeBlocksOfRoom', key: roomId },
  ]
  const room = draft.row('room', roomId)
  if (!room) return refuse({ code: 'ROOM_UNKNOWN', params: { roomId } })
  const changed = { ...room, ...change }
  const { roomTypeId } = changed
  if (roomTypeId !== room.roomTypeId) {
    yield [{ entity: 'room_type', key: roomTypeId }]
    if (!draft.row('room_type', roomTypeId)) return refuse({ code: 'ROOM_TYPE_UNKNOWN', params: { roomTypeId } })
    const blocks = draft.activeBlocksOfRoom(roomId)
    const standing = holder ?? blocks.find((block) => cause.businessDate < block.until)?.blockId ?? null
    if (standing !== null) return refuse({ code: 'ROOM_IN_USE', params: { roomId, holder: standing } })
    yield* changeTotalInventory(draft, cause, room.roomTypeId, openNights, -1)
    yield* changeTotalInventory(draft, cause, roomTypeId, newNights, 1)
  }
  draft.put('room', changed)
  return ok(draft.writes())
}
