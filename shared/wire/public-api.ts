import { z } from 'zod'
import { isPlainText } from '../domain/text.ts'
import {
  amountMinorSchema,
  hotelIdSchema,
  localDateSchema,
  paymentIdSchema,
  quoteIdSchema,
  ratePlanIdSchema,
  reservationIdSchema,
  roomTypeIdSchema,
  utcMsSchema,
  personNameSchema,
  phoneSchema,
} from './ids.ts'
import { MAX_BOOKING_LINES, guaranteeSchema } from './ops.ts'

const EXAMPLE_RESERVATION_ID = '019ab1c2-0000-7000-8000-000000000001'
const EXAMPLE_QUOTE_ID = '019ab1c2-0000-7000-8000-000000000002'
const EXAMPLE_PAYMENT_ID = '019ab1c2-0000-7000-8000-000000000003'
const EXAMPLE_LINE = { roomTypeId: 'D', arrival: '2026-12-24', departure: '2026-12-27', adults: 2, children: 0 }
const EXAMPLE_GUEST = { firstName: 'Grace', lastName: 'Hopper', email: 'grace@example.com' }

const count = z.int().min(0).max(20)
const currency = z.string().length(3).meta({ example: 'EUR' })

export const roomTypeSchema = z
  .object({ roomTypeId: roomTypeIdSchema, name: z.string(), maxOccupancy: z.int(), rooms: z.int() })
  .meta({ id: 'RoomType' })

export const roomTypeListSchema = z.object({ hotelId: hotelIdSchema, roomTypes: z.array(roomTypeSchema) })

export const hotelSchema = z
  .object({
    hotelId: hotelIdSchema,
    name: z.string(),
    currency,
    timeZone: z.string(),
    businessDate: localDateSchema,
    pricesIncludeTax: z.boolean(),
    roomTypes: z.array(roomTypeSchema),
  })
  .meta({ id: 'Hotel' })

export const ratePlanListSchema = z
  .object({
    hotelId: hotelIdSchema,
    currency,
    ratePlans: z.array(
      z.object({
        ratePlanId: ratePlanIdSchema,
        name: z.string(),
        kind: z.enum(['flexible', 'non_refundable']),
        priceBp: z.int().describe("Of the night's price, in ten-thousandths"),
        minStay: z.int(),
        freeCancelDays: z.int().nullable().describe('Canceling is free until so many days before arrival; null: never'),
        feeNights: z.int().nullable().describe('Nights that canceling later, or not coming, costs; null: all of them'),
      }),
    ),
    taxes: z.array(
      z.object({
        taxId: z.string(),
        name: z.string(),
        kind: z.enum(['percent', 'per_person_night']),
        percentBp: z.int().describe('Of a `percent` tax, in ten-thousandths'),
        amountMinor: amountMinorSchema.describe('Of a `per_person_night` tax: of each adult for each night'),
        included: z.boolean().describe('In the prices already, or added to them'),
      }),
    ),
  })
  .meta({ id: 'RatePlans' })

export const hotelListSchema = z.object({ hotels: z.array(hotelSchema) })

export const availabilityQuerySchema = z.strictObject({
  arrival: localDateSchema,
  departure: localDateSchema.meta({ example: '2026-12-27' }),
})

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
        restriction: z
          .string()
          .nullable()
          .describe(
            'Why a booking would be refused though rooms are left: MIN_STAY, CLOSED_TO_ARRIVAL, CLOSED_TO_DEPARTURE',
          ),
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
  .meta({ id: 'QuoteRequest', examples: [{ lines: [EXAMPLE_LINE], ratePlanId: 'FLEX' }] })

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
  .meta({
    id: 'BookingRequest',
    examples: [
      {
        reservationId: EXAMPLE_RESERVATION_ID,
        lines: [EXAMPLE_LINE, { ...EXAMPLE_LINE, roomTypeId: 'C', departure: '2026-12-28', adults: 2, children: 2 }],
        guest: EXAMPLE_GUEST,
        guarantee: 'prepaid',
      },
      {
        reservationId: EXAMPLE_RESERVATION_ID,
        quoteId: EXAMPLE_QUOTE_ID,
        lines: [EXAMPLE_LINE],
        guest: EXAMPLE_GUEST,
        guarantee: 'card',
      },
    ],
  })

