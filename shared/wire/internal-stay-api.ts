import { z } from 'zod'
import { isUuidV7 } from '../domain/ids.ts'
import { isPlainText } from '../domain/text.ts'
import {
  amountMinorSchema,
  hotelIdSchema,
  localDateSchema,
  personNameSchema,
  phoneSchema,
  remarksSchema,
  reservationIdSchema,
  roomIdSchema,
  roomTypeIdSchema,
  utcMsSchema,
} from './ids.ts'
import { pageLimitSchema } from './internal-hotel-api.ts'
import { ROW_SCHEMAS } from './rows.ts'

export const folioSchema = z
  .object({
    reservationId: reservationIdSchema,
    confirmationCode: z.string(),
    status: z.enum(['pending', 'paid', 'refunded', 'canceled', 'rejected']),
    stays: z.array(
      z.object({
        position: z.int(),
        roomTypeId: roomTypeIdSchema,
        roomId: roomIdSchema.nullable(),
        arrival: localDateSchema,
        departure: localDateSchema,
        stay: z.enum(['expected', 'in_house', 'departed', 'no_show']),
      }),
    ),
    lines: z.array(ROW_SCHEMAS.folio_line).describe('Append-only: a correction is a line of its own'),
    totalMinor: amountMinorSchema.describe('All that is owed, quoted nights that are not posted yet included'),
    paidMinor: amountMinorSchema,
    refundedMinor: amountMinorSchema,
    balanceMinor: amountMinorSchema.describe('Still to pay; below zero it is to be refunded'),
  })
  .meta({ id: 'Folio' })

export const adjustmentRequestSchema = z
  .strictObject({
    adjustmentId: z.string().max(36).refine(isUuidV7, 'a UUIDv7 in lower case').describe('The idempotency key'),
    amountMinor: amountMinorSchema
      .min(-1_000_000_000_000)
      .max(1_000_000_000_000)
      .refine((amount) => amount !== 0, 'not 0')
      .describe('What the guest owes more; below zero less'),
    note: remarksSchema.min(1),
  })
  .meta({
    id: 'AdjustmentRequest',
    example: { adjustmentId: '01990000-0000-7000-8000-0000000000ad', amountMinor: -1_500, note: 'Noise at night' },
  })

const afterKey = z.string().min(1).max(200).refine(isPlainText, 'text on one line')
export const exceptionPageSchema = z.strictObject({ after: afterKey.optional(), limit: pageLimitSchema })
export const exceptionListSchema = z.object({
  exceptions: z.array(ROW_SCHEMAS.exception),
  next: z.string().nullable().describe('`after` of the next page; `null` is the end'),
})

export const guestIdSchema = z.string().min(1).max(64).refine(isPlainText, 'text on one line')
export const guestQuerySchema = z.strictObject({
  lastName: personNameSchema.optional().describe('How the last name begins, in any case'),
  after: guestIdSchema.optional(),
  limit: pageLimitSchema,
})
export const guestSchema = ROW_SCHEMAS.guest
export const guestListSchema = z.object({
  guests: z.array(guestSchema),
  next: z.string().nullable().describe('`after` of the next page; `null` is the end'),
})
export const guestChangeSchema = z
  .strictObject({
    firstName: personNameSchema.optional(),
    lastName: personNameSchema.optional(),
    email: z.email().max(254).nullable().optional(),
    phone: phoneSchema.nullable().optional(),
  })
  .meta({ id: 'GuestChange', example: { email: 'ana@example.org', phone: null } })

export const dailyQuerySchema = z.strictObject({
  from: localDateSchema,
  until: localDateSchema.describe('The first night that is not reported; at most 366 nights'),
})
const soldParts = {
  rooms: z.int(),
  outOfOrder: z.int(),
  sold: z.int().describe('Rooms of contracts that hold inventory, no-shows left out'),
  occupancyBp: z.int().nullable().describe('sold / (rooms - outOfOrder), in ten-thousandths'),
  revenueMinor: amountMinorSchema.describe('What the sold rooms were quoted at for the night'),
}
export const dailyReportSchema = z
  .object({
    hotelId: hotelIdSchema,
    currency: z.string(),
    nights: z.array(
      z.object({
        night: localDateSchema,
        ...soldParts,
        adrMinor: amountMinorSchema.nullable().describe('revenueMinor / sold'),
        revParMinor: amountMinorSchema.nullable().describe('revenueMinor / (rooms - outOfOrder)'),
        arrivals: z.int(),
        departures: z.int(),
        inHouse: z.int().describe('Sold rooms whose guests have arrived'),
        oversold: z.int().describe('Units reserved beyond the sellable rooms of their type'),
        forced: z.int().describe('Units beyond the sell limit, each covered by an open exception'),
      }),
    ),
  })
  .meta({ id: 'DailyReport' })

export const chainReportQuerySchema = z.strictObject({
  night: localDateSchema,
  after: hotelIdSchema.optional(),
  limit: pageLimitSchema,
})
export const chainReportSchema = z
  .object({
    night: localDateSchema,
    hotels: z.array(
      z.object({
        hotelId: hotelIdSchema,
        name: z.string(),
        currency: z.string(),
        ...soldParts,
        openExceptions: z.int(),
        oldestContactUtcMs: utcMsSchema
          .nullable()
          .describe('When the terminal that was heard of longest ago was; `null` without terminals'),
      }),
    ),
    totals: z
      .array(
        z.object({
          currency: z.string(),
          hotels: z.int(),
          ...soldParts,
          openExceptions: z.int(),
          oldestContactUtcMs: utcMsSchema.nullable(),
        }),
      )
      .describe('Of the hotels on this page, one a currency'),
    next: hotelIdSchema.nullable().describe('`after` of the next page; `null` is the end'),
  })
  .meta({ id: 'ChainReport' })

export type FolioResource = z.output<typeof folioSchema>
export type GuestChange = z.output<typeof guestChangeSchema>
export type GuestQuery = z.output<typeof guestQuerySchema>
export type DailyReport = z.output<typeof dailyReportSchema>
export type ChainReport = z.output<typeof chainReportSchema>
