import { z } from 'zod'
import { HOUSEKEEPING } from '../../domain/rows.ts'
import { call, done, nothing } from '../call.ts'
import { localDate, roomId } from '../fields.ts'
import { boardRoomSchema, ratesViewSchema, tapeViewSchema } from '../views/tape.ts'

const dates = z.strictObject({ from: localDate, nights: z.int().min(1).max(366) })

export const TAPE_CALLS = {
  'tape.get': call('query', dates, tapeViewSchema),
  'rates.get': call('query', dates, ratesViewSchema),
  /** Every room as housekeeping sees it: who is in it, who comes next. */
  'rooms.board': call('query', nothing, z.array(boardRoomSchema)),
  /** Housekeeping says how a room is; the last word stands. Refuses `ROOM_UNKNOWN`. */
  'room.setStatus': call('command', z.strictObject({ roomId, housekeeping: z.enum(HOUSEKEEPING) }), done),
} as const
