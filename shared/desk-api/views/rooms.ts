import { z } from 'zod'
import { BLOCK_REASONS, HOUSEKEEPING } from '../../domain/rows.ts'
import { blockId, localDate, roomId, roomTypeId } from '../fields.ts'
import { count, landingSchema, utcMs } from './common.ts'

export const blockSummarySchema = z.object({
  blockId,
  roomId,
  kind: z.enum(['OOO', 'OOS']),
  from: localDate,
  until: localDate,
  reason: z.enum(BLOCK_REASONS),
  remarks: z.string(),
  status: z.enum(['active', 'released']),
  setAtUtcMs: utcMs,
  landing: landingSchema,
})
export type BlockSummary = z.output<typeof blockSummarySchema>

export const roomViewSchema = z.object({
  roomId,
  roomTypeId,
  floor: z.int(),
  housekeeping: z.enum(HOUSEKEEPING),
  /** Who holds it tonight: nobody, a guest, a booking, a block. */
  tonight: z.enum(['vacant', 'occupied', 'assigned', 'block']),
  /** Free on every night asked for. */
  free: z.boolean(),
  blocks: z.array(blockSummarySchema),
})
export type RoomView = z.output<typeof roomViewSchema>

/** What this terminal may sell without asking anybody (design.md, section 8). */
export const allotmentViewSchema = z.object({
  types: z.array(
    z.object({
      roomTypeId,
      /** Stays of one night from tonight that are certain to have a room. */
      tonight: count,
      nights: z.array(z.object({ night: localDate, units: count })),
    }),
  ),
  /** Vacant, clean rooms that only this terminal hands out tonight. */
  rooms: z.array(roomId),
  /** When the chain last told of it; `null`: never. */
  asOfUtcMs: utcMs.nullable(),
})
export type AllotmentView = z.output<typeof allotmentViewSchema>
