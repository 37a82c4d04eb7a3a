import { z } from 'zod'
import { OP_TYPES } from '../../domain/ops/op.ts'
import { EXCEPTION_KINDS, RESOLUTIONS } from '../../domain/exception-row.ts'
import { localDate, reservationId, roomTypeId } from '../fields.ts'
import { landingSchema, minor, utcMs } from './common.ts'
import { stayItemSchema, taxSchema } from './stay.ts'

/** An action and, where it is not possible now, the code of the reason. */
const reservationActionSchema = z.object({
  action: z.enum(['cancel', 'assignRoom', 'change', 'takePayment', 'giveRefund', 'editGuest']),
  refusedBy: z.string().nullable(),
})
export type ReservationAction = z.output<typeof reservationActionSchema>

const lineActionSchema = z.object({
  action: z.enum([
    'checkIn',
    'undoCheckIn',
    'checkOut',
    'undoCheckOut',
    'changeDeparture',
    'move',
    'assignRoom',
    'change',
    'noShow',
  ]),
  refusedBy: z.string().nullable(),
})
export type LineAction = z.output<typeof lineActionSchema>

/**
 * What happened: booked; `done` at this terminal, as far as it remembers (30 days); posted on the account; an exception
 * opened, and how it ended.
 */
const historyItemSchema = z.discriminatedUnion('what', [
  z.object({ what: z.literal('booked'), atUtcMs: utcMs, channel: stayItemSchema.shape.channel }),
  z.object({
    what: z.literal('done'),
    atUtcMs: utcMs,
    type: z.enum(OP_TYPES),
    businessDate: localDate,
    terminal: z.string(),
    /** The name of whoever did it; `null` where nobody was signed in, or is not known here. */
    staff: z.string().nullable(),
    landing: landingSchema,
    code: z.string().nullable(),
  }),
  z.object({
    what: z.literal('posted'),
    atUtcMs: utcMs,
    kind: z.enum(['charge', 'tax', 'fee', 'adjustment', 'payment', 'refund']),
    amountMinor: minor,
    businessDate: localDate,
    note: z.string(),
  }),
  z.object({
    what: z.literal('exception'),
    atUtcMs: utcMs,
    kind: z.enum(EXCEPTION_KINDS),
    resolvedAtUtcMs: utcMs.nullable(),
    resolution: z.enum(RESOLUTIONS).nullable(),
  }),
])
export type HistoryItem = z.output<typeof historyItemSchema>

export const reservationViewSchema = z.object({
  reservationId,
  confirmationCode: z.string(),
  status: z.enum(['pending', 'paid', 'refunded', 'canceled', 'rejected']),
  guarantee: z.enum(['prepaid', 'card', 'pay_at_desk', 'none']),
  channel: z.enum(['desk', 'web', 'import', 'demo']),
  bookedAtUtcMs: utcMs,
  bookedOn: localDate,
  guestId: z.string(),
  /** The reservation that this one turned out to be, which stands for both. */
  mergedInto: reservationId.nullable(),
  guest: z.object({
    firstName: z.string(),
    lastName: z.string(),
    email: z.string().nullable(),
    phone: z.string().nullable(),
  }),
  lines: z.array(
    stayItemSchema
      .pick({
        position: true,
        arrival: true,
        departure: true,
        adults: true,
        children: true,
        roomId: true,
        stay: true,
        totalMinor: true,
      })
      .extend({
        chargedType: roomTypeId,
        inventoryType: roomTypeId,
        nightly: z.array(z.object({ night: localDate, priceMinor: minor })),
        taxes: z.array(taxSchema),
        actions: z.array(lineActionSchema),
      }),
  ),
  /** All that is owed: what is posted, and quoted nights that are still to be posted. */
  totalMinor: minor,
  paidMinor: minor,
  refundedMinor: minor,
  /** Still to pay; below zero it is the guest's. */
  balanceMinor: minor,
  /** Paid ahead: what was paid beyond what is posted so far. */
  depositMinor: minor,
  currency: z.string(),
  landing: landingSchema,
  /** On the reservation as a whole; `assignRoom` and `change` are of the first line that is still expected. */
  actions: z.array(reservationActionSchema),
  history: z.array(historyItemSchema),
})
export type ReservationView = z.output<typeof reservationViewSchema>
