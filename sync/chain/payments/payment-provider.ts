import type { Result } from '../../../shared/base/result.ts'

/**
 * Why the provider did not do it. `declined`: it said no, for good. `timeout`: it was asked and has not told.
 * `unavailable`: it was not reached. The last two may come again under the same key.
 */
export type ProviderFault =
  | { readonly class: 'declined'; readonly declineCode: string }
  | { readonly class: 'timeout' }
  | { readonly class: 'unavailable' }

/** What the provider keeps under a key; Stripe calls it a payment intent. */
export interface ProviderIntent {
  readonly ref: string
  readonly status: 'authorised' | 'captured' | 'declined' | 'canceled'
  readonly amountMinor: number
  readonly currency: string
  readonly cardMasked: string
  readonly declineCode: string | null
}

/** The data of an intent that is to be made. */
export interface IntentRequest {
  readonly amountMinor: number
  readonly currency: string
  readonly cardToken: string
}

/**
 * A card provider as Stripe's payment intents are: `create` with `capture_method: manual`, `confirm: true` and an
 * `Idempotency-Key`. An intent is always made as a hold and captured by a call of its own, so that an answer which comes
 * too late has moved no money. Every call with the same key or on the same intent is done once, however often made.
 */
export interface PaymentProvider {
  /** Holds an amount. The same key gives the intent that it made, also a canceled one; a declined one as the fault. */
  create(key: string, request: IntentRequest): Promise<Result<ProviderIntent, ProviderFault>>
  /** The intent made under a key, or `null`; one that is still on its way may turn up after a `null`. */
  find(key: string): Promise<Result<ProviderIntent | null, ProviderFault>>
  /** Takes all that is held; a captured intent is answered again. `declined` when the hold is no more. */
  capture(ref: string): Promise<Result<ProviderIntent, ProviderFault>>
  /** Gives up a hold; a canceled intent is answered again. `declined` when it was captured. */
  cancel(ref: string): Promise<Result<ProviderIntent, ProviderFault>>
  /** Gives back a part of what was captured, once by key; answers the refund's reference. */
  refund(ref: string, refundKey: string, amountMinor: number): Promise<Result<string, ProviderFault>>
}
