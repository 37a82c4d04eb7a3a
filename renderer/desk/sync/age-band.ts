import type { OpView } from '../../../shared/desk-api/views.ts'

const MINUTE_MS = 60_000

/** How worrying it is that something has waited so long; each band has something to do. `stalled`: more than a day. */
export type AgeBand = 'fresh' | 'minutes' | 'hours' | 'stalled'

export function ageBand(ageMs: number): AgeBand {
  if (ageMs < 5 * MINUTE_MS) return 'fresh'
  if (ageMs < 60 * MINUTE_MS) return 'minutes'
  return ageMs < 24 * 60 * MINUTE_MS ? 'hours' : 'stalled'
}

/** A clock is worth a word from a minute on: a stay's times and the order of what people did come from it. */
export function clockDrift(clockOffsetMs: number | null): 'ahead' | 'behind' | null {
  if (clockOffsetMs === null || Math.abs(clockOffsetMs) <= MINUTE_MS) return null
  return clockOffsetMs > 0 ? 'ahead' : 'behind'
}

/** The money in what has not been confirmed, minor units. */
export function moneyIn(ops: readonly OpView[]): { readonly takenMinor: number; readonly givenBackMinor: number } {
  const sumOf = (type: OpView['type']) =>
    ops.reduce((sum, op) => sum + (op.type === type ? Number(op.params['amountMinor'] ?? 0) : 0), 0)
  return { takenMinor: sumOf('takePayment'), givenBackMinor: sumOf('giveRefund') }
}
