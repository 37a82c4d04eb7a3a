import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { roomIdSchema, roomTypeIdSchema } from '../../../../shared/wire/ids.ts'
import {
  newRoomSchema,
  newRoomTypeSchema,
  roomChangeSchema,
  roomListSchema,
  roomSchema,
  roomTypeChangeSchema,
  roomTypeListSchema,
  roomTypeSchema,
} from '../../../../shared/wire/internal-hotel-api.ts'
import type { Chain } from '../../chain.ts'
import { addRoomType, changeRoomType, removeRoomType } from '../../hotels/manage-room-types.ts'
import { addRoom, changeRoom, removeRoom } from '../../hotels/manage-rooms.ts'
import { selectRoomTypes } from '../../hotels/queries/hotels.ts'
import { selectRows, selectWhere } from '../../rows/queries/entity-rows.ts'
import { hotelParams, problem } from '../answers.ts'
import { sendProblem } from '../problems.ts'
import { requires } from '../staff-check.ts'
import { answer, hotelProblems, readsHotel } from './of-hotel.ts'

const typeParams = hotelParams.extend({ roomTypeId: roomTypeIdSchema })
const roomParams = hotelParams.extend({ roomId: roomIdSchema })

export function roomTypeRoutes(chain: Chain): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      '/hotels/:hotelId/room-types',
      {
        preHandler: readsHotel(chain),
        schema: {
          operationId: 'listRoomTypes',
          summary: 'The room types of a hotel',
          tags: ['rooms'],
          params: hotelParams,
          response: { ...hotelProblems(), 200: roomTypeListSchema },
        },
      },
      async ({ params }) => ({ roomTypes: await selectRoomTypes(chain.db, params.hotelId) }),
    )

    app.post(
      '/hotels/:hotelId/room-types',
      {
        preHandler: requires('hotels.write'),
        schema: {
          operationId: 'addRoomType',
          summary: 'Add a room type, without rooms and without nights on sale',
          tags: ['rooms'],
          params: hotelParams,
          body: newRoomTypeSchema,
          response: { ...hotelProblems(), 201: roomTypeSchema, 409: problem('ROOM_TYPE_EXISTS') },
        },
      },
      async (request, reply) => {
        const created = await addRoomType(chain, request.params.hotelId, request.body)
        if (!created.ok) return sendProblem(reply, created.error)
        return reply.code(201).send(created.value)
      },
    )

    app.get(
      '/hotels/:hotelId/room-types/:roomTypeId',
      {
        preHandler: readsHotel(chain),
        schema: {
          operationId: 'getRoomType',
          summary: 'One room type',
          tags: ['rooms'],
          params: typeParams,
          response: { ...hotelProblems({ 404: 'ROOM_TYPE_UNKNOWN' }), 200: roomTypeSchema },
        },
      },
      async (request, reply) => {
        const { hotelId, roomTypeId } = request.params
        const [type] = await selectRows(chain.db, hotelId, 'room_type', [roomTypeId])
        return type ?? sendProblem(reply, { code: 'ROOM_TYPE_UNKNOWN', params: { roomTypeId } })
      },
    )

    app.patch(
      '/hotels/:hotelId/room-types/:roomTypeId',
      {
        preHandler: requires('hotels.write'),
        schema: {
          operationId: 'changeRoomType',
          summary: 'Change a room type',
          tags: ['rooms'],
          params: typeParams,
          body: roomTypeChangeSchema,
          response: { ...hotelProblems({ 404: 'ROOM_TYPE_UNKNOWN' }), 200: roomTypeSchema },
        },
      },
      async (request, reply) =>
        answer(reply, await changeRoomType(chain, request.params.hotelId, request.params.roomTypeId, request.body)),
    )

    app.delete(
      '/hotels/:hotelId/room-types/:roomTypeId',
      {
        preHandler: requires('hotels.write'),
        schema: {
          operationId: 'removeRoomType',
          summary: 'Take away a room type that has no rooms and no stays to come',
          tags: ['rooms'],
          params: typeParams,
          response: {
            ...hotelProblems({ 404: 'ROOM_TYPE_UNKNOWN' }),
            200: roomTypeSchema,
            409: problem('ROOM_TYPE_HAS_RESERVATIONS, ROOM_TYPE_HAS_ROOMS'),
          },
        },
      },
      async (request, reply) =>
        answer(reply, await removeRoomType(chain, request.params.hotelId, request.params.roomTypeId)),
    )
  }
}

