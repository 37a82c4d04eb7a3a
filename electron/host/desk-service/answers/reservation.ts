import { ok } from '../../../../shared/base/result.ts'
import type { RESERVATION_CALLS } from '../../../../shared/desk-api/calls/reservation.ts'
import { recordCommand } from '../desk-context.ts'
import { reservationView } from '../reservation-view.ts'
import { changeReservation, quoteChange } from '../stay-commands.ts'
import { type Answers, done } from './answers.ts'

export const RESERVATION_ANSWERS: Answers<keyof typeof RESERVATION_CALLS> = {
  'reservation.get': reservationView,
  'reservation.cancel': (context, body) => done(recordCommand(context, () => ok({ type: 'cancelReservation', body }))),
  'reservation.assignRoom': (context, body) => done(recordCommand(context, () => ok({ type: 'assignRoom', body }))),
  'reservation.quoteChange': quoteChange,
  'reservation.change': changeReservation,
}
