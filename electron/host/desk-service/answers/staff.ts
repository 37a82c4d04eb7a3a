import { ok } from '../../../../shared/base/result.ts'
import type { STAFF_CALLS } from '../../../../shared/desk-api/calls/staff.ts'
import type { StaffMemberRow } from '../../../../shared/domain/staff.ts'
import type { Answers } from './answers.ts'

export const STAFF_ANSWERS: Answers<keyof typeof STAFF_CALLS> = {
  'staff.list': ({ staffDesk }) => ok(staffDesk.members().map(shown)),
  'staff.me': ({ asker }) => ok(asker === null || asker.staff === 'none' ? null : shown(asker.staff)),
  'staff.signIn': async ({ staffDesk }, asked) => {
    const signedIn = await staffDesk.signIn(asked)
    return signedIn.ok ? ok({ ...shown(signedIn.value.member), session: signedIn.value.session }) : signedIn
  },
  'staff.signOut': ({ staffDesk, session }) => {
    staffDesk.signOut(session)
    return ok({})
  },
  'staff.approve': async ({ staffDesk }, { permission, ...asked }) => await staffDesk.approve(asked, permission),
}

function shown({ staffId, name, role }: StaffMemberRow): Pick<StaffMemberRow, 'staffId' | 'name' | 'role'> {
  return { staffId, name, role }
}
