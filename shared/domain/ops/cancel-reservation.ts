import { ok, refuse } from '../../base/result.ts'
import { type Decided, type Deciding, Draft, type RowReader } from '../deciding.ts'
import type { ReservationId } from '../ids.ts'
import { nextReservationStatus } from '../lifecycle.ts'
import { cancellationFee } from '../terms.ts'
import { type PostingCause, folioLineId, postUpTo } from './folio.ts'
import { readPlan, releaseLines } from './release-lines.ts'

/**
 * Cancels a whole reservation that nobody has arrived for: units and rooms of every line become free, and the plan's fee
 * for each line is posted. Canceling what is canceled changes nothing and is no refusal: both sides wanted the same.
 *
 * Refuses: `RESERVATION_UNKNOWN`, `INVALID_TRANSITION` (a guest is or was in the house, or the contract has ended
 * otherwise). Rules: CXL-01 to CXL-04.
 */
export function* decideCancellation(
  reservationId: ReservationId,
  cause: PostingCause,
  rows: RowReader,
): Deciding<Decided> {
  const draft = new Draft(rows)
  yield [{ entity: 'reservation', key: reservationId }]
  const reservation = draft.row('reservation', reservationId)
  if (!reservation) return refuse({ code: 'RESERVATION_UNKNOWN', params: { reservationId } })
  if (reservation.status === 'canceled') return ok([])
  const arrived = reservation.lines.find((line) => line.stay !== 'expected')
  if (arrived) return refuse({ code: 'INVALID_TRANSITION', params: { from: arrived.stay, event: 'cancel' } })
  const status = nextReservationStatus(reservation.status, 'cancel')
  if (!status.ok) return status

  const plan = yield* readPlan(draft, reservation.ratePlanId)
  const released = yield* releaseLines(draft, cause, reservation)
  yield [{ index: 'folioOf', key: reservationId }]
  for (const { position, ...line } of reservation.lines) {
    postUpTo(draft, cause, {
      folioLineId: folioLineId.cancelFee(reservationId, position),
      reservationId,
      kind: 'fee',
      amountMinor: cancellationFee(line, plan, cause.businessDate),
      stayPosition: position,
    })
  }
  draft.put('reservation', { ...released, status: status.value })
  return ok(draft.writes())
}
