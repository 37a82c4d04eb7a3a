import { assert, present } from '../../../shared/base/assert.ts'
import { fingerprintOf } from '../../../shared/base/canonical-json.ts'
import { type Result, ok } from '../../../shared/base/result.ts'
import { newUuidV7 } from '../../../shared/domain/ids.ts'
import { answerPayment, isOpen, needsCapture, needsHold, paymentOf } from './payment-answers.ts'
import { invalidField, isPaymentKey, refusePayment, refuseUnknown } from './payment-checks.ts'
import { type FailedRow, type PaymentsParts, rethrow } from './payment-parts.ts'
import type { ProviderIntent } from './payment-provider.ts'
import type { AuthoriseRequest, Payment, PaymentRefusal, PaymentsPort, Refund } from './payments-port.ts'
import {
  type PaymentRow,
  insertIntent,
  insertTombstone,
  selectOpenKeys,
  selectPayment,
  updateCaptureDue,
  updateToAuthorised,
  updateToCaptured,
  updateToDeclined,
  updateToTombstone,
  updateToUnknown,
  updateVoided,
} from './queries/payments.ts'
import { Refunds } from './refunds.ts'

/** How far the provider may be asked: make the hold, make it where there is none, or only look. */
type Asking = 'create' | 'findOrCreate' | 'find'

/** A hold of a tombstone that has not turned up by then never will. */
const LATE_UNTIL_MS = 24 * 60 * 60 * 1000

/**
 * The payment service on its own database (design.md, section 11): what is wanted is durable before the provider is
 * asked, what it answers is recorded only where it still fits, and a call that finds an open row goes on from there.
 * The provider is asked under the payment's own key, as a hold first and a capture second: an answer that no row waits
 * for any more has moved no money. No transaction is open while the provider is asked.
 */
export class Payments implements PaymentsPort {
  readonly #parts: PaymentsParts
  readonly #refunds: Refunds

  constructor(parts: PaymentsParts) {
    this.#parts = parts
    this.#refunds = new Refunds(parts)
  }

