import { present } from '../../../shared/base/assert.ts'
import { canonicalJson } from '../../../shared/base/canonical-json.ts'
import { type Result, ok, refuse } from '../../../shared/base/result.ts'
import type { DeskOutput } from '../../../shared/desk-api/contract.ts'
import { parseConfirmationCode } from '../../../shared/domain/confirmation-code.ts'
import type { UnknownArrival } from '../../../shared/domain/ops/op.ts'
import { loadIdOfCode } from '../../../sync/replica/queries/due.ts'
import { loadOpAbout } from '../../../sync/replica/queries/outbox.ts'
import type { Input } from './answers/answers.ts'
import { type DeskContext, type DeskRefusal, recordCommand, refusalOf } from './desk-context.ts'
import { askedAgain, composeBooking } from './walk-in.ts'

/** Checks a guest in whose confirmation code this desk does not know. Rules: HOST-03, HOST-25. */
export function checkInUnknown(
  context: DeskContext,
  input: Input<'stay.checkInUnknown'>,
): Result<DeskOutput<'stay.checkInUnknown'>, DeskRefusal> {
  const { knownCode: typed, ...asked } = input
  const { reservationId } = input
  const answer: { confirmationCode: string | null } = { confirmationCode: null }
  const recorded = recordCommand(context, (recording) => {
    const { db, rows } = recording
    const knownCode = parseConfirmationCode(typed)
    if (knownCode === null) return refuse({ code: 'CODE_INVALID', params: {} })
    const earlier = loadOpAbout(db, 'checkInUnknown', reservationId)
    if (earlier) {
      const made = JSON.parse(earlier.body) as UnknownArrival // written from an op, by toOutboxRow
      const before = askedAgain(made.booking, rows.row('reservation', reservationId)?.lines[0]?.taxes ?? [])
      if (made.knownCode !== knownCode || canonicalJson(before) !== canonicalJson(asked)) {
        return refuse({ code: 'RESERVATION_ID_REUSED', params: { reservationId } })
      }
      answer.confirmationCode = made.booking.code
      return refusalOf(earlier) ?? ok(null)
    }
    if (rows.row('reservation', reservationId)) {
      return refuse({ code: 'RESERVATION_ID_REUSED', params: { reservationId } })
    }
    const known = loadIdOfCode(db, knownCode)
    if (known !== null) return refuse({ code: 'CODE_KNOWN', params: { reservationId: known } })
    const booking = composeBooking(recording, input)
    if (!booking.ok) return booking
    answer.confirmationCode = booking.value.code
    return ok({ type: 'checkInUnknown', body: { knownCode, booking: booking.value } })
  })
  if (!recorded.ok) return recorded
  return ok({ reservationId, confirmationCode: present(answer.confirmationCode, 'set with every success') })
}
