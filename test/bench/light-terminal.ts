import { assert } from '../../shared/base/assert.ts'
import { type Result, ok } from '../../shared/base/result.ts'
import type { WireOp } from '../../shared/wire/ops.ts'
import type { OpOutcome, PullResponse } from '../../shared/wire/sync-messages.ts'
import { systemClock, systemRng, systemTimers } from '../../electron/common/adapters.ts'
import type { SyncFault } from '../../sync/engine/fault.ts'
import type { EventStream, ReplicaPort, ReplicaPosition, TransportPort } from '../../sync/engine/ports.ts'
import { SyncEngine } from '../../sync/engine/sync-engine.ts'
import { HttpTransport } from '../../sync/transport/http-transport.ts'

export interface LightTerminalOptions {
  readonly chainUrl: string
  readonly token: string
  readonly epoch: number
  readonly cursor: number
  /** Keys of the rows that a pull brought. */
  readonly onRows: (keys: readonly string[]) => void
  readonly onFault: (fault: SyncFault) => void
}

/** A terminal with the real engine and the real line, that keeps its place in the sync and no rows: small enough for 5,000. */
export class LightTerminal {
  readonly #replica: PlaceOnly
  readonly #line: HttpTransport
  readonly #engine: SyncEngine
  #heardEvent = false
  #pulled = false

  constructor({ chainUrl, token, epoch, cursor, onRows, onFault }: LightTerminalOptions) {
    this.#replica = new PlaceOnly(epoch, cursor, (keys) => {
      this.#pulled = true
      onRows(keys)
    })
    this.#line = new HttpTransport({ chainUrl, token: () => token, timers: systemTimers })
    this.#engine = new SyncEngine({
      replica: this.#replica,
      transport: this.#listened(),
      clock: systemClock,
      rng: systemRng,
      timers: systemTimers,
      role: () => 'hub',
      enrolWith: null,
      log: { bug: () => onFault({ code: 'BUG', retry: 'never' }), fault: (_lane, fault) => onFault(fault) },
    })
  }

  start(): void {
    this.#engine.start()
  }

  stop(): Promise<void> {
    return this.#engine.stop()
  }

  /** Has it pulled and does it hear events, since the line was lost last? */
  get inSync(): boolean {
    return this.#pulled && this.#heardEvent && this.#engine.status().line === 'up'
  }

  /** Its line is about to be cut. */
  forget(): void {
    this.#heardEvent = false
    this.#pulled = false
  }

  record(op: Omit<WireOp, 'seq'>): void {
    this.#replica.record(op)
    this.#engine.opRecorded()
  }

  #listened(): TransportPort {
    const line = this.#line
    return {
      enrol: (request) => line.enrol(request),
      hello: (request) => line.hello(request),
      allot: (request) => line.allot(request),
      digest: () => line.digest(),
      push: (request) => line.push(request),
      pull: (query) => line.pull(query),
      snapshot: () => noSnapshot(),
      listen: (heard): EventStream =>
        line.listen({
          onEvent: (event) => {
            this.#heardEvent = true
            heard.onEvent(event)
          },
          onEnd: (fault) => {
            this.#heardEvent = false
            heard.onEnd(fault)
          },
        }),
      close: () => line.close(),
    }
  }
}

/** Where a terminal stands and the ops that it has yet to send, in memory. */
class PlaceOnly implements ReplicaPort {
  readonly #epoch: number
  readonly #onRows: (keys: readonly string[]) => void
  readonly #ops: WireOp[] = []
  #cursor: number
  #answeredSeq = 0

  constructor(epoch: number, cursor: number, onRows: (keys: readonly string[]) => void) {
    this.#epoch = epoch
    this.#cursor = cursor
    this.#onRows = onRows
  }

  record(op: Omit<WireOp, 'seq'>): void {
    this.#ops.push({ ...op, seq: this.#ops.length + 1 })
  }

  position(): ReplicaPosition {
    return {
      enrolled: true,
      epoch: this.#epoch,
      cursor: this.#cursor,
      lastSeq: this.#ops.length,
      answeredSeq: this.#answeredSeq,
      lastPulledAtUtcMs: null,
      lastPushedAtUtcMs: null,
    }
  }

  /** A terminal of the bench holds no rows, so nothing that it could sell by itself. */
  allotmentBefore(): null {
    return null
  }

  keepPepper(): ReturnType<ReplicaPort['keepPepper']> {
    return ok(undefined)
  }

  settledOn(): null {
    return null
  }

  businessDate(): null {
    return null
  }

  reconciledOn(): null {
    return null
  }

  reconcile(): Result<boolean, SyncFault> {
    return ok(true)
  }

  giveBack(): Result<boolean, SyncFault> {
    return ok(false)
  }

  opsToPush(afterSeq: number, maxOps: number): readonly WireOp[] {
    return this.#ops.slice(afterSeq, afterSeq + maxOps)
  }

  saveOutcomes(outcomes: readonly OpOutcome[]): Result<void, SyncFault> {
    for (const { seq, outcome } of outcomes) {
      assert(outcome === 'accepted', 'a walk-in lands')
      this.#answeredSeq = Math.max(this.#answeredSeq, seq)
    }
    return ok(undefined)
  }

  rebase(pulled: PullResponse): Result<{ readonly changed: boolean }, SyncFault> {
    this.#cursor = pulled.cursor
    this.#onRows(pulled.changes.map(({ key }) => key))
    return ok({ changed: pulled.changes.length > 0 })
  }

  saveEnrolment = noSnapshot
  beginSnapshot = noSnapshot
  stageSnapshot = noSnapshot
  commitSnapshot = noSnapshot
}

function noSnapshot(): never {
  assert(false, 'a terminal without rows neither enrols nor takes a snapshot')
}
