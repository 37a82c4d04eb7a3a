import { type Result, ok, refuse } from '../../shared/base/result.ts'
import { type RowReader, decideNow, isDue } from '../../shared/domain/deciding.ts'
import type { DeviceId, HotelId } from '../../shared/domain/ids.ts'
import { decideOp, writesForRefusedRequest } from '../../shared/domain/ops/decide-op.ts'
import type { EntityName, RoomBlockRow, RoomRow, RowOf, RowWrite } from '../../shared/domain/rows.ts'
import { ENTITY_NAMES } from '../../shared/domain/rows.ts'
import { type WireOp, parseWireOp } from '../../shared/wire/ops.ts'
import { PROTOCOL_VERSION } from '../../shared/wire/protocol.ts'
import type {
  AllotmentResponse,
  DigestResponse,
  EnrolResponse,
  HelloResponse,
  OpOutcome,
  PullQuery,
  PullResponse,
  PushRequest,
  PushResponse,
  SnapshotLine,
  SyncEvent,
} from '../../shared/wire/sync-messages.ts'
import { rowDigest } from '../../shared/wire/row-digest.ts'
import type { ChainEndpoints, ChainProblem } from '../../sync/transport/memory-transport.ts'
import { HOTEL_ID } from './small-hotel.ts'

export const ENROL_CODE = 'ENROL-0001'
const TOKEN = 'token-1'
export const DEVICE_ID = '01990000-0000-7000-8000-000000000001' as DeviceId

type Endpoint = 'enrol' | 'hello' | 'allot' | 'digest' | 'push' | 'pull' | 'snapshot' | 'events'

const EPOCH_CHANGED = refuse<ChainProblem>({ code: 'EPOCH_CHANGED', retry: 'afterPull' })
const UNAUTHORISED = refuse<ChainProblem>({ code: 'DEVICE_UNAUTHORISED', retry: 'never' })

const REVOKED = refuse<ChainProblem>({ code: 'DEVICE_REVOKED', retry: 'never' })

/** What a chain would restore from a backup. */
interface Backup {
  readonly rows: ReadonlyMap<string, RowWrite>
  readonly held: readonly OpOutcome[]
}

/** A chain of one hotel and one terminal, in memory, which runs the real domain rules. */
export class FakeChain implements ChainEndpoints {
  /** How often each endpoint was called. */
  readonly calls: Record<Endpoint, number> = {
    enrol: 0,
    hello: 0,
    allot: 0,
    digest: 0,
    push: 0,
    pull: 0,
    snapshot: 0,
    events: 0,
  }
  /** How often an op's effect was made: twice is the bug that this product exists to prevent. */
  readonly effects = new Map<string, number>()
  epoch = 1
  head = 0
  clockUtcMs = 0
  pepper: string | null = null
  /** The ops that landed, as they came. */
  readonly ops: WireOp[] = []
  /** Changes up to here are pruned. */
  floor = 0
  /** A problem that the next calls of an endpoint end with. */
  problems: Partial<Record<Endpoint, ChainProblem>> = {}
  /** A chain that is told of an epoch that it knows to be unlearnable does not ask for the right one. */
  asksForEpoch = true
  /** The ids of the ops that were held back of a terminal that was taken away. */
  readonly quarantined: string[] = []
  #revoked = false
  /** Ends a snapshot after so many lines, as a cut line would. */
  cutSnapshotAfter = Number.POSITIVE_INFINITY
  /** How many versions a page of a pull carries. */
  versionsPerPull = Number.POSITIVE_INFINITY
  #rows = new Map<string, RowWrite>()
  #log: { readonly version: number; readonly entity: EntityName; readonly key: string }[] = []
  #held: OpOutcome[] = []
  readonly #listeners = new Set<(event: SyncEvent) => void>()

  readonly #hotelId: HotelId

  constructor(rows: readonly RowWrite[], hotelId = HOTEL_ID) {
    this.#hotelId = hotelId
    this.change(rows)
  }

  /** Rows that somebody else changed, as one version. */
  change(writes: readonly RowWrite[]): void {
    this.head += 1
    for (const write of writes) {
      this.#rows.set(`${write.entity} ${write.key}`, write)
      this.#log.push({ version: this.head, entity: write.entity, key: write.key })
    }
    this.#poke()
  }

