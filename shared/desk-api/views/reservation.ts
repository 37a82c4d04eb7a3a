import { z } from 'zod'
import { localDate, reservationId, roomTypeId } from '../fields.ts'
import { landingSchema, minor, utcMs } from './common.ts'
import { stayItemSchema, taxSchema } from './stay.ts'

/** An action and, where it is not possible now, the code of the reason. */
const allowedSchema = z.object({
  action: z.enum(['cancel', 'assignRoom']),
  refusedBy: z.string().nullable(),
})

export const reservationViewSchema = z.object({
  reservationId,
  confirmationCode: z.string(),
  status: z.enum(['pending', 'paid', 'refunded', 'canceled', 'rejected']),
  guarantee: z.enum(['prepaid', 'card', 'pay_at_desk', 'none']),
  channel: z.enum(['desk', 'web', 'import', 'demo']),
  bookedAtUtcMs: utcMs,
  bookedOn: localDate,
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
      }),
  ),
  /** All that is owed: what is posted, and quoted nights that are still to be posted. */
  totalMinor: minor,
  paidMinor: minor,
  refundedMinor: minor,
  /** Still to pay; below zero it is the guest's. */
  balanceMinor: minor,
  currency: z.string(),
  landing: landingSchema,
  actions: z.array(allowedSchema),
})
export type ReservationView = z.output<typeof reservationViewSchema>
