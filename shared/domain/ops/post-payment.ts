import { ok, refuse } from '../../base/result.ts'
import { type Decided, type Deciding, Draft, type RowReader } from '../deciding.ts'
import { accountOf } from '../folio.ts'
import type { ReservationId } from '../ids.ts'
import { nextReservationStatus } from '../lifecycle.ts'
import type { FolioLineRow, ReservationRow } from '../rows.ts'
import { type PostingCause, folioLineId, post } from './folio.ts'

export interface Payment {
  readonly reservationId: ReservationId
  readonly paymentId: string
  /** Minor units of the hotel's currency, above zero. */
  readonly amountMinor: number
}

/**
 * Posts money that came in: a fact, recorded whatever the contract's state, once a payment. A pending contract that
 * nothing is owed on any more is paid, and its hold is no longer bounded.
 *
 * Refuses: `RESERVATION_UNKNOWN`. Rules: FOLIO-02, FOLIO-03.
 */
export function* decidePayment(payment: Payment, cause: PostingCause, rows: RowReader): Deciding<Decided> {
  const { reservationId, paymentId, amountMinor } = payment
  const draft = new Draft(rows)
  yield [
    { entity: 'reservation', key: reservationId },
    { index: 'folioOf', key: reservationId },
  ]
  const reservation = draft.row('reservation', reservationId)
  if (!reservation) return refuse({ code: 'RESERVATION_UNKNOWN', params: { reservationId } })
  const id = folioLineId.payment(reservationId, paymentId)
  if (draft.folioOf(reservationId).some((line) => line.folioLineId === id)) return ok([])
  post(draft, cause, { folioLineId: id, reservationId, kind: 'payment', amountMinor: -amountMinor, paymentId })
  const settled = settledContract(reservation, draft.folioOf(reservationId))
  if (settled) draft.put('reservation', settled)
  return ok(draft.writes())
}

/**
 * A pending contract on which nothing is owed, as it stands from then on, else `null`: paid where something was, and
 * without an end of its hold in any case, as there is nothing to wait for. Rule FOLIO-03.
 */
export function settledContract(reservation: ReservationRow, folio: readonly FolioLineRow[]): ReservationRow | null {
  const { balanceMinor, paidMinor } = accountOf(reservation, folio)
  const paid = nextReservationStatus(reservation.status, 'pay')
  if (!paid.ok || balanceMinor > 0) return null
  if (paidMinor > 0) return { ...reservation, status: paid.value, holdUntilUtcMs: null }
  return reservation.holdUntilUtcMs === null ? null : { ...reservation, holdUntilUtcMs: null }
}

export interface Refund extends Payment {
  /** Which refund of the payment this is, from 1. */
  readonly n: number
}

/**
 * Posts money that was given back, once a refund. A canceled contract that keeps nothing of what was paid is refunded.
 * Refuses: `RESERVATION_UNKNOWN`. Rules: FOLIO-02, FOLIO-04.
 */
export function* decideRefund(refund: Refund, cause: PostingCause, rows: RowReader): Deciding<Decided> {
  const { reservationId, paymentId, amountMinor, n } = refund
  const draft = new Draft(rows)
  yield [
    { entity: 'reservation', key: reservationId },
    { index: 'folioOf', key: reservationId },
  ]
  const reservation = draft.row('reservation', reservationId)
  if (!reservation) return refuse({ code: 'RESERVATION_UNKNOWN', params: { reservationId } })
  const id = folioLineId.refund(reservationId, paymentId, n)
  if (draft.folioOf(reservationId).some((line) => line.folioLineId === id)) return ok([])
  post(draft, cause, { folioLineId: id, reservationId, kind: 'refund', amountMinor, paymentId })
  const { paidMinor, refundedMinor } = accountOf(reservation, draft.folioOf(reservationId))
  const refunded = nextReservationStatus(reservation.status, 'refund')
  if (reservation.status === 'canceled' && refunded.ok && refundedMinor >= paidMinor) {
    draft.put('reservation', { ...reservation, status: refunded.value })
  }
  return ok(draft.writes())
}