  row<E extends EntityName>(entity: E, key: string): RowOf[E] | null {
    return (this.#rows.get(`${entity} ${key}`)?.row ?? null) as RowOf[E] | null // stored under its entity's name
  }

  /** Every row that stands, in the order of entities and keys. */
  rows(): RowWrite[] {
    return [...this.#rows.values()]
      .filter((write) => write.row !== null)
      .sort((a, b) => ENTITY_NAMES.indexOf(a.entity) - ENTITY_NAMES.indexOf(b.entity) || (a.key < b.key ? -1 : 1))
  }

  outcomes(): OpOutcome[] {
    return [...this.#held]
  }

  backUp(): Backup {
    return { rows: new Map(this.#rows), held: [...this.#held] }
  }

  /** The terminal is taken away: its streams end, and nothing but its pushes is answered. */
  takeAway(): void {
    this.#revoked = true
    for (const heard of this.#listeners) heard({ event: 'revoke' })
    this.#listeners.clear()
  }

  giveBack(): void {
    this.#revoked = false
  }

  /** Comes back from a backup: what was done since is forgotten, the epoch is new. */
  restore(backup: Backup): void {
    this.#rows = new Map(backup.rows)
    this.#held = [...backup.held]
    this.#log = []
    this.epoch += 1
    this.#poke()
  }

  async enrol(): Promise<Result<EnrolResponse, ChainProblem>> {
    return this.#answer('enrol', () => ok({ deviceId: DEVICE_ID, hotelId: this.#hotelId, codePrefix: 1, token: TOKEN }))
  }

  async hello(token: string | null): Promise<Result<HelloResponse, ChainProblem>> {
    return this.#authorised('hello', token, () =>
      ok({ ...this.#position(), head: this.head, clockUtcMs: this.clockUtcMs, pepper: this.pepper }),
    )
  }

  /** Gives nothing: its terminals sell on request. */
  async allot(token: string | null): Promise<Result<AllotmentResponse, ChainProblem>> {
    return this.#authorised('allot', token, () => ok({ head: this.head }))
  }

  async digest(token: string | null): Promise<Result<DigestResponse, ChainProblem>> {
    return this.#authorised('digest', token, () => {
      const rows = Map.groupBy(this.rows(), ({ entity }) => entity)
      const entities = [...rows].map(([entity, writes]) => ({
        entity,
        rows: writes.flatMap(({ key, row }): [string, string][] => (row ? [[key, rowDigest(row)]] : [])),
      }))
      return ok({ epoch: this.epoch, cursor: this.head, entities })
    })
  }

  async push(token: string | null, request: PushRequest): Promise<Result<PushResponse, ChainProblem>> {
    return this.#authorised('push', token, () => {
      if (this.#revoked) return ok(this.#holdBack(request))
      if (this.asksForEpoch && request.epoch !== this.epoch) return EPOCH_CHANGED
      const outcomes: OpOutcome[] = []
      for (const wire of request.ops) {
        if (wire.seq > this.#held.length + 1) return refuse({ code: 'SEQ_GAP', retry: 'afterPull' })
        const held = this.#held[wire.seq - 1]
        if (held && held.opId !== wire.opId) return refuse({ code: 'DEVICE_FORKED', retry: 'never' })
        const outcome = held ?? this.#apply(wire)
        if (!held) {
          this.#held.push(outcome)
          this.ops.push(wire)
        }
        outcomes.push(outcome)
      }
      return ok({ lastSeq: this.#held.length, head: this.head, outcomes })
    })
  }

  async pull(token: string | null, query: PullQuery): Promise<Result<PullResponse, ChainProblem>> {
    return this.#authorised('pull', token, () => {
      if (query.epoch !== this.epoch) return EPOCH_CHANGED
      if (query.cursor < this.floor) return refuse({ code: 'CURSOR_EXPIRED', retry: 'never' })
      const cursor = Math.min(this.head, query.cursor + this.versionsPerPull)
      const newer = this.#log.filter(({ version }) => version > query.cursor && version <= cursor)
      const ids = new Set(newer.map(({ entity, key }) => `${entity} ${key}`))
      const changes = [...ids].flatMap((id) => this.#rows.get(id) ?? [])
      return ok({ ...this.#position(), cursor, head: this.head, changes })
    })
  }

  async snapshot(token: string | null): Promise<Result<AsyncIterable<SnapshotLine>, ChainProblem>> {
    return this.#authorised('snapshot', token, () => {
      const rows = this.rows()
      const lines: SnapshotLine[] = [
        { mark: 'begin', protocol: PROTOCOL_VERSION, ...this.#position() },
        ...rows.map((change): SnapshotLine => ({ mark: 'row', change })),
        { mark: 'end', rows: rows.length },
      ]
      return ok(inTurn(lines.slice(0, this.cutSnapshotAfter)))
    })
  }

  async events(token: string | null, heard: (event: SyncEvent) => void): Promise<Result<() => void, ChainProblem>> {
    return this.#authorised('events', token, () => {
      this.#listeners.add(heard)
      return ok(() => void this.#listeners.delete(heard))
    })
  }

  #position() {
    return { epoch: this.epoch, cursor: this.head, lastSeq: this.#held.length }
  }

  #apply(wire: PushRequest['ops'][number]): OpOutcome {
    const { seq, opId } = wire
    const { op, unreadable } = parseWireOp(wire, DEVICE_ID)
    const reader = this.#reader()
    this.effects.set(opId, (this.effects.get(opId) ?? 0) + 1)
    if (op === null) {
      return { seq, opId, outcome: 'parked', code: unreadable, params: {} }
    }
    const decided = decideNow(decideOp(op, 'landing', reader))
    if (!decided.ok) {
      this.change(writesForRefusedRequest(op, decided.error, reader))
      return { seq, opId, outcome: 'refused', code: decided.error.code, params: { ...decided.error.params } }
    }
    this.change(decided.value)
    return { seq, opId, outcome: 'accepted' }
  }

  #holdBack({ ops }: PushRequest): PushResponse {
    const fresh = ops.filter(({ opId }) => !this.quarantined.includes(opId))
    this.quarantined.push(...fresh.map(({ opId }) => opId))
    const outcomes = ops.map(
      ({ seq, opId }): OpOutcome => ({ seq, opId, outcome: 'parked', code: 'DEVICE_REVOKED', params: {} }),
    )
    return { lastSeq: ops.at(-1)?.seq ?? 0, head: this.head, outcomes }
  }

  #reader(): RowReader {
    const all = <E extends EntityName>(entity: E): RowOf[E][] =>
      this.rows().flatMap((write) => (write.entity === entity ? [write.row as RowOf[E]] : [])) // filtered by entity
    return {
      row: (entity, key) => this.row(entity, key),
      roomsOfType: (type) => all('room').filter((room: RoomRow) => room.roomTypeId === type),
      activeBlocksOfRoom: (roomId) =>
        all('room_block').filter((block: RoomBlockRow) => block.roomId === roomId && block.status === 'active'),
      taxRules: () => all('tax_rule'),
      folioOf: (reservationId) => all('folio_line').filter((line) => line.reservationId === reservationId),
      hotel: () => all('hotel')[0] ?? null,
      roomTypes: () => all('room_type'),
      reservationsDue: (date) => all('reservation').filter((row) => isDue(row, date)),
      reservationOfCode: (code) => all('reservation').find((row) => row.code === code) ?? null,
      allotmentLinesOf: (deviceId) => all('allotment_line').filter((line) => line.deviceId === deviceId),
    }
  }

  #authorised<T>(
    endpoint: Endpoint,
    token: string | null,
    answer: () => Result<T, ChainProblem>,
  ): Result<T, ChainProblem> {
    return this.#answer(endpoint, () => {
      if (token !== TOKEN) return UNAUTHORISED
      return this.#revoked && endpoint !== 'push' ? REVOKED : answer()
    })
  }

  #answer<T>(endpoint: Endpoint, answer: () => Result<T, ChainProblem>): Result<T, ChainProblem> {
    this.calls[endpoint] += 1
    const problem = this.problems[endpoint]
    return problem ? refuse(problem) : answer()
  }

  #poke(): void {
    for (const heard of this.#listeners) heard({ event: 'head', head: this.head, epoch: this.epoch })
  }
}

async function* inTurn<T>(items: readonly T[]): AsyncGenerator<T> {
  for (const item of items) yield await Promise.resolve(item)
}
