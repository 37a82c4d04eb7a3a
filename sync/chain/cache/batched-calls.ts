import type { HotelId } from '../../../shared/domain/ids.ts'
import { isDatabaseBusy } from '../database/sqlstate.ts'

export interface BatchedCallsParts<Q, A> {
  /** Answers questions, in their order, by one statement. */
  readonly run: (questions: readonly Q[]) => Promise<readonly A[]>
  /** Statements in flight at most. */
  readonly lanes: number
  /** Whether a statement may speak of several hotels; not on Citus. */
  readonly spansHotels: boolean
}

const MAX_BATCH = 128

interface Waiting<Q, A> {
  readonly question: Q
  resolve(answer: A): void
  reject(error: unknown): void
}

/**
 * Natural micro-batching of short statements, reads or inserts of new rows: while statements are in flight what is asked
 * queues up, and goes next, at the end of the event loop's turn, as one.
 * Who asks alone pays one plain statement, and nobody gets an answer from before they asked. A statement that fails goes
 * once more question by question, so that one the database rejects fails alone. Rule CHAIN-34.
 */
export class BatchedCalls<Q extends { readonly hotelId: HotelId }, A> {
  readonly #parts: BatchedCallsParts<Q, A>
  #queue: Waiting<Q, A>[] = []
  #flying = 0
  #takeOffDue = false

  constructor(parts: BatchedCallsParts<Q, A>) {
    this.#parts = parts
  }

  ask(question: Q): Promise<A> {
    return new Promise((resolve, reject) => {
      this.#queue.push({ question, resolve, reject })
      this.#takeOff()
    })
  }

  /** At the end of this turn of the event loop: what came in with it goes together, not the first alone. */
  #takeOff(): void {
    if (this.#takeOffDue) return
    this.#takeOffDue = true
    setImmediate(() => {
      this.#takeOffDue = false
      this.#fly()
    })
  }

  #fly(): void {
    while (this.#flying < this.#parts.lanes && this.#queue.length > 0) void this.#flyBatch(this.#takeBatch())
  }

  #takeBatch(): Waiting<Q, A>[] {
    if (this.#parts.spansHotels) return this.#queue.splice(0, MAX_BATCH)
    const hotelId = this.#queue[0]?.question.hotelId
    const batch = this.#queue.filter(({ question }) => question.hotelId === hotelId).slice(0, MAX_BATCH)
    const taken = new Set(batch)
    this.#queue = this.#queue.filter((waiting) => !taken.has(waiting))
    return batch
  }

  async #flyBatch(batch: readonly Waiting<Q, A>[]): Promise<void> {
    this.#flying += 1
    await this.#answer(batch)
    this.#flying -= 1
    this.#takeOff()
  }

  /** Never throws. */
  async #answer(batch: readonly Waiting<Q, A>[]): Promise<void> {
    try {
      const answers = await this.#parts.run(batch.map(({ question }) => question))
      if (answers.length !== batch.length) throw new Error('an answer a question')
      for (const [index, waiting] of batch.entries()) waiting.resolve(answers[index] as A) // as many as there are
    } catch (error) {
      if (batch.length === 1 || isDatabaseBusy(error)) for (const waiting of batch) waiting.reject(error)
      else for (const waiting of batch) await this.#answer([waiting])
    }
  }
}
