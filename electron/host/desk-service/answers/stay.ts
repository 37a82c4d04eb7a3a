import { ok } from '../../../../shared/base/result.ts'
import type { STAY_CALLS } from '../../../../shared/desk-api/calls/stay.ts'
import { checkInUnknown } from '../arrival-with-code.ts'
import { recordCommand } from '../desk-context.ts'
import { quoteView } from '../quote.ts'
import {
  applyToStay,
  changeDeparture,
  checkIn,
  checkOut,
  previewStay,
  quoteDeparture,
  swapStays,
  undoCheckIn,
  undoCheckOut,
} from '../stay-commands.ts'
import { bookWalkIn } from '../walk-in.ts'
import { type Answers, done } from './answers.ts'

export const STAY_ANSWERS: Answers<keyof typeof STAY_CALLS> = {
  'stay.quote': quoteView,
  'walkIn.book': bookWalkIn,
  'stay.preview': previewStay,
  'stay.apply': applyToStay,
  'stay.checkIn': checkIn,
  'stay.undoCheckIn': undoCheckIn,
  'stay.checkOut': checkOut,
  'stay.undoCheckOut': undoCheckOut,
  'stay.quoteDeparture': quoteDeparture,
  'stay.changeDeparture': changeDeparture,
  'stay.move': (context, body) => done(recordCommand(context, () => ok({ type: 'moveGuest', body }))),
  'stay.swap': swapStays,
  'stay.noShow': (context, body) => done(recordCommand(context, () => ok({ type: 'markNoShow', body }))),
  'stay.checkInUnknown': checkInUnknown,
}
