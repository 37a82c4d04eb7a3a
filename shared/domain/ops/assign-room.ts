import { ok, refuse } from '../../base/result.ts'
import { type Decided, type Deciding, Draft, type RowReader } from '../deciding.ts'
import { holdsInventory } from '../lifecycle.ts'
import { type Cause, clearException, exceptionId } from './exceptions.ts'
import type { DecidingMode, OpBodies } from './op.ts'
import { assignableNights, findHolder, findKeeper, freeRoom, holdNights } from './rooms.ts'
import { returnUnits, takeUnits } from './units.ts'

/**
 * Gives an expected line a room for what is left of its stay, another room, or none (`roomId: null`). A room of another type moves
 * the line's unit to that type in the same decision (an upgrade); the charged type stays.
 *
 * Refuses: `RESERVATION_UNKNOWN`, `LINE_UNKNOWN`, `INVALID_TRANSITION`, `ROOM_UNKNOWN`, `ROOM_TAKEN`,
 * `ROOM_KEPT_BY_TERMINAL` (interactive only), and for an upgrade `NIGHT_NOT_ON_SALE`, `NO_AVAILABILITY`. Rules: ROOM-03 to
 * ROOM-05, ALLOT-11.
 */
export function* decideAssignment(
  body: OpBodies['assignRoom'],
  cause: Cause & { readonly mode: DecidingMode },
  rows: RowReader,
): Deciding<Decided> {
  const { reservationId, position, roomId } = body
  const draft = new Draft(rows)
  yield [{ entity: 'reservation', key: reservationId }]
  const reservation = draft.row('reservation', reservationId)
  if (!reservation) return refuse({ code: 'RESERVATION_UNKNOWN', params: { reservationId } })
  const line = reservation.lines.find((candidate) => candidate.position === position)
  if (!line) return refuse({ code: 'LINE_UNKNOWN', params: { reservationId, position } })
  if (!holdsInventory(reservation.status) || line.stay !== 'expected') {
    const from = holdsInventory(reservation.status) ? line.stay : reservation.status
    return refuse({ code: 'INVALID_TRANSITION', params: { from, event: 'assignRoom' } })
  }

  yield* freeRoom(draft, line)
  let assigned = { ...line, roomId }
  if (roomId !== null) {
    yield [
      { entity: 'room', key: roomId },
      { entity: 'exception', key: exceptionId.roomLost(line.lineId) },
    ]
    const room = draft.row('room', roomId)
    if (!room) return refuse({ code: 'ROOM_UNKNOWN', params: { roomId } })
    const nights = yield* assignableNights(draft, line)
    const holder = yield* findHolder(draft, roomId, nights, line.lineId)
    if (holder) return refuse({ code: 'ROOM_TAKEN', params: { roomId, night: holder.night, holder: holder.kind } })
    const [keeper] = cause.mode === 'interactive' ? yield* findKeeper(draft, cause, [roomId], nights) : []
    if (keeper) return refuse({ code: 'ROOM_KEPT_BY_TERMINAL', params: { roomId, deviceId: keeper.deviceId } })
    if (room.roomTypeId !== line.inventoryType) {
      const taken = yield* takeUnits(draft, cause, room.roomTypeId, line)
      if (!taken.ok) return taken
      yield* returnUnits(draft, cause, line.inventoryType, line)
      assigned = { ...assigned, inventoryType: room.roomTypeId }
    }
    holdNights(draft, line, roomId, nights, 'assigned')
    clearException(draft, cause, exceptionId.roomLost(line.lineId))
  }
  const lines = reservation.lines.map((other) => (other.position === position ? assigned : other))
  draft.put('reservation', { ...reservation, lines })
  return ok(draft.writes())
}
