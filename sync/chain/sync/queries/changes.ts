import type { HotelId } from '../../../../shared/domain/ids.ts'
import { type EntityName, type InventoryRow, typeNightKey } from '../../../../shared/domain/rows.ts'
import { type Stay, nightsOf } from '../../../../shared/domain/stay-dates.ts'
import type { Queryable } from '../../database/port.ts'

export interface Change {
  readonly version: number
  readonly entity: EntityName
  readonly key: string
}

/** As it is stored: `booking` stands for a channel's new reservation, its guest and the counts of its nights. */
interface StoredChange extends Omit<Change, 'entity'> {
  readonly entity: EntityName | 'booking'
}

/** Changes after a version, in order, at most `limit` and whole versions only; never none while there are some. */
export async function selectChangesAfter(
  db: Queryable,
  hotelId: HotelId,
  cursor: number,
  limit: number,
): Promise<Change[]> {
  const stored = await db.query<StoredChange>(
    `SELECT version, entity, key FROM sync_change
     WHERE hotel_id = $1 AND version > $2 ORDER BY version, entity, key LIMIT $3`,
    [hotelId, cursor, limit + 1],
  )
  const changes = await expandBookings(db, hotelId, stored)
  if (changes.length <= limit) return changes
  const cut = changes[limit]?.version ?? cursor
  const whole = changes.filter((change) => change.version < cut)
  return whole.length > 0 ? whole : selectVersion(db, hotelId, cut)
}

async function selectVersion(db: Queryable, hotelId: HotelId, version: number): Promise<Change[]> {
  const stored = await db.query<StoredChange>(
    'SELECT version, entity, key FROM sync_change WHERE hotel_id = $1 AND version = $2 ORDER BY entity, key',
    [hotelId, version],
  )
  return expandBookings(db, hotelId, stored)
}

interface BookedNights extends Stay {
  readonly reservation_id: string
  readonly inventory_type: InventoryRow['roomTypeId']
}

/**
 * The nights are those of the lines as they are now: one that a line had and lost since has a change of its own, of the
 * version that took it away.
 */
async function expandBookings(db: Queryable, hotelId: HotelId, stored: readonly StoredChange[]): Promise<Change[]> {
  const booked = stored.filter(({ entity }) => entity === 'booking').map(({ key }) => key)
  const nights = new Map<string, string[]>(booked.map((key) => [key, []]))
  if (booked.length > 0) {
    const lines = await db.query<BookedNights>(
      `SELECT reservation_id, inventory_type, arrival, departure FROM stay_line
       WHERE hotel_id = $1 AND reservation_id = ANY($2::uuid[]) ORDER BY reservation_id, position`,
      [hotelId, booked],
    )
    for (const line of lines) {
      const keys = nightsOf(line).map((night) => typeNightKey(line.inventory_type, night))
      nights.get(line.reservation_id)?.push(...keys)
    }
  }
  return stored.flatMap(({ version, entity, key }): Change[] => {
    if (entity !== 'booking') return [{ version, entity, key }]
    const counts = [...new Set(nights.get(key))].map((night) => ({ version, entity: 'inventory' as const, key: night }))
    return [{ version, entity: 'guest', key }, { version, entity: 'reservation', key }, ...counts]
  })
}
