import type { DeviceId, HotelId, OpId } from '../../../../shared/domain/ids.ts'
import type { WireOp } from '../../../../shared/wire/ops.ts'
import type { OpOutcome } from '../../../../shared/wire/sync-messages.ts'
import type { Queryable } from '../../database/port.ts'

interface OpRecord {
  readonly seq: number
  readonly op_id: OpId
  readonly fingerprint: string
  readonly outcome: OpOutcome['outcome']
  readonly code: string | null
  readonly params: Record<string, unknown> | null
}

/** An op whose outcome stands, for ever. */
export interface StoredOp {
  readonly outcome: OpOutcome
  readonly fingerprint: string
}

export async function selectOpBySeq(
  db: Queryable,
  hotelId: HotelId,
  deviceId: DeviceId,
  seq: number,
): Promise<StoredOp | null> {
  return (await selectOpsBySeq(db, hotelId, deviceId, seq, seq)).get(seq) ?? null
}

/** A terminal's ops from one seq through another, by seq. */
export async function selectOpsBySeq(
  db: Queryable,
  hotelId: HotelId,
  deviceId: DeviceId,
  fromSeq: number,
  throughSeq: number,
): Promise<Map<number, StoredOp>> {
  const records = await db.query<OpRecord>(
    `SELECT seq, op_id, fingerprint, outcome, code, params
     FROM sync_op WHERE hotel_id = $1 AND device_id = $2 AND seq BETWEEN $3 AND $4 ORDER BY seq`,
    [hotelId, deviceId, fromSeq, throughSeq],
  )
  return new Map(records.map((record) => [record.seq, decode(record)]))
}

/** The first op of the hotel with each of these ids, whichever terminal sent it. */
export async function selectOpsById(
  db: Queryable,
  hotelId: HotelId,
  opIds: readonly OpId[],
): Promise<Map<OpId, StoredOp>> {
  const records = await db.query<OpRecord>(
    `SELECT seq, op_id, fingerprint, outcome, code, params
     FROM sync_op WHERE hotel_id = $1 AND op_id = ANY($2::uuid[]) ORDER BY received_at_utc_ms DESC, seq DESC`,
    [hotelId, opIds],
  )
  // Of one id the first comes last, and stays.
  return new Map(records.map((record) => [record.op_id, decode(record)]))
}

/** Keeps ops with what became of them, for ever: one statement for a whole push. */
export async function insertOps(
  tx: Queryable,
  hotelId: HotelId,
  deviceId: DeviceId,
  landed: readonly { readonly op: WireOp; readonly stored: StoredOp }[],
  receivedAtUtcMs: number,
): Promise<void> {
  if (landed.length === 0) return
  const cells = landed.map(({ op, stored: { fingerprint, outcome } }) => [
    op.seq,
    op.opId,
    op.type,
    op.version,
    op.businessDate,
    op.madeAtUtcMs,
    op.staffId,
    JSON.stringify(op.body),
    fingerprint,
    outcome.outcome,
    outcome.outcome === 'accepted' ? null : outcome.code,
    outcome.outcome === 'accepted' ? null : JSON.stringify(outcome.params),
  ])
  const tuples = cells.map((row, index) => {
    const values = row.map((_cell, cell) => `$${index * row.length + cell + 4}`)
    return `($1, $2, $3, ${values.join(', ')})`
  })
  await tx.query(
    `INSERT INTO sync_op (hotel_id, device_id, received_at_utc_ms, seq, op_id, type, type_version, business_date,
       made_at_utc_ms, staff_id, body, fingerprint, outcome, code, params)
     VALUES ${tuples.join(', ')}`,
    [hotelId, deviceId, receivedAtUtcMs, ...cells.flat()],
  )
}

export async function insertOp(
  tx: Queryable,
  hotelId: HotelId,
  deviceId: DeviceId,
  op: WireOp,
  stored: StoredOp,
  receivedAtUtcMs: number,
): Promise<void> {
  await insertOps(tx, hotelId, deviceId, [{ op, stored }], receivedAtUtcMs)
}

function decode(record: OpRecord): StoredOp {
  const { seq, op_id: opId, fingerprint, outcome } = record
  if (outcome === 'accepted') return { fingerprint, outcome: { seq, opId, outcome } }
  return { fingerprint, outcome: { seq, opId, outcome, code: record.code ?? '', params: record.params ?? {} } }
}
