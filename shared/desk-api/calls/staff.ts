import { z } from 'zod'
import { STAFF_ROLES } from '../../domain/staff.ts'
import { call, done, nothing } from '../call.ts'
import { staffId } from '../fields.ts'

const secret = z.string().min(1).max(128)
const member = z.object({ staffId, name: z.string(), role: z.enum(STAFF_ROLES) })

/** Who is at the desk. A hotel without staff has no sign-in: everybody there may do everything. */
export const STAFF_CALLS = {
  /** Who may sign in here, in order of name; with nobody there is no sign-in. */
  'staff.list': call('query', nothing, z.array(member)),
  /** Who is signed in at this screen; `null`: nobody. */
  'staff.me': call('query', nothing, member.nullable()),
  /**
   * Signs somebody in; the answer's `session` goes with every call from then on. Works with the line down. Refuses
   * `SECRET_WRONG` (`triesLeft`), `SIGN_IN_LOCKED` (`untilUtcMs`), `STAFF_UNKNOWN`, `STAFF_NOT_READY` (no contact yet).
   */
  'staff.signIn': call('command', z.strictObject({ staffId, secret }), member.extend({ session: z.string() })),
  /** Ends the session that the call came with; nobody's is fine too. */
  'staff.signOut': call('command', nothing, done),
  /**
   * Somebody who may answers for one thing that whoever is signed in may not do: the answer's `approval` goes with that
   * call, once, within two minutes. Refuses as `staff.signIn`, and `NOT_PERMITTED`.
   */
  'staff.approve': call(
    'command',
    z.strictObject({
      staffId,
      secret,
      permission: z.enum(['sell_at_risk', 'give_refund', 'settle', 'night_audit', 'terminals']),
    }),
    z.object({ approval: z.string() }),
  ),
} as const