const reservationLineSchema = z.object({
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
})

const reservationStatusSchema = z.enum(['pending', 'paid', 'refunded', 'canceled', 'rejected'])

export const reservationSchema = z
  .object({
    reservationId: reservationIdSchema,
    hotelId: hotelIdSchema,
    confirmationCode: z.string(),
    status: reservationStatusSchema,
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
    lines: z.array(reservationLineSchema),
    totalMinor: amountMinorSchema.describe('All that is owed, fees and corrections included'),
    feesMinor: amountMinorSchema.describe('Of the total: fees for canceling, not coming or changing'),
    paidMinor: amountMinorSchema,
    refundedMinor: amountMinorSchema,
    balanceMinor: amountMinorSchema.describe('Still to pay; below zero it is to be refunded'),
    currency,
  })
  .meta({ id: 'Reservation' })

export const reservationListQuerySchema = z.strictObject({
  after: z.string().max(200).optional().describe('`next` of the page before'),
  limit: z.coerce.number<string>().int().min(1).max(200).default(50).meta({ example: 50 }),
  arrivalFrom: localDateSchema.optional().describe('A line arrives on this day or later'),
  arrivalUntil: localDateSchema.optional().describe('… and before this day'),
  status: reservationStatusSchema.optional(),
  lastName: z.string().trim().min(1).max(80).optional().describe('Of the guest; case and accents do not count'),
})

export const reservationListSchema = z
  .object({
    reservations: z.array(reservationSchema),
    next: z.string().nullable().describe('Where the next page begins; null after the last. A page may be short'),
  })
  .meta({ id: 'ReservationPage' })

export const changeRequestSchema = z
  .strictObject({
    lines: z
      .array(
        z.strictObject({
          position: z.int().positive().describe('Which line; what is left out of it stays'),
          roomTypeId: roomTypeIdSchema.optional(),
          arrival: localDateSchema.optional(),
          departure: localDateSchema.optional(),
          adults: count.min(1).optional(),
          children: count.optional(),
        }),
      )
      .max(MAX_BOOKING_LINES)
      .refine((lines) => new Set(lines.map(({ position }) => position)).size === lines.length, 'each line once')
      .default([])
      .describe('All are changed or none'),
    guest: z
      .strictObject({
        firstName: personNameSchema.optional(),
        lastName: personNameSchema.optional(),
        email: z.email().max(254).nullable().optional(),
        phone: phoneSchema.nullable().optional(),
      })
      .optional()
      .describe('What is left out stays'),
  })
  .meta({
    id: 'ChangeRequest',
    examples: [{ lines: [{ position: 1, departure: '2026-12-28', adults: 1 }], guest: { phone: '+351 910 000 000' } }],
  })

export const changeQuoteSchema = z
  .object({
    reservationId: reservationIdSchema,
    lines: z.array(reservationLineSchema).describe('Every line as it would be'),
    totalMinor: amountMinorSchema,
    feesMinor: amountMinorSchema,
    differenceMinor: amountMinorSchema.describe('What the total would grow by; below zero it would fall'),
    balanceMinor: amountMinorSchema.describe('Still to pay then; below zero it would be refunded'),
    currency,
  })
  .meta({ id: 'ChangeQuote' })

export const cancellationQuoteSchema = z
  .object({
    reservationId: reservationIdSchema,
    businessDate: localDateSchema.describe("The hotel's day on which this holds"),
    feeMinor: amountMinorSchema.describe('What would be owed; of a canceled reservation what is'),
    balanceMinor: amountMinorSchema.describe('Still to pay then; below zero it would be refunded'),
    currency,
  })
  .meta({ id: 'CancellationQuote' })

const agreedLineSchema = z.object({
  roomTypeId: z.string(),
  arrival: localDateSchema,
  departure: localDateSchema,
  adults: z.int(),
  children: z.int(),
  totalMinor: amountMinorSchema,
})
const position = z.int()
const happened = { atUtcMs: utcMsSchema }
const changed = { ...happened, by: z.string().describe('`key:<id>`, `device:<id>`, `staff:<id>`, or `chain` itself') }
const posted = {
  ...happened,
  amountMinor: amountMinorSchema.describe('Above zero'),
  position: position.nullable(),
  paymentId: z.string().nullable(),
}

const historyEventSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('booked'), ...happened, channel: z.string(), guarantee: guaranteeSchema }),
  z.object({
    kind: z.literal('line_changed'),
    ...changed,
    params: z.object({ position, before: agreedLineSchema, after: agreedLineSchema }),
  }),
  z.object({
    kind: z.literal('room_changed'),
    ...changed,
    params: z.object({ position, before: z.string().nullable(), after: z.string().nullable() }),
  }),
  z.object({
    kind: z.literal('stay_changed'),
    ...changed,
    params: z.object({ position, before: z.string(), after: z.string() }),
  }),
  z.object({
    kind: z.literal('guest_changed'),
    ...changed,
    params: z.object({ fields: z.array(z.string()).describe('Which details, never what they say') }),
  }),
  z.object({
    kind: z.literal('status_changed'),
    ...changed,
    params: z.object({ before: reservationStatusSchema, after: reservationStatusSchema }),
  }),
  z.object({ kind: z.enum(['charge', 'tax', 'fee', 'payment', 'refund']), ...posted }),
  z.object({ kind: z.literal('adjustment'), ...posted, amountMinor: amountMinorSchema.describe('Of either sign') }),
])

export const reservationHistorySchema = z
  .object({ reservationId: reservationIdSchema, events: z.array(historyEventSchema).describe('The first first') })
  .meta({ id: 'ReservationHistory' })

export const myBookingRequestSchema = z
  .strictObject({
    confirmationCode: z.string().max(40).describe('In any case, with or without hyphens'),
    lastName: z.string().trim().min(1).max(80).describe('Case and accents do not count'),
  })
  .meta({ id: 'MyBookingRequest', examples: [{ confirmationCode: '00-0003-T', lastName: 'Hopper' }] })

export const paymentRequestSchema = z
  .strictObject({
    paymentId: paymentIdSchema.describe('A UUIDv7 made by the client; the idempotency key, for ever'),
    cardToken: z
      .string()
      .min(1)
      .max(200)
      .refine(isPlainText, 'text on one line')
      .describe("The card form's token of a card, never its number"),
  })
  .meta({ id: 'PaymentRequest', examples: [{ paymentId: EXAMPLE_PAYMENT_ID, cardToken: 'tok_0123456789abcdef' }] })

export const reservationPaymentSchema = z
  .object({
    paymentId: paymentIdSchema,
    reservationId: reservationIdSchema,
    state: z
      .enum(['processing', 'paid', 'declined', 'canceled', 'failed'])
      .describe(
        'Only `processing` may change; `canceled`: called off, no money moved; `failed`: it could not be asked for',
      ),
    amountMinor: amountMinorSchema,
    currency,
    declineCode: z.string().nullable(),
    startedAtUtcMs: utcMsSchema,
  })
  .meta({ id: 'ReservationPayment' })

export const cardTokenRequestSchema = z
  .strictObject({ cardNumber: z.string().max(40) })
  .meta({ id: 'CardTokenRequest', examples: [{ cardNumber: '4242 4242 4242 4242' }] })

export type HotelResource = z.output<typeof hotelSchema>
export type AvailabilityResource = z.output<typeof availabilitySchema>
export type QuoteRequest = z.output<typeof quoteRequestSchema>
export type QuoteResource = z.output<typeof quoteSchema>
export type BookingRequest = z.output<typeof bookingRequestSchema>
export type ReservationResource = z.output<typeof reservationSchema>
export type RatePlanListResource = z.output<typeof ratePlanListSchema>
export type ReservationListQuery = z.output<typeof reservationListQuerySchema>
export type ReservationListResource = z.output<typeof reservationListSchema>
export type ChangeRequest = z.output<typeof changeRequestSchema>
export type ChangeQuoteResource = z.output<typeof changeQuoteSchema>
export type CancellationQuoteResource = z.output<typeof cancellationQuoteSchema>
export type ReservationHistoryResource = z.output<typeof reservationHistorySchema>
export type MyBookingRequest = z.output<typeof myBookingRequestSchema>
export type ReservationPaymentResource = z.output<typeof reservationPaymentSchema>
