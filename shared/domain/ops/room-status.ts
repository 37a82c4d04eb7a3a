import { ok, refuse } from '../../base/result.ts'
import { type Decided, type Deciding, Draft, type RowReader } from '../deciding.ts'
import type { OpBodies } from './op.ts'

/** Housekeeping says how a room is: a fact; the last word stands. Refuses: `ROOM_UNKNOWN`. Rule STAY-15. */
export function* decideRoomStatus(body: OpBodies['setRoomStatus'], rows: RowReader): Deciding<Decided> {
  const { roomId, housekeeping } = body
  const draft = new Draft(rows)
  yield [{ entity: 'room', key: roomId }]
  const room = draft.row('room', roomId)
  if (!room) return refuse({ code: 'ROOM_UNKNOWN', params: { roomId } })
  if (room.housekeeping === housekeeping) return ok([])
  draft.put('room', { ...room, housekeeping })
  return ok(draft.writes())
}
