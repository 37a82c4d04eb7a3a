import type { FastifyInstance, FastifyRequest, preHandlerAsyncHookHandler } from 'fastify'
import { present } from '../../../shared/base/assert.ts'
import type { HotelId } from '../../../shared/domain/ids.ts'
import { type Permission, permits, reaches } from '../access/roles.ts'
import { bearerOf } from '../access/secrets.ts'
import type { Staff } from '../access/queries/staff.ts'
import type { StaffAccounts } from '../access/staff.ts'
import { hotelOf } from './api-key-check.ts'
import { sendProblem } from './problems.ts'

/** Lets a request to these routes in only with the token of somebody who works for the chain now. Rule ACC-07. */
export function requireStaff(app: FastifyInstance, accounts: StaffAccounts): void {
  app.addHook('onRequest', async (request, reply) => {
    const token = bearerOf(request.headers.authorization)
    const staff = token === null ? null : await accounts.authenticate(token)
    if (!staff) return sendProblem(reply, { code: 'STAFF_UNAUTHORISED', params: {} })
    request.caller = { kind: 'staff', id: staff.staffId, staff }
  })
}

/**
 * The check of a route: `{ preHandler: requires('rates.write') }`. The caller's role has to permit it, and where the
 * address names a hotel, the caller works for that hotel. A route of the chain as a whole asks for `'chain'`: only who
 * works for every hotel passes. Else 403 `FORBIDDEN`. Rule ACC-09.
 */
export function requires(permission: Permission, of: 'hotel' | 'chain' = 'hotel'): preHandlerAsyncHookHandler {
  return async (request, reply) => {
    const { role, hotels } = staffOf(request)
    const hotelId = hotelOf(request)
    const isInReach = of === 'chain' || hotelId !== null ? reaches(hotels, hotelId as HotelId | null) : true // compared only
    if (!permits(role, permission) || !isInReach) {
      return sendProblem(reply, { code: 'FORBIDDEN', params: { permission, ...(hotelId !== null && { hotelId }) } })
    }
  }
}

/** Who calls; on routes of the internal API only, which let nobody else in. */
export function staffOf({ caller }: FastifyRequest): Staff {
  return present(caller?.kind === 'staff' ? caller.staff : null, 'checked before the body was read')
}
