import type { HotelId } from '../../../../shared/domain/ids.ts'
import type { Queryable } from '../../database/port.ts'

/** A key as it is shown; its secret is known only to whom it was given. */
export interface ApiKey {
  readonly keyId: string
  readonly name: string
  /** The one hotel that it is for; `null` is every hotel. */
  readonly hotelId: HotelId | null
  /** Requests that it may make a minute; `null` is what the server gives a key. */
  readonly perMinute: number | null
  readonly createdAtUtcMs: number
  readonly revokedAtUtcMs: number | null
}

export interface StoredApiKey extends ApiKey {
  readonly secretHash: string
}

interface ApiKeyRecord {
  readonly key_id: string
  readonly name: string
  readonly secret_hash: string
  readonly hotel_id: HotelId | null
  readonly per_minute: number | null
  readonly created_at_utc_ms: number
  readonly revoked_at_utc_ms: number | null
}

export async function selectApiKey(db: Queryable, keyId: string): Promise<StoredApiKey | null> {
  const [record] = await db.query<ApiKeyRecord>(
    `SELECT key_id, name, secret_hash, hotel_id, per_minute, created_at_utc_ms, revoked_at_utc_ms
     FROM api_key WHERE key_id = $1`,
    [keyId],
  )
  return record ? { ...decode(record), secretHash: record.secret_hash } : null
}

/** Every key, revoked ones too, the newest first. */
export async function selectApiKeys(db: Queryable): Promise<ApiKey[]> {
  const records = await db.query<ApiKeyRecord>(
    `SELECT key_id, name, hotel_id, per_minute, created_at_utc_ms, revoked_at_utc_ms
     FROM api_key ORDER BY created_at_utc_ms DESC, key_id`,
  )
  return records.map(decode)
}

/** Inserts a key; one with this id that is there, also revoked, stays as it is. */
export async function insertApiKey(db: Queryable, key: StoredApiKey): Promise<void> {
  await db.query(
    `INSERT INTO api_key (key_id, name, secret_hash, hotel_id, per_minute, created_at_utc_ms, revoked_at_utc_ms)
     VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (key_id) DO NOTHING`,
    [key.keyId, key.name, key.secretHash, key.hotelId, key.perMinute, key.createdAtUtcMs, key.revokedAtUtcMs],
  )
}

/** Revokes a key, or leaves it as revoked as it was; `null` where there is none. */
export async function updateRevoked(db: Queryable, keyId: string, nowUtcMs: number): Promise<ApiKey | null> {
  const [record] = await db.query<ApiKeyRecord>(
    `UPDATE api_key SET revoked_at_utc_ms = coalesce(revoked_at_utc_ms, $2) WHERE key_id = $1
     RETURNING key_id, name, hotel_id, per_minute, created_at_utc_ms, revoked_at_utc_ms`,
    [keyId, nowUtcMs],
  )
  return record ? decode(record) : null
}

function decode(record: Omit<ApiKeyRecord, 'secret_hash'>): ApiKey {
  return {
    keyId: record.key_id,
    name: record.name,
    hotelId: record.hotel_id,
    perMinute: record.per_minute,
    createdAtUtcMs: record.created_at_utc_ms,
    revokedAtUtcMs: record.revoked_at_utc_ms,
  }
}
