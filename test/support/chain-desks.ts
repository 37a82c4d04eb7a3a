import { ok } from '../../shared/base/result.ts'
import type { HotelId, OpId, ReservationId } from '../../shared/domain/ids.ts'
import type { Booking, OpBodies, OpType } from '../../shared/domain/ops/op.ts'
import type { ExceptionKind, ExceptionRow } from '../../shared/domain/exception-row.ts'
import type { EntityName, RowOf } from '../../shared/domain/rows.ts'
import { addDays, nightCount } from '../../shared/domain/stay-dates.ts'
import { PROTOCOL_VERSION } from '../../shared/wire/protocol.ts'
import type { Chain } from '../../sync/chain/chain.ts'
import { authenticateDevice, enrolDevice, issueEnrolCode } from '../../sync/chain/sync/enrolment.ts'
import { takeSnapshot } from '../../sync/chain/sync/pull.ts'
import { answerPull } from '../../sync/chain/sync/settle.ts'
import { pushOps } from '../../sync/chain/sync/push.ts'
import type { Device } from '../../sync/chain/sync/queries/devices.ts'
import type { NewOp } from '../../sync/replica/record.ts'
import { Replica } from '../../sync/replica/replica.ts'
import { loadRow } from '../../sync/replica/row-reader.ts'
import { NOON_UTC_MS } from './chain-databases.ts'
import { codeOf } from './domain-desk.ts'
import { differencesOf } from './row-differences.ts'
import { HOTEL_ID, TODAY, TYPE_A } from './small-hotel.ts'
import { newKey } from './test-payments.ts'
import { TEST_VAULT } from './test-vault.ts'

/** A terminal of the small hotel, or of another, with a real replica, driven against a chain directly, without a line in between. */
export class ChainDesk {
  readonly replica: Replica
  readonly #chain: Chain
  readonly #device: Device
  #codes = 0

  private constructor(chain: Chain, device: Device, replica: Replica) {
    this.#chain = chain
    this.#device = device
    this.replica = replica
  }

  /** Enrols, and loads the first snapshot into a replica in memory. */
  static async open(chain: Chain, hotelId: HotelId = HOTEL_ID): Promise<ChainDesk> {
    const enrolCode = await issueEnrolCode(chain.db, chain.clock, hotelId)
    const request = { protocol: PROTOCOL_VERSION, enrolCode, deviceClass: 'desk', deviceName: 'Desk' } as const
    const enrolled = await enrolDevice(chain, request)
    const device = enrolled.ok ? await authenticateDevice(chain, enrolled.value.token) : null
    if (!enrolled.ok || !device) throw new Error('not enrolled')
    const replica = new Replica(':memory:', TEST_VAULT)
    replica.saveEnrolment(enrolled.value)
    const taken = await takeSnapshot(chain.db, device)
    if (!taken.ok) throw new Error(taken.error.code)
    replica.beginSnapshot()
    replica.stageSnapshot(taken.value.flatMap((line) => (line.mark === 'row' ? [line.change] : [])))
    const [begin] = taken.value
    if (begin?.mark !== 'begin') throw new Error('a snapshot begins')
    replica.commitSnapshot(begin, NOON_UTC_MS)
    return new ChainDesk(chain, device, replica)
  }

  get deviceId(): Device['deviceId'] {
    return this.#device.deviceId
  }

  /** Does a thing at this desk, out of touch; answers its code where it is refused. */
  do<T extends OpType>(type: T, body: OpBodies[T]): string {
    const op = { opId: newKey() as OpId, type, body } as NewOp // type and body come together
    const recorded = this.replica.record<never>(NOON_UTC_MS, () => ok(op))
    return recorded.ok ? 'recorded' : recorded.error.code
  }

  /** Pushes what waits, and pulls until nothing is new; answers the outcomes of this push. */
  async sync(): Promise<string[]> {
    const { epoch, answeredSeq } = this.replica.position()
    if (epoch === null) throw new Error('a desk has its snapshot')
    const ops = this.replica.opsToPush(answeredSeq, 100, 256_000)
    const pushed = ops.length === 0 ? null : await pushOps(this.#chain, this.#device, { epoch, ops: [...ops] })
    if (pushed && !pushed.ok) throw new Error(pushed.error.code)
    if (pushed) this.replica.saveOutcomes(pushed.value.outcomes, NOON_UTC_MS)
    for (;;) {
      const { cursor } = this.replica.position()
      const pulled = await answerPull(this.#chain, this.#device, {
        epoch,
        cursor,
        settledOn: this.replica.settledOn() ?? undefined,
      })
      if (!pulled.ok) throw new Error(pulled.error.code)
      this.replica.rebase(pulled.value, NOON_UTC_MS)
      if (pulled.value.changes.length === 0) break
    }
    return (pushed?.value.outcomes ?? []).map((one) => (one.outcome === 'accepted' ? 'accepted' : one.code))
  }

  row<E extends EntityName>(entity: E, key: string): RowOf[E] | null {
    return loadRow(this.replica.db, entity, key)
  }

  open(): ExceptionRow[] {
    const keys = this.replica.db.all<{ id: string }>(
      `SELECT exception_id AS id FROM exception WHERE status = 'open' ORDER BY exception_id`,
    )
    return keys.map(({ id }) => this.row('exception', id)).filter((row) => row !== null)
  }

  openOf(kind: ExceptionKind): ExceptionRow | null {
    return this.open().find((row) => row.kind === kind) ?? null
  }

  booking(line: Partial<Booking['lines'][number]> = {}, lastName = 'Lovelace'): Booking {
    this.#codes += 1
    const stay = { arrival: TODAY, departure: addDays(TODAY, 1), ...line }
    const nightlyMinor = Array.from({ length: nightCount(stay) }, () => 9_000)
    return {
      reservationId: newKey() as ReservationId,
      code: codeOf(this.#device.codePrefix * 1_000 + this.#codes),
      guarantee: 'card',
      guest: { firstName: 'Ada', lastName, email: null, phone: null },
      lines: [{ roomTypeId: TYPE_A, adults: 1, children: 0, roomId: null, nightlyMinor, ...line, ...stay }],
    }
  }

  /** The rows that this replica and the chain hold differently; none where they agree. */
  differences(): Promise<string[]> {
    return differencesOf(this.#chain.db, this.#device, this.replica)
  }
}

/** Brings terminals and chain together, whatever was done apart: each pushes, then each pulls what the others did. */
export async function syncAll(...desks: readonly ChainDesk[]): Promise<string[][]> {
  const outcomes: string[][] = []
  for (const desk of desks) outcomes.push(await desk.sync())
  for (const desk of desks) await desk.sync()
  return outcomes
}
