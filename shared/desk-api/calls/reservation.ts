import { z } from 'zod'
import { call, done } from '../call.ts'
import { approval, adults, children, localDate, reservationId, roomId, roomTypeId } from '../fields.ts'
import { consequencesSchema } from '../views/consequences.ts'
import { reservationViewSchema } from '../views/reservation.ts'

const changes = {
  reservationId,
  /** The lines that change, each as it shall be; a room is kept where it can. */
  lines: z
    .array(
      z.strictObject({
        position: z.int().positive(),
        roomTypeId,
        arrival: localDate,
        departure: localDate,
        adults,
        children,
      }),
    )
    .min(1)
    .max(50),
}

export const RESERVATION_CALLS = {
  'reservation.get': call('query', z.strictObject({ reservationId }), reservationViewSchema),
  'reservation.cancel': call('command', z.strictObject({ reservationId }), done),
  'reservation.assignRoom': call(
    'command',
    z.strictObject({ reservationId, position: z.int().positive(), roomId: roomId.nullable() }),
    done,
  ),
  /**
   * What changing dates, type or guests of expected lines would come to. Nights that were booked keep their price while
   * the type stays. Refuses `RESERVATION_UNKNOWN`, `LINE_UNKNOWN`.
   */
  'reservation.quoteChange': call('query', z.strictObject(changes), consequencesSchema),
  /**
   * Changes all of the lines or none. Refuses `RESERVATION_UNKNOWN`, `INVALID_TRANSITION`, `LINE_UNKNOWN`, `STAY_INVALID`,
   * `ARRIVAL_IN_PAST`, `ROOM_TYPE_UNKNOWN`, `TOO_MANY_GUESTS`, `NIGHT_NOT_ON_SALE`, `NO_AVAILABILITY`, `QUOTE_CHANGED`,
   * and out of touch `AT_RISK`.
   */
  'reservation.change': call(
    'command',
    z.strictObject({ ...changes, agreedDifferenceMinor: z.int(), acceptRisk: z.boolean().default(false), approval }),
    done,
  ),
} as const
