import { z } from 'zod'
import { isPlainText } from '../domain/text.ts'
import {
  amountMinorSchema,
  hotelIdSchema,
  localDateSchema,
  personNameSchema,
  phoneSchema,
  reservationIdSchema,
  roomTypeIdSchema,
} from './ids.ts'
import { MAX_BOOKING_LINES } from './ops.ts'

const line = (max: number) => z.string().trim().min(1).max(max).refine(isPlainText, 'text on one line')

/** Where a hotel is, and what stands in the letter that a guest who is sent there is given. */
export const hotelPlaceSchema = z
  .strictObject({
    latitude: z.number().min(-90).max(90).describe('Degrees, north is positive'),
    longitude: z.number().min(-180).max(180).describe('Degrees, east is positive'),
    city: line(80),
    address: line(160).nullable().default(null).describe('Street and number'),
    phone: phoneSchema.nullable().default(null),
  })
  .meta({
    id: 'HotelPlace',
    example: {
      latitude: 37.0179,
      longitude: -7.9304,
      city: 'Faro',
      address: 'Rua do Cais 4',
      phone: '+351 289 000 100',
    },
  })

/** How far a guest is sent at the most, and how far unless another radius is asked for. House policy. */
const MAX_RADIUS_METRES = 200_000
const DEFAULT_RADIUS_METRES = 25_000

/** Rooms that are wanted, and who stays in each of them. */
const wanted = {
  arrival: localDateSchema,
  departure: localDateSchema,
  adults: z.int().min(1).max(20),
  children: z.int().min(0).max(20).default(0),
  units: z.int().min(1).max(MAX_BOOKING_LINES).default(1),
}

export const sisterSearchSchema = z.strictObject({
  ...wanted,
  radiusMetres: z.int().min(1).max(MAX_RADIUS_METRES).default(DEFAULT_RADIUS_METRES),
})

const sisterHotel = {
  hotelId: hotelIdSchema,
  name: z.string(),
  city: z.string(),
  address: z.string().nullable(),
  phone: z.string().nullable(),
}

/** Near hotels with room for the whole stay, the nearest first. */
export const sisterListSchema = z.object({
  hotels: z.array(
    z.object({
      ...sisterHotel,
      distanceMetres: z.int().nonnegative(),
      currency: z.string().length(3),
      /** In the order of the hotel's screens. */
      roomTypes: z.array(
        z.object({
          roomTypeId: roomTypeIdSchema,
          name: z.string(),
          /** Rooms that can be booked for every night. */
          available: z.int().positive(),
          /** One room for the whole stay, taxes that are added to the prices in it. */
          totalMinor: amountMinorSchema,
        }),
      ),
    }),
  ),
})

export const sisterBookingSchema = z.strictObject({
  /** A UUIDv7 of the terminal's; it books once for ever. */
  reservationId: reservationIdSchema,
  /** What is left that way: an open exception of the terminal's own hotel. */
  exceptionId: z.string().min(1).max(160),
  way: z.enum(['walk', 'send_on']),
  hotelId: hotelIdSchema,
  roomTypeId: roomTypeIdSchema,
  ...wanted,
  guest: z.strictObject({
    firstName: personNameSchema,
    lastName: personNameSchema,
    email: z.email().max(254).nullable(),
    phone: phoneSchema.nullable(),
  }),
})

export const sisterBookedSchema = z.object({
  reservationId: reservationIdSchema,
  hotel: z.object({ ...sisterHotel, city: z.string().nullable() }),
  confirmationCode: z.string(),
  totalMinor: amountMinorSchema,
  currency: z.string().length(3),
})

export type HotelPlace = z.output<typeof hotelPlaceSchema>
export type SisterSearch = z.output<typeof sisterSearchSchema>
export type SisterList = z.output<typeof sisterListSchema>
export type SisterBooking = z.output<typeof sisterBookingSchema>
export type SisterBooked = z.output<typeof sisterBookedSchema>
