import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { deviceIdSchema } from '../../../../shared/wire/ids.ts'
import {
  deviceListSchema,
  discardRequestSchema,
  discardedSchema,
  enrolCodeSchema,
  quarantineSchema,
  releaseRequestSchema,
  releasedSchema,
} from '../../../../shared/wire/internal-api.ts'
import { reclaimAllotment } from '../../allotments/reclaim.ts'
import type { Chain } from '../../chain.ts'
import { selectHotel } from '../../hotels/queries/hotels.ts'
import { issueEnrolCode } from '../../sync/enrolment.ts'
import { removeDevice, setDeviceState } from '../../sync/manage-devices.ts'
import { selectDevices } from '../../sync/queries/devices.ts'
import { discardQuarantined, listQuarantined, releaseQuarantined } from '../../sync/quarantine.ts'
import { INTERNAL_PROBLEMS, hotelParams, problem } from '../answers.ts'
import { actorOf } from '../caller.ts'
import { sendProblem } from '../problems.ts'
import { requires } from '../staff-check.ts'
import { answer, hotelProblems, readsHotel } from './of-hotel.ts'

const deviceParams = hotelParams.extend({ deviceId: deviceIdSchema })
const deviceProblems = hotelProblems({ 404: 'DEVICE_UNKNOWN' })
const fenceSchema = z.object({ fence: z.int().positive() })
const stateSchema = z.object({ state: z.enum(['active', 'revoked']) })

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

    app.post(
      '/hotels/:hotelId/devices/:deviceId/revoke',
      {
        preHandler: readsHotel(chain, 'devices.write'),
        schema: {
          operationId: 'revokeDevice',
          summary: 'Take a terminal away: it is given nothing any more, and what it still pushes is held back',
          tags: ['devices'],
          params: deviceParams,
          response: { ...deviceProblems, 200: stateSchema },
        },
      },
      async (request, reply) => {
        const { hotelId, deviceId } = request.params
        const set = await setDeviceState(chain, hotelId, deviceId, 'revoked')
        return set.ok ? { state: set.value } : sendProblem(reply, set.error)
      },
    )

    app.post(
      '/hotels/:hotelId/devices/:deviceId/reclaim',
      {
        preHandler: readsHotel(chain, 'devices.write'),
        schema: {
          operationId: 'reclaimAllotment',
          summary:
            "Give a lost terminal up: what it could sell by itself is the chain's again, what it did sell is at risk",
          tags: ['devices'],
          params: deviceParams,
          response: { ...deviceProblems, 200: fenceSchema },
        },
      },
      async (request, reply) => {
        const { hotelId, deviceId } = request.params
        const reclaimed = await reclaimAllotment(chain, hotelId, deviceId, actorOf(request.caller))
        return reclaimed.ok ? reclaimed.value : sendProblem(reply, reclaimed.error)
      },
    )

    app.post(
      '/hotels/:hotelId/devices/:deviceId/reinstate',
      {
        preHandler: readsHotel(chain, 'devices.write'),
        schema: {
          operationId: 'reinstateDevice',
          summary: 'Give a terminal back that was taken away; it pushes again what was held back',
          tags: ['devices'],
          params: deviceParams,
          response: { ...deviceProblems, 200: stateSchema },
        },
      },
      async (request, reply) => {
        const { hotelId, deviceId } = request.params
        const set = await setDeviceState(chain, hotelId, deviceId, 'active')
        return set.ok ? { state: set.value } : sendProblem(reply, set.error)
      },
    )

    app.delete(
      '/hotels/:hotelId/devices/:deviceId',
      {
        preHandler: readsHotel(chain, 'devices.write'),
        schema: {
          operationId: 'removeDevice',
          summary: 'Forget a terminal that was taken away; what it did stays',
          tags: ['devices'],
          params: deviceParams,
          response: {
            ...deviceProblems,
            200: z.object({ removed: z.literal(true) }),
            409: problem('DEVICE_ACTIVE, QUARANTINE_HELD: revoke it, and decide on what is held back, first'),
          },
        },
      },
      async (request, reply) => {
        const { hotelId, deviceId } = request.params
        const removed = await removeDevice(chain, hotelId, deviceId)
        return removed.ok ? { removed: true as const } : sendProblem(reply, removed.error)
      },
    )

    app.get(
      '/hotels/:hotelId/devices/:deviceId/quarantine',
      {
        preHandler: readsHotel(chain, 'guests.read'),
        schema: {
          operationId: 'listQuarantine',
          summary: 'What a terminal pushed after it was taken away, and nobody has decided on',
          tags: ['devices'],
          params: deviceParams,
          response: { ...deviceProblems, 200: quarantineSchema },
        },
      },
      async (request, reply) => {
        const { hotelId, deviceId } = request.params
        const held = await listQuarantined(chain, hotelId, deviceId)
        if (!held.ok) return sendProblem(reply, held.error)
        return {
          ops: held.value.map(({ op, receivedAtUtcMs }) => {
            const { seq, opId, type, madeAtUtcMs, body } = op
            return { deviceId, seq, opId, type, madeAtUtcMs, receivedAtUtcMs, body }
          }),
        }
      },
    )

    app.post(
      '/hotels/:hotelId/devices/:deviceId/quarantine/release',
      {
        preHandler: readsHotel(chain, 'reservations.write'),
        schema: {
          operationId: 'releaseQuarantine',
          summary: "Land what is held back of a terminal as that terminal's, in order",
          tags: ['devices'],
          params: deviceParams,
          body: releaseRequestSchema,
          response: { ...deviceProblems, 200: releasedSchema, 409: problem('SEQ_GAP, EPOCH_CHANGED, DEVICE_FORKED') },
        },
      },
      async (request, reply) => {
        const { hotelId, deviceId } = request.params
        return answer(reply, await releaseQuarantined(chain, hotelId, deviceId, request.body.throughSeq))
      },
    )

    app.post(
      '/hotels/:hotelId/devices/:deviceId/quarantine/discard',
      {
        preHandler: readsHotel(chain, 'reservations.write'),
        schema: {
          operationId: 'discardQuarantine',
          summary: 'Decide that what is held back of a terminal is not to be done, and why',
          tags: ['devices'],
          params: deviceParams,
          body: discardRequestSchema,
          response: { ...deviceProblems, 200: discardedSchema, 409: problem('SEQ_GAP') },
        },
      },
      async (request, reply) => {
        const { hotelId, deviceId } = request.params
        const discarded = await discardQuarantined(chain, hotelId, deviceId, {
          ...request.body,
          by: actorOf(request.caller),
        })
        return discarded.ok ? { discarded: discarded.value } : sendProblem(reply, discarded.error)
      },
    )
  }
}
