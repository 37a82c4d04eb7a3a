import { BugError } from '../../../shared/base/assert.ts'
import { fingerprintOf } from '../../../shared/base/canonical-json.ts'
import type { Clock, Rng } from '../../../shared/base/ports.ts'
import { type Result, ok, refuse } from '../../../shared/base/result.ts'
import { CHAIN_PREFIX, type ConfirmationCode, confirmationCode } from '../../../shared/domain/confirmation-code.ts'
import { type Decided, type Deciding, type Wanted, decideLoading } from '../../../shared/domain/deciding.ts'
import { type HotelId, type OpId, isUuidV7 } from '../../../shared/domain/ids.ts'
import {
  decideOp,
  wantedForRefusedRequest,
  writesForParkedOp,
  writesForRefusedRequest,
} from '../../../shared/domain/ops/decide-op.ts'
import { exceptionId } from '../../../shared/domain/ops/exceptions.ts'
import { type Op, OP_KINDS } from '../../../shared/domain/ops/op.ts'
import type { ExceptionRow } from '../../../shared/domain/exception-row.ts'
import { type WireOp, parseWireOp } from '../../../shared/wire/ops.ts'
import type { OpOutcome, PushRequest, PushResponse } from '../../../shared/wire/sync-messages.ts'
import type { Queryable } from '../database/port.ts'
import type { DemandCache } from '../allotments/demand.ts'
import { selectRole } from '../allotments/queries/allotments.ts'
import { refillAllotment } from '../allotments/refill.ts'
import { isRejectedByDatabase } from '../database/sqlstate.ts'
import { startRefunds } from '../payment-sagas/start-refunds.ts'
import type { HotelWork, HotelWriter } from '../write-path/hotel-writer.ts'
import { type Device, selectDevice, updateLastSeq } from './queries/devices.ts'
import { type StoredOp, insertOps, selectOpsById, selectOpsBySeq } from './queries/ops.ts'

export type SyncRefusal =
  | { readonly code: 'EPOCH_CHANGED'; readonly params: { readonly epoch: number } }
  | { readonly code: 'SEQ_GAP'; readonly params: { readonly lastSeq: number; readonly seq: number } }
  | { readonly code: 'DEVICE_FORKED'; readonly params: { readonly seq: number } }
  | { readonly code: 'HOTEL_UNKNOWN'; readonly params: { readonly hotelId: string } }

type Pushed = Result<PushResponse, SyncRefusal>

/** What a push is landed with. */
interface Landing {
  readonly writer: HotelWriter
  readonly demand: DemandCache
  readonly clock: Clock
  readonly rng: Rng
}

/**
 * Applies a terminal's ops in order, each at most once for ever: a repeated seq gets its stored outcome, the same op id
 * with another body is parked, a refused request leaves an exception for the desk. Outcomes, effects, `last_seq` and
 * head commit together. An op that the database itself rejects is parked alone, so nothing wedges the queue. What was
 * paid by card for a stay that a terminal cancels is on its way back, as after a channel's cancellation.
 *
 * Refuses whole: `HOTEL_UNKNOWN`, `EPOCH_CHANGED`, `SEQ_GAP`, `DEVICE_FORKED`. Rules: SYNC-01 to SYNC-09.
 */
export async function pushOps(landing: Landing, device: Device, request: PushRequest): Promise<Pushed> {
  try {
    return await pushTogether(landing, device, request, 'decide')
  } catch (error) {
    if (!isPoison(error)) throw error
  }
  const outcomes: OpOutcome[] = []
  let position = { lastSeq: 0, head: 0 }
  for (const op of request.ops) {
    const pushed = await pushAlone(landing, device, { ...request, ops: [op] })
    if (!pushed.ok) return pushed
    position = pushed.value
    outcomes.push(...pushed.value.outcomes)
  }
  return ok({ ...position, outcomes })
}

async function pushAlone(landing: Landing, device: Device, request: PushRequest): Promise<Pushed> {
  try {
    return await pushTogether(landing, device, request, 'decide')
  } catch (error) {
    if (!isPoison(error)) throw error
    return pushTogether(landing, device, request, 'park')
  }
}

/** Would the same op fail the same way again? A broken promise of our code, or data that the database does not take. */
function isPoison(error: unknown): boolean {
  return error instanceof BugError || isRejectedByDatabase(error)
}

