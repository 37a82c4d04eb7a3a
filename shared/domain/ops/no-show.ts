import { ok, refuse } from '../../base/result.ts'
import { type Decided, type Deciding, Draft, type RowReader } from '../deciding.ts'
import { nextStayState, holdsInventory } from '../lifecycle.ts'
import { noShowFee } from '../terms.ts'
import { readPlan } from './release-lines.ts'
import { clearException, exceptionId } from './exceptions.ts'
import { type PostingCause, folioLineId, postUpTo } from './folio.ts'
import type { LineRef } from './op.ts'
import { freeRoom } from './rooms.ts'
import { returnUnits } from './units.ts'

/**
 * Marks a line whose guests did not come: its room and the nights from the business date on are free, the plan's fee is
 * posted. Only after the day of arrival is over. Marking it again changes nothing.
 *
 * Refuses: `RESERVATION_UNKNOWN`, `LINE_UNKNOWN`, `INVALID_TRANSITION`. Rules: LIFE-07, LIFE-08.
 */
export function* decideNoShow(
  { reservationId, position }: LineRef,
  cause: PostingCause,
  rows: RowReader,
): Deciding<Decided> {
  const draft = new Draft(rows)
  yield [{ entity: 'reservation', key: reservationId }]
  const reservation = draft.row('reservation', reservationId)
  if (!reservation) return refuse({ code: 'RESERVATION_UNKNOWN', params: { reservationId } })
  const line = reservation.lines.find((candidate) => candidate.position === position)
  if (!line) return refuse({ code: 'LINE_UNKNOWN', params: { reservationId, position } })
  if (line.stay === 'no_show') return ok([])
  const { status } = reservation
  if (!holdsInventory(status))
    return refuse({ code: 'INVALID_TRANSITION', params: { from: status, event: 'markNoShow' } })
  const stay = nextStayState(line.stay, 'markNoShow')
  if (!stay.ok) return stay
  if (line.arrival >= cause.businessDate) {
    return refuse({ code: 'INVALID_TRANSITION', params: { from: 'due_in', event: 'markNoShow' } })
  }

  const plan = yield* readPlan(draft, reservation.ratePlanId)
  yield [
    { entity: 'exception', key: exceptionId.roomLost(line.lineId) },
    { index: 'folioOf', key: reservationId },
  ]
  yield* returnUnits(draft, cause, line.inventoryType, line)
  yield* freeRoom(draft, line)
  clearException(draft, cause, exceptionId.roomLost(line.lineId))
  postUpTo(draft, cause, {
    folioLineId: folioLineId.noShowFee(reservationId, position),
    reservationId,
    kind: 'fee',
    amountMinor: noShowFee(line, plan),
    stayPosition: position,
  })
  const noShow = { ...line, roomId: null, stay: stay.value }
  const lines = reservation.lines.map((other) => (other.position === position ? noShow : other))
  draft.put('reservation', { ...reservation, lines })
  return ok(draft.writes())
}
