import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { ApiKeys } from '../access/api-keys.ts'
import { bearerOf } from '../access/secrets.ts'
import { sendProblem } from './problems.ts'
import type { RateLimits } from './rate-limits.ts'

/** Lets a request to these routes in only with an API key that is good for the hotel it names. Rules ACC-01 to ACC-04. */
export function requireApiKey(app: FastifyInstance, keys: ApiKeys, limits: RateLimits): void {
  app.addHook('onRequest', async (request, reply) => {
    const apiKey = bearerOf(request.headers.authorization)
    const found = apiKey === null ? null : keys.find(apiKey, () => limits.hasAllowance(request))
    const key = found instanceof Promise ? await found : found
    if (!key) return refuseStranger(limits, request, reply, apiKey === null)
    request.caller = { kind: 'key', id: key.keyId, key }
    if (await limits.refuseCaller(request, reply)) return reply
    const hotelId = hotelOf(request)
    if (key.hotelId !== null && hotelId !== null && hotelId !== key.hotelId) {
      return sendProblem(reply, { code: 'FORBIDDEN', params: { hotelId } })
    }
  })
}

async function refuseStranger(
  limits: RateLimits,
  request: FastifyRequest,
  reply: FastifyReply,
  showsNone: boolean,
): Promise<FastifyReply> {
  if (await limits.refuseStranger(request, reply)) return reply
  return sendProblem(reply, { code: showsNone ? 'API_KEY_REQUIRED' : 'API_KEY_INVALID', params: {} })
}

/** The hotel that the address of a request names, as it stands there; `null` where it names none. */
export function hotelOf(request: FastifyRequest): string | null {
  const { params } = request
  const named = typeof params === 'object' && params !== null && 'hotelId' in params ? params.hotelId : null
  return typeof named === 'string' ? named : null
}
