import type { DeviceId, HotelId, OpId } from '../../../../shared/domain/ids.ts'
import type { WireOp } from '../../../../shared/wire/ops.ts'
import type { Queryable } from '../../database/port.ts'

/** An op that a terminal pushed after it was taken away, and that nobody has decided on. */
export interface HeldOp {
  readonly deviceId: DeviceId
  readonly op: WireOp
  readonly receivedAtUtcMs: number
}

interface HeldRecord {
  readonly device_id: DeviceId
  readonly op: WireOp
  readonly received_at_utc_ms: number
}

/** The id of the op that is kept under a seq, whatever was decided on it. */
export async function selectQuarantinedId(
  tx: Queryable,
  hotelId: HotelId,
  deviceId: DeviceId,
  seq: number,
): Promise<OpId | null> {
  const [record] = await tx.query<{ op_id: OpId }>(
    'SELECT op_id FROM sync_quarantine WHERE hotel_id = $1 AND device_id = $2 AND seq = $3',
    [hotelId, deviceId, seq],
  )
  return record?.op_id ?? null
}

export async function insertQuarantined(
  tx: Queryable,
  hotelId: HotelId,
  { deviceId, op, receivedAtUtcMs }: HeldOp,
): Promise<void> {
  await tx.query(
    `INSERT INTO sync_quarantine (hotel_id, device_id, seq, op_id, type, op, received_at_utc_ms, state, note)
     VALUES ($1, $2, $3, $4, $5, $6, $7, 'held', '')`,
    [hotelId, deviceId, op.seq, op.opId, op.type, JSON.stringify(op), receivedAtUtcMs],
  )
}

/** What of a terminal is held back, in order of seq: after a seq and up to another. */
export async function selectHeld(
  db: Queryable,
  hotelId: HotelId,
  deviceId: DeviceId,
  { after, through, limit }: { readonly after: number; readonly through: number; readonly limit: number },
): Promise<HeldOp[]> {
  const records = await db.query<HeldRecord>(
    `SELECT device_id, op, received_at_utc_ms FROM sync_quarantine
     WHERE hotel_id = $1 AND device_id = $2 AND state = 'held' AND seq > $3 AND seq <= $4 ORDER BY seq LIMIT $5`,
    [hotelId, deviceId, after, through, limit],
  )
  return records.map(({ device_id: id, op, received_at_utc_ms: receivedAtUtcMs }) => ({
    deviceId: id,
    op,
    receivedAtUtcMs,
  }))
}

/** Decides on what is held back up to a seq; what became of it stands with the ops that landed. */
export async function updateHeld(
  db: Queryable,
  hotelId: HotelId,
  deviceId: DeviceId,
  throughSeq: number,
  decided: { readonly state: 'released' | 'discarded'; readonly note: string },
): Promise<void> {
  await db.query(
    `UPDATE sync_quarantine SET state = $4, note = $5, op = '{}'
     WHERE hotel_id = $1 AND device_id = $2 AND state = 'held' AND seq <= $3`,
    [hotelId, deviceId, throughSeq, decided.state, decided.note],
  )
}
