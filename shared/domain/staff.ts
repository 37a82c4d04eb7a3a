import type { StaffId } from './ids.ts'

/** Who works at a hotel's desk, each role with all that the ones before it may do (domain.md, roles). */
export const STAFF_ROLES = ['agent', 'supervisor', 'manager'] as const
export type StaffRole = (typeof STAFF_ROLES)[number]

export interface StaffMemberRow {
  readonly staffId: StaffId
  readonly name: string
  readonly role: StaffRole
  /** What is kept of the PIN or password: see `hashSecret` of `pin-hash.ts`. */
  readonly secretHash: string
  /** Who left keeps their name on what they did, and signs in no more. */
  readonly active: boolean
}

/** What not everybody at a desk may do. */
export type DeskPermission =
  /** Sell a room that may not be there. */
  | 'sell_at_risk'
  /** Give money back. */
  | 'give_refund'
  /** Let a guest leave with an open bill, and take a check-out back. */
  | 'settle'
  /** Roll the business date, and mark who did not come. */
  | 'night_audit'
  /** Pair terminals with the hub, and take them away. */
  | 'terminals'

const LEAST_ROLE: Readonly<Record<DeskPermission, StaffRole>> = {
  sell_at_risk: 'supervisor',
  give_refund: 'supervisor',
  settle: 'supervisor',
  night_audit: 'supervisor',
  terminals: 'manager',
}

/** May somebody of this role do this? Rule STAFF-01. */
export function may(role: StaffRole, permission: DeskPermission): boolean {
  return STAFF_ROLES.indexOf(role) >= STAFF_ROLES.indexOf(LEAST_ROLE[permission])
}
