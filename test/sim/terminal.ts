import { rmSync } from 'node:fs'
import { present } from '../../shared/base/assert.ts'
import type { Clock } from '../../shared/base/ports.ts'
import type { Result } from '../../shared/base/result.ts'
import type { DeviceId } from '../../shared/domain/ids.ts'
import type { SeededRandom } from '../../sync/chain/demo/seeded-random.ts'
import { SyncEngine } from '../../sync/engine/sync-engine.ts'
import { SqliteFile } from '../../sync/replica/database.ts'
import { loadIdentity } from '../../sync/replica/queries/device.ts'
import { type NewOutboxRow, insertOp } from '../../sync/replica/queries/outbox.ts'
import type { NewOp, Recording } from '../../sync/replica/record.ts'
import { Replica } from '../../sync/replica/replica.ts'
import { MemoryTransport } from '../../sync/transport/memory-transport.ts'
import type { ChainSide } from './chain-side.ts'
import { describe } from './chain-side.ts'
import { type CrashPoint, CrashingReplica, TerminalCrash } from './crashing-replica.ts'
import type { SimTime } from './sim-time.ts'
import type { Trace } from './trace.ts'
import { TEST_VAULT } from '../support/test-vault.ts'

type Faults = Parameters<MemoryTransport['setFaults']>[0]

/** A terminal that was switched on again is up after so long. */
const MAX_RESTART_MS = 30_000

const NEEDS_CODE: ReadonlySet<string> = new Set(['DEVICE_FORKED', 'DEVICE_UNAUTHORISED', 'ENROL_CODE_INVALID'])

export interface TerminalParts {
  readonly name: string
  readonly path: string
  /** Terminals of one family are copies of one disk. */
  readonly family: string
  readonly role: 'hub' | 'standby'
  readonly chainSide: ChainSide
  readonly time: SimTime
  readonly random: SeededRandom
  readonly trace: Trace
  /** Hears of each time that rows of the chain are on the disk. */
  readonly rowsCame: (name: string, replica: Replica) => void
  /** Hears of each op that is on the disk for good. */
  readonly recorded: (opId: string) => void
}

interface Running {
  readonly replica: Replica
  readonly port: CrashingReplica
  readonly engine: SyncEngine
  readonly line: MemoryTransport
}

/** A front desk: the real replica and engine over a file that outlives their process. */
export class Terminal {
  readonly name: string
  readonly family: string
  readonly path: string
  readonly #parts: TerminalParts
  #running: Running | null = null
  #faults: Faults = {}
  #hotelLineDown = false
  #clockOffsetMs = 0
  #enrolCode: string | null = null

  constructor(parts: TerminalParts) {
    this.#parts = parts
    this.name = parts.name
    this.family = parts.family
    this.path = parts.path
  }

