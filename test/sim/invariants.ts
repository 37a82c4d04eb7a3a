import { canonicalJson } from '../../shared/base/canonical-json.ts'
import { ENTITY_NAMES, type EntityName, type RowWrite } from '../../shared/domain/rows.ts'
import type { Database } from '../../sync/chain/database/port.ts'
import { takeSnapshot } from '../../sync/chain/sync/pull.ts'
import { selectDevice } from '../../sync/chain/sync/queries/devices.ts'
import { type Head, selectHead } from '../../sync/chain/write-path/queries/head.ts'
import type { Replica } from '../../sync/replica/replica.ts'
import { loadRow } from '../../sync/replica/row-reader.ts'
import { disprove } from '../stress/proofs.ts'
import { proofsOf } from './proofs.ts'
import { checkRows } from './replica-checks.ts'
import type { Terminal } from './terminal.ts'
import type { World } from './world.ts'

interface ChainOp {
  readonly device_id: string
  readonly seq: number
  readonly op_id: string
  readonly outcome: string
}

interface OutboxOp {
  readonly seq: number
  readonly opId: string
  readonly state: string
  readonly outcome: string | null
}

/** Everything that must hold while the world is still in trouble. */
export async function checkInvariants(world: World): Promise<void> {
  const { real, trace } = world
  await world.lookAtDates()
  const proofs = proofsOf(world.latestDate, world)
  for (const { proof, rows, example } of await disprove(real, proofs)) {
    trace.violated(proof, example, rows)
  }
  const head = await selectHead(real, world.hotelId)
  const ops = await real.query<ChainOp>('SELECT device_id, seq, op_id, outcome FROM sync_op')
  const byPlace = new Map(ops.map((op) => [`${op.device_id}/${op.seq}`, op]))
  for (const terminal of world.terminals) {
    const { replica } = terminal
    if (!replica) continue
    checkOutbox(world, terminal, replica)
    checkRows(trace, terminal.name, replica, world.isCopied(terminal.family))
    // A replica of another epoch still has to hear what the chain has forgotten.
    if (head && replica.position().epoch === head.epoch) checkAnswers(world, terminal, replica, byPlace)
  }
  const rows = await real.query<{ id: string }>('SELECT reservation_id AS id FROM reservation')
  const stored = new Set(rows.map(({ id }) => id))
  const lost = [...world.promises.booked].find((id) => !stored.has(id))
  if (lost !== undefined) trace.violated('an accepted booking is a row', { reservationId: lost })
}

/** Seqs are without gaps and nothing that was recorded has left the outbox. */
function checkOutbox({ trace }: World, { name }: Terminal, replica: Replica): void {
  const ops = outboxOf(replica)
  const { lastSeq } = replica.position()
  if (ops.length !== lastSeq || ops.some(({ seq }, index) => seq !== index + 1)) {
    trace.violated('nothing leaves an outbox', { name, lastSeq, ops: ops.length })
  }
  const pending = ops.findIndex(({ state }) => state === 'pending')
  const later = pending < 0 ? undefined : ops.slice(pending).find(({ state }) => state !== 'pending')
  if (later) trace.violated('ops are acknowledged in order', { name, seq: later.seq })
}

/** What a terminal was told of an op is what the chain has stored of it. */
function checkAnswers(
  world: World,
  { name, family }: Terminal,
  replica: Replica,
  byPlace: ReadonlyMap<string, ChainOp>,
): void {
  const { trace } = world
  const device = replica.device()
  // A chain that was restored may answer the one disk anew; the other one was answered before.
  const copied = world.isCopied(family)
  for (const op of outboxOf(replica)) {
    const stored = byPlace.get(`${device?.deviceId}/${op.seq}`)
    const told = stored?.op_id === op.opId && (copied || stored.outcome === op.outcome)
    // What a restored chain forgot before its rows came is sent again, and answered anew.
    const forgotten = op.state === 'pending' && !stored
    if (op.outcome !== null && !told && !forgotten) {
      trace.violated('an answered op is at the chain as it was answered', { name, ...op, stored })
    }
    if (op.state === 'acknowledged' && !stored) {
      trace.violated('an acknowledged op is at the chain', { name, ...op })
    }
  }
}

