import { ok, refuse } from '../../base/result.ts'
import { type Decided, type Deciding, Draft, type RowReader } from '../deciding.ts'
import { roomNightKey } from '../rows.ts'
import type { LocalDate } from '../stay-dates.ts'
import type { OpBodies } from './op.ts'

/**
 * Housekeeping says how a room is: a fact; the last word stands. A room that a lost terminal could have handed out may be
 * used again, as somebody has looked. Refuses: `ROOM_UNKNOWN`. Rules: STAY-15, ALLOT-08.
 */
export function* decideRoomStatus(
  body: OpBodies['setRoomStatus'],
  { businessDate }: { readonly businessDate: LocalDate },
  rows: RowReader,
): Deciding<Decided> {
  const { roomId, housekeeping } = body
  const draft = new Draft(rows)
  const kept = roomNightKey(roomId, businessDate)
  yield [
    { entity: 'room', key: roomId },
    { entity: 'allotment_room', key: kept },
  ]
  const room = draft.row('room', roomId)
  if (!room) return refuse({ code: 'ROOM_UNKNOWN', params: { roomId } })
  if (draft.row('allotment_room', kept)?.suspect) draft.remove('allotment_room', kept)
  if (room.housekeeping !== housekeeping) draft.put('room', { ...room, housekeeping })
  return ok(draft.writes())
}
