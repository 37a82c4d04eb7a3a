import { z } from 'zod'
import {
  amountMinorSchema,
  hotelIdSchema,
  localDateSchema,
  quoteIdSchema,
  ratePlanIdSchema,
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

const askedLineSchema = z.strictObject({
  roomTypeId: roomTypeIdSchema,
  arrival: localDateSchema,
  departure: localDateSchema,
  adults: count.min(1),
  children: count.default(0),
})
const askedLinesSchema = z
  .array(askedLineSchema)
  .min(1)
  .max(MAX_BOOKING_LINES)
  .describe('One line a room; all are booked or none')

const guestSchema = z.strictObject({
  firstName: personNameSchema,
  lastName: personNameSchema,
  email: z.email().max(254).optional(),
  phone: phoneSchema.optional(),
})

const taxSchema = z.object({
  taxId: z.string(),
  name: z.string(),
  amountMinor: amountMinorSchema,
  included: z.boolean().describe('In the prices already, or added to them'),
})
const nightlySchema = z.array(z.object({ night: localDateSchema, priceMinor: amountMinorSchema }))

export const quoteRequestSchema = z
  .strictObject({
    lines: askedLinesSchema,
    ratePlanId: ratePlanIdSchema.optional().describe('Without it the first flexible plan of the hotel'),
  })
  .meta({ id: 'QuoteRequest' })

export const quoteSchema = z
  .object({
    quoteId: quoteIdSchema,
    hotelId: hotelIdSchema,
    ratePlanId: ratePlanIdSchema.nullable(),
    lines: z.array(
      z.object({
        roomTypeId: roomTypeIdSchema,
        arrival: localDateSchema,
        departure: localDateSchema,
        adults: z.int(),
        children: z.int(),
        nightly: nightlySchema,
        taxes: z.array(taxSchema),
        totalMinor: amountMinorSchema,
      }),
    ),
    totalMinor: amountMinorSchema.describe('Taxes that are added to the prices are in it'),
    currency,
    expiresAtUtcMs: utcMsSchema.describe('Until then a booking that names the quote gets these prices'),
  })
  .meta({ id: 'Quote' })

export const bookingRequestSchema = z
  .strictObject({
    reservationId: reservationIdSchema.describe('A UUIDv7 made by the client; the idempotency key, for ever'),
    quoteId: quoteIdSchema.optional().describe('Book at the prices of this quote'),
    ratePlanId: ratePlanIdSchema.optional().describe('Without it the first flexible plan of the hotel'),
    lines: askedLinesSchema,
    guest: guestSchema,
    guarantee: guaranteeSchema.describe('`prepaid` holds the rooms for a quarter of an hour and waits for the payment'),
  })
  .meta({ id: 'BookingRequest' })

export const reservationSchema = z
  .object({
    reservationId: reservationIdSchema,
    hotelId: hotelIdSchema,
    confirmationCode: z.string(),
    status: z.enum(['pending', 'paid', 'refunded', 'canceled', 'rejected']),
    guarantee: guaranteeSchema,
    ratePlanId: ratePlanIdSchema.nullable(),
    holdUntilUtcMs: utcMsSchema.nullable().describe('Unpaid until then, the booking is rejected'),
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
        nightly: nightlySchema,
        taxes: z.array(taxSchema),
        totalMinor: amountMinorSchema.describe('Prices of the nights and taxes added to them'),
      }),
    ),
    totalMinor: amountMinorSchema.describe('All that is owed, fees and corrections included'),
    paidMinor: amountMinorSchema,
    refundedMinor: amountMinorSchema,
    balanceMinor: amountMinorSchema.describe('Still to pay; below zero it is to be refunded'),
    currency,
  })
  .meta({ id: 'Reservation' })

export type HotelResource = z.output<typeof hotelSchema>
export type AvailabilityResource = z.output<typeof availabilitySchema>
export type QuoteRequest = z.output<typeof quoteRequestSchema>
export type QuoteResource = z.output<typeof quoteSchema>
export type BookingRequest = z.output<typeof bookingRequestSchema>
export type ReservationResource = z.output<typeof reservationSchema>
