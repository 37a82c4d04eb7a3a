import { unreachable } from '../../../shared/base/assert.ts'
import type { Clock, Rng } from '../../../shared/base/ports.ts'
import type { Result } from '../../../shared/base/result.ts'
import { decideLoading } from '../../../shared/domain/deciding.ts'
import type { HotelId, ReservationId } from '../../../shared/domain/ids.ts'
import { decideRejection } from '../../../shared/domain/ops/expire-hold.ts'
import { decidePayment, decideRefund } from '../../../shared/domain/ops/post-payment.ts'
import type { Database } from '../database/port.ts'
import type { Payment, PaymentRefusal, PaymentsPort } from '../payments/payments-port.ts'
import { causeAtChain } from '../reservations/reservations.ts'
import type { HotelWork, HotelWriter } from '../write-path/hotel-writer.ts'
import {
  type PaymentSaga,
  type RefundSaga,
  type Saga,
  selectDueSagas,
  selectExpiredHolds,
  selectSaga,
  selectSagasOf,
  updateEnded,
  updateNextAttempt,
} from './queries/sagas.ts'
import { type PayRefusal, type PayRequest, startPayment } from './start-payment.ts'
import { leaveToPerson, startRefunds } from './start-refunds.ts'

/** Where a process may die and the saga has to be resumed. */
export type SagaStep = 'started' | 'answered' | 'landed'

export interface SagaParts {
  readonly db: Database
  readonly writer: HotelWriter
  readonly payments: PaymentsPort
  readonly clock: Clock
  readonly rng: Rng
  /** Told of every step: a test ends the process there. */
  readonly reached: (step: SagaStep, saga: Saga) => void
}

const FIRST_PAUSE_MS = 1_000
const LONGEST_PAUSE_MS = 60_000
const SWEEP_LIMIT = 200
/** Sagas gone on with at the same time: one whose answer takes long holds up few others. */
const AT_ONCE = 8

/**
 * Pays for reservations and gives money back, through crashes on either side (design.md, section 11): what is wanted is
 * durable before the payment service is asked, each answer is posted in one transaction with what it means for the
 * contract, and a saga that is open is gone on with until the service has told. Rooms of an open payment are freed only
 * by its own end, after the service has promised that no money will move. Rules: SAGA-01 to SAGA-07.
 */
export class PaymentSagas {
  readonly #parts: SagaParts
  /** One at a time in this process; another process at the same saga does no harm. */
  readonly #advancing = new Map<string, Promise<void>>()

  constructor(parts: SagaParts) {
    this.#parts = parts
  }

