import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { meSchema } from '../../../../shared/wire/internal-api.ts'
import { permissionsOf } from '../../access/roles.ts'
import { INTERNAL_PROBLEMS } from '../answers.ts'
import { staffOf } from '../staff-check.ts'

export function meRoutes(): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      '/me',
      {
        schema: {
          operationId: 'whoAmI',
          summary: 'Whose token this is, and what it is good for',
          tags: ['staff'],
          response: { ...INTERNAL_PROBLEMS, 200: meSchema },
        },
      },
      (request) => {
        const staff = staffOf(request)
        return { ...staff, permissions: permissionsOf(staff.role) }
      },
    )
  }
}
