import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { deviceListSchema, enrolCodeSchema } from '../../../../shared/wire/internal-api.ts'
import type { Chain } from '../../chain.ts'
import { selectHotel } from '../../hotels/queries/hotels.ts'
import { issueEnrolCode } from '../../sync/enrolment.ts'
import { selectDevices } from '../../sync/queries/devices.ts'
import { INTERNAL_PROBLEMS, hotelParams, problem } from '../answers.ts'
import { sendProblem } from '../problems.ts'
import { requires } from '../staff-check.ts'

export function deviceRoutes(chain: Chain): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      '/hotels/:hotelId/devices',
      {
        preHandler: requires('read'),
        schema: {
          operationId: 'listDevices',
          summary: 'The terminals of a hotel, and when each was last heard of',
          tags: ['devices'],
          params: hotelParams,
          response: {
            ...INTERNAL_PROBLEMS,
            200: deviceListSchema,
            400: problem('REQUEST_INVALID'),
            404: problem('HOTEL_UNKNOWN'),
          },
        },
      },
      async (request, reply) => {
        const { hotelId } = request.params
        if (!(await selectHotel(chain.db, hotelId))) {
          return sendProblem(reply, { code: 'HOTEL_UNKNOWN', params: { hotelId } })
        }
        return { devices: await selectDevices(chain.db, hotelId) }
      },
    )

    app.post(
      '/hotels/:hotelId/enrol-codes',
      {
        preHandler: requires('devices.write'),
        schema: {
          operationId: 'giveEnrolCode',
          summary: 'Give out a code with which one terminal of the hotel enrols',
          tags: ['devices'],
          params: hotelParams,
          response: {
            ...INTERNAL_PROBLEMS,
            201: enrolCodeSchema,
            400: problem('REQUEST_INVALID'),
            404: problem('HOTEL_UNKNOWN'),
          },
        },
      },
      async (request, reply) => {
        const { hotelId } = request.params
        if (!(await selectHotel(chain.db, hotelId))) {
          return sendProblem(reply, { code: 'HOTEL_UNKNOWN', params: { hotelId } })
        }
        return reply.code(201).send({ enrolCode: await issueEnrolCode(chain.db, chain.clock, hotelId) })
      },
    )
  }
}