  /** Starts a payment, or finds the one that was; it is then under way, see {@link settled}. Refuses as `startPayment`. */
  async pay(
    hotelId: HotelId,
    reservationId: ReservationId,
    request: PayRequest,
  ): Promise<Result<PaymentSaga, PayRefusal>> {
    const started = await startPayment(this.#parts.writer, this.#parts.clock, hotelId, reservationId, request)
    if (!started.ok) return started
    this.#parts.reached('started', started.value)
    return started
  }

  /** Goes on with a saga, as far as the payment service answers; answers it as it stands then. */
  async settled(saga: Saga): Promise<Saga> {
    if (saga.state === 'open') await this.#advance(saga)
    return (await selectSaga(this.#parts.db, saga.hotelId, saga.sagaId)) ?? saga
  }

  /** The payment as it stands, or `null`. */
  async find(hotelId: HotelId, paymentId: string): Promise<PaymentSaga | null> {
    const saga = await selectSaga(this.#parts.db, hotelId, paymentId)
    return saga?.kind === 'payment' ? saga : null
  }

  /** Both of what is to be done again and again; answers how many it looked at. */
  async sweep(): Promise<number> {
    return (await this.endHolds()) + (await this.goOn())
  }

  /** Rejects what was held unpaid for too long; asks no payment service. Answers how many it looked at. */
  async endHolds(): Promise<number> {
    const { db, clock } = this.#parts
    const expired = await selectExpiredHolds(db, clock.nowUtcMs(), SWEEP_LIMIT)
    const failures: unknown[] = []
    for (const { hotelId, reservationId } of expired) {
      await this.#rejectExpired(hotelId, reservationId).catch((error: unknown) => failures.push(error))
    }
    return countOrThrow(expired.length, failures)
  }

  /** Goes on with every saga that is due, however long the payment service takes; answers how many there were. */
  async goOn(): Promise<number> {
    const { db, clock } = this.#parts
    const due = await selectDueSagas(db, clock.nowUtcMs(), SWEEP_LIMIT)
    const failures: unknown[] = []
    const waiting = due.values()
    const work = async () => {
      for (const saga of waiting) await this.#advance(saga).catch((error: unknown) => failures.push(error))
    }
    await Promise.all(Array.from({ length: AT_ONCE }, work))
    return countOrThrow(due.length, failures)
  }

  #advance(saga: Saga): Promise<void> {
    const key = keyOf(saga)
    const underWay = this.#advancing.get(key)
    if (underWay) return underWay
    const advancing = (saga.kind === 'payment' ? this.#advancePayment(saga) : this.#advanceRefund(saga)).finally(() =>
      this.#advancing.delete(key),
    )
    this.#advancing.set(key, advancing)
    return advancing
  }

  async #advancePayment(saga: PaymentSaga): Promise<void> {
    const { payments, clock, reached } = this.#parts
    const key = keyOf(saga)
    const { amountMinor, currency, cardToken } = saga
    const answer =
      clock.nowUtcMs() >= saga.giveUpUtcMs
        ? await payments.cancelOrTell(key)
        : await payments.authorise({ key, amountMinor, currency, cardToken, captureNow: true })
    reached('answered', saga)
    const meaning = meaningOf(answer)
    switch (meaning.means) {
      case 'paid':
        await this.#land(saga, (hotel) => this.#landPaid(hotel, saga, meaning.payment))
        break
      case 'notPaid':
        await this.#land(saga, (hotel) => this.#landNotPaid(hotel, saga, meaning))
        break
      case 'unknown':
        await this.#tryLater(saga)
        return
      default:
        unreachable(meaning)
    }
    reached('landed', saga)
  }

  async #advanceRefund(saga: RefundSaga): Promise<void> {
    const { payments, reached } = this.#parts
    const { servicePaymentId, n, amountMinor } = saga
    const answer = await payments.refund(servicePaymentId, n, amountMinor)
    reached('answered', saga)
    if (!answer.ok && answer.error.code === 'PAYMENT_OUTCOME_UNKNOWN') return this.#tryLater(saga)
    const failure = answer.ok ? null : answer.error.code
    await this.#land(saga, (hotel) => this.#landRefund(hotel, saga, failure))
    reached('landed', saga)
  }

  /** Lands an answer once: whoever finds the saga ended already does nothing. */
  async #land(saga: Saga, land: (hotel: HotelWork) => Promise<void>): Promise<void> {
    const written = await this.#parts.writer.write(saga.hotelId, async (hotel) => {
      const now = await selectSaga(hotel.tx, saga.hotelId, saga.sagaId)
      if (now?.state === 'open') await land(hotel)
    })
    if (!written.ok) throw new Error(`hotel ${saga.hotelId} of an open saga is gone`)
  }

  async #landPaid(hotel: HotelWork, saga: PaymentSaga, payment: Payment): Promise<void> {
    const { tx, unit } = hotel
    const { reservationId, sagaId: paymentId } = saga
    await updateEnded(tx, saga, { state: 'done', servicePaymentId: payment.paymentId })
    const cause = await causeAtChain(unit, this.#parts.clock)
    const posting = { reservationId, paymentId, amountMinor: payment.capturedMinor }
    const decided = await decideLoading(decidePayment(posting, cause, unit), unit.load)
    if (!decided.ok) throw new Error(`a payment for a reservation that is gone: ${reservationId}`)
    unit.apply(decided.value)
    // Money for a contract that ended or became cheaper meanwhile goes back.
    await startRefunds(hotel, this.#parts, reservationId)
  }

  async #landNotPaid(
    hotel: HotelWork,
    saga: PaymentSaga,
    { state, declineCode }: Extract<Meaning, { means: 'notPaid' }>,
  ): Promise<void> {
    const { tx, unit } = hotel
    await updateEnded(tx, saga, { state, ...(declineCode !== null && { declineCode }) })
    // What was wrong with the request says nothing of the guest: another payment may be tried while the hold lasts.
    if (state === 'failed') return
    const cause = await causeAtChain(unit, this.#parts.clock)
    const decided = await decideLoading(decideRejection(saga.reservationId, 'declined', cause, unit), unit.load)
    // A contract without a hold stands unpaid, one that has ended stays so.
    if (!decided.ok) return
    unit.apply(decided.value)
    await startRefunds(hotel, this.#parts, saga.reservationId)
  }

  async #landRefund(hotel: HotelWork, saga: RefundSaga, failure: string | null): Promise<void> {
    const { clock } = this.#parts
    const { tx, unit } = hotel
    const { reservationId, paymentSagaId: paymentId, n, amountMinor } = saga
    if (failure !== null) {
      await updateEnded(tx, saga, { state: 'failed', declineCode: failure })
      await leaveToPerson(hotel, clock, reservationId, failure)
      return
    }
    await updateEnded(tx, saga, { state: 'done' })
    const cause = await causeAtChain(unit, clock)
    const refund = { reservationId, paymentId, n, amountMinor }
    const decided = await decideLoading(decideRefund(refund, cause, unit), unit.load)
    if (!decided.ok) throw new Error(`a refund of a reservation that is gone: ${reservationId}`)
    unit.apply(decided.value)
  }

  /** Frees the rooms of a hold that is over, unless a payment for it is under way: that one's end decides. */
  async #rejectExpired(hotelId: HotelId, reservationId: ReservationId): Promise<void> {
    await this.#parts.writer.write(hotelId, async (hotel) => {
      const { tx, unit } = hotel
      const sagas = await selectSagasOf(tx, hotelId, reservationId)
      if (sagas.some((saga) => saga.kind === 'payment' && saga.state === 'open')) return
      const cause = await causeAtChain(unit, this.#parts.clock)
      const decided = await decideLoading(decideRejection(reservationId, 'expired', cause, unit), unit.load)
      if (!decided.ok) return
      unit.apply(decided.value)
      // A part may have been paid.
      await startRefunds(hotel, this.#parts, reservationId)
    })
  }

  async #tryLater(saga: Saga): Promise<void> {
    const pause = Math.min(FIRST_PAUSE_MS * 2 ** saga.attempts, LONGEST_PAUSE_MS)
    await updateNextAttempt(this.#parts.db, saga, this.#parts.clock.nowUtcMs() + pause)
  }
}

