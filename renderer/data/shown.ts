import type { DeskError } from '../../shared/desk-api/contract.ts'

/**
 * What a screen has of one question: the one union that every screen switches over.
 * `pending`: the value answers the question before this one. `stale`: the host does not answer; this is its last word.
 */
export type Shown<T> =
  | { readonly state: 'loading' }
  | { readonly state: 'refused'; readonly error: DeskError }
  | { readonly state: 'empty'; readonly value: T }
  | { readonly state: 'ready'; readonly value: T }
  | { readonly state: 'pending'; readonly value: T }
  | { readonly state: 'stale'; readonly value: T; readonly asOfUtcMs: number }

/** Carries a {@link DeskError} through TanStack Query, which knows failures only as thrown errors. */
export class DeskFailure extends Error {
  override readonly name = 'DeskFailure'
  readonly error: DeskError

  constructor(error: DeskError) {
    super(error.code)
    this.error = error
  }
}

export interface Queried<T> {
  readonly data: T | undefined
  readonly error: unknown
  readonly isPlaceholderData: boolean
  readonly dataUpdatedAt: number
}

/** Data outlives a failure as `stale` where trying later may help; a refusal of the question itself hides old data. */
export function shownOf<T>(
  query: Queried<T>,
  hostLost: boolean,
  isEmpty: (value: T) => boolean = () => false,
): Shown<T> {
  const error = query.error instanceof DeskFailure ? query.error.error : null
  if (error?.retry === 'never') return { state: 'refused', error }
  if (query.data === undefined) return error ? { state: 'refused', error } : { state: 'loading' }
  const value = query.data
  if (error || hostLost) return { state: 'stale', value, asOfUtcMs: query.dataUpdatedAt }
  if (query.isPlaceholderData) return { state: 'pending', value }
  return isEmpty(value) ? { state: 'empty', value } : { state: 'ready', value }
}

/** The value that there is to show, whatever its state. */
export function valueOf<T>(shown: Shown<T>): T | null {
  return 'value' in shown ? shown.value : null
}
