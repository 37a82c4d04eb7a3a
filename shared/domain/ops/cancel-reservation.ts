import { ok, refuse } from '../../base/result.ts'
import { type Decided, type Deciding, Draft, type RowReader, type Wanted } from '../deciding.ts'
import type { RatePlanId, ReservationId } from '../ids.ts'
import { nextReservationStatus } from '../lifecycle.ts'
import type { RatePlanRow, ReservationRow } from '../rows.ts'
import { cancellationFee } from '../terms.ts'
import { type Cause, clearException, exceptionId } from './exceptions.ts'
import { type PostingCause, folioLineId, post } from './folio.ts'
import { freeRoom } from './rooms.ts'
import { returnUnits } from './units.ts'

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
  for (const { position, ...line } of reservation.lines) {
    post(draft, cause, {
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

/** Gives back the units and rooms of every line; answers the reservation without rooms, for the caller to put. */
export function* releaseLines(draft: Draft, cause: Cause, reservation: ReservationRow): Deciding<ReservationRow> {
  yield reservation.lines.map((line): Wanted => ({ entity: 'exception', key: exceptionId.roomLost(line.lineId) }))
  for (const line of reservation.lines) {
    yield* returnUnits(draft, cause, line.inventoryType, line)
    yield* freeRoom(draft, line)
    clearException(draft, cause, exceptionId.roomLost(line.lineId))
  }
  const lines = reservation.lines.map((line) => ({ ...line, roomId: null }))
  return { ...reservation, holdUntilUtcMs: null, lines }
}

/** The plan a reservation was sold under, or `null` where it was sold without one. */
export function* readPlan(draft: Draft, ratePlanId: RatePlanId | null): Deciding<RatePlanRow | null> {
  if (ratePlanId === null) return null
  yield [{ entity: 'rate_plan', key: ratePlanId }]
  return draft.row('rate_plan', ratePlanId)
}
