import type { HotelId } from '../../../../shared/domain/ids.ts'
import type { EntityName } from '../../../../shared/domain/rows.ts'
import type { Queryable } from '../../database/port.ts'

export interface Change {
  readonly version: number
  readonly entity: EntityName
  readonly key: string
}

/** Changes after a version, in order, at most `limit` and whole versions only; never none while there are some. */
export async function selectChangesAfter(
  db: Queryable,
  hotelId: HotelId,
  cursor: number,
  limit: number,
): Promise<Change[]> {
  const changes = await db.query<Change>(
    `SELECT version, entity, key FROM sync_change
     WHERE hotel_id = $1 AND version > $2 ORDER BY version, entity, key LIMIT $3`,
    [hotelId, cursor, limit + 1],
  )
  if (changes.length <= limit) return changes
  const cut = changes[limit]?.version
  const whole = changes.filter((change) => change.version !== cut)
  return whole.length > 0 ? whole : selectVersion(db, hotelId, changes[0]?.version ?? cursor)
}

function selectVersion(db: Queryable, hotelId: HotelId, version: number): Promise<Change[]> {
  return db.query<Change>(
    'SELECT version, entity, key FROM sync_change WHERE hotel_id = $1 AND version = $2 ORDER BY entity, key',
    [hotelId, version],
  )
}
