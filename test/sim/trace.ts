import { type Violation } from '../stress/proofs.ts'
import type { SimTime } from './sim-time.ts'

/** What happened in a seed's world, in order; and what of it must not happen. */
export class Trace {
  readonly violations: Violation[] = []
  readonly #time: SimTime
  readonly #startUtcMs: number
  readonly #tell: (line: string) => void
  /** Actions, faults and requests that reached the chain. */
  steps = 0

  constructor(time: SimTime, tell: (line: string) => void) {
    this.#time = time
    this.#startUtcMs = time.nowUtcMs()
    this.#tell = tell
  }

  /** One step of the story: who did what, and what came of it. */
  step(who: string, what: string): void {
    this.steps += 1
    this.#line(who, what)
  }

  violated(proof: string, example: unknown, rows = 1): void {
    if (this.violations.some((violation) => violation.proof === proof)) return
    this.violations.push({ proof, rows, example })
    this.#line('VIOLATED', `${proof}: ${JSON.stringify(example)}`)
  }

  #line(who: string, what: string): void {
    const ms = this.#time.nowUtcMs() - this.#startUtcMs
    const clock = `${String(Math.floor(ms / 60_000)).padStart(3)}:${((ms % 60_000) / 1_000).toFixed(3).padStart(6, '0')}`
    this.#tell(`${clock}  ${who.padEnd(9)} ${what}`)
  }
}
