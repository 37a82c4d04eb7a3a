import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import {
  chainReportQuerySchema,
  chainReportSchema,
  dailyQuerySchema,
  dailyReportSchema,
} from '../../../../shared/wire/internal-stay-api.ts'
import type { Chain } from '../../chain.ts'
import { reportChain, reportDaily } from '../../reports/reports.ts'
import { INTERNAL_PROBLEMS, hotelParams, problem } from '../answers.ts'
import { requires } from '../staff-check.ts'
import { answer, hotelProblems } from './of-hotel.ts'

export function reportRoutes(chain: Chain): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      '/hotels/:hotelId/reports/daily',
      {
        preHandler: requires('read'),
        schema: {
          operationId: 'reportDaily',
          summary: 'Occupancy, ADR and RevPAR of a hotel, night by night',
          tags: ['reports'],
          params: hotelParams,
          querystring: dailyQuerySchema,
          response: { ...hotelProblems({ 400: 'NIGHTS_INVALID' }), 200: dailyReportSchema },
        },
      },
      async (request, reply) => answer(reply, await reportDaily(chain, request.params.hotelId, request.query)),
    )

    app.get(
      '/reports/chain',
      {
        preHandler: requires('read', 'chain'),
        schema: {
          operationId: 'reportChain',
          summary: 'One night over the hotels of the chain, a page at a time',
          tags: ['reports'],
          querystring: chainReportQuerySchema,
          response: { ...INTERNAL_PROBLEMS, 400: problem('REQUEST_INVALID, JSON_INVALID'), 200: chainReportSchema },
        },
      },
      (request) => reportChain(chain, request.query),
    )
  }
}
