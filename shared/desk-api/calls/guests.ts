import { z } from 'zod'
import { call, done } from '../call.ts'
import { guestDetails, guestId } from '../fields.ts'
import { guestHitSchema } from '../views/guests.ts'

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
   * Changes a guest's details, each field for itself: `before` is what the form was opened with. Refuses `GUEST_UNKNOWN`.
   */
  'guest.edit': call('command', z.strictObject({ guestId, before: guestDetails, after: guestDetails }), done),
} as const
