import { canonicalJson } from '../../../shared/base/canonical-json.ts'
import type { Clock } from '../../../shared/base/ports.ts'
import { type Result, ok, refuse } from '../../../shared/base/result.ts'
import { type HotelId, type QuoteId, newQuoteId } from '../../../shared/domain/ids.ts'
import { totalOf } from '../../../shared/domain/price.ts'
import type { Refusal } from '../../../shared/domain/refusal.ts'
import { nightsOf } from '../../../shared/domain/stay-dates.ts'
import { addedTaxOf } from '../../../shared/domain/tax.ts'
import type { BookingRequest, QuoteRequest, QuoteResource } from '../../../shared/wire/public-api.ts'
import type { Chain } from '../chain.ts'
import type { HotelUnknown } from '../write-path/hotel-writer.ts'
import { type PricedLine, priceLine } from './price-line.ts'
import { type StoredQuote, deleteExpiredQuotes, selectQuote } from './queries/quotes.ts'
import { planOf } from './terms.ts'

/** How long a quote is honoured. */
export const QUOTE_MS = 30 * 60_000

/**
 * Prices a stay and pins the prices: a booking that names the quote gets them for {@link QUOTE_MS}, whatever the prices
 * are then; the rooms themselves are not held. Refuses: `HOTEL_UNKNOWN`, `RATE_PLAN_UNKNOWN`, then as `priceLine`.
 * Rules: RATE-01, RATE-05.
 */
export async function createQuote(
  { terms: termsOf, nights, quotes, clock, rng }: Pick<Chain, 'terms' | 'nights' | 'quotes' | 'clock' | 'rng'>,
  hotelId: HotelId,
  request: QuoteRequest,
): Promise<Result<QuoteResource, Refusal | HotelUnknown>> {
  const terms = await termsOf.get(hotelId)
  if (!terms) return refuse({ code: 'HOTEL_UNKNOWN', params: { hotelId } })
  const plan = planOf(terms, request.ratePlanId)
  if (!plan.ok) return plan
  const nowUtcMs = clock.nowUtcMs()
  // Which guarantee there will be is asked when it is booked.
  const lineTerms = { terms, plan: plan.value, guarantee: 'prepaid', nowUtcMs } as const
  const lines: PricedLine[] = []
  for (const asked of request.lines) {
    const priced = await priceLine((stay) => nights.ask(stay), asked, lineTerms)
    if (!priced.ok) return priced
    lines.push(priced.value)
  }
  const quote: StoredQuote = {
    quoteId: newQuoteId(clock, rng),
    ratePlanId: plan.value?.ratePlanId ?? null,
    lines,
    expiresAtUtcMs: nowUtcMs + QUOTE_MS,
  }
  await quotes.ask({ hotelId, quote })
  return ok(toResource(hotelId, terms.hotel.currency, quote))
}

/** A quote as it was given, also once it has expired. Refuses: `HOTEL_UNKNOWN`, `QUOTE_UNKNOWN`. */
export async function loadQuote(
  { db, terms: termsOf }: Pick<Chain, 'db' | 'terms'>,
  hotelId: HotelId,
  quoteId: QuoteId,
): Promise<Result<QuoteResource, Refusal | HotelUnknown>> {
  const terms = await termsOf.get(hotelId)
  if (!terms) return refuse({ code: 'HOTEL_UNKNOWN', params: { hotelId } })
  const quote = await selectQuote(db, hotelId, quoteId)
  if (!quote) return refuse({ code: 'QUOTE_UNKNOWN', params: { quoteId } })
  return ok(toResource(hotelId, terms.hotel.currency, quote))
}

/**
 * The lines of a quote for the booking that names it. Refuses: `QUOTE_UNKNOWN`, `QUOTE_EXPIRED`, `QUOTE_MISMATCH` (other
 * stays, guests or terms than were quoted).
 */
export async function linesOfQuote(
  db: Chain['db'],
  hotelId: HotelId,
  quoteId: QuoteId,
  request: Pick<BookingRequest, 'lines' | 'ratePlanId'>,
  nowUtcMs: number,
): Promise<Result<StoredQuote, Refusal>> {
  const quote = await selectQuote(db, hotelId, quoteId)
  if (!quote) return refuse({ code: 'QUOTE_UNKNOWN', params: { quoteId } })
  const { expiresAtUtcMs, ratePlanId } = quote
  if (nowUtcMs >= expiresAtUtcMs) {
    return refuse({ code: 'QUOTE_EXPIRED', params: { quoteId, expiredAtUtcMs: expiresAtUtcMs } })
  }
  const quoted = quote.lines.map(askedOf)
  const sameTerms = request.ratePlanId === undefined || request.ratePlanId === ratePlanId
  const same = sameTerms && canonicalJson(quoted) === canonicalJson(request.lines.map(askedOf))
  return same ? ok(quote) : refuse({ code: 'QUOTE_MISMATCH', params: { quoteId } })
}

/** Takes away quotes that nobody can book any more; answers how many. */
export function dropExpiredQuotes(db: Chain['db'], clock: Clock): Promise<number> {
  return deleteExpiredQuotes(db, clock.nowUtcMs())
}

function askedOf({ roomTypeId, arrival, departure, adults, children }: BookingRequest['lines'][number]) {
  return { roomTypeId, arrival, departure, adults, children }
}

function toResource(hotelId: HotelId, currency: string, quote: StoredQuote): QuoteResource {
  const lines = quote.lines.map((line) => ({
    ...askedOf(line),
    nightly: nightsOf(line).map((night, index) => ({ night, priceMinor: line.nightlyMinor[index] ?? 0 })),
    taxes: [...line.taxes],
    totalMinor: totalOf(line.nightlyMinor) + addedTaxOf(line.taxes),
  }))
  return {
    quoteId: quote.quoteId,
    hotelId,
    ratePlanId: quote.ratePlanId,
    lines,
    totalMinor: totalOf(lines.map((line) => line.totalMinor)),
    currency,
    expiresAtUtcMs: quote.expiresAtUtcMs,
  }
}