export function roomRoutes(chain: Chain): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      '/hotels/:hotelId/rooms',
      {
        preHandler: readsHotel(chain),
        schema: {
          operationId: 'listRooms',
          summary: 'The rooms of a hotel in order of id',
          tags: ['rooms'],
          params: hotelParams,
          response: { ...hotelProblems(), 200: roomListSchema },
        },
      },
      async ({ params }) => ({ rooms: await selectWhere(chain.db, params.hotelId, 'room', '', []) }),
    )

    app.post(
      '/hotels/:hotelId/rooms',
      {
        preHandler: requires('hotels.write'),
        schema: {
          operationId: 'addRoom',
          summary: 'Add a room; it counts on every open night of its type from the business date on',
          tags: ['rooms'],
          params: hotelParams,
          body: newRoomSchema,
          response: { ...hotelProblems({ 404: 'ROOM_TYPE_UNKNOWN' }), 201: roomSchema, 409: problem('ROOM_EXISTS') },
        },
      },
      async (request, reply) => {
        const created = await addRoom(chain, request.params.hotelId, request.body)
        if (!created.ok) return sendProblem(reply, created.error)
        return reply.code(201).send(created.value)
      },
    )

    app.get(
      '/hotels/:hotelId/rooms/:roomId',
      {
        preHandler: readsHotel(chain),
        schema: {
          operationId: 'getRoom',
          summary: 'One room',
          tags: ['rooms'],
          params: roomParams,
          response: { ...hotelProblems({ 404: 'ROOM_UNKNOWN' }), 200: roomSchema },
        },
      },
      async (request, reply) => {
        const { hotelId, roomId } = request.params
        const [room] = await selectRows(chain.db, hotelId, 'room', [roomId])
        return room ?? sendProblem(reply, { code: 'ROOM_UNKNOWN', params: { roomId } })
      },
    )

    app.patch(
      '/hotels/:hotelId/rooms/:roomId',
      {
        preHandler: requires('hotels.write'),
        schema: {
          operationId: 'changeRoom',
          summary: 'Change a room, its housekeeping state or its type',
          tags: ['rooms'],
          params: roomParams,
          body: roomChangeSchema,
          response: {
            ...hotelProblems({ 404: 'ROOM_UNKNOWN, ROOM_TYPE_UNKNOWN' }),
            200: roomSchema,
            409: problem('ROOM_IN_USE: into another type only while nobody holds it'),
          },
        },
      },
      async (request, reply) => {
        const { hotelId, roomId } = request.params
        const { roomTypeId, floor, housekeeping } = request.body
        const change = {
          ...(roomTypeId !== undefined && { roomTypeId }),
          ...(floor !== undefined && { floor }),
          ...(housekeeping !== undefined && { housekeeping }),
        }
        return answer(reply, await changeRoom(chain, hotelId, roomId, change))
      },
    )

    app.delete(
      '/hotels/:hotelId/rooms/:roomId',
      {
        preHandler: requires('hotels.write'),
        schema: {
          operationId: 'removeRoom',
          summary: 'Take away a room that nobody holds; it counts no more',
          tags: ['rooms'],
          params: roomParams,
          response: { ...hotelProblems({ 404: 'ROOM_UNKNOWN' }), 200: roomSchema, 409: problem('ROOM_IN_USE') },
        },
      },
      async (request, reply) => answer(reply, await removeRoom(chain, request.params.hotelId, request.params.roomId)),
    )
  }
}
