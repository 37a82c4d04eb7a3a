import { type Result, ok, refuse } from '../../../shared/base/result.ts'
import { type HotelId, type ReservationId, isUuidV7 } from '../../../shared/domain/ids.ts'
import type { ReservationListQuery, ReservationListResource } from '../../../shared/wire/public-api.ts'
import type { Database, Queryable } from '../database/port.ts'
import type { HotelUnknown } from '../write-path/hotel-writer.ts'
import { loadDossiers, resourceOf } from './dossiers.ts'
import { selectReservationsAfter } from './queries/list-reservations.ts'
import { isSameName } from './same-name.ts'

/** How many reservations a page with a name in it looks at; where fewer match, the page is short and goes on. */
const LOOKED_AT = 2_000

type CursorInvalid = { readonly code: 'CURSOR_INVALID'; readonly params: object }

/**
 * One page of a hotel's reservations in order of id, which is the order of the clock that made it, current and in history
 * alike. A page starts after the last id of the one before: what was there when the first page was read is listed once,
 * whatever is booked or archived meanwhile. Refuses: `CURSOR_INVALID`, `HOTEL_UNKNOWN`. Rule API-17.
 */
export async function listReservations(
  db: Database,
  hotelId: HotelId,
  query: ReservationListQuery,
): Promise<Result<ReservationListResource, HotelUnknown | CursorInvalid>> {
  const after = query.after === undefined ? null : readCursor(query.after)
  if (query.after !== undefined && after === null) return refuse({ code: 'CURSOR_INVALID', params: {} })
  let next: ReservationId | null = null
  const found = await loadDossiers(db, hotelId, async (tx) => {
    const page = await choosePage(tx, hotelId, after, query)
    next = page.next
    return page.ids
  })
  if (!found) return refuse({ code: 'HOTEL_UNKNOWN', params: { hotelId } })
  const reservations = found.dossiers.map((dossier) => resourceOf(found.hotel, dossier))
  return ok({ reservations, next: next === null ? null : cursorOf(next) })
}

async function choosePage(
  tx: Queryable,
  hotelId: HotelId,
  after: ReservationId | null,
  { limit, lastName, ...filter }: ReservationListQuery,
): Promise<{ ids: ReservationId[]; next: ReservationId | null }> {
  const take = lastName === undefined ? limit : LOOKED_AT
  const looked = await selectReservationsAfter(tx, hotelId, after, filter, take + 1)
  const within = looked.slice(0, take)
  const matching = within.filter((listed) => lastName === undefined || isSameName(listed.lastName, lastName))
  const ids = matching.slice(0, limit).map(({ reservationId }) => reservationId)
  if (matching.length > limit) return { ids, next: ids.at(-1) ?? null }
  return { ids, next: looked.length > take ? (within.at(-1)?.reservationId ?? null) : null }
}

function cursorOf(reservationId: ReservationId): string {
  return Buffer.from(reservationId).toString('base64url')
}

function readCursor(cursor: string): ReservationId | null {
  const text = Buffer.from(cursor, 'base64url').toString()
  return isUuidV7(text) ? (text as ReservationId) : null // checked here
}
