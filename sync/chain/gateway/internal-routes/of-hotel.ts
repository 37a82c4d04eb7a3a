import type { FastifyReply, preHandlerAsyncHookHandler } from 'fastify'
import type { Result } from '../../../../shared/base/result.ts'
import { hotelIdSchema } from '../../../../shared/wire/ids.ts'
import type { Permission } from '../../access/roles.ts'
import type { Chain } from '../../chain.ts'
import { selectHotel } from '../../hotels/queries/hotels.ts'
import { INTERNAL_PROBLEMS, problem } from '../answers.ts'
import { hotelOf } from '../api-key-check.ts'
import { type Refused, sendProblem } from '../problems.ts'
import { requires } from '../staff-check.ts'

/** Lets a caller in who may read the hotel that the address names, and answers 404 where there is none. */
export function readsHotel({ db }: Pick<Chain, 'db'>, permission: Permission = 'read'): preHandlerAsyncHookHandler[] {
  const known: preHandlerAsyncHookHandler = async (request, reply) => {
    const hotelId = hotelOf(request)
    const parsed = hotelIdSchema.safeParse(hotelId)
    if (parsed.success && (await selectHotel(db, parsed.data))) return
    return sendProblem(reply, { code: 'HOTEL_UNKNOWN', params: { hotelId } })
  }
  return [requires(permission), known]
}

/** Answers what a service came to: its value, or the problem that its refusal is. */
export function answer<T>(reply: FastifyReply, result: Result<T, Refused>): T | FastifyReply {
  return result.ok ? result.value : sendProblem(reply, result.error)
}

/** What a route about one hotel may answer besides its success, with the codes of its own. */
export function hotelProblems(codes: { readonly 400?: string; readonly 404?: string } = {}) {
  return {
    ...INTERNAL_PROBLEMS,
    400: problem(['REQUEST_INVALID, JSON_INVALID', ...(codes[400] === undefined ? [] : [codes[400]])].join(', ')),
    404: problem(['HOTEL_UNKNOWN', ...(codes[404] === undefined ? [] : [codes[404]])].join(', ')),
  }
}
