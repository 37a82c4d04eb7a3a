import { ok, refuse } from '../../base/result.ts'
import { type Decided, type Deciding, Draft, type RowReader } from '../deciding.ts'
import { type Cause, exceptionId, openException } from './exceptions.ts'
import type { GuestDetails, OpBodies } from './op.ts'

const FIELDS = ['firstName', 'lastName', 'email', 'phone'] as const

/**
 * Changes a guest's details, each field for itself: where somebody else changed the same field to something else
 * meanwhile, what stands stays and a person is asked; the rest is taken over.
 * Refuses: `GUEST_UNKNOWN`. Rule WIN-13.
 */
export function* decideGuestEdit(body: OpBodies['editGuest'], cause: Cause, rows: RowReader): Deciding<Decided> {
  const { guestId, before, after } = body
  const draft = new Draft(rows)
  yield [{ entity: 'guest', key: guestId }]
  const guest = draft.row('guest', guestId)
  if (!guest) return refuse({ code: 'GUEST_UNKNOWN', params: { guestId } })
  const changed = FIELDS.filter((field) => before[field] !== after[field] && guest[field] !== after[field])
  const lost = changed.filter((field) => guest[field] !== before[field])
  const taken: Partial<GuestDetails> = Object.fromEntries(
    changed.filter((field) => !lost.includes(field)).map((field) => [field, after[field]]),
  )
  if (Object.keys(taken).length > 0) draft.put('guest', { ...guest, ...taken })
  if (lost.length > 0) {
    openException(draft, cause, {
      exceptionId: exceptionId.guestEditedTwice(cause.opId, guestId),
      kind: 'GUEST_EDITED_TWICE',
      severity: 'info',
      subject: { entity: 'guest', key: guestId },
      params: { lastName: guest.lastName, fields: lost.join(',') },
    })
  }
  return ok(draft.writes())
}
