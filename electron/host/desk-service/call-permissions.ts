import type { DeskCallName } from '../../../shared/desk-api/contract.ts'
import type { DeskPermission } from '../../../shared/domain/staff.ts'

/** What a screen asks before anybody has signed in, and what tells nothing of guests. Rule STAFF-04. */
export const OPEN_CALLS: ReadonlySet<DeskCallName> = new Set([
  'hotel.get',
  'sync.badge',
  'terminal.get',
  'staff.list',
  'staff.me',
  'staff.signIn',
  'staff.signOut',
  'staff.approve',
])

/**
 * What not everybody may do, refused here and not only hidden on the screen. Selling at risk is refused where it turns
 * out to be one. Rule STAFF-05.
 */
export const CALL_PERMISSIONS: { readonly [C in DeskCallName]?: DeskPermission } = {
  'refund.give': 'give_refund',
  'night.roll': 'night_audit',
  'stay.noShow': 'night_audit',
  'stay.undoCheckOut': 'settle',
  'hub.pair': 'terminals',
  'hub.terminals': 'terminals',
  'hub.revoke': 'terminals',
}
