import { AsyncLocalStorage } from 'node:async_hooks'
import type { Database, Queryable } from '../../sync/chain/database/port.ts'
import type { SeededRandom } from '../../sync/chain/demo/seeded-random.ts'
import type { SimTime } from './sim-time.ts'

/** The process that asked is no more: what it had under way never happened. */
export class ChainGone extends Error {
  override readonly name = 'ChainGone'
}

/** What runs as a request: none of it may take a night that is not over further beyond its limit. `null`: as anything. */
export const asRequest = new AsyncLocalStorage<string | null>()

export interface SimDatabaseParts {
  readonly real: Database
  readonly time: SimTime
  readonly random: SeededRandom
  readonly maxWaitMs: number
  readonly violated: (proof: string, example: unknown) => void
}

/**
 * The chain's database as one process of the chain sees it: each transaction, and each statement outside one, waits its
 * turn in virtual time and then runs alone, so that calls interleave between transactions as the seed says.
 */
export class SimDatabase implements Database {
  readonly engine = 'pglite'
  readonly #parts: SimDatabaseParts
  #serving = false
  #gone = false

  constructor(parts: SimDatabaseParts) {
    this.#parts = parts
  }

  /** The process has come up: until here its statements went straight through, and no time passed. */
  serve(): void {
    this.#serving = true
  }

  /** The process ends: nothing that it has not begun will happen. */
  end(): void {
    this.#gone = true
  }

  historyInDoubt(): boolean {
    return false
  }

  trustHistory(): void {}

  query<R extends object>(sql: string, params?: readonly unknown[]): Promise<R[]> {
    return this.#turn(() => this.#parts.real.query<R>(sql, params))
  }

  transaction<T>(isolation: Parameters<Database['transaction']>[0], work: (tx: Queryable) => Promise<T>): Promise<T> {
    return this.#turn(() => this.#parts.real.transaction(isolation, work))
  }

  load<T>(work: Parameters<Database['load']>[0]): Promise<T> {
    return this.#turn(() => this.#parts.real.load(work)) as Promise<T> // what the work answers
  }

  script(sql: string): Promise<void> {
    return this.#turn(() => this.#parts.real.script(sql))
  }

  async close(): Promise<void> {
    this.end()
  }

  async #turn<T>(run: () => Promise<T>): Promise<T> {
    const { time, random, maxWaitMs } = this.#parts
    if (!this.#serving) return run()
    const request = asRequest.getStore()
    return time.work(
      async () => {
        if (this.#gone) throw new ChainGone('the chain is gone')
        if (request === undefined || request === null) return run()
        const before = await this.#forced()
        const value = await run()
        const after = await this.#forced()
        if (after > before) this.#parts.violated('a request goes beyond no limit', { request, before, after })
        return value
      },
      Math.floor(random.next() * maxWaitMs),
    )
  }

  async #forced(): Promise<number> {
    const [row] = await this.#parts.real.query<{ forced: number }>(
      `SELECT coalesce(sum(forced), 0)::integer AS forced FROM room_type_inventory i JOIN hotel h USING (hotel_id)
       WHERE i.night >= h.business_date`,
    )
    return row?.forced ?? 0
  }
}
