import { z } from 'zod'
import { BLOCK_REASONS } from '../../domain/rows.ts'
import { call, done, nothing } from '../call.ts'
import { blockId, localDate, remarks, roomId } from '../fields.ts'
import { allotmentViewSchema, blockSummarySchema, roomViewSchema } from '../views/rooms.ts'

export const ROOM_CALLS = {
  /** Every room with its state tonight and whether it is free for the given nights (`until` is the departure). */
  'rooms.list': call('query', z.strictObject({ from: localDate, until: localDate }), z.array(roomViewSchema)),
  'blocks.list': call('query', nothing, z.array(blockSummarySchema)),
  'block.set': call(
    'command',
    z.strictObject({
      blockId,
      roomId,
      kind: z.enum(['OOO', 'OOS']),
      from: localDate,
      until: localDate,
      reason: z.enum(BLOCK_REASONS),
      remarks,
    }),
    done,
  ),
  'block.release': call('command', z.strictObject({ blockId }), done),
  /** "Safe to sell offline": what this terminal may sell without asking, by type. */
  'allotment.get': call('query', nothing, allotmentViewSchema),
} as const
