import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { staffListSchema, staffRequestSchema, staffSchema } from '../../../../shared/wire/internal-api.ts'
import { isPlainText } from '../../../../shared/domain/text.ts'
import type { Chain } from '../../chain.ts'
import { INTERNAL_PROBLEMS, problem } from '../answers.ts'
import { sendProblem } from '../problems.ts'
import { requires } from '../staff-check.ts'

const staffParams = z.object({ staffId: z.string().max(64).refine(isPlainText, 'text on one line') })

export function staffRoutes({ access }: Chain): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      '/staff',
      {
        preHandler: requires('staff.write', 'chain'),
        schema: {
          operationId: 'listStaff',
          summary: 'Everybody who works or has worked for the chain',
          tags: ['staff'],
          response: { ...INTERNAL_PROBLEMS, 200: staffListSchema },
        },
      },
      async () => ({ staff: await access.staff.list() }),
    )

    app.post(
      '/staff',
      {
        preHandler: requires('staff.write', 'chain'),
        schema: {
          operationId: 'addStaff',
          summary: 'Add a member of staff',
          tags: ['staff'],
          body: staffRequestSchema,
          response: { ...INTERNAL_PROBLEMS, 201: staffSchema, 400: problem('REQUEST_INVALID, JSON_INVALID') },
        },
      },
      async (request, reply) => reply.code(201).send(await access.staff.add(request.body)),
    )

    app.delete(
      '/staff/:staffId',
      {
        preHandler: requires('staff.write', 'chain'),
        schema: {
          operationId: 'deactivateStaff',
          summary: 'End what a member of staff may do, with every token; again changes nothing',
          tags: ['staff'],
          params: staffParams,
          response: {
            ...INTERNAL_PROBLEMS,
            200: staffSchema,
            400: problem('REQUEST_INVALID'),
            404: problem('STAFF_UNKNOWN'),
          },
        },
      },
      async (request, reply) => {
        const { staffId } = request.params
        const staff = await access.staff.deactivate(staffId)
        return staff ?? sendProblem(reply, { code: 'STAFF_UNKNOWN', params: { staffId } })
      },
    )
  }
}
