import { setTimeout as pause } from 'node:timers/promises'
import { z } from 'zod'
import { present } from '../../shared/base/assert.ts'
import { opOutcomeSchema } from '../../shared/wire/sync-messages.ts'
import type { SeededRandom } from '../../sync/chain/demo/seeded-random.ts'

/** What is looked at of the answers of many routes. */
const bodySchema = z.looseObject({
  code: z.string().optional(),
  status: z.union([z.string(), z.number()]).optional(),
  confirmationCode: z.string().optional(),
  cardToken: z.string().optional(),
  outcomes: z.array(opOutcomeSchema).optional(),
})

export interface Answer {
  readonly status: number
  readonly body: z.output<typeof bodySchema>
}

const ANSWER_TIMEOUT_MS = 15_000
const FIRST_PAUSE_MS = 30
const LONGEST_PAUSE_MS = 500

/** One of a list that is not empty. */
export function oneOf<T>(random: SeededRandom, list: readonly T[]): T {
  return present(list[Math.floor(random.next() * list.length)], 'a list to choose from')
}

/** Asks any of the chain's processes, the same request again until one of them answers it. */
export class Caller {
  readonly #chains: readonly string[]
  readonly #random: SeededRandom
  retries = 0

  constructor(chains: readonly string[], random: SeededRandom) {
    this.#chains = chains
    this.#random = random
  }

  async ask(method: string, path: string, token: string, body?: unknown): Promise<Answer> {
    for (let tries = 0; ; tries += 1) {
      const chain = oneOf(this.#random, this.#chains)
      const answer = await this.#askOnce(`${chain}${path}`, method, token, body)
      if (answer) return answer
      this.retries += 1
      await pause(Math.min(FIRST_PAUSE_MS * 2 ** Math.min(tries, 10), LONGEST_PAUSE_MS) * (0.5 + this.#random.next()))
    }
  }

  /** `null`: nobody knows whether it was done. */
  async #askOnce(url: string, method: string, token: string, body: unknown): Promise<Answer | null> {
    try {
      const response = await fetch(url, {
        method,
        headers: {
          authorization: `Bearer ${token}`,
          ...(body !== undefined && { 'content-type': 'application/json' }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS),
      })
      const answer = { status: response.status, body: bodySchema.parse(await response.json()) }
      return answer.status >= 500 || answer.status === 429 ? null : answer
    } catch {
      return null
    }
  }
}
