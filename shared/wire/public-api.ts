import { z } from 'zod'
import {
  amountMinorSchema,
  hotelIdSchema,
  localDateSchema,
  reservationIdSchema,
  roomTypeIdSchema,
  utcMsSchema,
  personNameSchema,
  phoneSchema,
} from './ids.ts'
import { MAX_BOOKING_LINES, guaranteeSchema } from './ops.ts'

const count = z.int().min(0).max(20)
const currency = z.string().length(3).meta({ example: 'EUR' })

export const hotelSchema = z
  .object({
    hotelId: hotelIdSchema,
    name: z.string(),
    currency,
    timeZone: z.string(),
    businessDate: localDateSchema,
    pricesIncludeTax: z.boolean(),
    roomTypes: z.array(
      z.object({ roomTypeId: roomTypeIdSchema, name: z.string(), maxOccupancy: z.int(), rooms: z.int() }),
    ),
  })
  .meta({ id: 'Hotel' })

export const hotelListSchema = z.object({ hotels: z.array(hotelSchema) })

export const availabilityQuerySchema = z.strictObject({ arrival: localDateSchema, departure: localDateSchema })

export const availabilitySchema = z
  .object({
    hotelId: hotelIdSchema,
    arrival: localDateSchema,
    departure: localDateSchema,
    roomTypes: z.array(
      z.object({
        roomTypeId: roomTypeIdSchema,
        name: z.string(),
        /** Rooms that can still be booked for every night asked, up to the sell limit. */
        available: z.int().nonnegative(),
        nightly: z.array(z.object({ night: localDateSchema, priceMinor: amountMinorSchema })),
        totalMinor: amountMinorSchema,
        currency,
      }),
    ),
  })
  .meta({ id: 'Availability' })

export const bookingRequestSchema = z
  .strictObject({
    reservationId: reservationIdSchema.describe('A UUIDv7 made by the client; the idempotency key, for ever'),
    lines: z
      .array(
        z.strictObject({
          roomTypeId: roomTypeIdSchema,
          arrival: localDateSchema,
          departure: localDateSchema,
          adults: count.min(1),
          children: count.default(0),
        }),
      )
      .min(1)
      .max(MAX_BOOKING_LINES)
      .describe('One line a room; all are booked or none'),
    guest: z.strictObject({
      firstName: personNameSchema,
      lastName: personNameSchema,
      email: z.email().max(254).optional(),
      phone: phoneSchema.optional(),
    }),
    guarantee: guaranteeSchema,
  })
  .meta({ id: 'BookingRequest' })

export const reservationSchema = z
  .object({
    reservationId: reservationIdSchema,
    hotelId: hotelIdSchema,
    confirmationCode: z.string(),
    status: z.enum(['pending', 'paid', 'refunded', 'canceled', 'rejected']),
    guarantee: guaranteeSchema,
    bookedAtUtcMs: utcMsSchema,
    guest: z.object({
      firstName: z.string(),
      lastName: z.string(),
      email: z.string().nullable(),
      phone: z.string().nullable(),
    }),
    lines: z.array(
      z.object({
        position: z.int(),
        roomTypeId: roomTypeIdSchema,
        arrival: localDateSchema,
        departure: localDateSchema,
        adults: z.int(),
        children: z.int(),
        stay: z.enum(['expected', 'in_house', 'departed', 'no_show']),
        nightly: z.array(z.object({ night: localDateSchema, priceMinor: amountMinorSchema })),
        totalMinor: amountMinorSchema,
      }),
    ),
    totalMinor: amountMinorSchema,
    currency,
  })
  .meta({ id: 'Reservation' })

export type HotelResource = z.output<typeof hotelSchema>
export type AvailabilityResource = z.output<typeof availabilitySchema>
export type BookingRequest = z.output<typeof bookingRequestSchema>
export type ReservationResource = z.output<typeof reservationSchema>
