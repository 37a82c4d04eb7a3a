import type { STAY_CALLS } from '../../../../shared/desk-api/calls/stay.ts'
import { quoteView } from '../quote.ts'
import { bookWalkIn } from '../walk-in.ts'
import type { Answers } from './answers.ts'

export const STAY_ANSWERS: Answers<keyof typeof STAY_CALLS> = {
  'stay.quote': quoteView,
  'walkIn.book': bookWalkIn,
}
