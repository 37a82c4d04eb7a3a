import { fingerprintOf } from '../../../shared/base/canonical-json.ts'
import { type Result, ok, refuse } from '../../../shared/base/result.ts'
import type { DeviceId, HotelId } from '../../../shared/domain/ids.ts'
import { MAX_PUSH_OPS } from '../../../shared/wire/protocol.ts'
import type { OpOutcome, PushRequest, PushResponse } from '../../../shared/wire/sync-messages.ts'
import type { Chain } from '../chain.ts'
import type { Queryable } from '../database/port.ts'
import { selectHead } from '../write-path/queries/head.ts'
import { type SyncRefusal, pushOps } from './push.ts'
import { type Device, selectDevice, updateLastSeq } from './queries/devices.ts'
import { insertOp, selectOpBySeq } from './queries/ops.ts'
import { type HeldOp, insertQuarantined, selectHeld, selectQuarantinedId, updateHeld } from './queries/quarantine.ts'

type DeviceUnknown = { readonly code: 'DEVICE_UNKNOWN'; readonly params: { readonly deviceId: string } }

const EVERY_SEQ = Number.MAX_SAFE_INTEGER

/**
 * Keeps what a terminal that was taken away still had to tell, to the letter and once a seq, and changes nothing of the
 * hotel. The answer is an outcome for each op, so that the terminal's queue comes to its end: the stored one of what had
 * landed before, else parked with `DEVICE_REVOKED`. The terminal's token vouches for the ops: it is signed by the chain
 * and known to that terminal alone, and an op carries no signature beside it.
 *
 * Refuses whole: `HOTEL_UNKNOWN`, `DEVICE_FORKED`. Rules SYNC-42, SYNC-43.
 */
export async function quarantineOps(
  { writer, clock }: Pick<Chain, 'writer' | 'clock'>,
  { hotelId, deviceId }: Device,
  { ops }: PushRequest,
): Promise<Result<PushResponse, SyncRefusal>> {
  const written = await writer.write(hotelId, async ({ tx }): Promise<Result<OpOutcome[], SyncRefusal>> => {
    const device = await selectDevice(tx, hotelId, deviceId)
    if (!device) return refuse({ code: 'HOTEL_UNKNOWN', params: { hotelId } })
    const outcomes: OpOutcome[] = []
    const fresh: HeldOp[] = []
    for (const op of ops) {
      const { seq, opId } = op
      const landed = seq <= device.lastSeq ? await selectOpBySeq(tx, hotelId, deviceId, seq) : null
      const keptId = landed ? landed.outcome.opId : await selectQuarantinedId(tx, hotelId, deviceId, seq)
      if (keptId !== null && keptId !== opId) return refuse({ code: 'DEVICE_FORKED', params: { seq } })
      if (keptId === null) fresh.push({ deviceId, op, receivedAtUtcMs: clock.nowUtcMs() })
      outcomes.push(landed?.outcome ?? { seq, opId, outcome: 'parked', code: 'DEVICE_REVOKED', params: {} })
    }
    for (const held of fresh) await insertQuarantined(tx, hotelId, held)
    return ok(outcomes)
  })
  if (!written.ok) return written
  const { value, version } = written.value
  if (!value.ok) return value
  return ok({ lastSeq: Math.max(...ops.map(({ seq }) => seq)), head: version, outcomes: value.value })
}

/** What of a terminal is held back and has not landed since, in order, at most as many as go in a push. */
export async function listQuarantined(
  { db }: Pick<Chain, 'db'>,
  hotelId: HotelId,
  deviceId: DeviceId,
): Promise<Result<HeldOp[], DeviceUnknown>> {
  const device = await selectDevice(db, hotelId, deviceId)
  if (!device) return refuse({ code: 'DEVICE_UNKNOWN', params: { deviceId } })
  return ok(await nextHeld(db, device, EVERY_SEQ))
}

/** How many ops of each outcome landed. */
export interface Released {
  readonly landed: number
  readonly accepted: number
  readonly refused: number
  readonly parked: number
}

