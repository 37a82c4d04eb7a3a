import { sameSecret } from './sessions.ts'

/**
 * How often the entry link works. `one-time`: Keyrack opens the browser itself, and what stays in its history is void.
 * `reusable`: the link was printed for a person, who may open several browsers with it; void when the host stops.
 */
export type LinkUse = 'one-time' | 'reusable'

/** The token of the entry link, and whether it still opens the desk. */
export class EntryLink {
  readonly token: string
  readonly #use: LinkUse
  #spent = false

  constructor(token: string, use: LinkUse) {
    this.token = token
    this.#use = use
  }

  /** Whether this token opens the desk now; a one-time token is spent by the yes. */
  accept(token: string): boolean {
    const right = sameSecret(token, this.token)
    if (!right || this.#spent) return false
    if (this.#use === 'one-time') this.#spent = true
    return true
  }
}
