import { ok } from '../../../../shared/base/result.ts'
import type { GUEST_CALLS } from '../../../../shared/desk-api/calls/guests.ts'
import { recordCommand } from '../desk-context.ts'
import { findPastGuests, searchGuests } from '../guests-view.ts'
import { type Answers, done } from './answers.ts'

export const GUEST_ANSWERS: Answers<keyof typeof GUEST_CALLS> = {
  'guests.search': (context, input) => ok(searchGuests(context, input)),
  'guests.past': findPastGuests,
  'guest.edit': (context, body) => done(recordCommand(context, () => ok({ type: 'editGuest', body }))),
}
