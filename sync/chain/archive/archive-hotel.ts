import { assert } from '../../../shared/base/assert.ts'
import type { HotelId, ReservationId } from '../../../shared/domain/ids.ts'
import { type LocalDate, addDays } from '../../../shared/domain/stay-dates.ts'
import type { Chain } from '../chain.ts'
import { OperatorError, type Queryable } from '../database/port.ts'
import { selectHotel } from '../hotels/queries/hotels.ts'
import {
  type ArchivedColumns,
  moveInventoryNights,
  moveRates,
  moveReservations,
  moveRoomNights,
  selectPastReservations,
  selectRoomsWithNightsBefore,
  selectTypesWithNightsBefore,
} from './queries/move-rows.ts'

/** A year and a bit: "same week last year" is still in one table. House policy. */
export const DEFAULT_KEEP_DAYS = 400
/**
 * Desks hold 7 past nights (sync/scope.ts) and keep acknowledged ops for 30 days: what is older than both is on no desk,
 * and none pushes it again.
 */
export const LEAST_KEEP_DAYS = 31

const RESERVATIONS_A_TRANSACTION = 200
const ROOMS_A_TRANSACTION = 20

export interface Archived {
  readonly reservations: number
  readonly lines: number
  readonly folioLines: number
  readonly roomNights: number
  readonly inventoryNights: number
  readonly rates: number
}

export const NOTHING_ARCHIVED: Archived = {
  reservations: 0,
  lines: 0,
  folioLines: 0,
  roomNights: 0,
  inventoryNights: 0,
  rates: 0,
}

export interface ArchiveWish {
  /** Only what lies before this day; `null`: all that is old enough. */
  readonly before: LocalDate | null
  /** Days before the hotel's business date that are kept whatever `before` says. */
  readonly keepDays: number
}

/**
 * Moves a hotel's old nights and the stays that are over to the history tables: stays first, since what they count on
 * stays with those that stay. Each piece is a short transaction under the hotel's head, so it may be broken off anywhere,
 * and run again it moves the rest. Nothing is told to desks: none of it is in the scope of any. Guests and the answers to
 * booking requests stay where they are. Rules: ARC-01 to ARC-07.
 */
export async function archiveHotel(
  { db, writer }: Pick<Chain, 'db' | 'writer'>,
  columns: ArchivedColumns,
  hotelId: HotelId,
  wish: ArchiveWish,
): Promise<Archived> {
  assert(wish.keepDays >= LEAST_KEEP_DAYS, 'desks are never surprised')
  let sum = NOTHING_ARCHIVED
  const piece = async <T>(move: (tx: Queryable, before: LocalDate) => Promise<[Partial<Archived>, T]>): Promise<T> => {
    const written = await writer.write(hotelId, async ({ tx }) => {
      const hotel = await selectHotel(tx, hotelId)
      if (!hotel) throw new OperatorError(`no hotel ${hotelId}`)
      return move(tx, firstKeptNight(hotel.businessDate, wish))
    })
    if (!written.ok) throw new OperatorError(`no hotel ${hotelId}`)
    const [moved, value] = written.value.value
    sum = added(sum, moved)
    return value
  }

  const hotel = await selectHotel(db, hotelId)
  if (!hotel) throw new OperatorError(`no hotel ${hotelId}`)
  const before = firstKeptNight(hotel.businessDate, wish)

  let after: ReservationId | null = null
  let ids: readonly ReservationId[]
  do {
    const last: ReservationId | null = after
    ids = await piece(async (tx, until) => {
      const found = await selectPastReservations(tx, hotelId, until, last, RESERVATIONS_A_TRANSACTION)
      return [await moveReservations(tx, columns, hotelId, found), found]
    })
    after = ids.at(-1) ?? null
  } while (ids.length === RESERVATIONS_A_TRANSACTION)

  const rooms = await selectRoomsWithNightsBefore(db, hotelId, before)
  for (let start = 0; start < rooms.length; start += ROOMS_A_TRANSACTION) {
    await piece(async (tx, until) => {
      let roomNights = 0
      for (const room of rooms.slice(start, start + ROOMS_A_TRANSACTION)) {
        roomNights += await moveRoomNights(tx, columns, hotelId, room, until)
      }
      return [{ roomNights }, undefined]
    })
  }

  for (const type of await selectTypesWithNightsBefore(db, hotelId, before)) {
    await piece(async (tx, until) => {
      const inventoryNights = await moveInventoryNights(tx, columns, hotelId, type, until)
      const rates = await moveRates(tx, columns, hotelId, type, until)
      return [{ inventoryNights, rates }, undefined]
    })
  }
  return sum
}

/** Nights before this one may go; departures up to it. */
function firstKeptNight(businessDate: LocalDate, { before, keepDays }: ArchiveWish): LocalDate {
  const oldEnough = addDays(businessDate, -keepDays)
  return before !== null && before < oldEnough ? before : oldEnough
}

export function added(a: Archived, b: Partial<Archived>): Archived {
  return {
    reservations: a.reservations + (b.reservations ?? 0),
    lines: a.lines + (b.lines ?? 0),
    folioLines: a.folioLines + (b.folioLines ?? 0),
    roomNights: a.roomNights + (b.roomNights ?? 0),
    inventoryNights: a.inventoryNights + (b.inventoryNights ?? 0),
    rates: a.rates + (b.rates ?? 0),
  }
}