function outboxOf(replica: Replica): OutboxOp[] {
  return replica.db.all<OutboxOp>('SELECT seq, op_id AS opId, state, outcome FROM outbox ORDER BY seq')
}

/** A terminal that does not hold what the chain says it should, after all was mended. */
export interface Divergence {
  readonly name: string
  readonly why: string
}

/** After all was mended: each op that was ever on a disk for good is at the chain, with an outcome. */
export async function checkNothingLost({ real, trace, recorded }: World): Promise<void> {
  const landed = await real.query<{ id: string }>('SELECT op_id AS id FROM sync_op')
  const known = new Set(landed.map(({ id }) => id))
  const lost = [...recorded].filter((opId) => !known.has(opId))
  if (lost.length > 0) trace.violated('an op that was recorded reaches the chain', { opId: lost[0] }, lost.length)
}

/** Who has not converged. */
export async function divergences(world: World): Promise<Divergence[]> {
  const { real, hotelId, terminals } = world
  const head = await selectHead(real, hotelId)
  const found: Divergence[] = []
  for (const terminal of terminals) {
    const copied = world.isCopied(terminal.family)
    const why = await divergence(real, world, terminal, { head, copied })
    if (why !== null) found.push({ name: terminal.name, why })
  }
  return found
}

async function divergence(
  real: Database,
  { hotelId }: World,
  { replica, engine }: Terminal,
  { head, copied }: { readonly head: Head | null; readonly copied: boolean },
): Promise<string | null> {
  if (!replica || !engine || !head) return 'is off'
  const { haltedBy } = engine.status()
  if (haltedBy !== null) return `is halted by ${haltedBy}`
  const { epoch, cursor, lastSeq } = replica.position()
  if (epoch !== head.epoch) return `holds epoch ${epoch} of ${head.epoch}`
  if (cursor !== head.version) return `stands at ${cursor} of ${head.version}`
  const ops = outboxOf(replica)
  const open = ops.find(({ state, outcome }) => state === 'pending' || outcome === null)
  if (open) return `op ${open.seq} is ${open.state} with outcome ${open.outcome}`
  const deviceId = replica.device()?.deviceId
  const device = deviceId && (await selectDevice(real, hotelId, deviceId))
  if (!device) return 'is not known'
  // The copy of a disk may know less than what the other one has done since.
  if (device.lastSeq !== lastSeq && !(copied && device.lastSeq > lastSeq))
    return `has given seq ${lastSeq}, the chain knows ${device.lastSeq}`
  const taken = await takeSnapshot(real, device)
  if (!taken.ok) return taken.error.code
  const rows = taken.value.flatMap((line) => (line.mark === 'row' ? [line.change] : []))
  return firstDifference(replica, rows)
}

function firstDifference(replica: Replica, rows: readonly RowWrite[]): string | null {
  const counts = new Map<EntityName, number>()
  for (const { entity, key, row } of rows) {
    counts.set(entity, (counts.get(entity) ?? 0) + 1)
    const [here, there] = [canonicalJson(loadRow(replica.db, entity, key)), canonicalJson(row)]
    if (here !== there) return `${entity} ${key} is ${here}, at the chain ${there}`
  }
  for (const entity of ENTITY_NAMES) {
    const count = counts.get(entity) ?? 0
    // An exception that was resolved stays until the next snapshot.
    const scope = entity === 'exception' ? ` WHERE status = 'open'` : ''
    const held = replica.db.one<{ count: number }>(`SELECT count(*) AS count FROM ${entity}${scope}`)?.count ?? 0
    if (held !== count) return `holds ${held} rows of ${entity}, the chain ${count}`
  }
  const undo =
    replica.db.one<{ count: number }>('SELECT count(*) AS count FROM outbox WHERE undo IS NOT NULL')?.count ?? 0
  return undo === 0 ? null : `would undo ${undo} ops`
}
