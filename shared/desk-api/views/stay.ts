import { z } from 'zod'
import { HOUSEKEEPING } from '../../domain/rows.ts'
import { localDate, reservationId, roomId, roomTypeId } from '../fields.ts'
import { count, landingSchema, minor, utcMs } from './common.ts'

export const stayItemSchema = z.object({
  reservationId,
  position: z.int().positive(),
  confirmationCode: z.string(),
  firstName: z.string(),
  lastName: z.string(),
  adults: count,
  children: count,
  arrival: localDate,
  departure: localDate,
  roomTypeId,
  roomId: roomId.nullable(),
  housekeeping: z.enum(HOUSEKEEPING).nullable(),
  stay: z.enum(['expected', 'in_house', 'departed', 'no_show']),
  status: z.enum(['pending', 'paid', 'refunded', 'canceled', 'rejected']),
  guarantee: z.enum(['prepaid', 'card', 'pay_at_desk', 'none']),
  channel: z.enum(['desk', 'web', 'import', 'demo']),
  totalMinor: minor,
  landing: landingSchema,
})
export type StayItem = z.output<typeof stayItemSchema>

/** A tax on a stay: in its nights' prices already (`included`), or added to them. */
export const taxSchema = z.object({ taxId: z.string(), name: z.string(), amountMinor: minor, included: z.boolean() })

export const stayQuoteSchema = z.object({
  roomTypeId,
  arrival: localDate,
  departure: localDate,
  nightly: z.array(z.object({ night: localDate, priceMinor: minor })),
  /** `perAdult`: twice as much for two adults. */
  taxes: z.array(taxSchema.extend({ perAdult: z.boolean() })),
  /** Nights and taxes added to them. */
  totalMinor: minor,
  currency: z.string(),
  /** Units left for the whole stay, up to the sell limit. */
  left: count,
  /** When the chain last told this replica about its rows: the age of the figures when the line is down. */
  asOfUtcMs: utcMs,
  /** Rooms of the type that are free throughout, inspected and clean ones first. */
  freeRooms: z.array(z.object({ roomId, floor: z.int(), housekeeping: z.enum(HOUSEKEEPING) })),
  /** Other types with units left for the same stay, cheapest first; for when this one has none. */
  alternatives: z.array(z.object({ roomTypeId, left: count, totalMinor: minor })),
})
