import type { JWK } from 'jose'
import type { Queryable } from '../../database/port.ts'

export async function selectSigningKey(db: Queryable, keyId: string): Promise<JWK | null> {
  const [record] = await db.query<{ private_jwk: JWK }>('SELECT private_jwk FROM signing_key WHERE key_id = $1', [
    keyId,
  ])
  return record?.private_jwk ?? null
}

/** Inserts a key; one with this id that is there stays as it is. */
export async function insertSigningKey(db: Queryable, keyId: string, jwk: JWK, nowUtcMs: number): Promise<void> {
  await db.query(
    `INSERT INTO signing_key (key_id, private_jwk, created_at_utc_ms)
     VALUES ($1, $2, $3) ON CONFLICT (key_id) DO NOTHING`,
    [keyId, JSON.stringify(jwk), nowUtcMs],
  )
}
