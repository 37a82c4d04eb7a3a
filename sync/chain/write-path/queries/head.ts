import type { HotelId } from '../../../../shared/domain/ids.ts'
import type { Queryable } from '../../database/port.ts'
import type { ChangedKey } from '../../rows/hotel-unit.ts'

export interface Head {
  readonly version: number
  readonly epoch: number
  /** Counter of the next confirmation code that the chain itself gives out. */
  readonly nextCode: number
  /** The code prefix of the next terminal. */
  readonly nextPrefix: number
}

interface HeadRecord {
  readonly version: number
  readonly epoch: number
  readonly next_code: number
  readonly next_prefix: number
}

/** The hotel's head, read without a lock; `null` where there is no such hotel. */
export async function selectHead(db: Queryable, hotelId: HotelId): Promise<Head | null> {
  const [record] = await db.query<HeadRecord>(
    'SELECT version, epoch, next_code, next_prefix FROM sync_head WHERE hotel_id = $1',
    [hotelId],
  )
  return record ? decode(record) : null
}

/** The heads of hotels that are listened to, in one statement: on Citus one that goes to several shards. */
export async function selectHeads(
  db: Queryable,
  hotelIds: readonly HotelId[],
): Promise<{ readonly hotelId: HotelId; readonly version: number; readonly epoch: number }[]> {
  const records = await db.query<Pick<HeadRecord, 'version' | 'epoch'> & { readonly hotel_id: HotelId }>(
    'SELECT hotel_id, version, epoch FROM sync_head WHERE hotel_id = ANY($1)',
    [hotelIds],
  )
  return records.map(({ hotel_id: hotelId, version, epoch }) => ({ hotelId, version, epoch }))
}

/** Takes the hotel's head: from here to the commit this transaction is the hotel's only writer. */
export async function lockHead(tx: Queryable, hotelId: HotelId): Promise<Head | null> {
  const [record] = await tx.query<HeadRecord>(
    'SELECT version, epoch, next_code, next_prefix FROM sync_head WHERE hotel_id = $1 FOR NO KEY UPDATE',
    [hotelId],
  )
  return record ? decode(record) : null
}

export async function updateHead(tx: Queryable, hotelId: HotelId, head: Head): Promise<void> {
  await tx.query(
    'UPDATE sync_head SET version = $2, epoch = $3, next_code = $4, next_prefix = $5 WHERE hotel_id = $1',
    [hotelId, head.version, head.epoch, head.nextCode, head.nextPrefix],
  )
}

const FIRST_EPOCH_MS = Date.UTC(2026)

/**
 * The epoch after one: the seconds since 2026 where that is higher, so that two chains restored from one backup at
 * different times, each of which a desk may have met, do not raise to the same.
 */
export function nextEpoch(epoch: number, nowUtcMs: number): number {
  return Math.max(epoch + 1, Math.floor((nowUtcMs - FIRST_EPOCH_MS) / 1000))
}

/** Raises the epoch of every hotel, before anybody is served. */
export async function raiseEveryEpoch(db: Queryable, nowUtcMs: number): Promise<void> {
  await db.query('UPDATE sync_head SET epoch = greatest(epoch + 1, $1::integer)', [nextEpoch(0, nowUtcMs)])
}

export async function insertHead(tx: Queryable, hotelId: HotelId, nextCode: number): Promise<void> {
  await tx.query('INSERT INTO sync_head (hotel_id, version, epoch, next_code, next_prefix) VALUES ($1, 0, 1, $2, 1)', [
    hotelId,
    nextCode,
  ])
}

const CHANGES_PER_STATEMENT = 2_000

/** Records which rows a version changed. */
export async function insertChanges(
  tx: Queryable,
  hotelId: HotelId,
  version: number,
  changed: readonly ChangedKey[],
): Promise<void> {
  for (let start = 0; start < changed.length; start += CHANGES_PER_STATEMENT) {
    const chunk = changed.slice(start, start + CHANGES_PER_STATEMENT)
    const tuples = chunk.map((_, index) => `($1, $2, $${index * 2 + 3}, $${index * 2 + 4})`)
    await tx.query(`INSERT INTO sync_change (hotel_id, version, entity, key) VALUES ${tuples.join(', ')}`, [
      hotelId,
      version,
      ...chunk.flatMap(({ entity, key }) => [entity, key]),
    ])
  }
}

function decode(record: HeadRecord): Head {
  return {
    version: record.version,
    epoch: record.epoch,
    nextCode: record.next_code,
    nextPrefix: record.next_prefix,
  }
}