  readonly clock: Clock = { nowUtcMs: () => this.#parts.time.nowUtcMs() + this.#clockOffsetMs }

  /** The replica of the process that runs; `null` while none does. */
  get replica(): Replica | null {
    return this.#running?.replica ?? null
  }

  /** Who it is to the chain; `null` while it is off, or before it has enrolled. */
  get deviceId(): DeviceId | null {
    return this.#running?.replica.device()?.deviceId ?? null
  }

  get engine(): SyncEngine | null {
    return this.#running?.engine ?? null
  }

  /** Only a person with a new code for enrolling can help it. */
  needsCode(): boolean {
    return NEEDS_CODE.has(this.#running?.engine.status().haltedBy ?? '')
  }

  /** A person types a code in, and starts the terminal again. */
  giveCode(enrolCode: string): void {
    this.#enrolCode = enrolCode
    if (!this.#running) return
    this.#end(this.#running)
    this.switchOn()
  }

  switchOn(): void {
    if (this.#running) return
    const { chainSide, time, random, trace, name } = this.#parts
    const enrolCode = this.#enrolCode
    const replica = new Replica(this.path, TEST_VAULT)
    const port = new CrashingReplica(replica, {
      crashed: (step) => this.crash(step),
      rowsCame: () => this.#parts.rowsCame(this.name, replica),
    })
    const line = new MemoryTransport({
      chain: chainSide.endpoints(name),
      token: () => replica.device()?.token ?? null,
      rng: random,
      timers: time,
    })
    const engine = new SyncEngine({
      replica: port,
      transport: line,
      clock: this.clock,
      rng: random,
      timers: time,
      role: () => this.#parts.role,
      enrolWith: enrolCode === null ? null : { enrolCode, deviceClass: 'desk', deviceName: name },
      log: {
        bug: (error) => {
          if (!(error instanceof TerminalCrash)) trace.violated('a terminal works', { name, error: describe(error) })
        },
        fault: () => undefined,
      },
    })
    this.#running = { replica, port, engine, line }
    chainSide.onEnd(() => this.#cutLine(line))
    this.#setLine()
    engine.start()
  }

  /** The process ends where it stands; what it had committed is on its disk. It comes up again by itself. */
  crash(why: string): void {
    const running = this.#running
    if (!running) return
    const { trace, time, random } = this.#parts
    trace.step(this.name, `crashes ${why}`)
    this.#end(running)
    time.after(1_000 + Math.floor(random.next() * MAX_RESTART_MS), () => this.switchOn())
  }

  switchOff(): void {
    if (this.#running) this.#end(this.#running)
  }

  crashSoon(point: CrashPoint): void {
    this.#running?.port.crashAt(point)
  }

  /** Records an op as the desk does; the engine hears of it. */
  record(
    tell: string | (() => string),
    make: (recording: Recording) => Result<NewOp | null, { readonly code: string }>,
    crashesThen = false,
  ): void {
    const running = this.#running
    if (!running) return
    const { trace, recorded: told } = this.#parts
    let what = typeof tell === 'string' ? tell : 'an op'
    try {
      const recorded = running.replica.record(this.clock.nowUtcMs(), make)
      what = typeof tell === 'string' ? tell : tell()
      if (!recorded.ok) trace.step(this.name, `${what}: refused ${recorded.error.code}`)
      else if (recorded.value === null) trace.step(this.name, `${what}: changes nothing`)
      else {
        trace.step(this.name, `${what}: op ${recorded.value.seq}`)
        told(recorded.value.op.opId)
      }
    } catch (error) {
      trace.violated('a terminal works', { name: this.name, what, error: describe(error) })
    }
    if (crashesThen) this.crash(`after ${what}`)
    else running.engine.opRecorded()
  }

  /** An op that no build of ours would make stands in the outbox, as a damaged or a newer build would leave it. */
  poison(op: (seq: number) => NewOutboxRow): void {
    const running = this.#running
    if (!running) return
    const file = new SqliteFile(this.path, TEST_VAULT)
    const seq = file.write((tx) => {
      const { lastSeq, codeCounter } = present(loadIdentity(tx), 'a running terminal is enrolled')
      const taken = lastSeq + 1
      const row = op(taken)
      insertOp(tx, row, codeCounter)
      this.#parts.recorded(row.opId)
      return taken
    })
    file.close()
    this.#parts.trace.step(this.name, `a poisoned op ${seq}`)
    running.engine.opRecorded()
  }

  /** A copy of the disk as it stands. */
  copyDisk(path: string): void {
    const file = new SqliteFile(this.path)
    file.copyTo(path)
    file.close()
  }

  moveClock(ms: number): void {
    this.#clockOffsetMs += ms
  }

  setClock(offsetMs: number): void {
    this.#clockOffsetMs = offsetMs
  }

  setFaults(faults: Faults): void {
    this.#faults = faults
    this.#setLine()
  }

  setHotelLine(down: boolean): void {
    this.#hotelLineDown = down
    this.#setLine()
  }

  removeDisk(): void {
    for (const suffix of ['', '-wal', '-shm']) rmSync(`${this.path}${suffix}`, { force: true })
  }

  #setLine(): void {
    const faults = this.#hotelLineDown ? { ...this.#faults, down: true } : this.#faults
    this.#running?.line.setFaults(faults)
  }

  /** Streams end with the chain's process. */
  #cutLine(line: MemoryTransport): void {
    if (this.#running?.line !== line) return
    line.setFaults({ down: true })
    this.#parts.time.after(500, () => this.#setLine())
    this.#parts.chainSide.onEnd(() => this.#cutLine(line))
  }

  #end({ replica, port, engine }: Running): void {
    this.#running = null
    port.die()
    void engine.stop()
    replica.close()
  }
}
