import { z } from 'zod'
import { call } from '../call.ts'
import { localDate, personName, phone, reservationId, roomId, roomTypeId } from '../fields.ts'
import { stayQuoteSchema } from '../views/stay.ts'

export const STAY_CALLS = {
  'stay.quote': call(
    'query',
    z.strictObject({ roomTypeId, arrival: localDate, departure: localDate, adults: z.int().min(1).max(20).default(1) }),
    stayQuoteSchema,
  ),
  /** One room, one stay, one guest at the desk. Refusals: those of `decideBooking`, and `QUOTE_CHANGED`. */
  'walkIn.book': call(
    'command',
    z.strictObject({
      reservationId,
      roomTypeId,
      roomId: roomId.nullable(),
      arrival: localDate,
      departure: localDate,
      adults: z.int().min(1).max(20),
      children: z.int().min(0).max(20),
      guest: z.strictObject({
        firstName: personName,
        lastName: personName,
        email: z.email().max(254).nullable(),
        phone: phone.nullable(),
      }),
      guarantee: z.enum(['card', 'pay_at_desk', 'none']),
      /** The total on the screen when the guest said yes; another price now is refused, never silently taken. */
      agreedTotalMinor: z.int().nonnegative(),
      /** Sold even where nobody can say yet whether there will be a room: out of touch, and beyond the allotment. */
      acceptRisk: z.boolean().default(false),
    }),
    /** `claim`: whether the room is certain (`guaranteed`), or for the chain to decide. */
    z.object({ reservationId, confirmationCode: z.string(), claim: z.enum(['guaranteed', 'requested', 'at_risk']) }),
  ),
} as const
