import { type Result, ok, refuse } from '../../../shared/base/result.ts'
import type { IntentRequest, PaymentProvider, ProviderFault, ProviderIntent } from './payment-provider.ts'
import type { BookedCard, BookedIntent, SandboxBooks } from './sandbox-books.ts'
import { SANDBOX_CARDS, type SandboxCard, type SandboxFault } from './sandbox-cards.ts'

export interface SandboxOptions {
  readonly books: SandboxBooks
  /** Ends this process, or throws in a test: for the cards that say so. */
  readonly crash: () => void
  /** What slow and late cards wait for. */
  readonly pause: () => Promise<void>
  /** A new card token, not derived from the number. */
  readonly newToken: () => string
}

const TIMEOUT = refuse<ProviderFault>({ class: 'timeout' })
const declined = (declineCode: string) => refuse<ProviderFault>({ class: 'declined', declineCode })

/**
 * A provider and its bank for demo and tests, deterministic by test card ({@link SANDBOX_CARDS}). Its books outlive the
 * process where they are durable. A card's number is looked at once and never kept.
 */
export class SandboxProvider implements PaymentProvider {
  readonly #options: SandboxOptions
  readonly #books: SandboxBooks
  /** The bank does one thing after another. */
  #last: Promise<unknown> = Promise.resolve()

  constructor(options: SandboxOptions) {
    this.#options = options
    this.#books = options.books
  }

  /** What the provider's own form does in the guest's browser: a number becomes a token; `null` for no test card. */
  async tokenise(cardNumber: string): Promise<{ cardToken: string; cardMasked: string } | null> {
    const digits = cardNumber.replaceAll(/[ -]/g, '')
    const card = Object.hasOwn(SANDBOX_CARDS, digits) ? SANDBOX_CARDS[digits] : undefined
    if (!card) return null
    const cardToken = `tok_${this.#options.newToken()}`
    const cardMasked = `**** ${digits.slice(-4)}`
    await this.#books.putCard(cardToken, { cardMasked, card })
    return { cardToken, cardMasked }
  }

  async create(key: string, request: IntentRequest): Promise<Result<ProviderIntent, ProviderFault>> {
    const known = await this.#books.intent(`pi_${key}`)
    if (known) return answerOf(known)
    const booked = await this.#books.card(request.cardToken)
    if (!booked) return declined('invalid_token')
    const { card } = booked
    if (card.onAuthorise === 'timeoutBefore') return TIMEOUT
    if (card.pace === 'late') {
      // Books that were closed before it landed: then it never does.
      const landing = this.#options.pause().then(() => this.#hold(key, request, booked))
      void landing.catch(() => undefined)
      return TIMEOUT
    }
    if (card.pace === 'slow') await this.#options.pause()
    const { intent, isNew } = await this.#hold(key, request, booked)
    return isNew ? this.#afterwards(card.onAuthorise, answerOf(intent)) : answerOf(intent)
  }

  async find(key: string): Promise<Result<ProviderIntent | null, ProviderFault>> {
    return ok((await this.#books.intent(`pi_${key}`)) ?? null)
  }

  async capture(ref: string): Promise<Result<ProviderIntent, ProviderFault>> {
    let fault: SandboxFault | undefined
    const answer = await this.#alone(async () => {
      const intent = await this.#books.intent(ref)
      if (!intent) return declined('no_such_intent')
      if (intent.status === 'captured') return answerOf(intent)
      if (intent.status !== 'authorised') return declined('authorisation_gone')
      const first = !intent.captureAsked
      if (first) fault = intent.card.onCapture
      if (fault === 'timeoutBefore') {
        await this.#books.putIntent({ ...intent, captureAsked: true })
        return TIMEOUT
      }
      const captured: BookedIntent = {
        ...intent,
        captureAsked: true,
        status: 'captured',
        capturedMinor: intent.amountMinor,
      }
      await this.#books.putIntent(captured)
      return answerOf(captured)
    })
    return this.#afterwards(fault, answer)
  }

  cancel(ref: string): Promise<Result<ProviderIntent, ProviderFault>> {
    return this.#alone(async () => {
      const intent = await this.#books.intent(ref)
      if (!intent || intent.status === 'captured' || intent.status === 'declined') return declined('no_hold')
      const canceled: BookedIntent = { ...intent, status: 'canceled' }
      await this.#books.putIntent(canceled)
      return ok(canceled)
    })
  }

  async refund(ref: string, refundKey: string, amountMinor: number): Promise<Result<string, ProviderFault>> {
    let fault: SandboxFault | undefined
    const answer = await this.#alone(async () => {
      const intent = await this.#books.intent(ref)
      if (intent?.status !== 'captured') return declined('not_captured')
      const refundRef = `re_${refundKey}`
      if (Object.hasOwn(intent.refunds, refundRef)) return ok(refundRef)
      const total = Object.values(intent.refunds).reduce((sum, amount) => sum + amount, 0)
      if (total + amountMinor > intent.capturedMinor) return declined('refund_exceeds_capture')
      await this.#books.putIntent({ ...intent, refunds: { ...intent.refunds, [refundRef]: amountMinor } })
      fault = intent.card.onRefund
      return ok(refundRef)
    })
    return this.#afterwards(fault, answer)
  }

  /** Puts the hold, or the decline, into the books, unless the key has one. */
  #hold(key: string, request: IntentRequest, booked: BookedCard): Promise<{ intent: BookedIntent; isNew: boolean }> {
    return this.#alone(async () => {
      const ref = `pi_${key}`
      const known = await this.#books.intent(ref)
      if (known) return { intent: known, isNew: false }
      const intent = newIntent(ref, request, booked)
      await this.#books.putIntent(intent)
      return { intent, isNew: true }
    })
  }

  #afterwards<T>(fault: SandboxFault | undefined, answer: Result<T, ProviderFault>): Result<T, ProviderFault> {
    if (fault === 'crashAfter') this.#options.crash()
    return fault === undefined ? answer : TIMEOUT
  }

  #alone<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#last.then(work)
    this.#last = done.catch(() => undefined)
    return done
  }
}

function newIntent(ref: string, request: IntentRequest, { card, cardMasked }: BookedCard): BookedIntent {
  return {
    ref,
    status: statusOf(card),
    amountMinor: request.amountMinor,
    currency: request.currency,
    cardMasked,
    declineCode: card.declineCode ?? null,
    card,
    captureAsked: false,
    capturedMinor: 0,
    refunds: {},
  }
}

function statusOf(card: SandboxCard): BookedIntent['status'] {
  return card.declineCode === undefined ? 'authorised' : 'declined'
}

function answerOf(intent: BookedIntent): Result<ProviderIntent, ProviderFault> {
  return intent.status === 'declined' ? declined(intent.declineCode ?? 'declined') : ok(intent)
}
