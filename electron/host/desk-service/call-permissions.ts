import type { DeskCallName } from '../../../shared/desk-api/contract.ts'
import type { DeskPermission } from '../../../shared/domain/staff.ts'
import type { Input } from './answers/answers.ts'

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

/** What a call needs, whatever it is asked, or by what it is asked. */
type Needed<C extends DeskCallName> = DeskPermission | ((input: Input<C>) => DeskPermission | null)

/**
 * What not everybody may do, refused here and not only hidden on the screen. Whether a walk-in is sold at risk is known
 * where it is decided, and refused there. Rule STAFF-05.
 */
const CALL_PERMISSIONS: { readonly [C in DeskCallName]?: Needed<C> } = {
  'refund.give': 'give_refund',
  'night.roll': 'night_audit',
  'stay.noShow': 'night_audit',
  'stay.checkOut': ({ acceptBalance }) => (acceptBalance ? 'settle' : null),
  'stay.undoCheckOut': 'settle',
  'stay.apply': ({ acceptRisk }) => (acceptRisk ? 'sell_at_risk' : null),
  'reservation.change': ({ acceptRisk }) => (acceptRisk ? 'sell_at_risk' : null),
  'hub.pair': 'terminals',
  'hub.terminals': 'terminals',
  'hub.revoke': 'terminals',
}

/** What whoever asks this has to be allowed; `null`: everybody is. */
export function permissionFor<C extends DeskCallName>(call: C, input: Input<C>): DeskPermission | null {
  const needed = CALL_PERMISSIONS[call]
  return typeof needed === 'function' ? needed(input) : (needed ?? null)
}
