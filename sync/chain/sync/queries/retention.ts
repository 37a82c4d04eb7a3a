import type { HotelId } from '../../../../shared/domain/ids.ts'
import type { Queryable } from '../../database/port.ts'

/** The version up to which a hotel's changes are pruned: a cursor below it is not met by a pull any more. */
export async function selectFloor(db: Queryable, hotelId: HotelId): Promise<number> {
  const [record] = await db.query<{ floor: number }>('SELECT floor FROM sync_head WHERE hotel_id = $1', [hotelId])
  return record?.floor ?? 0
}

export async function raiseFloor(tx: Queryable, hotelId: HotelId, floor: number): Promise<void> {
  await tx.query('UPDATE sync_head SET floor = $2 WHERE hotel_id = $1 AND floor < $2 AND version >= $2', [
    hotelId,
    floor,
  ])
}

/** Remembers where the head stands, unless that was remembered after an instant already. */
export async function markHead(db: Queryable, hotelId: HotelId, nowUtcMs: number, sinceUtcMs: number): Promise<void> {
  await db.query(
    `INSERT INTO sync_head_mark (hotel_id, at_utc_ms, version)
     SELECT hotel_id, $2::bigint, version FROM sync_head
     WHERE hotel_id = $1 AND NOT EXISTS (SELECT 1 FROM sync_head_mark m WHERE m.hotel_id = $1 AND m.at_utc_ms > $3)
     ON CONFLICT (hotel_id, at_utc_ms) DO NOTHING`,
    [hotelId, nowUtcMs, sinceUtcMs],
  )
}

/** Where the head stood at the last mark that is not younger than an instant; `null` before the first such. */
export async function selectVersionAt(db: Queryable, hotelId: HotelId, atUtcMs: number): Promise<number | null> {
  const [record] = await db.query<{ version: number }>(
    `SELECT version FROM sync_head_mark WHERE hotel_id = $1 AND at_utc_ms <= $2 ORDER BY at_utc_ms DESC LIMIT 1`,
    [hotelId, atUtcMs],
  )
  return record?.version ?? null
}

export async function deleteMarksBefore(db: Queryable, hotelId: HotelId, atUtcMs: number): Promise<void> {
  await db.query('DELETE FROM sync_head_mark WHERE hotel_id = $1 AND at_utc_ms < $2', [hotelId, atUtcMs])
}

/** Takes changes away up to the floor, of so many versions at a time; tells how many rows. */
export async function deleteChangesBelowFloor(db: Queryable, hotelId: HotelId, versions: number): Promise<number> {
  const gone = await db.query(
    `DELETE FROM sync_change WHERE hotel_id = $1
       AND version <= (SELECT floor FROM sync_head WHERE hotel_id = $1)
       AND version <= (SELECT min(version) + $2::bigint FROM sync_change WHERE hotel_id = $1)
     RETURNING version`,
    [hotelId, versions],
  )
  return gone.length
}

/** Drops the bodies of ops that came before an instant; that of a parked op is kept, which somebody may still look at. */
export async function dropBodiesBefore(db: Queryable, hotelId: HotelId, receivedBeforeUtcMs: number): Promise<number> {
  const dropped = await db.query(
    `UPDATE sync_op SET body = NULL
     WHERE hotel_id = $1 AND received_at_utc_ms < $2 AND body IS NOT NULL AND outcome <> 'parked' RETURNING seq`,
    [hotelId, receivedBeforeUtcMs],
  )
  return dropped.length
}

/** What was held back of a terminal that was given back, and which it has pushed itself since, is held back no more. */
export async function dropLandedHeld(db: Queryable, hotelId: HotelId): Promise<void> {
  await db.query(
    `UPDATE sync_quarantine SET state = 'released', op = '{}'
     WHERE hotel_id = $1 AND state = 'held' AND seq <= coalesce((
       SELECT d.last_seq FROM sync_device d
       WHERE d.hotel_id = $1 AND d.device_id = sync_quarantine.device_id), 0)`,
    [hotelId],
  )
}
