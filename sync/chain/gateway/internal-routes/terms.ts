import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { ratePlanIdSchema } from '../../../../shared/wire/ids.ts'
import {
  ratePlanEndedSchema,
  ratePlanListSchema,
  ratePlanRequestSchema,
  ratePlanSchema,
  taxIdSchema,
  taxRuleListSchema,
  taxRuleRequestSchema,
  taxRuleSchema,
} from '../../../../shared/wire/internal-rate-api.ts'
import type { Chain } from '../../chain.ts'
import { endRatePlan, putRatePlan, putTaxRule, removeTaxRule } from '../../rates/manage-terms.ts'
import { selectWhere } from '../../rows/queries/entity-rows.ts'
import { hotelParams, problem } from '../answers.ts'
import { sendProblem } from '../problems.ts'
import { requires } from '../staff-check.ts'
import { answer, hotelProblems, readsHotel } from './of-hotel.ts'

const planParams = hotelParams.extend({ ratePlanId: ratePlanIdSchema })
const taxParams = hotelParams.extend({ taxId: taxIdSchema })

export function termsRoutes(chain: Chain): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      '/hotels/:hotelId/rate-plans',
      {
        preHandler: readsHotel(chain),
        schema: {
          operationId: 'listRatePlans',
          summary: 'The rate plans of a hotel, those sold no more too',
          tags: ['rates'],
          params: hotelParams,
          response: { ...hotelProblems(), 200: ratePlanListSchema },
        },
      },
      async ({ params }) => ({ ratePlans: await selectWhere(chain.db, params.hotelId, 'rate_plan', '', []) }),
    )

    app.put(
      '/hotels/:hotelId/rate-plans/:ratePlanId',
      {
        preHandler: requires('rates.write'),
        schema: {
          operationId: 'putRatePlan',
          summary: 'Add or change a rate plan',
          tags: ['rates'],
          params: planParams,
          body: ratePlanRequestSchema,
          response: {
            ...hotelProblems(),
            200: ratePlanSchema.describe('Changed'),
            201: ratePlanSchema.describe('Added'),
            409: problem('RATE_PLAN_IN_USE: what it says about canceling stays as it was sold'),
          },
        },
      },
      async (request, reply) => {
        const created = await putRatePlan(chain, request.params.hotelId, request.params.ratePlanId, request.body)
        if (!created.ok) return sendProblem(reply, created.error)
        return reply.code(created.value.created ? 201 : 200).send(created.value.row)
      },
    )

    app.delete(
      '/hotels/:hotelId/rate-plans/:ratePlanId',
      {
        preHandler: requires('rates.write'),
        schema: {
          operationId: 'endRatePlan',
          summary: 'End the sale of a plan; one that is sold no more and not in use is removed',
          tags: ['rates'],
          params: planParams,
          response: { ...hotelProblems({ 404: 'RATE_PLAN_UNKNOWN' }), 200: ratePlanEndedSchema },
        },
      },
      async (request, reply) =>
        answer(reply, await endRatePlan(chain, request.params.hotelId, request.params.ratePlanId)),
    )

    app.get(
      '/hotels/:hotelId/tax-rules',
      {
        preHandler: readsHotel(chain),
        schema: {
          operationId: 'listTaxRules',
          summary: 'The taxes of a hotel',
          tags: ['rates'],
          params: hotelParams,
          response: { ...hotelProblems(), 200: taxRuleListSchema },
        },
      },
      async ({ params }) => ({ taxRules: await selectWhere(chain.db, params.hotelId, 'tax_rule', '', []) }),
    )

    app.put(
      '/hotels/:hotelId/tax-rules/:taxId',
      {
        preHandler: requires('rates.write'),
        schema: {
          operationId: 'putTaxRule',
          summary: 'Add or change a tax, for what is booked from now on',
          tags: ['rates'],
          params: taxParams,
          body: taxRuleRequestSchema,
          response: {
            ...hotelProblems(),
            200: taxRuleSchema.describe('Changed'),
            201: taxRuleSchema.describe('Added'),
          },
        },
      },
      async (request, reply) => {
        const created = await putTaxRule(chain, request.params.hotelId, request.params.taxId, request.body)
        if (!created.ok) return sendProblem(reply, created.error)
        return reply.code(created.value.created ? 201 : 200).send(created.value.row)
      },
    )

    app.delete(
      '/hotels/:hotelId/tax-rules/:taxId',
      {
        preHandler: requires('rates.write'),
        schema: {
          operationId: 'removeTaxRule',
          summary: 'Take away a tax; bookings keep theirs',
          tags: ['rates'],
          params: taxParams,
          response: { ...hotelProblems({ 404: 'TAX_RULE_UNKNOWN' }), 200: taxRuleSchema },
        },
      },
      async (request, reply) => answer(reply, await removeTaxRule(chain, request.params.hotelId, request.params.taxId)),
    )
  }
}
