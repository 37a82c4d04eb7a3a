import { canonicalJson } from '../../../shared/base/canonical-json.ts'
import { type Result, ok, refuse } from '../../../shared/base/result.ts'
import type { FolioView } from '../../../shared/desk-api/views/money.ts'
import { type OfflineCardCaps, checkStoredCard } from '../../../shared/domain/card-caps.ts'
import { accountOf } from '../../../shared/domain/folio.ts'
import type { OpId } from '../../../shared/domain/ids.ts'
import { folioLineId } from '../../../shared/domain/ops/folio.ts'
import type { PaymentTaken } from '../../../shared/domain/ops/op.ts'
import { totalOf } from '../../../shared/domain/price.ts'
import type { FolioLineRow } from '../../../shared/domain/rows.ts'
import type { ReadDb } from '../../../sync/replica/database.ts'
import { loadFolio } from '../../../sync/replica/queries/folio.ts'
import { loadOpsAbout, loadPayment } from '../../../sync/replica/queries/history.ts'
import { type OutboxRow, loadOp, loadPendingOps } from '../../../sync/replica/queries/outbox.ts'
import { loadRow } from '../../../sync/replica/row-reader.ts'
import { type Input, type Output, done } from './answers/answers.ts'
import { type DeskContext, type DeskRefusal, recordCommand, refusalOf } from './desk-context.ts'
import { hotelOf } from './hotel-view.ts'

type Done = Result<Record<string, never>, DeskRefusal>

/** Money that was taken is posted once a payment; by card unasked up to the hotel's caps. Rules: HOST-03, HOST-28, PAY-13. */
export function takePayment(context: DeskContext, body: Input<'payment.take'>): Done {
  const { paymentId, reservationId } = body
  const command = recordCommand(context, ({ db }) => {
    const earlier = loadOpsAbout(db, reservationId).find((op) => op.type === 'takePayment' && idOf(op) === paymentId)
    if (earlier && canonicalJson(JSON.parse(earlier.body)) === canonicalJson(body))
      return refusalOf(earlier) ?? ok(null)
    const posted = loadPayment(db, paymentId)
    const sameMoney = posted?.reservationId === reservationId && posted.amountMinor === -body.amountMinor
    if (earlier || (posted && !sameMoney)) return refuse({ code: 'PAYMENT_ID_REUSED', params: { paymentId } })
    const allowed =
      body.method === 'card_stored' ? checkStoredCard(capsOf(db), body.amountMinor, storedOf(db)) : ok(null)
    return allowed.ok ? ok({ type: 'takePayment', body }) : allowed
  })
  return done(command)
}

/** What may still be taken by card while the card can not be asked. Rule PAY-13. */
export function storedCardView({ replica: { db } }: DeskContext): Output<'payment.storedCard'> {
  const { perPaymentMinor, storedTotalMinor } = capsOf(db)
  const storedMinor = storedOf(db)
  const leftMinor = Math.max(0, storedTotalMinor - storedMinor)
  return { capMinor: Math.min(perPaymentMinor, leftMinor), storedMinor, storedTotalMinor }
}

function capsOf(db: ReadDb): OfflineCardCaps {
  return hotelOf(db).offlineCard
}

/** What this terminal has stored and the chain does not know of yet. */
function storedOf(db: ReadDb): number {
  const payments = loadPendingOps(db).filter(({ type }) => type === 'takePayment')
  const stored = payments.map(({ body }) => JSON.parse(body) as PaymentTaken) // of payments' ops
  return totalOf(stored.flatMap(({ method, amountMinor }) => (method === 'card_stored' ? [amountMinor] : [])))
}

/** Money that was given back is posted once a refund: its id is that of its op. Rules: HOST-03, HOST-28. */
export function giveRefund(context: DeskContext, { refundId, ...body }: Input<'refund.give'>): Done {
  const opId = refundId as OpId // a UUIDv7, by the schema
  const command = recordCommand(context, ({ db }) => {
    const earlier = loadOp(db, opId)
    if (!earlier) return ok({ type: 'giveRefund', body, opId })
    const isSame = earlier.type === 'giveRefund' && canonicalJson(JSON.parse(earlier.body)) === canonicalJson(body)
    return isSame ? (refusalOf(earlier) ?? ok(null)) : refuse({ code: 'REFUND_ID_REUSED', params: { refundId } })
  })
  return done(command)
}

function idOf(op: OutboxRow): string {
  return (JSON.parse(op.body) as PaymentTaken).paymentId // of a payment's op, by the caller
}

/** What is posted, oldest first, with what was owed after each. Rule HOST-28. */
export function folioView(
  { replica: { db }, terminal }: DeskContext,
  { reservationId }: Input<'folio.get'>,
): Result<FolioView, DeskRefusal> {
  const reservation = loadRow(db, 'reservation', reservationId)
  if (!reservation) return refuse({ code: 'RESERVATION_UNKNOWN', params: { reservationId } })
  const folio = loadFolio(db, reservationId)
  const own = postedHere(db, reservationId)
  const account = accountOf(reservation, folio)
  let runningMinor = 0
  const lines = folio
    .toSorted((a, b) => a.postedAtUtcMs - b.postedAtUtcMs || (a.folioLineId < b.folioLineId ? -1 : 1))
    .map(({ reservationId: _reservationId, stayPosition, ...line }) => {
      runningMinor += line.amountMinor
      const isOwn = own.has(line.folioLineId)
      return { ...line, position: stayPosition, runningMinor, terminal: isOwn ? terminal.name : null }
    })
  return ok({
    reservationId,
    confirmationCode: reservation.code,
    lastName: loadRow(db, 'guest', reservation.guestId)?.lastName ?? '',
    currency: hotelOf(db).currency,
    lines,
    ...account,
    toComeMinor: account.balanceMinor - runningMinor,
    depositMinor: depositOf(folio),
  })
}

/** What was paid beyond what is posted so far. */
export function depositOf(folio: readonly FolioLineRow[]): number {
  return Math.max(0, 0 - totalOf(folio.map(({ amountMinor }) => amountMinor)))
}

/** The postings of the money that this terminal took and gave, as far as it remembers. */
function postedHere(db: ReadDb, reservationId: Input<'folio.get'>['reservationId']): ReadonlySet<string> {
  return new Set(
    loadOpsAbout(db, reservationId).flatMap((op) => {
      if (op.type === 'takePayment') return [folioLineId.payment(reservationId, idOf(op))]
      return op.type === 'giveRefund' ? [folioLineId.cashRefund(reservationId, op.opId)] : []
    }),
  )
}