function countOrThrow(count: number, failures: readonly unknown[]): number {
  if (failures.length > 0) throw new AggregateError(failures, `${failures.length} of a sweep failed`)
  return count
}

type Meaning =
  | { readonly means: 'paid'; readonly payment: Payment }
  | {
      readonly means: 'notPaid'
      readonly state: 'declined' | 'canceled' | 'failed'
      readonly declineCode: string | null
    }
  | { readonly means: 'unknown' }

function meaningOf(answer: Result<Payment, PaymentRefusal>): Meaning {
  if (answer.ok) {
    const { state, capturedMinor, declineCode } = answer.value
    if (capturedMinor > 0) return { means: 'paid', payment: answer.value }
    if (state === 'declined') return { means: 'notPaid', state: 'declined', declineCode }
    if (state === 'canceled') return { means: 'notPaid', state: 'canceled', declineCode: null }
    return { means: 'unknown' }
  }
  const { error } = answer
  if (error.code === 'PAYMENT_OUTCOME_UNKNOWN') return { means: 'unknown' }
  if (error.code === 'PAYMENT_CANCELED') return { means: 'notPaid', state: 'canceled', declineCode: null }
  if (error.code === 'PAYMENT_DECLINED') {
    return { means: 'notPaid', state: 'declined', declineCode: error.params.declineCode }
  }
  return { means: 'notPaid', state: 'failed', declineCode: error.code }
}

/** The payment service's key of a payment: unique over all hotels. */
function keyOf({ hotelId, sagaId }: Saga): string {
  return `${hotelId}:${sagaId}`
}
