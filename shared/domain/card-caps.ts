import { type Result, ok, refuse } from '../base/result.ts'

/**
 * What a desk may take by card while the card can not be asked: it is stored, forwarded later, and may then be declined
 * at the hotel's cost. Minor units; 0: not at all.
 */
export interface OfflineCardCaps {
  readonly perPaymentMinor: number
  /** Of all that is stored and not forwarded yet, together. */
  readonly storedTotalMinor: number
}

export const NO_STORED_CARDS: OfflineCardCaps = { perPaymentMinor: 0, storedTotalMinor: 0 }

export type CardCapRefusal =
  | { readonly code: 'CARD_NOT_OFFLINE'; readonly params: Record<string, never> }
  | { readonly code: 'CARD_CAP'; readonly params: { readonly amountMinor: number; readonly capMinor: number } }
  | { readonly code: 'CARD_TOTAL_CAP'; readonly params: { readonly leftMinor: number; readonly capMinor: number } }

/**
 * May this payment be stored, beside what is stored already? Refuses: `CARD_NOT_OFFLINE` (this hotel stores none),
 * `CARD_CAP` (too much for one), `CARD_TOTAL_CAP` (too much together; `leftMinor` would do). Rule PAY-13.
 */
export function checkStoredCard(
  caps: OfflineCardCaps,
  amountMinor: number,
  storedMinor: number,
): Result<{ readonly leftMinor: number }, CardCapRefusal> {
  const { perPaymentMinor, storedTotalMinor } = caps
  if (perPaymentMinor === 0 || storedTotalMinor === 0) return refuse({ code: 'CARD_NOT_OFFLINE', params: {} })
  if (amountMinor > perPaymentMinor) {
    return refuse({ code: 'CARD_CAP', params: { amountMinor, capMinor: perPaymentMinor } })
  }
  const leftMinor = Math.max(0, storedTotalMinor - storedMinor)
  if (amountMinor > leftMinor)
    return refuse({ code: 'CARD_TOTAL_CAP', params: { leftMinor, capMinor: storedTotalMinor } })
  return ok({ leftMinor: leftMinor - amountMinor })
}
