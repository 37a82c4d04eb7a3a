import { type Result, ok, refuse } from '../../base/result.ts'
import { type Decided, type Deciding, Draft, type RowReader } from '../deciding.ts'
import { accountOf } from '../folio.ts'
import type { ReservationId } from '../ids.ts'
import { nextReservationStatus } from '../lifecycle.ts'
import { holdsInventory } from '../lifecycle.ts'
import type { Refusal } from '../refusal.ts'
import type { FolioLineRow, ReservationRow } from '../rows.ts'
import { clearException, exceptionId, openException } from './exceptions.ts'
import { type PostingCause, folioLineId, post } from './folio.ts'
import { findReservation, lastNameOf } from './lines.ts'
import type { DecidingMode, OpBodies } from './op.ts'

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

/**
 * Money was taken at the desk: a fact, posted once a payment whatever the contract has become. Taken for a stay that does
 * not stand, or beyond what is owed, it stays unapplied with an exception until a person has moved or given it back.
 *
 * Refuses: `AMOUNT_INVALID` (not above zero), `RESERVATION_UNKNOWN`. Rules: WIN-15, FOLIO-02.
 */
export function* decidePaymentAtDesk(
  body: OpBodies['takePayment'],
  cause: PostingCause & { readonly mode: DecidingMode },
  rows: RowReader,
): Deciding<Decided> {
  const { paymentId, amountMinor, method } = body
  const draft = new Draft(rows)
  const opened = yield* openAccount(draft, body)
  if (!opened.ok) return opened
  const reservation = opened.value
  const { reservationId } = reservation
  const id = folioLineId.payment(reservationId, paymentId)
  if (draft.folioOf(reservationId).some((line) => line.folioLineId === id)) return ok([])
  post(draft, cause, {
    folioLineId: id,
    reservationId,
    kind: 'payment',
    amountMinor: -amountMinor,
    paymentId,
    note: body.cardDigits === null ? method : `${method} ${body.cardDigits}`,
  })
  const settled = settledContract(reservation, draft.folioOf(reservationId))
  if (settled) draft.put('reservation', settled)
  if (cause.mode === 'landing') yield* coverUnapplied(draft, cause, settled ?? reservation)
  return ok(draft.writes())
}

/** The reservation that money over the desk is for, with its account. Refuses: `AMOUNT_INVALID`, `RESERVATION_UNKNOWN`. */
function* openAccount(
  draft: Draft,
  { reservationId, amountMinor }: Pick<OpBodies['takePayment'], 'reservationId' | 'amountMinor'>,
): Deciding<Result<ReservationRow, Refusal>> {
  if (amountMinor <= 0) return refuse({ code: 'AMOUNT_INVALID', params: { amountMinor } })
  const reservation = yield* findReservation(draft, reservationId)
  if (!reservation) return refuse({ code: 'RESERVATION_UNKNOWN', params: { reservationId } })
  yield [
    { index: 'folioOf', key: reservation.reservationId },
    { entity: 'guest', key: reservation.guestId },
    { entity: 'exception', key: exceptionId.moneyUnapplied(reservation.reservationId) },
  ]
  return ok(reservation)
}

/**
 * Money was given back in cash: a fact, once an op. What goes beyond what was taken is asked about by an exception.
 * Refuses: `AMOUNT_INVALID`, `RESERVATION_UNKNOWN`; interactive also `REFUND_TOO_MUCH`. Rules: WIN-15, FOLIO-02.
 */
export function* decideCashRefund(
  body: OpBodies['giveRefund'],
  cause: PostingCause & { readonly mode: DecidingMode },
  rows: RowReader,
): Deciding<Decided> {
  const { amountMinor, note } = body
  const draft = new Draft(rows)
  const opened = yield* openAccount(draft, body)
  if (!opened.ok) return opened
  if (cause.opId === null) return refuse({ code: 'AMOUNT_INVALID', params: { amountMinor } })
  const reservation = opened.value
  const { reservationId } = reservation
  const id = folioLineId.cashRefund(reservationId, cause.opId)
  if (draft.folioOf(reservationId).some((line) => line.folioLineId === id)) return ok([])
  const { paidMinor, refundedMinor } = accountOf(reservation, draft.folioOf(reservationId))
  const leftMinor = paidMinor - refundedMinor
  if (cause.mode === 'interactive' && amountMinor > leftMinor) {
    return refuse({ code: 'REFUND_TOO_MUCH', params: { amountMinor, leftMinor } })
  }
  post(draft, cause, { folioLineId: id, reservationId, kind: 'refund', amountMinor, note: note === '' ? 'cash' : note })
  const refunded = nextReservationStatus(reservation.status, 'refund')
  const after = amountMinor >= leftMinor && reservation.status === 'canceled' && refunded.ok
  const now = after ? { ...reservation, status: refunded.value } : reservation
  if (after) draft.put('reservation', now)
  yield* coverUnapplied(draft, cause, now)
  return ok(draft.writes())
}

/**
 * Keeps money that nothing is owed for, or that was given back without having been taken, covered by one open exception;
 * closes it when the account is even. Where a person was asked to give it back, they are not asked again.
 */
export function* coverUnapplied(draft: Draft, cause: PostingCause, reservation: ReservationRow): Deciding<void> {
  const { reservationId } = reservation
  const id = exceptionId.moneyUnapplied(reservationId)
  yield [
    { index: 'folioOf', key: reservationId },
    { entity: 'guest', key: reservation.guestId },
    { entity: 'exception', key: id },
    { entity: 'exception', key: exceptionId.refundByHand(reservationId) },
  ]
  const { balanceMinor, paidMinor, refundedMinor } = accountOf(reservation, draft.folioOf(reservationId))
  const openRow = draft.row('exception', id)
  const amountMinor = refundedMinor > paidMinor ? refundedMinor - paidMinor : -balanceMinor
  const uneven = refundedMinor > paidMinor || balanceMinor < 0
  const byHand = draft.row('exception', exceptionId.refundByHand(reservationId))
  if (!uneven) {
    clearException(draft, cause, id)
    clearException(draft, cause, exceptionId.refundByHand(reservationId))
    return
  }
  if (byHand?.status === 'open' && refundedMinor <= paidMinor) return
  const params = { amountMinor, lastName: lastNameOf(draft, reservation), status: reservation.status }
  if (openRow?.status === 'open') {
    draft.put('exception', { ...openRow, params })
    return
  }
  openException(draft, cause, {
    exceptionId: id,
    kind: 'MONEY_UNAPPLIED',
    severity: isExpected(reservation) ? 'info' : 'action',
    subject: { entity: 'reservation', key: reservationId },
    params,
  })
}

/** Is somebody still to come or to leave under a contract that stands? Then it may be paid in advance. */
function isExpected({ status, lines }: ReservationRow): boolean {
  return holdsInventory(status) && lines.some(({ stay }) => stay === 'expected' || stay === 'in_house')
}
