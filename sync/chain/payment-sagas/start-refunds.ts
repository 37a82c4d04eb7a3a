import type { Clock, Rng } from '../../../shared/base/ports.ts'
import { present } from '../../../shared/base/assert.ts'
import { Draft } from '../../../shared/domain/deciding.ts'
import { accountOf } from '../../../shared/domain/folio.ts'
import { type ReservationId, newUuidV7 } from '../../../shared/domain/ids.ts'
import { holdsInventory } from '../../../shared/domain/lifecycle.ts'
import { exceptionId, openException } from '../../../shared/domain/ops/exceptions.ts'
import type { FolioLineRow, ReservationRow } from '../../../shared/domain/rows.ts'
import type { HotelUnit } from '../rows/hotel-unit.ts'
import type { HotelWork } from '../write-path/hotel-writer.ts'
import { type PaymentSaga, type RefundSaga, type Saga, insertSaga, selectSagasOf } from './queries/sagas.ts'

/**
 * Makes it durable that what the guest paid beyond what is owed goes back to the cards that paid. In the transaction that
 * ended the contract or made it cheaper, or posted money to it. What no card of ours paid is given back by a person: an
 * exception says so where the contract has ended; while it stands, the desk settles it with the guest, as it does a
 * deposit. So is what a card did not take back: asked again, it could give what the person gives too. Rules: SAGA-06 to
 * SAGA-08, SAGA-10, SAGA-11.
 */
export async function startRefunds(
  { tx, unit }: HotelWork,
  { clock, rng }: { readonly clock: Clock; readonly rng: Rng },
  reservationId: ReservationId,
): Promise<RefundSaga[]> {
  await unit.load([
    { entity: 'reservation', key: reservationId },
    { index: 'folioOf', key: reservationId },
  ])
  const reservation = present(unit.row('reservation', reservationId), 'a reservation that is there')
  const sagas = await selectSagasOf(tx, unit.hotelId, reservationId)
  const refunds = refundsIn(sagas)
  const underWay = sum(refunds.filter(({ state }) => state === 'open'))
  let owedMinor = toGiveBack(reservation, unit.folioOf(reservationId)) - underWay
  const started: RefundSaga[] = []
  for (const payment of sagas.filter((saga): saga is PaymentSaga => saga.kind === 'payment' && saga.state === 'done')) {
    const ofPayment = refunds.filter(({ paymentSagaId }) => paymentSagaId === payment.sagaId)
    if (ofPayment.some(({ state }) => state === 'failed')) continue
    const given = sum(ofPayment)
    const amountMinor = Math.min(owedMinor, payment.amountMinor - given)
    if (amountMinor <= 0) continue
    const nowUtcMs = clock.nowUtcMs()
    const refund: RefundSaga = {
      hotelId: unit.hotelId,
      sagaId: newUuidV7(clock, rng),
      reservationId,
      kind: 'refund',
      state: 'open',
      amountMinor,
      currency: payment.currency,
      paymentSagaId: payment.sagaId,
      servicePaymentId: present(payment.servicePaymentId, 'a payment that was made has its id'),
      n: ofPayment.length + 1,
      attempts: 0,
      startedAtUtcMs: nowUtcMs,
    }
    await insertSaga(tx, refund)
    started.push(refund)
    owedMinor -= amountMinor
  }
  const ended = !holdsInventory(reservation.status) || reservation.lines.every(({ stay }) => stay === 'no_show')
  if (ended && owedMinor > 0) await askToRefund(unit, clock, reservationId, owedMinor, 'NOT_BY_CARD')
  return started
}

/** A refund has failed: what is owed to the guest, and is not under way otherwise, is given back by a person. */
export async function leaveToPerson(
  { tx, unit }: HotelWork,
  clock: Clock,
  reservationId: ReservationId,
  failure: string,
): Promise<void> {
  await unit.load([
    { entity: 'reservation', key: reservationId },
    { index: 'folioOf', key: reservationId },
  ])
  const reservation = present(unit.row('reservation', reservationId), 'a reservation that is there')
  const sagas = await selectSagasOf(tx, unit.hotelId, reservationId)
  const underWay = sum(refundsIn(sagas).filter(({ state }) => state === 'open'))
  const owedMinor = toGiveBack(reservation, unit.folioOf(reservationId)) - underWay
  if (owedMinor > 0) await askToRefund(unit, clock, reservationId, owedMinor, failure)
}

/** Opens the exception that asks a person to give money back by hand. */
async function askToRefund(
  unit: HotelUnit,
  clock: Clock,
  reservationId: ReservationId,
  amountMinor: number,
  code: string,
): Promise<void> {
  const id = exceptionId.refundByHand(reservationId)
  await unit.load([
    { entity: 'exception', key: id },
    { entity: 'guest', key: reservationId },
  ])
  const draft = new Draft(unit)
  const lastName = unit.row('guest', reservationId)?.lastName ?? ''
  openException(
    draft,
    { opId: null, deviceId: null, atUtcMs: clock.nowUtcMs() },
    {
      exceptionId: id,
      kind: 'REFUND_BY_HAND',
      severity: 'action',
      subject: { entity: 'reservation', key: reservationId },
      params: { amountMinor, code, lastName },
    },
  )
  unit.apply(draft.writes())
}

/** What the guest paid beyond what is owed: a credit gives nobody what they have not paid. */
function toGiveBack(reservation: ReservationRow, folio: readonly FolioLineRow[]): number {
  const { balanceMinor, paidMinor, refundedMinor } = accountOf(reservation, folio)
  return Math.min(-balanceMinor, paidMinor - refundedMinor)
}

function refundsIn(sagas: readonly Saga[]): RefundSaga[] {
  return sagas.filter((saga) => saga.kind === 'refund')
}

function sum(refunds: readonly RefundSaga[]): number {
  return refunds.reduce((total, { amountMinor }) => total + amountMinor, 0)
}
