import type { z } from 'zod'
import { present } from '../../../shared/base/assert.ts'
import { canonicalJson } from '../../../shared/base/canonical-json.ts'
import { type Result, ok, refuse } from '../../../shared/base/result.ts'
import type { DeskCalls, DeskOutput } from '../../../shared/desk-api/contract.ts'
import type { Booking } from '../../../shared/domain/ops/op.ts'
import { totalOf } from '../../../shared/domain/price.ts'
import { loadOpAbout } from '../../../sync/replica/queries/outbox.ts'
import type { Recording } from '../../../sync/replica/record.ts'
import { type DeskContext, type DeskRefusal, recordCommand, refusalOf } from './desk-context.ts'
import { priceStay } from './quote.ts'

type WalkIn = z.output<DeskCalls['walkIn.book']['input']>

/**
 * Sells a room to the guest at the desk. The price is asked again inside the transaction that sells: another total than
 * the agreed one is refused `QUOTE_CHANGED`. The same id and content again answers the same code and sells once; where
 * the chain has refused it meanwhile, it answers that refusal. Rules: HOST-02, HOST-03, HOST-04.
 */
export function bookWalkIn(context: DeskContext, input: WalkIn): Result<DeskOutput<'walkIn.book'>, DeskRefusal> {
  const { reservationId } = input
  const answer: { confirmationCode: string | null } = { confirmationCode: null }
  const recorded = recordCommand(context, (recording) => {
    const earlier = loadOpAbout(recording.db, 'bookWalkIn', reservationId)
    if (earlier) {
      const booking = JSON.parse(earlier.body) as Booking // written from an op, by toOutboxRow
      if (canonicalJson(askedAgain(booking)) !== canonicalJson(input)) {
        return refuse({ code: 'RESERVATION_ID_REUSED', params: { reservationId } })
      }
      answer.confirmationCode = booking.code
      return refusalOf(earlier) ?? ok(null)
    }
    const booking = composeBooking(recording, input)
    if (!booking.ok) return booking
    answer.confirmationCode = booking.value.code
    return ok({ type: 'bookWalkIn', body: booking.value })
  })
  if (!recorded.ok) return recorded
  return ok({ reservationId, confirmationCode: present(answer.confirmationCode, 'set with every success') })
}

function composeBooking(recording: Recording, input: WalkIn): Result<Booking, DeskRefusal> {
  const { reservationId, roomTypeId, roomId, arrival, departure, adults, children, guest, guarantee } = input
  const priced = priceStay(recording.db, recording.hotel, input)
  if (!priced.ok) return priced
  const { nightlyMinor, totalMinor, soldOutNight } = priced.value
  if (totalMinor !== input.agreedTotalMinor) {
    // The last unit's sale raises the price too; "sold out" is what the desk has to hear then.
    const ofItsType = roomId === null || recording.rows.row('room', roomId)?.roomTypeId === roomTypeId
    return soldOutNight !== null && ofItsType
      ? refuse({ code: 'NO_AVAILABILITY', params: { roomTypeId, night: soldOutNight } })
      : refuse({ code: 'QUOTE_CHANGED', params: { agreedTotalMinor: input.agreedTotalMinor, totalMinor } })
  }
  const code = recording.takeConfirmationCode()
  const line = { roomTypeId, arrival, departure, adults, children, roomId, nightlyMinor }
  return ok({ reservationId, code, guarantee, guest, lines: [line] })
}

/** The input that would have made this booking. */
function askedAgain({ reservationId, guarantee, guest, lines }: Booking) {
  const { nightlyMinor, ...line } = present(lines[0], 'a walk-in has one line')
  return { reservationId, ...line, guest, guarantee, agreedTotalMinor: totalOf(nightlyMinor) }
}
