import type { Result } from '../../shared/base/result.ts'
import type { OpId } from '../../shared/domain/ids.ts'
import type { RowWrite } from '../../shared/domain/rows.ts'
import type { LocalDate } from '../../shared/domain/stay-dates.ts'
import type { WireOp } from '../../shared/wire/ops.ts'
import type {
  AllotmentRequest,
  AllotmentResponse,
  DigestResponse,
  EnrolRequest,
  EnrolResponse,
  HelloRequest,
  HelloResponse,
  OpOutcome,
  PullQuery,
  PullResponse,
  PushRequest,
  PushResponse,
  SnapshotLine,
  SnapshotMark,
  SyncEvent,
} from '../../shared/wire/sync-messages.ts'
import type { SyncFault } from './fault.ts'

/** Where a replica stands, as far as syncing goes. */
export interface ReplicaPosition {
  readonly enrolled: boolean
  /** The epoch of the rows that it holds; `null` before the first snapshot. */
  readonly epoch: number | null
  /** The version up to which it holds them. */
  readonly cursor: number
  /** The highest seq that it has given to an op; 0 before the first. */
  readonly lastSeq: number
  /** Every op up to this seq has its outcome stored. */
  readonly answeredSeq: number
  readonly lastPulledAtUtcMs: number | null
  readonly lastPushedAtUtcMs: number | null
}

/** The part of a snapshot that says where its rows stand. */
export type SnapshotPosition = Pick<PullResponse, 'epoch' | 'cursor' | 'lastSeq'>

/** What the engine needs of the local store. Each write is one local transaction: it happens whole, or the fault says why not. */
export interface ReplicaPort {
  position(): ReplicaPosition
  /**
   * Who the terminal is. A replica that was another terminal's takes the new identity and numbers its queue anew; the
   * identity of another hotel's is refused.
   */
  saveEnrolment(enrolled: EnrolResponse): Result<void, SyncFault>
  /** Keeps what the secrets of the hotel's staff are hashed under, sealed. */
  keepPepper(pepper: string): Result<void, SyncFault>
  /**
   * What it may sell without asking, as that stood before the ops after a seq, which it is about to push again; `null`
   * where it was never given anything.
   */
  allotmentBefore(chainLastSeq: number): AllotmentRequest['declared']
  /**
   * Gives back what the chain asked for, and what it holds of nights that are over, as an op of its own: it is not sold
   * any more from then on. Tells whether there was anything.
   */
  giveBack(opId: OpId, nowUtcMs: number): Result<boolean, SyncFault>
  /** The business date on which its rows were last compared with the chain's; `null`: never. */
  reconciledOn(): string | null
  /**
   * Compares its rows with what the chain has given out, and keeps what it found. `false` where rows differ that no
   * pending op explains: then its epoch is forgotten, so that the next contact fetches all of them again.
   */
  reconcile(digest: DigestResponse, nowUtcMs: number): Result<boolean, SyncFault>
  /** The business date of its rows; `null` before the first snapshot. */
  businessDate(): LocalDate | null
  /** The business date of its rows where the chain has answered every op that it made; else `null`. */
  settledOn(): LocalDate | null
  /** The ops after `afterSeq` in order of seq, at least one where there is one, else up to both limits. */
  opsToPush(afterSeq: number, maxOps: number, maxBytes: number): readonly WireOp[]
  /** Stores what became of ops. They stay pending until a pull brings their effect. */
  saveOutcomes(outcomes: readonly OpOutcome[], nowUtcMs: number): Result<void, SyncFault>
  /** Undo pending, apply, acknowledge, replay, move the cursor. `changed` tells whether any row or op did. */
  rebase(pulled: PullResponse, nowUtcMs: number): Result<{ readonly changed: boolean }, SyncFault>
  /** Empties the staging area. */
  beginSnapshot(): Result<void, SyncFault>
  stageSnapshot(changes: readonly RowWrite[]): Result<void, SyncFault>
  /** Replaces every row by the staged ones and replays what the snapshot does not know; the outbox is kept. */
  commitSnapshot(position: SnapshotPosition, nowUtcMs: number): Result<void, SyncFault>
}

/** An open stream of events; `close` is quiet: nothing is heard after it. */
export interface EventStream {
  close(): void
}

/** What the engine needs of the line. Nothing here rejects: every failure is a classed fault. */
export interface TransportPort {
  enrol(request: EnrolRequest): Promise<Result<EnrolResponse, SyncFault>>
  hello(request: HelloRequest): Promise<Result<HelloResponse, SyncFault>>
  /** Asks to be given what a day of walk-ins takes; the rows of it come with a pull. */
  allot(request: AllotmentRequest): Promise<Result<AllotmentResponse, SyncFault>>
  /** What the rows of this terminal's scope say at the chain. */
  digest(): Promise<Result<DigestResponse, SyncFault>>
  push(request: PushRequest): Promise<Result<PushResponse, SyncFault>>
  /** What changed after a cursor; `settledOn`: the date that this terminal has nothing to tell of before. */
  pull(query: PullQuery): Promise<Result<PullResponse, SyncFault>>
  /**
   * Hands over each line as it arrives, from the beginning or after a mark; a line that is not taken ends the snapshot
   * with that fault.
   */
  snapshot(
    onLine: (line: SnapshotLine) => Result<void, SyncFault>,
    after?: SnapshotMark | null,
  ): Promise<Result<void, SyncFault>>
  listen(heard: { onEvent(event: SyncEvent): void; onEnd(fault: SyncFault): void }): EventStream
  /** Gives up whatever is under way. */
  close(): void
}
