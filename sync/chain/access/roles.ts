import type { z } from 'zod'
import type { HotelId } from '../../../shared/domain/ids.ts'
import type { staffRoleSchema } from '../../../shared/wire/internal-api.ts'

export type Role = z.output<typeof staffRoleSchema>

/** What a member of staff may do at the internal API; `staff.write` is for accounts and for API keys. */
const PERMISSIONS = [
  'read',
  'guests.read',
  'hotels.write',
  'rates.write',
  'sell_controls.write',
  'reservations.write',
  'devices.write',
  'desk_staff.write',
  'staff.write',
] as const
export type Permission = (typeof PERMISSIONS)[number]

/** Which role may do what. Rule ACC-09. */
const PERMITTED: Readonly<Record<Role, ReadonlySet<Permission>>> = {
  admin: new Set(PERMISSIONS),
  revenue: new Set(['read', 'rates.write', 'sell_controls.write'] as const),
  manager: new Set([
    'read',
    'guests.read',
    'sell_controls.write',
    'reservations.write',
    'devices.write',
    'desk_staff.write',
  ] as const),
  support: new Set(['read', 'devices.write'] as const),
}

/** The hotels that a member of staff works for: all, or those listed. */
export type HotelScope = '*' | readonly HotelId[]

export function permits(role: Role, permission: Permission): boolean {
  return PERMITTED[role].has(permission)
}

export function permissionsOf(role: Role): Permission[] {
  return [...PERMITTED[role]]
}

/** Does the scope reach the hotel? `null` asks for what belongs to the chain as a whole: only `*` does. */
export function reaches(scope: HotelScope, hotelId: HotelId | null): boolean {
  return scope === '*' || (hotelId !== null && scope.includes(hotelId))
}
