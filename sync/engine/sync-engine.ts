import { unreachable } from '../../shared/base/assert.ts'
import type { Clock, Rng, Timers } from '../../shared/base/ports.ts'
import { type Result, ok, refuse } from '../../shared/base/result.ts'
import { newOpId } from '../../shared/domain/ids.ts'
import { MAX_PUSH_BYTES, MAX_PUSH_OPS, PROTOCOL_VERSION } from '../../shared/wire/protocol.ts'
import type { DeviceRole, EnrolRequest, PullResponse } from '../../shared/wire/sync-messages.ts'
import { drawChance } from './backoff.ts'
import { DEVICE_FORKED, ENGINE_BUG, RESPONSE_INVALID, type SyncFault, isLineLoss } from './fault.ts'
import { nextAction } from './next-action.ts'
import type { EventStream, ReplicaPort, TransportPort } from './ports.ts'
import { receiveChanges } from './receive-changes.ts'
import { type SnapshotProgress, receiveSnapshot } from './receive-snapshot.ts'
import { type EngineEvent, type EngineState, type LaneName, fold, initialState } from './state.ts'

const FIRST_EPOCH = 1
/** While the line is up, a terminal asks this often for what it may sell. */
const ALLOT_EVERY_MS = 5 * 60_000
/** After a greeting or a snapshot, rows are compared so much later. */
const COMPARE_AFTER_MS = 5 * 60_000

export interface EngineOptions {
  readonly replica: ReplicaPort
  readonly transport: TransportPort
  readonly clock: Clock
  readonly rng: Rng
  readonly timers: Timers
  /** How to enrol where the replica is not; `null` where there is no code to enrol with. */
  readonly enrolWith: Omit<EnrolRequest, 'protocol'> | null
  /** What the terminal is in its hotel, asked for with each contact. */
  readonly role: () => DeviceRole
  /** Hears of bugs (the engine goes on, backing off) and of faults. */
  readonly log: { bug(error: unknown): void; fault(lane: LaneName, fault: SyncFault): void }
}

/** What a badge shows of the engine. */
export interface EngineStatus {
  readonly line: EngineState['line']
  readonly lineSinceUtcMs: number
  readonly lastPulledAtUtcMs: number | null
  readonly lastPushedAtUtcMs: number | null
  /** The seqs of the batch that was sent and is not answered. */
  readonly inFlight: { readonly fromSeq: number; readonly throughSeq: number } | null
  /** The code of a fault that only a person can mend. */
  readonly haltedBy: string | null
  /** This terminal's clock less the chain's, as the last hello told it; `null` before one. */
  readonly clockOffsetMs: number | null
}

export type EngineNews = 'rowsChanged' | 'statusChanged'

/**
 * Runs the state machine: asks it what to do, does it through the ports, folds what came of it. Holds no truth that is
 * not in the replica: stopped at any point, a new one over the same replica goes on. Rules: SYNC-20 to SYNC-33.
 */
export class SyncEngine {
  readonly #options: EngineOptions
  readonly #listeners = new Set<(news: EngineNews) => void>()
  #state: EngineState
  #running: Promise<void> = Promise.resolve()
  #timer: { cancel(): void } | null = null
  #stream: EventStream | null = null
  #alive = false
  readonly #progress: SnapshotProgress = { mark: null }
  #allottedAtUtcMs: number | null = null
  /** When it last began to catch up with the chain: by a greeting, or by a snapshot. */
  #caughtUpFromUtcMs = 0

  constructor(options: EngineOptions) {
    this.#options = options
    const position = options.replica.position()
    this.#state = initialState(position, options.enrolWith !== null, options.clock.nowUtcMs())
  }

  start(): void {
    this.#alive = true
    this.#step()
  }

  /** Gives up what is under way and does nothing more. Resolves when the replica is no longer touched. */
  async stop(): Promise<void> {
    this.#alive = false
    this.#timer?.cancel()
    this.#stream?.close()
    this.#stream = null
    this.#options.transport.close()
    await this.#running
  }

