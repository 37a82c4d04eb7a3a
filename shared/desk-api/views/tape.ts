import { z } from 'zod'
import { HOUSEKEEPING } from '../../domain/rows.ts'
import { localDate, reservationId, roomId, roomTypeId } from '../fields.ts'
import { count, landingSchema, minor } from './common.ts'
import { blockSummarySchema } from './rooms.ts'
import { stayItemSchema } from './stay.ts'

/** The tape chart of a window: rooms by type, stays and blocks as bars, and what is left. Lists of figures are by night. */
export const tapeViewSchema = z.object({
  businessDate: localDate,
  nights: z.array(localDate),
  roomTypes: z.array(
    z.object({
      roomTypeId,
      name: z.string(),
      rooms: z.array(z.object({ roomId, floor: z.int(), housekeeping: z.enum(HOUSEKEEPING) })),
      sellable: z.array(count),
      reserved: z.array(count),
      /** Units that this desk may still sell, those set aside for it among them. */
      left: z.array(count),
      /** Units sold beyond the limit. */
      forced: z.array(count),
    }),
  ),
  /** `occupancyBp`: reserved of sellable in ten-thousandths. */
  house: z.object({
    sellable: z.array(count),
    reserved: z.array(count),
    left: z.array(count),
    occupancyBp: z.array(count),
  }),
  stays: z.array(
    z.object({
      reservationId,
      position: z.int().positive(),
      confirmationCode: z.string(),
      firstName: z.string(),
      lastName: z.string(),
      arrival: localDate,
      departure: localDate,
      roomTypeId,
      roomId: roomId.nullable(),
      stay: stayItemSchema.shape.stay,
      /** The contract was never paid in full. */
      unpaid: z.boolean(),
      landing: landingSchema,
    }),
  ),
  blocks: z.array(blockSummarySchema),
})
export type TapeView = z.output<typeof tapeViewSchema>

const boardStaySchema = z.object({
  reservationId,
  position: z.int().positive(),
  firstName: z.string(),
  lastName: z.string(),
  arrival: localDate,
  departure: localDate,
})

/** A room on the housekeeping board. */
export const boardRoomSchema = z.object({
  roomId,
  roomTypeId,
  floor: z.int(),
  housekeeping: z.enum(HOUSEKEEPING),
  /** Who is in it; `dueOut`: to leave today, or before. */
  guest: boardStaySchema.extend({ dueOut: z.boolean() }).nullable(),
  /** Who is to have it next. */
  next: boardStaySchema.nullable(),
  /** The block that it is under tonight. */
  block: blockSummarySchema.nullable(),
  landing: landingSchema,
})

/** Base prices and what public channels are held to, by type and night. */
export const ratesViewSchema = z.object({
  currency: z.string(),
  nights: z.array(localDate),
  roomTypes: z.array(
    z.object({
      roomTypeId,
      name: z.string(),
      cells: z.array(
        z.object({
          night: localDate,
          /** Before the occupancy curve; `null` where none is set. */
          baseMinor: minor.nullable(),
          minStay: count,
          closedToArrival: z.boolean(),
          closedToDeparture: z.boolean(),
        }),
      ),
    }),
  ),
})