  async authorise(request: AuthoriseRequest): Promise<Result<Payment, PaymentRefusal>> {
    const field = invalidField(request)
    if (field) return refusePayment({ code: 'PAYMENT_INVALID', params: { field } })
    const { db, clock, rng, reached } = this.#parts
    const { key, amountMinor, currency, cardToken, captureNow } = request
    const fingerprint = fingerprintOf({ amountMinor, currency, cardToken, captureNow })
    const intent = { ...request, fingerprint, paymentId: newUuidV7(clock, rng) }
    const isNew = await insertIntent(db, intent, clock.nowUtcMs())
    if (isNew) {
      reached('intentStored', key)
    } else {
      const known = await this.#load(key)
      if (known.fingerprint !== null && known.fingerprint !== fingerprint) {
        return refusePayment({ code: 'PAYMENT_KEY_REUSED', params: { key } })
      }
    }
    return answerPayment(await this.#settle(key, isNew ? 'create' : 'findOrCreate'))
  }

  async capture(key: string): Promise<Result<Payment, PaymentRefusal>> {
    const { db, clock, reached } = this.#parts
    if (!(await this.#find(key))) return refuseUnknown(key)
    await updateCaptureDue(db, key, clock.nowUtcMs())
    reached('captureDueStored', key)
    return answerPayment(await this.#settle(key, 'findOrCreate'))
  }

  refund(paymentId: string, n: number, amountMinor: number): Promise<Result<Refund, PaymentRefusal>> {
    return this.#refunds.refund(paymentId, n, amountMinor)
  }

  async cancelOrTell(key: string): Promise<Result<Payment, PaymentRefusal>> {
    if (!isPaymentKey(key)) return refusePayment({ code: 'PAYMENT_INVALID', params: { field: 'key' } })
    const { db, clock, rng, reached } = this.#parts
    const unused = await insertTombstone(db, key, newUuidV7(clock, rng), clock.nowUtcMs())
    let row = unused ? await this.#load(key) : await this.#settle(key, 'find')
    if (needsHold(row)) {
      await updateToTombstone(db, key, clock.nowUtcMs())
      reached('tombstoneStored', key)
      row = await this.#settle(key, 'find')
    }
    return isOpen(row) ? refusePayment({ code: 'PAYMENT_OUTCOME_UNKNOWN', params: { key } }) : ok(paymentOf(row))
  }

  async get(key: string): Promise<Result<Payment, PaymentRefusal>> {
    const row = await this.#find(key)
    return row ? ok(paymentOf(row)) : refuseUnknown(key)
  }

  /**
   * Goes on with what a crash or a lost answer left open, and voids holds of tombstones that turned up late: looks at
   * the provider, captures what was to be captured, repeats refunds; makes no hold. Rows changed within `restMs` are
   * left to whoever is at work on them. Returns how many are still open. A row that fails is told to `failed`, which may
   * throw to end the round; the others go on.
   */
  async recover(restMs: number, failed: FailedRow = rethrow): Promise<number> {
    const { db, clock } = this.#parts
    const until = clock.nowUtcMs() - restMs
    let open = 0
    for (const key of await selectOpenKeys(db, until)) {
      try {
        const row = await this.#settle(key, 'find')
        if (isOpen(row) || row.voidDue) open += 1
      } catch (error) {
        failed(error, key)
        open += 1
      }
    }
    return open + (await this.#refunds.recover(until, failed))
  }

  /** Goes as far as the row wants and the provider answers. */
  async #settle(key: string, asking: Asking): Promise<PaymentRow> {
    let row = await this.#load(key)
    if (needsHold(row)) {
      await this.#hold(row, asking)
      row = await this.#load(key)
    }
    if (needsCapture(row)) {
      await this.#capture(row)
      row = await this.#load(key)
    }
    if (row.voidDue) {
      await this.#void(row)
      row = await this.#load(key)
    }
    return row
  }

  async #hold(row: PaymentRow, asking: Asking): Promise<void> {
    const { db, provider, clock, reached } = this.#parts
    const { key } = row
    let answer = asking === 'create' ? ok(null) : await provider.find(key)
    if (answer.ok && answer.value === null) {
      if (asking === 'find') return
      answer = await provider.create(key, {
        amountMinor: present(row.amountMinor, 'an asked row has an amount'),
        currency: present(row.currency, 'an asked row has a currency'),
        cardToken: present(row.cardToken, 'an asked row has a token'),
      })
    }
    reached('holdAnswered', key)
    if (answer.ok && answer.value) await this.#recordHold(row, answer.value)
    else if (!answer.ok && answer.error.class === 'declined') {
      await updateToDeclined(db, key, answer.error.declineCode, clock.nowUtcMs())
    } else await updateToUnknown(db, key, clock.nowUtcMs())
    reached('holdStored', key)
  }

  async #recordHold({ key, amountMinor, currency }: PaymentRow, intent: ProviderIntent): Promise<void> {
    const { db, clock } = this.#parts
    const nowUtcMs = clock.nowUtcMs()
    assert(intent.amountMinor === amountMinor && intent.currency === currency, `another amount stands under ${key}`)
    if (intent.status === 'declined') return updateToDeclined(db, key, intent.declineCode ?? 'declined', nowUtcMs)
    // A hold that the provider has given up by itself: the card would have to be asked anew, under another key.
    if (intent.status === 'canceled') return updateToDeclined(db, key, 'authorisation_gone', nowUtcMs)
    await updateToAuthorised(db, key, intent, nowUtcMs)
    if (intent.status === 'captured') await updateToCaptured(db, key, nowUtcMs)
  }

  async #capture({ key, providerRef }: PaymentRow): Promise<void> {
    const { db, provider, clock, reached } = this.#parts
    const answer = await provider.capture(present(providerRef, 'a hold has a reference'))
    reached('captureAnswered', key)
    if (answer.ok) await updateToCaptured(db, key, clock.nowUtcMs())
    else if (answer.error.class === 'declined') {
      await updateToDeclined(db, key, answer.error.declineCode, clock.nowUtcMs())
    } else await updateToUnknown(db, key, clock.nowUtcMs())
    reached('captureStored', key)
  }

  /** Gives up the hold of a tombstone, once it is there; until then the row stays due, for {@link LATE_UNTIL_MS}. */
  async #void({ key, changedAtUtcMs }: PaymentRow): Promise<void> {
    const { db, provider, clock, reached } = this.#parts
    const found = await provider.find(key)
    if (!found.ok) return
    if (found.value === null) {
      if (clock.nowUtcMs() - changedAtUtcMs > LATE_UNTIL_MS) await updateVoided(db, key)
      return
    }
    assert(found.value.status !== 'captured', `money was taken under the tombstone ${key}`)
    if (found.value.status === 'authorised') {
      const canceled = await provider.cancel(found.value.ref)
      if (!canceled.ok) return
      reached('voidAnswered', key)
    }
    await updateVoided(db, key)
  }

  #find(key: string): Promise<PaymentRow | null> {
    return isPaymentKey(key) ? selectPayment(this.#parts.db, key) : Promise.resolve(null)
  }

  async #load(key: string): Promise<PaymentRow> {
    return present(await selectPayment(this.#parts.db, key), `payment ${key} is gone`)
  }
}
