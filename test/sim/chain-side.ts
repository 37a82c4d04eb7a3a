import type { HotelId } from '../../shared/domain/ids.ts'
import { OP_KINDS, type OpType } from '../../shared/domain/ops/op.ts'
import { type Result, ok, refuse } from '../../shared/base/result.ts'
import type { PushRequest, SnapshotLine } from '../../shared/wire/sync-messages.ts'
import { allotUnits } from '../../sync/chain/allotments/allot.ts'
import { type Chain, openChain } from '../../sync/chain/chain.ts'
import type { Database } from '../../sync/chain/database/port.ts'
import type { SeededRandom } from '../../sync/chain/demo/seeded-random.ts'
import { authenticateDevice, enrolDevice } from '../../sync/chain/sync/enrolment.ts'
import { digestRows } from '../../sync/chain/sync/digest.ts'
import { sayHello } from '../../sync/chain/sync/hello.ts'
import { takeSnapshot } from '../../sync/chain/sync/pull.ts'
import { answerPull } from '../../sync/chain/sync/settle.ts'
import { pushOps } from '../../sync/chain/sync/push.ts'
import type { Device } from '../../sync/chain/sync/queries/devices.ts'
import { raiseEveryEpoch, selectHead } from '../../sync/chain/write-path/queries/head.ts'
import type { ChainEndpoints, ChainProblem } from '../../sync/transport/memory-transport.ts'
import { type ChainBackup, restoreBackup } from './backup.ts'
import { SimDemand } from './hotel.ts'
import { ChainGone, SimDatabase, asRequest } from './sim-database.ts'
import type { SimTime } from './sim-time.ts'
import type { Trace } from './trace.ts'

type Refused = { readonly code: string }
type Handled<T> = Result<T, ChainProblem>

/** As the gateway classes its problems. */
const RETRY_OF: Readonly<Record<string, ChainProblem['retry']>> = {
  EPOCH_CHANGED: 'afterPull',
  INTERNAL: 'backoff',
  BUSY: 'backoff',
}

/** A push may arrive once more this late. */
const MAX_LATENESS_MS = 40_000

export interface ChainSideParts {
  readonly real: Database
  readonly time: SimTime
  readonly trace: Trace
  readonly random: SeededRandom
  readonly hotelId: HotelId
  /** Units of each type that a terminal is to hold. */
  readonly unitsADay: number
  /** May requests of these types go beyond a limit: a sale whose room has become one of another type. */
  readonly mayForce: (types: readonly string[]) => boolean
  /** How often a push arrives twice, the second time late. */
  readonly twice: number
  /** Statements wait for their turn up to so long. */
  readonly maxWaitMs: number
}

/** The chain of one seed's world: the product's own handlers over a database that outlives its process. */
export class ChainSide {
  readonly #parts: ChainSideParts
  #db: SimDatabase
  #chain: Chain | null = null
  #onEnd: (() => void)[] = []

  constructor(parts: ChainSideParts) {
    this.#parts = parts
    this.#db = this.#database()
  }