/**
 * Lands what is held back of a terminal, up to a seq (`null`: all), as that terminal's ops and in order, through the push
 * itself; a second time lands nothing more. What lies after a gap stays: `SEQ_GAP`. Rule SYNC-44.
 */
export async function releaseQuarantined(
  chain: Pick<Chain, 'db' | 'writer' | 'demand' | 'clock' | 'rng'>,
  hotelId: HotelId,
  deviceId: DeviceId,
  throughSeq: number | null,
): Promise<Result<Released, SyncRefusal | DeviceUnknown>> {
  const { db } = chain
  const released = { landed: 0, accepted: 0, refused: 0, parked: 0 }
  for (;;) {
    const [device, head] = [await selectDevice(db, hotelId, deviceId), await selectHead(db, hotelId)]
    if (!device || !head) return refuse({ code: 'DEVICE_UNKNOWN', params: { deviceId } })
    const held = await nextHeld(db, device, throughSeq ?? EVERY_SEQ)
    const last = held.at(-1)
    if (!last) return ok(released)
    const ops = held.map(({ op }) => op)
    const pushed = await pushOps(chain, { ...device, state: 'active' }, { epoch: head.epoch, ops })
    if (!pushed.ok) return pushed
    await updateHeld(db, hotelId, deviceId, last.op.seq, { state: 'released', note: '' })
    released.landed += ops.length
    for (const { outcome } of pushed.value.outcomes) released[outcome] += 1
  }
}

/**
 * Decides that what is held back of a terminal, up to a seq (`null`: all), is not to be done: each seq is consumed, with
 * the outcome parked and `OP_DISCARDED`, so that what comes after it can land. Rule SYNC-45.
 */
export async function discardQuarantined(
  { writer, clock }: Pick<Chain, 'writer' | 'clock'>,
  hotelId: HotelId,
  deviceId: DeviceId,
  { throughSeq, note, by }: { readonly throughSeq: number | null; readonly note: string; readonly by: string },
): Promise<Result<number, SyncRefusal | DeviceUnknown>> {
  type Discarded = Result<number, SyncRefusal | DeviceUnknown>
  const written = await writer.write(
    hotelId,
    async ({ tx }): Promise<Discarded> => {
      let device = await selectDevice(tx, hotelId, deviceId)
      if (!device) return refuse({ code: 'DEVICE_UNKNOWN', params: { deviceId } })
      const through = throughSeq ?? EVERY_SEQ
      let discarded = 0
      for (;;) {
        const held = await nextHeld(tx, device, through)
        if (held.length === 0) break
        const gap = held.find(({ op }, index) => op.seq !== (device?.lastSeq ?? 0) + index + 1)
        if (gap) return refuse({ code: 'SEQ_GAP', params: { lastSeq: device.lastSeq, seq: gap.op.seq } })
        for (const { op } of held) {
          const fingerprint = fingerprintOf({ type: op.type, version: op.version, body: op.body })
          const outcome: OpOutcome = { seq: op.seq, opId: op.opId, outcome: 'parked', code: 'OP_DISCARDED', params: {} }
          await insertOp(tx, hotelId, deviceId, op, { fingerprint, outcome }, clock.nowUtcMs())
          device = { ...device, lastSeq: op.seq }
        }
        discarded += held.length
      }
      if (discarded > 0) {
        await updateLastSeq(tx, hotelId, deviceId, device.lastSeq)
        await updateHeld(tx, hotelId, deviceId, device.lastSeq, { state: 'discarded', note: `${by}: ${note}` })
      }
      return ok(discarded)
    },
    by,
  )
  return written.ok ? written.value.value : written
}

/** Held ops that have not landed: a terminal that was given back pushes them itself. */
function nextHeld(db: Queryable, device: Device, through: number): Promise<HeldOp[]> {
  const { hotelId, deviceId, lastSeq } = device
  return selectHeld(db, hotelId, deviceId, { after: lastSeq, through, limit: MAX_PUSH_OPS })
}
