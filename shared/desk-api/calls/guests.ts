import { z } from 'zod'
import { call, done } from '../call.ts'
import { guestDetails, guestId } from '../fields.ts'
import { isPlainText } from '../../domain/text.ts'
import { guestHitSchema, pastGuestSchema } from '../views/guests.ts'

export const GUEST_CALLS = {
  /**
   * Whom a text means: by name, e-mail, phone or confirmation code, by the beginning of each word or with a letter or two
   * wrong, best first; who is in the house or to come before others.
   */
  'guests.search': call(
    'query',
    z.strictObject({ text: z.string().trim().min(1).max(120), limit: z.int().min(1).max(50).default(50) }),
    z.array(guestHitSchema),
  ),
  /**
   * Guests of this hotel whom the desk does not hold any more, by last name and first, asked of the chain: who stayed most
   * lately first. Refuses `LINE_DOWN`, where only `guests.search` can be asked.
   */
  'guests.past': call(
    'query',
    z.strictObject({ text: z.string().trim().min(2).max(80).refine(isPlainText) }),
    z.array(pastGuestSchema),
  ),
  /**
   * Changes a guest's details, each field for itself: `before` is what the form was opened with. Refuses `GUEST_UNKNOWN`.
   */
  'guest.edit': call('command', z.strictObject({ guestId, before: guestDetails, after: guestDetails }), done),
} as const
