import { ok, refuse } from '../../base/result.ts'
import { type Decided, type Deciding, Draft, type RowReader } from '../deciding.ts'
import { holdsInventory } from '../lifecycle.ts'
import { type Cause, clearException, exceptionId } from './exceptions.ts'
import type { OpBodies } from './op.ts'
import { findHolder, freeRoom, holdRoom } from './rooms.ts'
import { returnUnits, takeUnits } from './units.ts'

/**
 * Gives an expected line a room for its whole stay, another room, or none (`roomId: null`). A room of another type moves
 * the line's unit to that type in the same decision (an upgrade); the charged type stays.
 *
 * Refuses: `RESERVATION_UNKNOWN`, `LINE_UNKNOWN`, `INVALID_TRANSITION`, `ROOM_UNKNOWN`, `ROOM_TAKEN`, and for an upgrade
 * `NIGHT_NOT_ON_SALE`, `NO_AVAILABILITY`. Rules: ROOM-03 to ROOM-05.
 */
export function* decideAssignment(body: OpBodies['assignRoom'], cause: Cause, rows: RowReader): Deciding<Decided> {
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
    const holder = yield* findHolder(draft, roomId, line, line.lineId)
    if (holder) return refuse({ code: 'ROOM_TAKEN', params: { roomId, night: holder.night, holder: holder.kind } })
    if (room.roomTypeId !== line.inventoryType) {
      const taken = yield* takeUnits(draft, cause, room.roomTypeId, line)
      if (!taken.ok) return taken
      yield* returnUnits(draft, cause, line.inventoryType, line)
      assigned = { ...assigned, inventoryType: room.roomTypeId }
    }
    holdRoom(draft, line, roomId)
    clearException(draft, cause, exceptionId.roomLost(line.lineId))
  }
  const lines = reservation.lines.map((other) => (other.position === position ? assigned : other))
  draft.put('reservation', { ...reservation, lines })
  return ok(draft.writes())
}
