import { type Result, ok, refuse } from '../../base/result.ts'
import { type Deciding, Draft, type RowReader } from '../deciding.ts'
import type { ReservationId } from '../ids.ts'
import type { Refusal, StaffRefusal } from '../refusal.ts'
import type { RowWrite } from '../rows.ts'
import { type PostingCause, folioLineId, post } from './folio.ts'
import { settledContract } from './post-payment.ts'

export interface Adjustment {
  readonly reservationId: ReservationId
  /** Made by who asks; the idempotency key. */
  readonly adjustmentId: string
  /** Minor units, not 0: what the guest owes more by it, below zero less. */
  readonly amountMinor: number
  readonly note: string
}

/**
 * Posts a correction, once an id; the same again changes nothing. A pending contract on which nothing is owed by it holds
 * its rooms for good. Refuses: `RESERVATION_UNKNOWN`, `ADJUSTMENT_ID_REUSED` (the id with another amount or note). Rules
 * FOLIO-03, FOLIO-05.
 */
export function* decideAdjustment(
  { reservationId, adjustmentId, amountMinor, note }: Adjustment,
  cause: PostingCause,
  rows: RowReader,
): Deciding<Result<readonly RowWrite[], Refusal | StaffRefusal>> {
  const draft = new Draft(rows)
  const id = folioLineId.adjustment(reservationId, adjustmentId)
  yield [
    { entity: 'reservation', key: reservationId },
    { entity: 'folio_line', key: id },
    { index: 'folioOf', key: reservationId },
  ]
  const reservation = draft.row('reservation', reservationId)
  if (!reservation) return refuse({ code: 'RESERVATION_UNKNOWN', params: { reservationId } })
  const posted = draft.row('folio_line', id)
  if (posted) {
    const same = posted.amountMinor === amountMinor && posted.note === note
    return same ? ok([]) : refuse({ code: 'ADJUSTMENT_ID_REUSED', params: { adjustmentId } })
  }
  post(draft, cause, { folioLineId: id, reservationId, kind: 'adjustment', amountMinor, note })
  const settled = settledContract(reservation, draft.folioOf(reservationId))
  if (settled) draft.put('reservation', settled)
  return ok(draft.writes())
}
