import type { FastifyRequest } from 'fastify'
import { present } from '../../../shared/base/assert.ts'
import type { ApiKey } from '../access/queries/api-keys.ts'
import type { Staff } from '../access/queries/staff.ts'
import type { Device } from '../sync/queries/devices.ts'

/** Who makes a request, once that is proven. */
export type Caller =
  | { readonly kind: 'key'; readonly id: string; readonly key: ApiKey }
  | { readonly kind: 'device'; readonly id: string; readonly device: Device }
  | { readonly kind: 'staff'; readonly id: string; readonly staff: Staff }

declare module 'fastify' {
  interface FastifyRequest {
    /** `null` until who calls is proven, and where nobody has to be. */
    caller: Caller | null
    /** What a request that could be a guess names, e.g. a booking's code. */
    guessed: string
  }
}

/** Who acts, as a reservation's history tells it. */
export function actorOf(caller: Caller | null): string {
  return caller ? `${caller.kind}:${caller.id}` : 'chain'
}

/** The terminal that asks, on a route that lets only terminals in. */
export function deviceOf({ caller }: FastifyRequest): Device {
  return present(caller?.kind === 'device' ? caller.device : null, 'checked before the body was read')
}
