import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import {
  apiKeyListSchema,
  apiKeyRequestSchema,
  apiKeySchema,
  givenApiKeySchema,
} from '../../../../shared/wire/internal-api.ts'
import { isPlainText } from '../../../../shared/domain/text.ts'
import type { Chain } from '../../chain.ts'
import { selectHotel } from '../../hotels/queries/hotels.ts'
import { INTERNAL_PROBLEMS, problem } from '../answers.ts'
import { sendProblem } from '../problems.ts'
import { requires } from '../staff-check.ts'

const keyParams = z.object({ keyId: z.string().max(64).refine(isPlainText, 'text on one line') })

export function apiKeyRoutes({ access, db }: Chain): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      '/api-keys',
      {
        preHandler: requires('staff.write', 'chain'),
        schema: {
          operationId: 'listApiKeys',
          summary: 'Every API key, revoked ones too, without its secret',
          tags: ['api keys'],
          response: { ...INTERNAL_PROBLEMS, 200: apiKeyListSchema },
        },
      },
      async () => ({ apiKeys: await access.keys.list() }),
    )

    app.post(
      '/api-keys',
      {
        preHandler: requires('staff.write', 'chain'),
        schema: {
          operationId: 'addApiKey',
          summary: 'Add an API key; its text is in this answer and nowhere else',
          tags: ['api keys'],
          body: apiKeyRequestSchema,
          response: {
            ...INTERNAL_PROBLEMS,
            201: givenApiKeySchema,
            400: problem('REQUEST_INVALID, JSON_INVALID'),
            404: problem('HOTEL_UNKNOWN'),
          },
        },
      },
      async (request, reply) => {
        const { hotelId } = request.body
        if (hotelId !== null && !(await selectHotel(db, hotelId))) {
          return sendProblem(reply, { code: 'HOTEL_UNKNOWN', params: { hotelId } })
        }
        return reply.code(201).send(await access.keys.add(request.body))
      },
    )

    app.delete(
      '/api-keys/:keyId',
      {
        preHandler: requires('staff.write', 'chain'),
        schema: {
          operationId: 'revokeApiKey',
          summary: 'Revoke an API key, everywhere within seconds; again changes nothing',
          tags: ['api keys'],
          params: keyParams,
          response: {
            ...INTERNAL_PROBLEMS,
            200: apiKeySchema,
            400: problem('REQUEST_INVALID'),
            404: problem('API_KEY_UNKNOWN'),
          },
        },
      },
      async (request, reply) => {
        const { keyId } = request.params
        const key = await access.keys.revoke(keyId)
        return key ?? sendProblem(reply, { code: 'API_KEY_UNKNOWN', params: { keyId } })
      },
    )
  }
}
