import { z } from 'zod'
import { HOUSEKEEPING } from '../../domain/rows.ts'
import { blockId, localDate, reservationId, roomId, roomTypeId } from '../fields.ts'
import { count, minor } from './common.ts'

/** Why something would not be done: a code with its parameters. */
export const refusalSchema = z.object({ code: z.string(), params: z.record(z.string(), z.unknown()) })

const placeSchema = z.object({
  arrival: localDate,
  departure: localDate,
  /** The type whose inventory the stay counts on: its room's, where it has one. */
  roomTypeId,
  roomId: roomId.nullable(),
})

/** Who holds a room on some nights, half-open; a guest in it or expected in it, or a block. */
const holderSchema = z.object({
  roomId,
  from: localDate,
  until: localDate,
  holder: z.enum(['occupied', 'assigned', 'block']),
  reservationId: reservationId.nullable(),
  position: z.int().positive().nullable(),
  lastName: z.string().nullable(),
  blockId: blockId.nullable(),
})

/** What an action on stays would come to now. Nothing of it has been done. */
export const consequencesSchema = z.object({
  /** Why it would be refused; `null`: it would be done. */
  refusedBy: refusalSchema.nullable(),
  /** What the guests would owe more, minor units; below zero less. `null` where it is refused. */
  differenceMinor: minor.nullable(),
  /** What would still be owed on the reservation, minor units; `null` where it is refused. */
  balanceMinor: minor.nullable(),
  currency: z.string(),
  /** The lines that it is about, first the one that was named first. `after` is as `before` where it is refused. */
  lines: z.array(
    z.object({
      reservationId,
      position: z.int().positive(),
      lastName: z.string(),
      before: placeSchema,
      after: placeSchema,
      nightly: z.array(z.object({ night: localDate, priceMinor: minor })),
    }),
  ),
  /** The inventory's type changes for the first line: an upgrade, or the other way. */
  typeChange: z.object({ from: roomTypeId, to: roomTypeId }).nullable(),
  /** Who else holds the room that is wanted, on which of the nights that are wanted. */
  conflicts: z.array(holderSchema),
  /** Guests who would lose the room that they were to have, and the one that they would get instead. */
  displaced: z.array(
    z.object({
      reservationId,
      position: z.int().positive(),
      lastName: z.string(),
      fromRoomId: roomId,
      toRoomId: roomId.nullable(),
    }),
  ),
  /** The room that is wanted, as it is now; `isReady`: clean or inspected. */
  room: z.object({ roomId, roomTypeId, housekeeping: z.enum(HOUSEKEEPING), isReady: z.boolean() }).nullable(),
  /** Units left of the type on the nights that it would take more of, before it does; `null` where it takes none. */
  left: count.nullable(),
  /** Out of touch, and the chain could refuse it: it takes units that nobody can promise. */
  atRisk: z.boolean(),
})
export type Consequences = z.output<typeof consequencesSchema>