async function pushTogether(
  landing: Landing,
  { hotelId, deviceId }: Device,
  request: PushRequest,
  how: 'decide' | 'park',
): Promise<Pushed> {
  const { writer, clock } = landing
  const land = async (hotel: HotelWork): Promise<Result<OpOutcomes, SyncRefusal>> => {
    const { tx, head } = hotel
    if (request.epoch !== head.epoch) return refuse({ code: 'EPOCH_CHANGED', params: { epoch: head.epoch } })
    // Read again under the head's lock: another push of this terminal may just have committed.
    const device = await selectDevice(tx, hotelId, deviceId)
    if (!device) return refuse({ code: 'HOTEL_UNKNOWN', params: { hotelId } })
    const gap = gapIn(request.ops, device.lastSeq)
    if (gap) return refuse(gap)
    const { ops } = request
    const seen = ops.filter(({ seq }) => seq <= device.lastSeq)
    const known = await loadKnown(tx, device, seen)
    const forked = seen.find(({ seq, opId }) => known.get(seq)?.outcome.opId !== opId)
    if (forked) return refuse({ code: 'DEVICE_FORKED', params: { seq: forked.seq } })
    const outcomes = [...known.values()].map(({ outcome }) => outcome)

    const fresh = ops.slice(seen.length).map((wire) => ({ wire, parsed: parseWireOp(wire, device.deviceId) }))
    const byId = await loadTwins(tx, hotelId, fresh)
    const landed: { readonly op: WireOp; readonly stored: StoredOp }[] = []
    let { nextCode } = head
    const takeCode = (): ConfirmationCode => {
      nextCode += 1
      hotel.useHead({ nextCode })
      return confirmationCode(CHAIN_PREFIX, nextCode - 1)
    }
    if (how === 'decide') await rehearse(hotel, fresh)
    for (const { wire, parsed } of fresh) {
      const stored =
        how === 'park'
          ? await park(hotel, device, wire, 'OP_FAILED')
          : await landOp(hotel, landing, { device, wire, parsed, takeCode, twin: byId.get(wire.opId) ?? null })
      if (!byId.has(wire.opId)) byId.set(wire.opId, stored)
      landed.push({ op: wire, stored })
      outcomes.push(stored.outcome)
    }
    await insertOps(tx, hotelId, deviceId, landed, clock.nowUtcMs())
    const lastSeq = fresh.at(-1)?.wire.seq ?? device.lastSeq
    if (lastSeq !== device.lastSeq) {
      await updateLastSeq(tx, hotelId, deviceId, lastSeq)
      const sells = device.state === 'active' && fresh.some(({ wire }) => REFILLED_AFTER.has(wire.type))
      if (sells) await refillAfter(hotel, landing, deviceId)
    }
    return ok({ lastSeq, outcomes })
  }
  const written = await writer.write(hotelId, land, `device:${deviceId}`)
  if (!written.ok) return written
  const { value, version } = written.value
  return value.ok ? ok({ ...value.value, head: version }) : value
}

/** Ops that may leave a terminal with less to sell than a day takes. */
const REFILLED_AFTER: ReadonlySet<string> = new Set(['bookWalkIn', 'rollBusinessDate'])

/** A terminal that has ever been given units, and was not taken away, is given what its sales took of them. */
async function refillAfter(hotel: HotelWork, { demand, clock }: Landing, deviceId: Device['deviceId']): Promise<void> {
  const { tx, unit } = hotel
  await unit.load([{ entity: 'allotment', key: deviceId }])
  if (!unit.row('allotment', deviceId)) return
  const device = await selectRole(tx, unit.hotelId, deviceId)
  if (device) await refillAllotment(hotel, demand, { deviceId, role: device.role }, clock.nowUtcMs())
}

/** Ops come in order without gaps, the first unknown one right after what is known; checked before anything is done. */
function gapIn(ops: readonly WireOp[], lastSeq: number): SyncRefusal | null {
  const firstSeq = ops[0]?.seq ?? 1
  const stray = ops.find((op, index) => op.seq !== firstSeq + index)
  if (stray) return { code: 'SEQ_GAP', params: { lastSeq, seq: stray.seq } }
  return firstSeq > lastSeq + 1 ? { code: 'SEQ_GAP', params: { lastSeq, seq: firstSeq } } : null
}

interface OpOutcomes {
  readonly lastSeq: number
  readonly outcomes: OpOutcome[]
}

/** A new op as it came, as it reads, and the op of the same id that landed before it. */
interface OpToLand {
  readonly device: Device
  readonly wire: WireOp
  readonly parsed: ReturnType<typeof parseWireOp>
  readonly twin: StoredOp | null
  /** A confirmation code of the chain's own, that nobody else has. */
  readonly takeCode: () => ConfirmationCode
}

type FreshOps = readonly Pick<OpToLand, 'wire' | 'parsed'>[]

/** What became of the ops of a push that were there before it, in order of seq. */
async function loadKnown(
  tx: Queryable,
  { hotelId, deviceId }: Device,
  seen: readonly WireOp[],
): Promise<Map<number, StoredOp>> {
  const [first, last] = [seen.at(0), seen.at(-1)]
  return first && last ? await selectOpsBySeq(tx, hotelId, deviceId, first.seq, last.seq) : new Map()
}

async function loadTwins(tx: Queryable, hotelId: HotelId, fresh: FreshOps): Promise<Map<OpId, StoredOp>> {
  if (fresh.length === 0) return new Map()
  return await selectOpsById(
    tx,
    hotelId,
    fresh.map(({ wire }) => wire.opId),
  )
}

