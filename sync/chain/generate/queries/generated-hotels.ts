import type { HotelId } from '../../../../shared/domain/ids.ts'
import type { LocalDate } from '../../../../shared/domain/stay-dates.ts'
import type { Queryable } from '../../database/port.ts'

/** The ids of hotels from one up to another, both included. */
export async function selectHotelIdsBetween(db: Queryable, first: HotelId, last: HotelId): Promise<HotelId[]> {
  const records = await db.query<{ hotel_id: HotelId }>(
    'SELECT hotel_id FROM hotel WHERE hotel_id BETWEEN $1 AND $2 ORDER BY hotel_id',
    [first, last],
  )
  return records.map((record) => record.hotel_id)
}

/** What tells one plan's hotel from another's. */
export interface HotelShape {
  readonly rooms: number
  readonly types: number
  readonly nights: number
  readonly firstNight: LocalDate | null
  /** The sum of its base rates: it differs with the seed. */
  readonly ratesMinor: number
}

export async function selectShape(db: Queryable, hotelId: HotelId): Promise<HotelShape> {
  const [rooms] = await db.query<{ rooms: number; types: number }>(
    'SELECT count(*) AS rooms, count(DISTINCT room_type_id) AS types FROM room WHERE hotel_id = $1',
    [hotelId],
  )
  const [rates] = await db.query<{ nights: number; first_night: LocalDate | null; rates_minor: number }>(
    `SELECT count(DISTINCT night) AS nights, min(night) AS first_night, coalesce(sum(base_minor), 0)::bigint AS rates_minor
     FROM room_type_rate WHERE hotel_id = $1`,
    [hotelId],
  )
  return {
    rooms: rooms?.rooms ?? 0,
    types: rooms?.types ?? 0,
    nights: rates?.nights ?? 0,
    firstNight: rates?.first_night ?? null,
    ratesMinor: rates?.rates_minor ?? 0,
  }
}

/** Takes fresh statistics of what was filled: the server plans by them. */
export async function analyzeGenerated(db: Queryable): Promise<void> {
  for (const table of [
    'hotel',
    'sync_head',
    'room_type',
    'room',
    'rate_plan',
    'room_type_rate',
    'room_type_inventory',
  ]) {
    await db.query(`ANALYZE ${table}`)
  }
}
