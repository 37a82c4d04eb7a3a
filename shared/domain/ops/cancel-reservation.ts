import { ok, refuse } from '../../base/result.ts'
import { type Decided, type Deciding, Draft, type RowReader, type Wanted } from '../deciding.ts'
import type { ReservationId } from '../ids.ts'
import { nextReservationStatus } from '../lifecycle.ts'
import { type Cause, clearException, exceptionId } from './exceptions.ts'
import { freeRoom } from './rooms.ts'
import { returnUnits } from './units.ts'

/**
 * Cancels a whole reservation that nobody has arrived for: units and rooms of every line become free. Canceling what is
 * canceled changes nothing and is no refusal: both sides wanted the same.
 *
 * Refuses: `RESERVATION_UNKNOWN`, `INVALID_TRANSITION` (a guest is or was in the house, or the contract has ended
 * otherwise). Rules: CXL-01 to CXL-03.
 */
export function* decideCancellation(reservationId: ReservationId, cause: Cause, rows: RowReader): Deciding<Decided> {
  const draft = new Draft(rows)
  yield [{ entity: 'reservation', key: reservationId }]
  const reservation = draft.row('reservation', reservationId)
  if (!reservation) return refuse({ code: 'RESERVATION_UNKNOWN', params: { reservationId } })
  if (reservation.status === 'canceled') return ok([])
  const arrived = reservation.lines.find((line) => line.stay !== 'expected')
  if (arrived) return refuse({ code: 'INVALID_TRANSITION', params: { from: arrived.stay, event: 'cancel' } })
  const status = nextReservationStatus(reservation.status, 'cancel')
  if (!status.ok) return status

  yield reservation.lines.map((line): Wanted => ({ entity: 'exception', key: exceptionId.roomLost(line.lineId) }))
  for (const line of reservation.lines) {
    yield* returnUnits(draft, cause, line.inventoryType, line)
    yield* freeRoom(draft, line)
    clearException(draft, cause, exceptionId.roomLost(line.lineId))
  }
  const lines = reservation.lines.map((line) => ({ ...line, roomId: null }))
  draft.put('reservation', { ...reservation, status: status.value, lines })
  return ok(draft.writes())
}
