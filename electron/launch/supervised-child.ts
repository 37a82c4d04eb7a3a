import type { Clock, Timers } from '../../shared/base/ports.ts'
import type { ChildExit, RunningChild } from './child-process.ts'
import { decideRestart } from '../common/restart-policy.ts'

export interface Supervision<R> {
  /** Starts the child; `last` is what its latest predecessor said when it was ready, so that ports stay the same. */
  start(last: R | null, onSpawn: (stop: () => Promise<ChildExit>) => void): Promise<RunningChild<R>>
  /** It is up again; `exit` is how its predecessor ended, or `null` where that one never came up. */
  onBack(ready: R, exit: ChildExit | null): void
  /** The fifth failure within a minute: nothing more is tried. */
  onGiveUp(): void
  /** Whether an end is what a person asked for (closed the window), so that all ends with it. */
  isWanted(exit: ChildExit): boolean
  onWantedEnd(): void
}

/** Keeps one child alive until it is stopped. */
export class SupervisedChild<R> {
  readonly #supervision: Supervision<R>
  readonly #clock: Clock
  readonly #timers: Timers
  #failuresUtcMs: readonly number[] = []
  /** Ends the newest child, ready or not. */
  #stopNewest: (() => Promise<ChildExit>) | null = null
  #attempt: Promise<unknown> = Promise.resolve()
  #pause: { cancel(): void } | null = null
  #stopped = false

  constructor(supervision: Supervision<R>, clock: Clock, timers: Timers) {
    this.#supervision = supervision
    this.#clock = clock
    this.#timers = timers
  }

  /** The first start; a fault here is the caller's to tell and is not tried again. */
  async start(): Promise<R> {
    const starting = this.#start(null)
    this.#attempt = starting.catch(() => undefined)
    const child = await starting
    this.#watch(child)
    return child.ready
  }

  /** Stops it for good; resolves when it is gone. */
  async stop(): Promise<void> {
    this.#stopped = true
    this.#pause?.cancel()
    await this.#stopNewest?.()
    await this.#attempt
  }

  #start(last: R | null): Promise<RunningChild<R>> {
    return this.#supervision.start(last, (stop) => {
      this.#stopNewest = stop
    })
  }

  #watch(child: RunningChild<R>): void {
    void this.#awaitEnd(child)
  }

  async #awaitEnd(child: RunningChild<R>): Promise<void> {
    const exit = await child.exited
    if (this.#stopped) return
    if (this.#supervision.isWanted(exit)) this.#supervision.onWantedEnd()
    else this.#failed(child.ready, exit)
  }

  #failed(last: R, exit: ChildExit | null): void {
    if (this.#stopped) return
    const decision = decideRestart(this.#failuresUtcMs, this.#clock.nowUtcMs())
    if (decision.kind === 'giveUp') return this.#supervision.onGiveUp()
    this.#failuresUtcMs = decision.failuresUtcMs
    this.#pause = this.#timers.after(decision.afterMs, () => {
      this.#attempt = this.#again(last, exit)
    })
  }

  async #again(last: R, exit: ChildExit | null): Promise<void> {
    try {
      const child = await this.#start(last)
      this.#watch(child)
      if (!this.#stopped) this.#supervision.onBack(child.ready, exit)
    } catch {
      // What went wrong stands in the child's log; that it went wrong counts as one more failure.
      this.#failed(last, null)
    }
  }
}
