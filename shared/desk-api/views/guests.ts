import { z } from 'zod'
import { localDate, reservationId, roomId, roomTypeId } from '../fields.ts'
import { landingSchema } from './common.ts'
import { stayItemSchema } from './stay.ts'

/** A reservation that a search found, with its guest and its stays. */
export const guestHitSchema = z.object({
  guestId: z.string(),
  reservationId,
  confirmationCode: z.string(),
  firstName: z.string(),
  lastName: z.string(),
  email: z.string().nullable(),
  phone: z.string().nullable(),
  status: stayItemSchema.shape.status,
  lines: z.array(
    z.object({
      position: z.int().positive(),
      arrival: localDate,
      departure: localDate,
      roomTypeId,
      roomId: roomId.nullable(),
      stay: stayItemSchema.shape.stay,
    }),
  ),
  landing: landingSchema,
})
export type GuestHit = z.output<typeof guestHitSchema>

/** A guest whom the chain remembers and the desk does not hold. */
export const pastGuestSchema = z.object({
  guestId: z.string(),
  firstName: z.string(),
  lastName: z.string(),
  email: z.string().nullable(),
  phone: z.string().nullable(),
  stays: z.int().nonnegative(),
  lastArrival: localDate.nullable(),
  lastDeparture: localDate.nullable(),
})
export type PastGuest = z.output<typeof pastGuestSchema>
