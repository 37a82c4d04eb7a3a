const WINDOW_MS = 60_000
const MAX_FAILURES = 5
const FIRST_DELAY_MS = 200

export type RestartDecision =
  | { readonly kind: 'restart'; readonly afterMs: number; readonly failuresUtcMs: readonly number[] }
  | { readonly kind: 'giveUp' }

/**
 * What to do when a child has failed once more (SHELL-36): start it again after a pause that doubles with each failure
 * of the last minute, or give up at the fifth within a minute.
 */
export function decideRestart(failuresUtcMs: readonly number[], nowUtcMs: number): RestartDecision {
  const recent = [...failuresUtcMs.filter((at) => nowUtcMs - at < WINDOW_MS), nowUtcMs]
  if (recent.length >= MAX_FAILURES) return { kind: 'giveUp' }
  return { kind: 'restart', afterMs: FIRST_DELAY_MS * 2 ** (recent.length - 1), failuresUtcMs: recent }
}
