import { ok, refuse } from '../../base/result.ts'
import { type Decided, type Deciding, Draft, type RowReader } from '../deciding.ts'
import type { ReservationId } from '../ids.ts'
import { nextReservationStatus } from '../lifecycle.ts'
import { releaseLines } from './release-lines.ts'
import type { Cause } from './exceptions.ts'

/** How long an unpaid prepaid booking of a public channel holds its rooms unless a setting says otherwise. */
export const DEFAULT_HOLD_MS = 15 * 60_000

/**
 * Rejects a prepaid booking that nobody paid: its rooms are free again. A declined payment rejects it at once
 * (`declined`), otherwise only when its hold is over. Rejecting what is rejected changes nothing.
 *
 * Refuses: `RESERVATION_UNKNOWN`, `INVALID_TRANSITION`, `HOLD_NOT_OVER`. Rules: LIFE-05, LIFE-06.
 */
export function* decideRejection(
  reservationId: ReservationId,
  why: 'expired' | 'declined',
  cause: Cause,
  rows: RowReader,
): Deciding<Decided> {
  const draft = new Draft(rows)
  yield [{ entity: 'reservation', key: reservationId }]
  const reservation = draft.row('reservation', reservationId)
  if (!reservation) return refuse({ code: 'RESERVATION_UNKNOWN', params: { reservationId } })
  if (reservation.status === 'rejected') return ok([])
  const arrived = reservation.lines.find((line) => line.stay !== 'expected')
  const { holdUntilUtcMs, status: from } = reservation
  if (arrived || holdUntilUtcMs === null) {
    return refuse({ code: 'INVALID_TRANSITION', params: { from: arrived?.stay ?? from, event: 'reject' } })
  }
  const status = nextReservationStatus(from, 'reject')
  if (!status.ok) return status
  if (why === 'expired' && cause.atUtcMs < holdUntilUtcMs)
    return refuse({ code: 'HOLD_NOT_OVER', params: { holdUntilUtcMs } })
  const released = yield* releaseLines(draft, cause, reservation)
  draft.put('reservation', { ...released, status: status.value })
  return ok(draft.writes())
}
