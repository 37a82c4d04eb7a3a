import type { ReplicaPort } from '../../sync/engine/ports.ts'
import type { Replica } from '../../sync/replica/replica.ts'

/** The process of a terminal has ended. */
export class TerminalCrash extends Error {
  override readonly name = 'TerminalCrash'
}

/** The next durable step at or after which a terminal's process ends. */
export interface CrashPoint {
  /** How many durable steps still come to their end. */
  readonly after: number
  readonly when: 'before' | 'after'
}

type Step<T> = () => T

interface Heard {
  readonly crashed: (step: string) => void
  readonly rowsCame: () => void
}

/** A replica whose process may end right before or right after any of its durable steps. */
export class CrashingReplica implements ReplicaPort {
  readonly #replica: Replica
  readonly #crashed: (step: string) => void
  readonly #rowsCame: () => void
  #point: CrashPoint | null = null
  #dead = false

  constructor(replica: Replica, heard: Heard) {
    this.#replica = replica
    this.#crashed = heard.crashed
    this.#rowsCame = heard.rowsCame
  }

  crashAt(point: CrashPoint): void {
    this.#point = point
  }

  /** Nothing of the ended process touches the file any more. */
  die(): void {
    this.#dead = true
  }

  position(): ReturnType<ReplicaPort['position']> {
    return this.#replica.position()
  }

  opsToPush(...asked: Parameters<ReplicaPort['opsToPush']>): ReturnType<ReplicaPort['opsToPush']> {
    return this.#replica.opsToPush(...asked)
  }

  allotmentBefore(...asked: Parameters<ReplicaPort['allotmentBefore']>): ReturnType<ReplicaPort['allotmentBefore']> {
    return this.#replica.allotmentBefore(...asked)
  }

  businessDate(): ReturnType<ReplicaPort['businessDate']> {
    return this.#replica.businessDate()
  }

  keepPepper(pepper: string): ReturnType<ReplicaPort['keepPepper']> {
    return this.#durable('keepPepper', () => this.#replica.keepPepper(pepper))
  }

  settledOn(): ReturnType<ReplicaPort['settledOn']> {
    return this.#replica.settledOn()
  }

  reconciledOn(): ReturnType<ReplicaPort['reconciledOn']> {
    return this.#replica.reconciledOn()
  }

  reconcile(...given: Parameters<ReplicaPort['reconcile']>): ReturnType<ReplicaPort['reconcile']> {
    return this.#durable('reconcile', () => this.#replica.reconcile(...given))
  }

  giveBack(...given: Parameters<ReplicaPort['giveBack']>): ReturnType<ReplicaPort['giveBack']> {
    return this.#durable('giveBack', () => this.#replica.giveBack(...given))
  }

  saveEnrolment(...given: Parameters<ReplicaPort['saveEnrolment']>): ReturnType<ReplicaPort['saveEnrolment']> {
    return this.#durable('saveEnrolment', () => this.#replica.saveEnrolment(...given))
  }

  saveOutcomes(...given: Parameters<ReplicaPort['saveOutcomes']>): ReturnType<ReplicaPort['saveOutcomes']> {
    return this.#durable('saveOutcomes', () => this.#replica.saveOutcomes(...given))
  }

  rebase(...given: Parameters<ReplicaPort['rebase']>): ReturnType<ReplicaPort['rebase']> {
    return this.#durable('rebase', () => {
      const rebased = this.#replica.rebase(...given)
      this.#rowsCame()
      return rebased
    })
  }

  beginSnapshot(): ReturnType<ReplicaPort['beginSnapshot']> {
    return this.#durable('beginSnapshot', () => this.#replica.beginSnapshot())
  }

  stageSnapshot(...given: Parameters<ReplicaPort['stageSnapshot']>): ReturnType<ReplicaPort['stageSnapshot']> {
    return this.#durable('stageSnapshot', () => this.#replica.stageSnapshot(...given))
  }

  commitSnapshot(...given: Parameters<ReplicaPort['commitSnapshot']>): ReturnType<ReplicaPort['commitSnapshot']> {
    return this.#durable('commitSnapshot', () => {
      const committed = this.#replica.commitSnapshot(...given)
      this.#rowsCame()
      return committed
    })
  }

  #durable<T>(name: string, step: Step<T>): T {
    if (this.#dead) throw new TerminalCrash(name)
    const point = this.#point
    if (point === null || point.after > 0) {
      if (point) this.#point = { ...point, after: point.after - 1 }
      return step()
    }
    if (point.when === 'after') step()
    this.#crashed(`${point.when} ${name}`)
    throw new TerminalCrash(name)
  }
}
