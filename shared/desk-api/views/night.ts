import { z } from 'zod'
import { HOUSEKEEPING } from '../../domain/rows.ts'
import { localDate, reservationId, roomId, roomTypeId } from '../fields.ts'
import { count, minor, utcMs } from './common.ts'
import { blockSummarySchema } from './rooms.ts'
import { stayItemSchema } from './stay.ts'

/** What a step of night audit is about: `blocks` the roll while it is open, or only wants to be looked at. */
const stepSchema = z.object({ count, isDone: z.boolean(), blocks: z.boolean() })
const staysStepSchema = stepSchema.extend({ items: z.array(stayItemSchema) })

export const nightViewSchema = z.object({
  businessDate: localDate,
  calendarDate: localDate,
  /** Guests who should have left by now. */
  dueOuts: staysStepSchema,
  /** Guests who have not come; their rooms are kept over the roll. */
  unarrived: staysStepSchema,
  /** Open exceptions. */
  exceptions: stepSchema,
  /** What this desk did that the chain has not confirmed. */
  unsent: stepSchema,
  /** Why the date can not be rolled here now, as `night.roll` would say without `early`; `null`: it can. */
  refusedBy: z.object({ code: z.string(), params: z.record(z.string(), z.unknown()) }).nullable(),
})
export type NightView = z.output<typeof nightViewSchema>

const packStaySchema = z.object({
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
  /** Still to pay on the reservation. */
  balanceMinor: minor,
})

/** What a desk prints to go on by hand with. */
export const downtimeViewSchema = z.object({
  hotelName: z.string(),
  businessDate: localDate,
  currency: z.string(),
  madeAtUtcMs: utcMs,
  /** When the chain last told this replica about its rows; `null`: never. */
  asOfUtcMs: utcMs.nullable(),
  /** By room, those without one last. */
  inHouse: z.array(packStaySchema),
  /** Due in today, or before. */
  arrivals: z.array(packStaySchema),
  departures: z.array(packStaySchema),
  /** Due in on the seven days after today. */
  nextArrivals: z.array(packStaySchema),
  rooms: z.array(z.object({ roomId, roomTypeId, floor: z.int(), housekeeping: z.enum(HOUSEKEEPING) })),
  /** Rooms out of order and out of service. */
  blocks: z.array(blockSummarySchema),
})
export type DowntimeView = z.output<typeof downtimeViewSchema>
