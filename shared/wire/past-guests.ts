import { z } from 'zod'
import { isPlainText } from '../domain/text.ts'
import { localDateSchema } from './ids.ts'

/** Whom a desk asks the chain about: guests of its own hotel, those whose stays no desk holds any more too. */
export const pastGuestSearchSchema = z.strictObject({
  text: z.string().trim().min(2).max(80).refine(isPlainText, 'text on one line'),
})

export const pastGuestListSchema = z.object({
  guests: z.array(
    z.object({
      guestId: z.string(),
      firstName: z.string(),
      lastName: z.string(),
      email: z.string().nullable(),
      phone: z.string().nullable(),
      /** How many stays there have been and are to come. */
      stays: z.int().nonnegative(),
      /** The latest of them; `null` where all were canceled. */
      lastArrival: localDateSchema.nullable(),
      lastDeparture: localDateSchema.nullable(),
    }),
  ),
})

export type PastGuestSearch = z.output<typeof pastGuestSearchSchema>
export type PastGuestList = z.output<typeof pastGuestListSchema>
