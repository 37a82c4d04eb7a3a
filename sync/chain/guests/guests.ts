import { present } from '../../../shared/base/assert.ts'
import { type Result, ok, refuse } from '../../../shared/base/result.ts'
import type { HotelId } from '../../../shared/domain/ids.ts'
import type { Refusal, StaffRefusal } from '../../../shared/domain/refusal.ts'
import type { GuestRow, RowWrite } from '../../../shared/domain/rows.ts'
import type { GuestChange, GuestQuery } from '../../../shared/wire/internal-stay-api.ts'
import type { Chain } from '../chain.ts'
import type { Queryable } from '../database/port.ts'
import { loadHotel } from '../hotels/manage-hotels.ts'
import { selectRows } from '../rows/queries/entity-rows.ts'
import type { HotelUnknown } from '../write-path/hotel-writer.ts'
import { writeOrRefuse } from '../write-path/write-or-refuse.ts'
import {
  selectExceptionsNaming,
  selectGuestPage,
  selectHasStays,
  selectReservationsOfGuest,
  updateOpsWithoutGuest,
} from './queries/guests.ts'

/** What stands for a name that was erased. */
const ERASED = 'erased'

/** A page of guests by the beginning of their last name; refuses: `GUEST_UNKNOWN` (the one to go on after). Rule GST-01. */
export async function findGuests(
  db: Queryable,
  hotelId: HotelId,
  { lastName = '', after, limit }: GuestQuery,
): Promise<Result<{ guests: GuestRow[]; next: string | null }, Refusal | StaffRefusal>> {
  const last = after === undefined ? null : await getGuest(db, hotelId, after)
  if (last && !last.ok) return last
  const found = await selectGuestPage(db, hotelId, { lastName, after: last?.value ?? null, limit: limit + 1 })
  const guests = found.slice(0, limit)
  const next = found.length > limit ? present(guests.at(-1), 'a limit of at least 1').guestId : null
  return ok({ guests, next })
}

/** Refuses: `GUEST_UNKNOWN`. */
export async function getGuest(
  db: Queryable,
  hotelId: HotelId,
  guestId: string,
): Promise<Result<GuestRow, Refusal | StaffRefusal>> {
  const [guest] = await selectRows(db, hotelId, 'guest', [guestId])
  return guest ? ok(guest) : refuse({ code: 'GUEST_UNKNOWN', params: { guestId } })
}

/** Changes the details that are named. Refuses: `HOTEL_UNKNOWN`, `GUEST_UNKNOWN`. Rule GST-02. */
export function changeGuest(
  { writer }: Pick<Chain, 'writer'>,
  hotelId: HotelId,
  guestId: string,
  { firstName, lastName, email, phone }: GuestChange,
): Promise<Result<GuestRow, Refusal | StaffRefusal | HotelUnknown>> {
  return writeOrRefuse(writer, hotelId, async ({ unit }): Promise<Result<GuestRow, Refusal | StaffRefusal>> => {
    await unit.load([{ entity: 'guest', key: guestId }])
    const guest = unit.row('guest', guestId)
    if (!guest) return refuse({ code: 'GUEST_UNKNOWN', params: { guestId } })
    const changed = {
      guestId,
      firstName: firstName ?? guest.firstName,
      lastName: lastName ?? guest.lastName,
      email: email === undefined ? guest.email : email,
      phone: phone === undefined ? guest.phone : phone,
    }
    unit.apply([{ entity: 'guest', key: guestId, row: changed }])
    return ok(changed)
  })
}

/**
 * Erases who a guest was, once no stay is current or to come: in their row, in exceptions that name them and in what
 * terminals sent about them. Contracts and folios stay, without a name. Erasing again changes nothing.
 * Refuses: `HOTEL_UNKNOWN`, `GUEST_UNKNOWN`, `GUEST_HAS_STAYS`. Rule GST-03.
 */
export function eraseGuest(
  { writer }: Pick<Chain, 'writer'>,
  hotelId: HotelId,
  guestId: string,
): Promise<Result<GuestRow, Refusal | StaffRefusal | HotelUnknown>> {
  return writeOrRefuse(writer, hotelId, async ({ tx, unit }): Promise<Result<GuestRow, Refusal | StaffRefusal>> => {
    await unit.load([{ entity: 'guest', key: guestId }])
    if (!unit.row('guest', guestId)) return refuse({ code: 'GUEST_UNKNOWN', params: { guestId } })
    const { businessDate } = await loadHotel(unit)
    if (await selectHasStays(tx, hotelId, guestId, businessDate)) {
      return refuse({ code: 'GUEST_HAS_STAYS', params: { guestId } })
    }
    const erased: GuestRow = { guestId, firstName: ERASED, lastName: ERASED, email: null, phone: null }
    const writes: RowWrite[] = [{ entity: 'guest', key: guestId, row: erased }]
    for (const reservationId of await selectReservationsOfGuest(tx, hotelId, guestId)) {
      for (const row of await selectExceptionsNaming(tx, hotelId, reservationId)) {
        const nameless = { ...row, params: { ...row.params, lastName: ERASED } }
        writes.push({ entity: 'exception', key: row.exceptionId, row: nameless })
      }
      await updateOpsWithoutGuest(tx, hotelId, reservationId)
    }
    unit.apply(writes)
    return ok(erased)
  })
}
