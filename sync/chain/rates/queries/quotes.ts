import type { HotelId, QuoteId, RatePlanId } from '../../../../shared/domain/ids.ts'
import type { Queryable } from '../../database/port.ts'
import type { PricedLine } from '../price-line.ts'

export interface StoredQuote {
  readonly quoteId: QuoteId
  readonly ratePlanId: RatePlanId | null
  readonly lines: readonly PricedLine[]
  readonly expiresAtUtcMs: number
}

interface QuoteRecord {
  readonly body: Pick<StoredQuote, 'ratePlanId' | 'lines'>
  readonly expires_at_utc_ms: number
}

/** A quote of a hotel. */
export interface HotelQuote {
  readonly hotelId: HotelId
  readonly quote: StoredQuote
}

/** Inserts new quotes in one statement; those of one hotel go to one shard. */
export async function insertQuotes(db: Queryable, quotes: readonly HotelQuote[]): Promise<void> {
  const tuples = quotes.map(
    (_, index) => `($${index * 4 + 1}, $${index * 4 + 2}, $${index * 4 + 3}, $${index * 4 + 4})`,
  )
  await db.query(
    `INSERT INTO quote (hotel_id, quote_id, body, expires_at_utc_ms) VALUES ${tuples.join(', ')}`,
    quotes.flatMap(({ hotelId, quote: { quoteId, ratePlanId, lines, expiresAtUtcMs } }) => [
      hotelId,
      quoteId,
      JSON.stringify({ ratePlanId, lines }),
      expiresAtUtcMs,
    ]),
  )
}

export async function selectQuote(db: Queryable, hotelId: HotelId, quoteId: QuoteId): Promise<StoredQuote | null> {
  const [record] = await db.query<QuoteRecord>(
    'SELECT body, expires_at_utc_ms FROM quote WHERE hotel_id = $1 AND quote_id = $2',
    [hotelId, quoteId],
  )
  return record ? { quoteId, ...record.body, expiresAtUtcMs: record.expires_at_utc_ms } : null
}

/** Of every hotel: a sweep that runs apart from what anybody waits for. */
export async function deleteExpiredQuotes(db: Queryable, nowUtcMs: number): Promise<number> {
  const deleted = await db.query('DELETE FROM quote WHERE expires_at_utc_ms < $1 RETURNING 1', [nowUtcMs])
  return deleted.length
}
