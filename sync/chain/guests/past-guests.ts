import type { HotelId } from '../../../shared/domain/ids.ts'
import type { GuestRow } from '../../../shared/domain/rows.ts'
import type { PastGuestList, PastGuestSearch } from '../../../shared/wire/past-guests.ts'
import type { Database, Queryable } from '../database/port.ts'
import { selectGuestPage } from './queries/guests.ts'
import { selectStaysOfGuests } from './queries/stays-of-guests.ts'

const MOST_FOUND = 20
/** A name has no more words; each is looked for on its own. */
const MOST_WORDS = 8

/**
 * Guests of a hotel whose last name begins with a word of the text, or with all of it, and whose names hold the other
 * words, those with the latest stays first. Who was erased is found by nothing. Rule GST-05.
 */
export function findPastGuests(
  db: Pick<Database, 'transaction'>,
  hotelId: HotelId,
  { text }: PastGuestSearch,
): Promise<PastGuestList> {
  return db.transaction('REPEATABLE READ', async (tx) => {
    const words = [...new Set(text.toLowerCase().split(/\s+/))].slice(0, MOST_WORDS)
    const found = new Map<string, GuestRow>()
    for (const beginning of new Set([words.join(' '), ...words])) {
      const others = beginning === words.join(' ') ? [] : words.filter((word) => word !== beginning)
      for (const guest of await pageOf(tx, hotelId, beginning)) {
        const name = `${guest.firstName} ${guest.lastName}`.toLowerCase()
        if (others.every((other) => name.includes(other))) found.set(guest.guestId, guest)
      }
    }
    const stays = await selectStaysOfGuests(tx, hotelId, [...found.keys()])
    const guests = [...found.values()].map((guest) => {
      const had = stays.get(guest.guestId)
      return {
        ...guest,
        stays: had?.stays ?? 0,
        lastArrival: had?.arrival ?? null,
        lastDeparture: had?.departure ?? null,
      }
    })
    const byLatest = guests.toSorted((a, b) => ((a.lastDeparture ?? '') < (b.lastDeparture ?? '') ? 1 : -1))
    return { guests: byLatest.slice(0, MOST_FOUND) }
  })
}

/** Beyond what is shown: the other words thin it out. */
function pageOf(tx: Queryable, hotelId: HotelId, lastName: string): Promise<GuestRow[]> {
  return selectGuestPage(tx, hotelId, { lastName, after: null, limit: 10 * MOST_FOUND })
}