/**
 * Loads together what the ops of a push will want one after the other: each decision is made once for what it asks,
 * and what it comes to is thrown away. What an op wants only because of one before it is loaded when it lands.
 */
async function rehearse({ unit }: HotelWork, fresh: FreshOps): Promise<void> {
  if (fresh.length < 2) return
  let going = fresh.flatMap(({ parsed: { op } }) => (op === null ? [] : [decideOp(op, 'landing', unit)]))
  while (going.length > 0) {
    const wanted: Wanted[] = []
    going = going.filter((deciding) => {
      const step = nextStep(deciding)
      if (step === null || step.done) return false
      wanted.push(...step.value)
      return true
    })
    await unit.load(wanted)
  }
}

/** The next step of a decision; `null` where it breaks a promise of our code, which it will again when it lands. */
function nextStep(deciding: Deciding<Decided>): IteratorResult<readonly Wanted[], Decided> | null {
  try {
    return deciding.next()
  } catch (error) {
    if (error instanceof BugError) return null
    throw error
  }
}

async function landOp(hotel: HotelWork, landing: Landing, toLand: OpToLand): Promise<StoredOp> {
  const { unit } = hotel
  const { device, wire, parsed, twin } = toLand
  const { seq, opId } = wire
  const fingerprint = fingerprintOfOp(wire)
  if (twin) {
    if (twin.fingerprint === fingerprint) return { fingerprint, outcome: { ...twin.outcome, seq } }
    return park(hotel, device, wire, 'OP_ID_REUSED')
  }
  if (parsed.op === null) return park(hotel, device, wire, parsed.unreadable)
  const { staffId } = parsed.op
  if (staffId !== null) {
    await unit.load([{ entity: 'staff_member', key: staffId }])
    if (!unit.row('staff_member', staffId)) return park(hotel, device, wire, 'STAFF_UNKNOWN')
  }
  const op = await withFreeCode(hotel, parsed.op, toLand)
  const decided = await decideLoading(decideOp(op, 'landing', unit), unit.load)
  if (decided.ok) {
    unit.apply(decided.value)
    const { type, body } = op
    if (type === 'cancelReservation' && decided.value.length > 0) await startRefunds(hotel, landing, body.reservationId)
    return { fingerprint, outcome: { seq, opId, outcome: 'accepted' } }
  }
  if (OP_KINDS[op.type] === 'fact') return park(hotel, device, wire, decided.error.code)
  await unit.load(wantedForRefusedRequest(op))
  unit.apply(writesForRefusedRequest(op, decided.error, unit))
  const { code, params } = decided.error
  return { fingerprint, outcome: { seq, opId, outcome: 'refused', code, params } }
}

/**
 * Two copies of one disk give out the same confirmation codes until one of them has enrolled anew: what comes later stands
 * under a code of the chain's. Rule SYNC-65.
 */
async function withFreeCode({ unit }: HotelWork, op: Op, { takeCode }: OpToLand): Promise<Op> {
  if (op.type !== 'bookWalkIn' && op.type !== 'checkInUnknown') return op
  const { code, reservationId } = op.type === 'bookWalkIn' ? op.body : op.body.booking
  await unit.load([{ index: 'reservationOfCode', key: code }])
  const holder = unit.reservationOfCode(code)
  if (!holder || holder.reservationId === reservationId) return op
  await unit.load([{ entity: 'reservation', key: reservationId }])
  if (unit.row('reservation', reservationId)) return op
  if (op.type === 'bookWalkIn') return { ...op, body: { ...op.body, code: takeCode() } }
  return { ...op, body: { ...op.body, booking: { ...op.body.booking, code: takeCode() } } }
}

/** Keeps an op that can not be applied: its seq is consumed, its body stored, and a person is told. */
async function park({ unit }: HotelWork, device: Device, wire: WireOp, code: string): Promise<StoredOp> {
  const { seq, opId, type } = wire
  await unit.load([{ entity: 'exception', key: exceptionId.opParked(opId) }])
  const parked = { opId, deviceId: device.deviceId, atUtcMs: wire.madeAtUtcMs, type, subject: subjectOf(wire), code }
  unit.apply(writesForParkedOp(parked, unit))
  return { fingerprint: fingerprintOfOp(wire), outcome: { seq, opId, outcome: 'parked', code, params: {} } }
}

/** What an op is about, as far as its body tells even when it can not be read. */
function subjectOf(wire: WireOp): ExceptionRow['subject'] {
  const { reservationId, blockId } = wire.body
  if (typeof reservationId === 'string' && isUuidV7(reservationId)) return { entity: 'reservation', key: reservationId }
  if (typeof blockId === 'string' && isUuidV7(blockId)) return { entity: 'room_block', key: blockId }
  return { entity: 'exception', key: exceptionId.opParked(wire.opId) }
}

function fingerprintOfOp(wire: WireOp): string {
  return fingerprintOf({ type: wire.type, version: wire.version, body: wire.body })
}
