import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { staffHotelSchema } from '../../../../shared/wire/internal-hotel-api.ts'
import {
  controlIdSchema,
  nightsQuerySchema,
  priceCurveSchema,
  ratesRequestSchema,
  ratesSchema,
  ratesSetSchema,
  restrictionsRequestSchema,
  restrictionsSchema,
  restrictionsSetSchema,
  sellControlListSchema,
  sellControlRequestSchema,
  sellControlSchema,
} from '../../../../shared/wire/internal-rate-api.ts'
import type { Chain } from '../../chain.ts'
import { setPriceCurve } from '../../hotels/manage-hotels.ts'
import { selectSellControls } from '../../rates/queries/sell-controls.ts'
import { addSellControl, endSellControl } from '../../rates/sell-controls.ts'
import { listRates, listRestrictions, setRates, setRestrictions } from '../../rates/set-nights.ts'
import { hotelParams, problem } from '../answers.ts'
import { sendProblem } from '../problems.ts'
import { requires, staffOf } from '../staff-check.ts'
import { answer, hotelProblems, readsHotel } from './of-hotel.ts'

const controlParams = z.object({ ...hotelParams.shape, controlId: controlIdSchema })

export function rateRoutes(chain: Chain): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      '/hotels/:hotelId/rates',
      {
        preHandler: readsHotel(chain),
        schema: {
          operationId: 'listRates',
          summary: 'Base prices and counts of the nights of a type',
          tags: ['rates'],
          params: hotelParams,
          querystring: nightsQuerySchema,
          response: { ...hotelProblems(), 200: ratesSchema },
        },
      },
      (request) => listRates(chain.db, request.params.hotelId, request.query),
    )

    app.put(
      '/hotels/:hotelId/rates',
      {
        preHandler: requires('rates.write'),
        schema: {
          operationId: 'setRates',
          summary: 'Price nights of a type; those that are not on sale are opened',
          tags: ['rates'],
          params: hotelParams,
          body: ratesRequestSchema,
          response: { ...hotelProblems({ 400: 'NIGHTS_INVALID', 404: 'ROOM_TYPE_UNKNOWN' }), 200: ratesSetSchema },
        },
      },
      async (request, reply) => answer(reply, await setRates(chain, request.params.hotelId, request.body)),
    )

    app.get(
      '/hotels/:hotelId/restrictions',
      {
        preHandler: readsHotel(chain),
        schema: {
          operationId: 'listRestrictions',
          summary: 'The restricted nights of a type',
          tags: ['rates'],
          params: hotelParams,
          querystring: nightsQuerySchema,
          response: { ...hotelProblems(), 200: restrictionsSchema },
        },
      },
      async ({ params, query }) => ({ restrictions: await listRestrictions(chain.db, params.hotelId, query) }),
    )

    app.put(
      '/hotels/:hotelId/restrictions',
      {
        preHandler: requires('rates.write'),
        schema: {
          operationId: 'setRestrictions',
          summary: 'Restrict nights of a type for public channels, or open them',
          tags: ['rates'],
          params: hotelParams,
          body: restrictionsRequestSchema,
          response: {
            ...hotelProblems({ 400: 'NIGHTS_INVALID', 404: 'ROOM_TYPE_UNKNOWN' }),
            200: restrictionsSetSchema,
          },
        },
      },
      async (request, reply) => answer(reply, await setRestrictions(chain, request.params.hotelId, request.body)),
    )

    app.put(
      '/hotels/:hotelId/price-curve',
      {
        preHandler: requires('rates.write'),
        schema: {
          operationId: 'setPriceCurve',
          summary: 'Set how prices follow occupancy',
          tags: ['rates'],
          params: hotelParams,
          body: priceCurveSchema,
          response: { ...hotelProblems(), 200: staffHotelSchema },
        },
      },
      async (request, reply) => answer(reply, await setPriceCurve(chain, request.params.hotelId, request.body.points)),
    )

    app.get(
      '/hotels/:hotelId/sell-controls',
      {
        preHandler: readsHotel(chain),
        schema: {
          operationId: 'listSellControls',
          summary: 'The sell controls of a hotel, newest first',
          tags: ['sell controls'],
          params: hotelParams,
          response: { ...hotelProblems(), 200: sellControlListSchema },
        },
      },
      async ({ params }) => ({ sellControls: await selectSellControls(chain.db, params.hotelId) }),
    )

    app.post(
      '/hotels/:hotelId/sell-controls',
      {
        preHandler: requires('sell_controls.write'),
        schema: {
          operationId: 'addSellControl',
          summary: 'Set the overbooking of nights, once for ever by controlId',
          tags: ['sell controls'],
          params: hotelParams,
          body: sellControlRequestSchema,
          response: {
            ...hotelProblems({ 400: 'SELL_CONTROL_INVALID', 404: 'ROOM_TYPE_UNKNOWN' }),
            200: sellControlSchema.describe('Set before, by this request'),
            201: sellControlSchema.describe('Set'),
            422: problem('SELL_CONTROL_ID_REUSED'),
          },
        },
      },
      async (request, reply) => {
        const created = await addSellControl(chain, request.params.hotelId, request.body, staffOf(request).staffId)
        if (!created.ok) return sendProblem(reply, created.error)
        return reply.code(created.value.created ? 201 : 200).send(created.value.control)
      },
    )

    app.delete(
      '/hotels/:hotelId/sell-controls/:controlId',
      {
        preHandler: requires('sell_controls.write'),
        schema: {
          operationId: 'endSellControl',
          summary: 'End a sell control',
          tags: ['sell controls'],
          params: controlParams,
          response: { ...hotelProblems({ 404: 'SELL_CONTROL_UNKNOWN' }), 200: sellControlSchema },
        },
      },
      async (request, reply) =>
        answer(reply, await endSellControl(chain, request.params.hotelId, request.params.controlId)),
    )
  }
}
