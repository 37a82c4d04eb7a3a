import { ok, refuse } from '../../base/result.ts'
import { type Decided, type Deciding, Draft, type RowReader } from '../deciding.ts'
import { holdsInventory } from '../lifecycle.ts'
import type { RoomRow, StayLineRow } from '../rows.ts'
import { clearException, exceptionId } from './exceptions.ts'
import type { PostingCause } from './folio.ts'
import { type FoundLine, ahead, findLine, lastNameOf, putLine } from './lines.ts'
import { clearMovesFrom, countOnType, leaveDirty, occupyRoom, openOccupiedTwice, vacateRoom } from './occupancy.ts'
import type { DecidingMode, OpBodies } from './op.ts'
import { findHolder, findKeeper, holdNights } from './rooms.ts'
import { returnUnits, takeUnits } from './units.ts'

type Context = PostingCause & { readonly mode: DecidingMode }

/**
 * A guest in the house has moved to another room from the business date on: a fact. The unit moves along to the room's
 * type, what is paid for stays; the old room wants cleaning. A room that somebody else is in leaves the guest without one.
 *
 * Refuses: `RESERVATION_UNKNOWN`, `LINE_UNKNOWN`, `INVALID_TRANSITION` (not in the house), `ROOM_UNKNOWN`; interactive also
 * `ROOM_TAKEN`, `ROOM_KEPT_BY_TERMINAL`. Rules: STAY-05, STAY-06, STAY-13, ALLOT-11.
 */
export function* decideMove(body: OpBodies['moveGuest'], context: Context, rows: RowReader): Deciding<Decided> {
  const draft = new Draft(rows)
  const found = yield* findLine(draft, body)
  if (!found.ok) return found
  const { reservation, line } = found.value
  const { roomId } = body
  if (line.stay !== 'in_house') {
    return refuse({ code: 'INVALID_TRANSITION', params: { from: line.stay, event: 'moveGuest' } })
  }
  yield [
    { entity: 'room', key: roomId },
    { entity: 'exception', key: exceptionId.occupiedTwice(line.lineId) },
    { entity: 'exception', key: exceptionId.roomLost(line.lineId) },
  ]
  const room = draft.row('room', roomId)
  if (!room) return refuse({ code: 'ROOM_UNKNOWN', params: { roomId } })
  if (line.roomId === roomId) return ok([])
  const nights = yield* ahead(draft, context, line)
  if (context.mode === 'interactive') {
    const holder = yield* findHolder(draft, roomId, nights, line.lineId)
    if (holder) return refuse({ code: 'ROOM_TAKEN', params: { roomId, night: holder.night, holder: holder.kind } })
    const [keeper] = yield* findKeeper(draft, context, [roomId], nights)
    if (keeper) return refuse({ code: 'ROOM_KEPT_BY_TERMINAL', params: { roomId, deviceId: keeper.deviceId } })
  }
  yield* clearMovesFrom(draft, context, line)
  yield* vacateRoom(draft, line, nights)
  yield* leaveDirty(draft, line.roomId)
  const other = yield* occupyRoom(draft, context, line, roomId, nights)
  if (other !== null) {
    putLine(draft, reservation.reservationId, { ...line, roomId: null })
    openOccupiedTwice(draft, context, line, { roomId, other, lastName: lastNameOf(draft, reservation) })
    return ok(draft.writes())
  }
  yield* countOnType(draft, context, line, room)
  clearException(draft, context, exceptionId.occupiedTwice(line.lineId))
  clearException(draft, context, exceptionId.roomLost(line.lineId))
  putLine(draft, reservation.reservationId, { ...line, roomId, inventoryType: room.roomTypeId })
  return ok(draft.writes())
}

/**
 * Two lines change rooms, for all of their nights that are still to come: both or neither. Each takes its unit along to
 * the other room's type.
 *
 * Refuses: `RESERVATION_UNKNOWN`, `LINE_UNKNOWN`, `INVALID_TRANSITION` (ended, or one in the house and one not),
 * `ROOM_NEEDED` (one has no room), `ROOM_TAKEN`, `NIGHT_NOT_ON_SALE`, `NO_AVAILABILITY`. Rule STAY-14.
 */
export function* decideSwap(
  { one, other }: OpBodies['swapRooms'],
  context: Context,
  rows: RowReader,
): Deciding<Decided> {
  const draft = new Draft(rows)
  const first = yield* findLine(draft, one)
  if (!first.ok) return first
  const second = yield* findLine(draft, other)
  if (!second.ok) return second
  const pair: readonly FoundLine[] = [first.value, second.value]
  for (const { reservation, line } of pair) {
    const stands = holdsInventory(reservation.status) && (line.stay === 'expected' || line.stay === 'in_house')
    if (!stands || line.stay !== first.value.line.stay) {
      const from = holdsInventory(reservation.status) ? line.stay : reservation.status
      return refuse({ code: 'INVALID_TRANSITION', params: { from, event: 'swapRooms' } })
    }
    const { reservationId } = reservation
    if (line.roomId === null) return refuse({ code: 'ROOM_NEEDED', params: { reservationId, position: line.position } })
  }
  const [a, b] = [first.value.line, second.value.line]
  const rooms = yield* roomsOf(draft, a, b)
  if (rooms === null || a.lineId === b.lineId) return ok([])
  for (const line of [a, b]) {
    yield* clearMovesFrom(draft, context, line)
    yield* vacateRoom(draft, line, yield* ahead(draft, context, line))
    if (rooms.ofA.roomTypeId !== rooms.ofB.roomTypeId) yield* returnUnits(draft, context, line.inventoryType, line)
  }
  for (const { found, room } of [
    { found: first.value, room: rooms.ofB },
    { found: second.value, room: rooms.ofA },
  ]) {
    const { line, reservation } = found
    const nights = yield* ahead(draft, context, line)
    const holder = yield* findHolder(draft, room.roomId, nights, line.lineId)
    if (holder) {
      return refuse({ code: 'ROOM_TAKEN', params: { roomId: room.roomId, night: holder.night, holder: holder.kind } })
    }
    if (rooms.ofA.roomTypeId !== rooms.ofB.roomTypeId) {
      const taken = yield* takeUnits(draft, context, room.roomTypeId, line)
      if (!taken.ok) return taken
    }
    holdNights(draft, line, room.roomId, nights, line.stay === 'in_house' ? 'occupied' : 'assigned')
    if (line.stay === 'in_house') yield* leaveDirty(draft, room.roomId)
    putLine(draft, reservation.reservationId, { ...line, roomId: room.roomId, inventoryType: room.roomTypeId })
  }
  return ok(draft.writes())
}

function* roomsOf(draft: Draft, a: StayLineRow, b: StayLineRow): Deciding<{ ofA: RoomRow; ofB: RoomRow } | null> {
  if (a.roomId === null || b.roomId === null) return null
  yield [
    { entity: 'room', key: a.roomId },
    { entity: 'room', key: b.roomId },
  ]
  const [ofA, ofB] = [draft.row('room', a.roomId), draft.row('room', b.roomId)]
  return ofA && ofB ? { ofA, ofB } : null
}
