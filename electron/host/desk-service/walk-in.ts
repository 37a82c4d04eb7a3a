import type { z } from 'zod'
import { present } from '../../../shared/base/assert.ts'
import { canonicalJson } from '../../../shared/base/canonical-json.ts'
import { type Result, ok, refuse } from '../../../shared/base/result.ts'
import type { DeskCalls, DeskOutput } from '../../../shared/desk-api/contract.ts'
import { Draft, decideNow } from '../../../shared/domain/deciding.ts'
import { coverOf } from '../../../shared/domain/ops/allotments.ts'
import type { Booking, CoverClaim, WalkIn as Sale } from '../../../shared/domain/ops/op.ts'
import { totalOf } from '../../../shared/domain/price.ts'
import { type TaxAmount, addedTaxOf } from '../../../shared/domain/tax.ts'
import { loadOpAbout } from '../../../sync/replica/queries/outbox.ts'
import type { Recording } from '../../../sync/replica/record.ts'
import { type DeskContext, type DeskRefusal, recordCommand, refusalOf } from './desk-context.ts'
import { priceStay } from './quote.ts'

type WalkIn = z.output<DeskCalls['walkIn.book']['input']>

/**
 * Sells a room to the guest at the desk. The price is asked again inside the transaction that sells: another total than
 * the agreed one is refused `QUOTE_CHANGED`. The same id and content again answers the same code and sells once; where
 * the chain has refused it meanwhile, it answers that refusal. What the allotment does not cover is a request; out of
 * touch it is sold only by who accepts the risk, else refused `AT_RISK`. Rules: HOST-02 to HOST-04, HOST-17.
 */
export function bookWalkIn(context: DeskContext, input: WalkIn): Result<DeskOutput<'walkIn.book'>, DeskRefusal> {
  const { reservationId } = input
  const { acceptRisk, approval, ...asked } = input
  const answer: { confirmationCode: string | null; claim: CoverClaim } = { confirmationCode: null, claim: 'requested' }
  const recorded = recordCommand(context, (recording) => {
    const earlier = loadOpAbout(recording.db, 'bookWalkIn', reservationId)
    if (earlier) {
      const sale = JSON.parse(earlier.body) as Sale // written from an op, by toOutboxRow
      if (
        canonicalJson(askedAgain(sale, recording.rows.row('reservation', reservationId)?.lines[0]?.taxes ?? [])) !==
        canonicalJson(asked)
      ) {
        return refuse({ code: 'RESERVATION_ID_REUSED', params: { reservationId } })
      }
      answer.confirmationCode = sale.code
      answer.claim = sale.claim
      return refusalOf(earlier) ?? ok(null)
    }
    const booking = composeBooking(recording, input)
    if (!booking.ok) return booking
    const sale = cover(context, recording, booking.value, { acceptRisk, approval })
    if (!sale.ok) return sale
    answer.confirmationCode = sale.value.code
    answer.claim = sale.value.claim
    return ok({ type: 'bookWalkIn', body: sale.value })
  })
  if (!recorded.ok) return recorded
  const confirmationCode = present(answer.confirmationCode, 'set with every success')
  return ok({ reservationId, confirmationCode, claim: answer.claim })
}

/** What stands behind the sale: this terminal's allotment, the chain's word, or whoever accepts the risk. */
function cover(
  { replica, engineStatus, staffDesk, asker }: DeskContext,
  { rows }: Recording,
  booking: Booking,
  { acceptRisk, approval }: Pick<WalkIn, 'acceptRisk' | 'approval'>,
): Result<Sale, DeskRefusal> {
  const { deviceId } = present(replica.device(), 'a replica with rows is enrolled')
  const stays = booking.lines.map((line) => ({ ...line, roomTypeId: typeCounted(rows, line) }))
  const standing = decideNow(coverOf(new Draft(rows), deviceId, stays))
  const pricedAsOfUtcMs = replica.position().lastPulledAtUtcMs ?? 0
  const sale = { ...booking, cover: standing.cover, pricedAsOfUtcMs, approvedBy: null }
  if (standing.coversAll) return ok({ ...sale, claim: 'guaranteed' })
  if (engineStatus().line === 'up') return ok({ ...sale, claim: 'requested' })
  const { roomTypeId, arrival, departure } = present(booking.lines[0], 'a walk-in has one line')
  if (!acceptRisk) return refuse({ code: 'AT_RISK', params: { roomTypeId, arrival, departure } })
  const approved = asker && staffDesk.answersFor(asker, 'sell_at_risk', approval)
  if (approved && !approved.ok) return approved
  return ok({ ...sale, claim: 'at_risk', approvedBy: approved?.value ?? null })
}

/** The type whose inventory a line counts on: its room's, where it has one. */
function typeCounted(rows: Recording['rows'], line: Booking['lines'][number]): Booking['lines'][number]['roomTypeId'] {
  return (line.roomId === null ? null : rows.row('room', line.roomId)?.roomTypeId) ?? line.roomTypeId
}

/** The booking that a form asks for, at the prices of now. Refuses as `priceStay`, then `NO_AVAILABILITY`, `QUOTE_CHANGED`. */
export function composeBooking(
  recording: Recording,
  input: Omit<WalkIn, 'acceptRisk' | 'approval'>,
): Result<Booking, DeskRefusal> {
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
export function askedAgain({ reservationId, guarantee, guest, lines }: Booking, taxes: readonly TaxAmount[]) {
  const { nightlyMinor, ...line } = present(lines[0], 'a walk-in has one line')
  return { reservationId, ...line, guest, guarantee, agreedTotalMinor: totalOf(nightlyMinor) + addedTaxOf(taxes) }
}