  /** An op was recorded in the replica: it may be sent. */
  opRecorded(): void {
    this.#fold({ event: 'opRecorded', lastSeq: this.#options.replica.position().lastSeq })
  }

  /** Cuts every pause short and tries again even what was given up. */
  retryNow(): void {
    this.#fold({ event: 'retryNow' })
  }

  status(): EngineStatus {
    const { line, lineSinceUtcMs, lastPulledAtUtcMs, lastPushedAtUtcMs, running, lanes, pushOnly, clockOffsetMs } =
      this.#state
    const inFlight = running?.lane === 'push' ? { fromSeq: running.fromSeq, throughSeq: running.throughSeq } : null
    const halted = Object.values(lanes).find((lane) => lane.haltedBy !== null)?.haltedBy ?? null
    const haltedBy = pushOnly ?? halted
    return { line, lineSinceUtcMs, lastPulledAtUtcMs, lastPushedAtUtcMs, inFlight, haltedBy, clockOffsetMs }
  }

  /** Hears news until the returned function is called. */
  listen(heard: (news: EngineNews) => void): () => void {
    this.#listeners.add(heard)
    return () => this.#listeners.delete(heard)
  }

  #fold(event: EngineEvent): void {
    this.#state = fold(this.#state, event)
    if (!this.#state.listening && this.#stream) {
      this.#stream.close()
      this.#stream = null
    }
    this.#tell('statusChanged')
    this.#step()
  }

  #tell(news: EngineNews): void {
    for (const heard of this.#listeners) heard(news)
  }

  #step(): void {
    if (!this.#alive) return
    this.#timer?.cancel()
    this.#timer = null
    const { clock, timers } = this.#options
    const action = nextAction(this.#state, clock.nowUtcMs())
    if (action.do === 'wait') {
      if (action.untilUtcMs === null) return
      this.#timer = timers.after(Math.max(0, action.untilUtcMs - clock.nowUtcMs()), () => this.#step())
      return
    }
    if (action.do === 'listen') this.#openStream()
    else this.#running = this.#run(action.do)
  }

  async #run(lane: Exclude<LaneName, 'listen'>): Promise<void> {
    const outcome = await this.#perform(lane).catch((error: unknown) => {
      this.#options.log.bug(error)
      return refuse(ENGINE_BUG)
    })
    if (!this.#alive) return
    if (outcome.ok) this.#fold(outcome.value)
    else this.#failed(lane, outcome.error)
  }

  async #perform(lane: Exclude<LaneName, 'listen'>): Promise<Result<EngineEvent, SyncFault>> {
    if (lane === 'push') return await this.#push()
    this.#state = fold(this.#state, { event: 'started', lane, fromSeq: 0, throughSeq: 0 })
    switch (lane) {
      case 'enrol':
        return await this.#enrol()
      case 'hello':
        return await this.#hello()
      case 'snapshot':
        return await this.#snapshot()
      case 'pull':
        return await this.#pull()
      default:
        return unreachable(lane)
    }
  }

  async #enrol(): Promise<Result<EngineEvent, SyncFault>> {
    const { transport, replica, enrolWith } = this.#options
    if (enrolWith === null) return refuse(ENGINE_BUG)
    const response = await transport.enrol({ protocol: PROTOCOL_VERSION, ...enrolWith })
    if (!response.ok) return response
    const saved = replica.saveEnrolment(response.value)
    if (!saved.ok) return saved
    this.#tell('rowsChanged')
    const { lastSeq, answeredSeq } = replica.position()
    return ok({ event: 'enrolled', lastSeq, answeredSeq })
  }

  async #hello(): Promise<Result<EngineEvent, SyncFault>> {
    const { transport, replica, clock } = this.#options
    const { epoch, cursor, lastSeq } = replica.position()
    const clockUtcMs = clock.nowUtcMs()
    const hello = await transport.hello({ protocol: PROTOCOL_VERSION, epoch, cursor, lastSeq, clockUtcMs })
    if (!hello.ok) return hello
    const nowUtcMs = clock.nowUtcMs()
    this.#caughtUpFromUtcMs = nowUtcMs
    // The chain looked at its clock somewhere between; half way is off by half the round trip at the most.
    const clockOffsetMs = Math.round((clockUtcMs + nowUtcMs) / 2) - hello.value.clockUtcMs
    const allotted = await this.#allot(hello.value.epoch, hello.value.lastSeq)
    // The rows of another history are about to replace those that tell what this terminal may sell.
    const declares = epoch !== null && hello.value.epoch !== epoch
    if (!allotted.ok && declares && allotted.error.retry !== 'never') {
      return refuse({ ...allotted.error, retry: 'backoff' })
    }
    const { pepper, ...greeting } = hello.value
    const kept = pepper === null ? ok(undefined) : replica.keepPepper(pepper)
    return kept.ok ? ok({ event: 'greeted', hello: greeting, clockOffsetMs, nowUtcMs }) : kept
  }

  /**
   * Asks for what this terminal may sell, and declares what it may sell already. A chain that does not answer is asked
   * again later, and nothing waits for it but the rows of another history. Rules: ALLOT-09, ALLOT-11.
   */
  async #allot(epoch: number, chainLastSeq: number): Promise<Result<void, SyncFault>> {
    const { transport, replica, clock, role, log } = this.#options
    this.#allottedAtUtcMs = clock.nowUtcMs()
    const declared = replica.allotmentBefore(chainLastSeq)
    const allotted = await transport.allot({ epoch, role: role(), declared })
    if (allotted.ok) return ok(undefined)
    log.fault('hello', allotted.error)
    return allotted
  }

  async #snapshot(): Promise<Result<EngineEvent, SyncFault>> {
    const { replica, clock } = this.#options
    const received = await this.#snapshotOfOneMoment()
    // A line that broke leaves what came; anything else begins anew.
    if (received.ok || (!isLineLoss(received.error) && received.error.code !== 'BUSY')) this.#progress.mark = null
    if (!received.ok) return received
    if (!this.#alive) return refuse(ENGINE_BUG)
    const { epoch, cursor, lastSeq } = received.value
    const at = { epoch, cursor, lastSeq }
    const committed = replica.commitSnapshot(at, clock.nowUtcMs())
    if (!committed.ok) return committed
    this.#tell('rowsChanged')
    const { answeredSeq } = replica.position()
    const nowUtcMs = clock.nowUtcMs()
    this.#caughtUpFromUtcMs = nowUtcMs
    return ok({ event: 'snapshotLoaded', at, answeredSeq, nowUtcMs })
  }

  /**
   * Stages the pages of a snapshot, each of its own moment, and over them what changed since the first: together they
   * are the hotel at the moment that the pull stands for (rule SYNC-05).
   */
  async #snapshotOfOneMoment(): Promise<Result<PullResponse, SyncFault>> {
    const { transport, replica } = this.#options
    const begun = await receiveSnapshot(transport, replica, this.#progress)
    if (!begun.ok) return begun
    const since = await receiveChanges(transport, {
      epoch: begun.value.epoch,
      cursor: begun.value.cursor,
    })
    if (!since.ok) return since
    if (since.value.lastSeq > replica.position().lastSeq) return refuse(DEVICE_FORKED)
    const staged = replica.stageSnapshot(since.value.changes)
    return staged.ok ? since : staged
  }

  async #push(): Promise<Result<EngineEvent, SyncFault>> {
    const { transport, replica, clock } = this.#options
    const { answeredSeq, pushOnly } = this.#state
    // Where nothing but pushes is taken, an epoch can not be learnt, and the chain does not ask for the right one.
    const epoch = pushOnly === null ? this.#state.epoch : this.#state.epoch || FIRST_EPOCH
    const ops = replica.opsToPush(answeredSeq, MAX_PUSH_OPS, MAX_PUSH_BYTES)
    const [first, last] = [ops.at(0), ops.at(-1)]
    this.#state = fold(this.#state, {
      event: 'started',
      lane: 'push',
      fromSeq: first?.seq ?? 0,
      throughSeq: last?.seq ?? 0,
    })
    if (epoch === null || !first) return refuse(ENGINE_BUG)
    this.#tell('statusChanged')
    const response = await transport.push({ epoch, ops: [...ops] })
    if (!response.ok) return response
    // A chain that answers without having moved would be asked for ever.
    if (response.value.lastSeq < first.seq) return refuse(RESPONSE_INVALID)
    const saved = replica.saveOutcomes(response.value.outcomes, clock.nowUtcMs())
    if (!saved.ok) return saved
    this.#tell('rowsChanged')
    const lastSeq = Math.min(response.value.lastSeq, last?.seq ?? first.seq)
    return ok({ event: 'pushed', response: { ...response.value, lastSeq }, nowUtcMs: clock.nowUtcMs() })
  }

  async #pull(): Promise<Result<EngineEvent, SyncFault>> {
    const { transport, replica, clock } = this.#options
    const { epoch, cursor } = this.#state
    if (epoch === null) return refuse(ENGINE_BUG)
    const settledOn = replica.settledOn() ?? undefined
    const received = await receiveChanges(transport, { epoch, cursor, settledOn })
    if (!received.ok) return received
    const pulled = received.value
    // Somebody else speaks for this terminal: its outcomes are not those of the ops on this disk.
    if (pulled.lastSeq > replica.position().lastSeq) return refuse(DEVICE_FORKED)
    const rebased = replica.rebase(pulled, clock.nowUtcMs())
    if (!rebased.ok) return rebased
    if (rebased.value.changed) this.#tell('rowsChanged')
    await this.#keepAllotment(pulled)
    await this.#reconcile()
    return ok({ event: 'pulled', cursor: pulled.cursor, head: pulled.head, nowUtcMs: clock.nowUtcMs() })
  }

  /** Once a business date: are the rows here what the chain has given out? Else all are fetched again. Rule SYNC-61. */
  async #reconcile(): Promise<void> {
    const { transport, replica, clock, log } = this.#options
    const businessDate = replica.businessDate()
    if (businessDate === null || replica.reconciledOn() === businessDate) return
    // Comparing takes both sides as long as a snapshot; what an outage has left to push and pull comes first.
    if (clock.nowUtcMs() - this.#caughtUpFromUtcMs < COMPARE_AFTER_MS) return
    const digest = await transport.digest()
    if (!digest.ok) {
      log.fault('pull', digest.error)
      return
    }
    const reconciled = replica.reconcile(digest.value, clock.nowUtcMs())
    if (!reconciled.ok) log.fault('pull', reconciled.error)
    else if (!reconciled.value) this.#state = fold(this.#state, { event: 'rowsDoubted' })
  }

  /** Gives back what the chain asked for, and now and then asks for what is missing. Rules: ALLOT-06, ALLOT-11. */
  async #keepAllotment(pulled: PullResponse): Promise<void> {
    const { replica, clock, rng, log } = this.#options
    const nowUtcMs = clock.nowUtcMs()
    const given = replica.giveBack(newOpId(clock, rng), nowUtcMs)
    if (!given.ok) log.fault('pull', given.error)
    if (given.ok && given.value) {
      this.#state = fold(this.#state, { event: 'opRecorded', lastSeq: replica.position().lastSeq })
      this.#tell('rowsChanged')
    }
    const due = this.#allottedAtUtcMs === null || Math.abs(nowUtcMs - this.#allottedAtUtcMs) >= ALLOT_EVERY_MS
    if (due) await this.#allot(pulled.epoch, pulled.lastSeq)
  }

  #openStream(): void {
    const stream = this.#options.transport.listen({
      onEvent: (poke) => {
        if (this.#stream === stream) this.#fold({ event: 'poked', poke })
      },
      onEnd: (fault) => {
        if (this.#stream !== stream) return
        this.#stream = null
        this.#failed('listen', fault)
      },
    })
    this.#stream = stream
    this.#fold({ event: 'started', lane: 'listen', fromSeq: 0, throughSeq: 0 })
  }

  #failed(lane: LaneName, fault: SyncFault): void {
    const { clock, rng, log } = this.#options
    log.fault(lane, fault)
    this.#fold({ event: 'failed', lane, fault, nowUtcMs: clock.nowUtcMs(), chance: drawChance(rng) })
  }
}
