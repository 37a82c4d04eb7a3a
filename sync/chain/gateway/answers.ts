import { z } from 'zod'
import { problemSchema } from '../../../shared/wire/errors.ts'
import { hotelIdSchema, paymentIdSchema, quoteIdSchema, reservationIdSchema } from '../../../shared/wire/ids.ts'

/** Parameters of a route that is about one hotel. */
export const hotelParams = z.object({ hotelId: hotelIdSchema.meta({ example: 'demo' }) })
export const quoteParams = hotelParams.extend({ quoteId: quoteIdSchema })
export const reservationParams = hotelParams.extend({ reservationId: reservationIdSchema })
export const paymentParams = reservationParams.extend({ paymentId: paymentIdSchema })

/** An error answer with the codes that it may carry. */
export const problem = (codes: string) => ({
  description: codes,
  content: { 'application/problem+json': { schema: problemSchema } },
})

/** What every route of the public API may answer, whatever it is about. */
export const PUBLIC_PROBLEMS = {
  401: problem('API_KEY_REQUIRED, API_KEY_INVALID'),
  403: problem('FORBIDDEN: the key is for another hotel'),
  429: problem('RATE_LIMITED: the requests of this minute are used up; `Retry-After` says for how many seconds'),
  503: problem('BUSY: nothing was done; ask again, the same request, after `Retry-After` seconds'),
}

/** What every route of the internal API may answer, whatever it is about. */
export const INTERNAL_PROBLEMS = {
  401: problem('STAFF_UNAUTHORISED'),
  403: problem('FORBIDDEN: not with this role, or not for this hotel'),
  503: PUBLIC_PROBLEMS[503],
}
