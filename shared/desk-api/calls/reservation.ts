import { z } from 'zod'
import { call, done } from '../call.ts'
import { reservationId, roomId } from '../fields.ts'
import { reservationViewSchema } from '../views/reservation.ts'

export const RESERVATION_CALLS = {
  'reservation.get': call('query', z.strictObject({ reservationId }), reservationViewSchema),
  'reservation.cancel': call('command', z.strictObject({ reservationId }), done),
  'reservation.assignRoom': call(
    'command',
    z.strictObject({ reservationId, position: z.int().positive(), roomId: roomId.nullable() }),
    done,
  ),
} as const
