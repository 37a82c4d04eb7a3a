/** A desk that nobody works at locks itself after so long. */
export const LOCK_AFTER_MS = 600_000
/** So long before, it says so. */
export const WARNING_MS = 30_000

export type IdleState =
  | { readonly state: 'active' }
  | { readonly state: 'warning'; readonly secondsLeft: number }
  | { readonly state: 'locked' }

const ACTIVE: IdleState = { state: 'active' }
const LOCKED: IdleState = { state: 'locked' }

/** How a screen stands whose last input was then. A clock that was set back counts as input. */
export function idleStateAt(lastInputUtcMs: number, nowUtcMs: number): IdleState {
  const leftMs = LOCK_AFTER_MS - Math.max(0, nowUtcMs - lastInputUtcMs)
  if (leftMs <= 0) return LOCKED
  return leftMs > WARNING_MS ? ACTIVE : { state: 'warning', secondsLeft: Math.ceil(leftMs / 1000) }
}
