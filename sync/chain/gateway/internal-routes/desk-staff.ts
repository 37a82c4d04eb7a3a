import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import {
  deskStaffListSchema,
  deskStaffRequestSchema,
  deskStaffSchema,
  offlineCardRequestSchema,
} from '../../../../shared/wire/desk-staff-api.ts'
import { staffIdSchema } from '../../../../shared/wire/ids.ts'
import type { Chain } from '../../chain.ts'
import { listDeskStaff, putDeskStaff } from '../../hotels/desk-staff.ts'
import { setOfflineCard } from '../../hotels/offline-card.ts'
import { hotelParams, problem } from '../answers.ts'
import { sendProblem } from '../problems.ts'
import { requires } from '../staff-check.ts'
import { answer, hotelProblems, readsHotel } from './of-hotel.ts'

/** Who works at a hotel's desks, and what the desks may do with the line down. */
export function deskStaffRoutes(chain: Chain): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      '/hotels/:hotelId/desk-staff',
      {
        preHandler: readsHotel(chain, 'desk_staff.write'),
        schema: {
          operationId: 'listDeskStaff',
          summary: 'Who works at the desks of a hotel, those who left too',
          tags: ['desks'],
          params: hotelParams,
          response: { ...hotelProblems(), 200: deskStaffListSchema },
        },
      },
      ({ params }) => listDeskStaff(chain, params.hotelId),
    )

    app.put(
      '/hotels/:hotelId/desk-staff/:memberId',
      {
        preHandler: requires('desk_staff.write'),
        schema: {
          operationId: 'putDeskStaff',
          summary: 'Add somebody to the desks of a hotel, or change their name, role, PIN or password',
          tags: ['desks'],
          params: hotelParams.extend({ memberId: staffIdSchema }),
          body: deskStaffRequestSchema,
          response: {
            ...hotelProblems(),
            200: deskStaffSchema.describe('Changed'),
            201: deskStaffSchema.describe('Added'),
            409: problem(
              'STAFF_SECRET_MISSING: somebody new needs a PIN or a password; STAFF_LAST: somebody has to stay',
            ),
          },
        },
      },
      async (request, reply) => {
        const put = await putDeskStaff(chain, request.params.hotelId, request.params.memberId, request.body)
        if (!put.ok) return sendProblem(reply, put.error)
        return reply.code(put.value.created ? 201 : 200).send(put.value.member)
      },
    )

    app.put(
      '/hotels/:hotelId/offline-card',
      {
        preHandler: requires('hotels.write'),
        schema: {
          operationId: 'putOfflineCard',
          summary: 'How much a desk may take by card while the card can not be asked',
          tags: ['desks'],
          params: hotelParams,
          body: offlineCardRequestSchema,
          response: { ...hotelProblems(), 200: offlineCardRequestSchema },
        },
      },
      async (request, reply) => answer(reply, await setOfflineCard(chain, request.params.hotelId, request.body)),
    )
  }
}