  get chain(): Chain {
    if (!this.#chain) throw new Error('the chain is not open')
    return this.#chain
  }

  /** Opens the process; nothing else may be in flight, and no virtual time passes. */
  async open(): Promise<void> {
    const { time, random, unitsADay } = this.#parts
    this.#db = this.#database()
    const chain = await openChain(this.#db, time, random, null, null, time)
    this.#chain = { ...chain, demand: new SimDemand(unitsADay) }
    this.#db.serve()
  }

  /** The process ends and another starts, over the same rows or over older ones, whose history is then in doubt. */
  async restart(backup: ChainBackup | null): Promise<void> {
    const { real, time } = this.#parts
    this.#db.end()
    for (const end of this.#onEnd.splice(0)) end()
    if (backup) {
      await restoreBackup(real, backup)
      await raiseEveryEpoch(real, time.nowUtcMs())
    }
    await this.open()
  }

  /** Hears when the process ends: its streams end with it. */
  onEnd(heard: () => void): void {
    this.#onEnd.push(heard)
  }

  /** A call of somebody who talks to the chain itself; its answer, or that nobody answered, stands in the trace. */
  ask<T>(who: string, what: string, call: (chain: Chain) => Promise<T>, told: (answer: T) => string): void {
    const { trace } = this.#parts
    const chain = this.chain
    void call(chain).then(
      (answer) => trace.step(who, `${what}: ${told(answer)}`),
      (error: unknown) => {
        if (error instanceof ChainGone) trace.step(who, `${what}: no answer`)
        else trace.violated('the chain answers', { who, what, error: describe(error) })
      },
    )
  }

  /** What a terminal's line leads to. */
  endpoints(name: string): ChainEndpoints {
    return {
      enrol: (request) =>
        this.#handle(name, 'enrol', async (chain) => answered(await enrolDevice(chain, request), () => 'enrolled')),
      hello: (token, request) =>
        this.#asDevice(name, 'hello', token, async (chain, device) =>
          answered(
            await sayHello(chain, device, request),
            ({ epoch, head, lastSeq }) => `epoch ${epoch} head ${head} seq ${lastSeq}`,
          ),
        ),
      push: (token, request) => {
        const { random, time, twice } = this.#parts
        if (random.chance(twice)) {
          void time.pause(Math.floor(random.next() * MAX_LATENESS_MS)).then(() => this.#push(name, token, request))
        }
        return this.#push(name, token, request)
      },
      allot: (token, request) =>
        this.#asDevice(name, 'allotment', token, async (chain, device) =>
          answered(await allotUnits(chain, device, request), ({ head }) => `head ${head}`),
        ),
      digest: (token) =>
        this.#asDevice(name, 'digest', token, async (chain, device) =>
          answered(await digestRows(chain.db, device), ({ entities }) => `${entities.length} entities`),
        ),
      pull: (token, query) =>
        this.#asDevice(name, `pull ${query.epoch}/${query.cursor}`, token, async (chain, device) =>
          answered(
            await answerPull(chain, device, query),
            ({ cursor, head, lastSeq, changes }) => `${changes.length} rows to ${cursor} of ${head}, seq ${lastSeq}`,
          ),
        ),
      snapshot: (token) =>
        this.#asDevice(name, 'snapshot', token, async (chain, device) => {
          const taken = answered(await takeSnapshot(chain.db, device), (lines) => `${lines.length - 2} rows`)
          return taken.result.ok
            ? { result: ok(linesOf(taken.result.value)), told: taken.told }
            : { ...taken, result: taken.result }
        }),
      events: (token, heard) =>
        this.#asDevice(name, 'events', token, async (chain, device) => {
          const stop = chain.pokes.follow(device.hotelId, ({ version, epoch }) => {
            heard({ event: 'head', head: version, epoch })
          })
          const head = await selectHead(chain.db, device.hotelId)
          if (head) heard({ event: 'head', head: head.version, epoch: head.epoch })
          return { result: ok(stop), told: 'listens' }
        }),
    }
  }

  #push(name: string, token: string | null, request: PushRequest): ReturnType<ChainEndpoints['push']> {
    const seqs = `${request.ops[0]?.seq}-${request.ops.at(-1)?.seq}`
    const types = request.ops.map(({ type }) => type)
    const { mayForce } = this.#parts
    const requestsOnly = types.every((type) => OP_KINDS[type as OpType] === 'request') && !mayForce(types)
    return this.#asDevice(name, `push ${seqs} (${types.join(' ')})`, token, async (chain, device) => {
      const push = () => pushOps(chain, device, request)
      const pushed = requestsOnly ? await asRequest.run(`push ${types.join(' ')}`, push) : await push()
      return answered(pushed, ({ outcomes, head }) => {
        const said = outcomes.map((one) => (one.outcome === 'accepted' ? 'accepted' : `${one.outcome} ${one.code}`))
        return `${said.join(', ')}; head ${head}`
      })
    })
  }

  #asDevice<T>(
    name: string,
    what: string,
    token: string | null,
    handle: (chain: Chain, device: Device) => Promise<{ result: Handled<T>; told: string }>,
  ): Promise<Handled<T>> {
    const { time, real } = this.#parts
    return this.#handle(name, what, async (chain) => {
      // Signatures are checked in a thread of their own.
      const device = await time.work(() => authenticateDevice({ db: real, access: chain.access }, token ?? ''))
      if (!device) return { result: refuse(problemOf('DEVICE_UNAUTHORISED')), told: 'DEVICE_UNAUTHORISED' }
      return handle(chain, device)
    })
  }

  async #handle<T>(
    name: string,
    what: string,
    handle: (chain: Chain) => Promise<{ result: Handled<T>; told: string }>,
  ): Promise<Handled<T>> {
    const { trace } = this.#parts
    try {
      // A terminal that was poked by a request is no part of it.
      const { result, told } = await asRequest.run(null, () => handle(this.chain))
      trace.step(name, `${what}: ${told}`)
      return result
    } catch (error) {
      if (error instanceof ChainGone) {
        trace.step(name, `${what}: no answer`)
        return refuse({ code: 'LINE_DOWN', retry: 'backoff' })
      }
      trace.violated('the chain answers', { who: name, what, error: describe(error) })
      return refuse(problemOf('INTERNAL'))
    }
  }

  #database(): SimDatabase {
    const { real, time, random, maxWaitMs, trace } = this.#parts
    const violated = (proof: string, example: unknown) => trace.violated(proof, example)
    return new SimDatabase({ real, time, random, maxWaitMs, violated })
  }
}

function answered<T>(result: Result<T, Refused>, tell: (value: T) => string): { result: Handled<T>; told: string } {
  if (result.ok) return { result, told: tell(result.value) }
  return { result: refuse(problemOf(result.error.code)), told: result.error.code }
}

function problemOf(code: string): ChainProblem {
  return { code, retry: RETRY_OF[code] ?? 'never' }
}

async function* linesOf(lines: readonly SnapshotLine[]): AsyncGenerator<SnapshotLine> {
  yield* lines
}

export function describe(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error)
}
