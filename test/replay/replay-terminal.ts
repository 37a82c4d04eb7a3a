import { ok } from '../../shared/base/result.ts'
import { Draft, decideNow } from '../../shared/domain/deciding.ts'
import { type RoomId, type RoomTypeId, newOpId } from '../../shared/domain/ids.ts'
import { coverOf } from '../../shared/domain/ops/allotments.ts'
import type { CoverClaim, OpBodies, OpType } from '../../shared/domain/ops/op.ts'
import type { LocalDate } from '../../shared/domain/stay-dates.ts'
import { SeededRandom } from '../../sync/chain/demo/seeded-random.ts'
import { SyncEngine } from '../../sync/engine/sync-engine.ts'
import { loadFreeRooms } from '../../sync/replica/queries/room-lists.ts'
import { loadPendingOps } from '../../sync/replica/queries/outbox.ts'
import type { NewOp } from '../../sync/replica/record.ts'
import { Replica } from '../../sync/replica/replica.ts'
import { rowReader } from '../../sync/replica/row-reader.ts'
import { type ChainEndpoints, MemoryTransport } from '../../sync/transport/memory-transport.ts'
import type { SimTime } from '../sim/sim-time.ts'
import type { Stay } from './stays.ts'
import { TEST_VAULT } from '../support/test-vault.ts'

/** Answers lost on a line that is up, of all. */
const LOST_ANSWERS = 0.02
/** Virtual time in which a terminal that is in touch must have come together with the chain. */
const CONVERGES_WITHIN_MS = 600_000

/** What became of an op that a terminal was asked to make. */
export type Done = { readonly refusedBy: string | null; readonly claim: CoverClaim | null }

/** A terminal of the replay: a real replica on disk, the real engine, and a line that may be down. */
export class ReplayTerminal {
  readonly name: string
  readonly #path: string
  readonly #time: SimTime
  readonly #random: SeededRandom
  readonly #chain: ChainEndpoints
  readonly #enrolCode: string
  /** The ids of every op that it has recorded. */
  readonly recorded = new Set<string>()
  /** Sales of which the guest was told that the room is certain. */
  readonly guaranteed = new Map<string, Stay>()
  replica: Replica
  online = true

  constructor(
    name: string,
    path: string,
    parts: {
      readonly time: SimTime
      readonly seed: number
      readonly chain: ChainEndpoints
      readonly enrolCode: string
    },
  ) {
    this.name = name
    this.#path = path
    this.#time = parts.time
    this.#random = new SeededRandom(parts.seed)
    this.#chain = parts.chain
    this.#enrolCode = parts.enrolCode
    this.replica = new Replica(path, TEST_VAULT)
  }

  /** Its process is gone, and is started again over what was on disk. */
  crash(): void {
    this.replica.close()
    this.replica = new Replica(this.#path, TEST_VAULT)
  }

  close(): void {
    this.replica.close()
  }

  /** Runs the engine until nothing is pending and every row of the chain has come. */
  async converge(): Promise<void> {
    const startUtcMs = this.#time.nowUtcMs()
    const transport = new MemoryTransport({
      chain: this.#chain,
      token: () => this.replica.device()?.token ?? null,
      rng: this.#random,
      timers: this.#time,
    })
    // An enrolment code that is lost with its answer is gone: terminals are set up while the line holds.
    if (this.replica.device()) transport.setFaults({ dropResponse: LOST_ANSWERS })
    let pulledAfter = false
    const engine = new SyncEngine({
      replica: this.replica,
      transport,
      clock: this.#time,
      rng: this.#random,
      timers: this.#time,
      role: () => 'hub',
      enrolWith: { enrolCode: this.#enrolCode, deviceClass: 'desk', deviceName: this.name },
      log: {
        bug: (error) => {
          throw error
        },
        fault: () => undefined,
      },
    })
    const before = this.replica.position().lastPulledAtUtcMs
    engine.start()
    for (;;) {
      await this.#time.advance(1)
      const { lastPulledAtUtcMs, epoch } = this.replica.position()
      pulledAfter ||= lastPulledAtUtcMs !== null && lastPulledAtUtcMs !== before
      const { line, haltedBy } = engine.status()
      if (haltedBy !== null) throw new Error(`${this.name} halted: ${haltedBy}`)
      if (pulledAfter && epoch !== null && line === 'up' && loadPendingOps(this.replica.db).length === 0) break
      if (this.#time.nowUtcMs() - startUtcMs > CONVERGES_WITHIN_MS) throw new Error(`${this.name} does not converge`)
      await this.#time.advance(250)
    }
    await engine.stop()
  }

  /** Records an op as the desk does; a refusal is the desk's own. */
  record<T extends OpType>(type: T, body: OpBodies[T]): Done {
    const opId = newOpId(this.#time, this.#random)
    const recorded = this.replica.record<never>(
      this.#time.nowUtcMs(),
      () => ok({ opId, type, body } as NewOp), // type and body come together
    )
    if (!recorded.ok) return { refusedBy: recorded.error.code, claim: null }
    if (recorded.value !== null) this.recorded.add(recorded.value.op.opId)
    return { refusedBy: null, claim: null }
  }

  /** Sells a room to a guest who stands at the desk. */
  sell(stay: Stay, roomId: RoomId | null): Done {
    const opId = newOpId(this.#time, this.#random)
    const told: { claim: CoverClaim } = { claim: 'requested' }
    const { reservationId, assignedType: roomTypeId, arrival, departure, adults, children, nightlyMinor, name } = stay
    const recorded = this.replica.record<never>(this.#time.nowUtcMs(), ({ db, takeConfirmationCode }) => {
      const { deviceId } = this.replica.device() ?? {}
      if (!deviceId) throw new Error('a terminal that sells is enrolled')
      const standing = decideNow(coverOf(new Draft(rowReader(db)), deviceId, [{ roomTypeId, arrival, departure }]))
      told.claim = standing.coversAll ? 'guaranteed' : this.online ? 'requested' : 'at_risk'
      return ok<NewOp>({
        opId,
        type: 'bookWalkIn',
        body: {
          reservationId,
          code: takeConfirmationCode(),
          guarantee: 'card',
          guest: { firstName: 'Walk-in', lastName: name, email: null, phone: null },
          lines: [{ roomTypeId, arrival, departure, adults, children, roomId, nightlyMinor }],
          claim: told.claim,
          cover: standing.cover,
          approvedBy: null,
          pricedAsOfUtcMs: this.replica.position().lastPulledAtUtcMs ?? 0,
        },
      })
    })
    if (!recorded.ok) return { refusedBy: recorded.error.code, claim: null }
    this.recorded.add(opId)
    if (told.claim === 'guaranteed') this.guaranteed.set(opId, stay)
    return { refusedBy: null, claim: told.claim }
  }

  /** A room of a type that nobody holds throughout, as far as this terminal knows. */
  freeRoom(
    roomTypeId: RoomTypeId,
    stay: { readonly arrival: LocalDate; readonly departure: LocalDate },
  ): RoomId | null {
    const free = loadFreeRooms(this.replica.db, roomTypeId, stay.arrival, stay.departure)
    // Each desk starts somewhere else, as receptionists do who hand out keys side by side.
    const at = free.length === 0 ? 0 : Math.floor(this.#random.next() * free.length)
    return free[at]?.roomId ?? null
  }
}
