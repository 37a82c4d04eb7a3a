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
  const [record] = await db.query<OpRecord>(
    `SELECT seq, op_id, fingerprint, outcome, code, params
     FROM sync_op WHERE hotel_id = $1 AND device_id = $2 AND seq = $3`,
    [hotelId, deviceId, seq],
  )
  return record ? decode(record) : null
}

/** The first op of the hotel with this id, whichever terminal sent it. */
export async function selectOpById(db: Queryable, hotelId: HotelId, opId: OpId): Promise<StoredOp | null> {
  const [record] = await db.query<OpRecord>(
    `SELECT seq, op_id, fingerprint, outcome, code, params
     FROM sync_op WHERE hotel_id = $1 AND op_id = $2 ORDER BY received_at_utc_ms, seq LIMIT 1`,
    [hotelId, opId],
  )
  return record ? decode(record) : null
}

export async function insertOp(
  tx: Queryable,
  hotelId: HotelId,
  deviceId: DeviceId,
  op: WireOp,
  stored: StoredOp,
  receivedAtUtcMs: number,
): Promise<void> {
  const { outcome } = stored
  await tx.query(
    `INSERT INTO sync_op (hotel_id, device_id, seq, op_id, type, type_version, business_date, made_at_utc_ms,
       received_at_utc_ms, body, fingerprint, outcome, code, params)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
    [
      hotelId,
      deviceId,
      op.seq,
      op.opId,
      op.type,
      op.version,
      op.businessDate,
      op.madeAtUtcMs,
      receivedAtUtcMs,
      JSON.stringify(op.body),
      stored.fingerprint,
      outcome.outcome,
      outcome.outcome === 'accepted' ? null : outcome.code,
      outcome.outcome === 'accepted' ? null : JSON.stringify(outcome.params),
    ],
  )
}

function decode(record: OpRecord): StoredOp {
  const { seq, op_id: opId, fingerprint, outcome } = record
  if (outcome === 'accepted') return { fingerprint, outcome: { seq, opId, outcome } }
  return { fingerprint, outcome: { seq, opId, outcome, code: record.code ?? '', params: record.params ?? {} } }
}
