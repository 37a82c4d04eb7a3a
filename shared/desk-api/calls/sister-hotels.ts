import { z } from 'zod'
import { isSlug } from '../../domain/ids.ts'
import { call } from '../call.ts'
import { localDate, personName, phone, remarks, reservationId, roomTypeId } from '../fields.ts'

const hotelId = z.string().max(32).refine(isSlug).brand<'HotelId'>()

/** Rooms that are wanted, and who stays in each of them. */
const wanted = {
  arrival: localDate,
  departure: localDate,
  adults: z.int().min(1).max(20),
  children: z.int().min(0).max(20).default(0),
  units: z.int().min(1).max(50).default(1),
}

/** What stands in the letter that the guest is given. */
const sisterHotel = {
  hotelId,
  name: z.string(),
  address: z.string().nullable(),
  phone: z.string().nullable(),
}

/**
 * The calls that go over the line to the chain, because only the chain knows what another hotel has left. Out of touch both
 * are refused `LINE_DOWN`: hotel and code can be typed into `exception.resolve` all the same.
 */
export const SISTER_HOTEL_CALLS = {
  /**
   * Near hotels of the chain with room for every night, the nearest first, at most ten. Refuses `PLACE_UNKNOWN` where nobody
   * has said where this hotel is.
   */
  'sister.search': call(
    'query',
    z.strictObject({ ...wanted, radiusMetres: z.int().min(1).max(200_000).default(25_000) }),
    z.object({
      hotels: z.array(
        z.object({
          ...sisterHotel,
          city: z.string(),
          distanceMetres: z.int().nonnegative(),
          /** Of the prices: that hotel's own. */
          currency: z.string(),
          roomTypes: z.array(
            z.object({
              roomTypeId,
              name: z.string(),
              available: z.int().positive(),
              /** One room for the whole stay, with the taxes that are added to its prices. */
              totalMinor: z.int(),
            }),
          ),
        }),
      ),
    }),
  ),
  /**
   * Books at a near hotel, to be paid there, and leaves an exception that way: the guest is walked, or sent on. Asked again
   * with the same ids, it books nothing more and finishes what broke off. Refuses as `exception.resolve` does, before anything
   * is booked, and as a channel's booking; `params` of what was refused after it was booked hold `toHotel` and
   * `confirmationCode`.
   */
  'sister.book': call(
    'command',
    z.strictObject({
      /** Made by the screen for the booking at the other hotel. */
      reservationId,
      exceptionId: z.string().min(1).max(160),
      out: z.discriminatedUnion('way', [
        /** Who is walked: a line of this hotel. */
        z.strictObject({ way: z.literal('walk'), reservationId, position: z.int().positive() }),
        z.strictObject({ way: z.literal('send_on') }),
      ]),
      note: remarks,
      hotelId,
      roomTypeId,
      ...wanted,
      guest: z.strictObject({
        firstName: personName,
        lastName: personName,
        email: z.email().max(254).nullable(),
        phone: phone.nullable(),
      }),
    }),
    z.object({
      reservationId,
      hotel: z.object({ ...sisterHotel, city: z.string().nullable() }),
      confirmationCode: z.string(),
      totalMinor: z.int(),
      currency: z.string(),
    }),
  ),
} as const
