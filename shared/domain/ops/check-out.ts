import { ok, refuse } from '../../base/result.ts'
import { type Decided, type Deciding, Draft, type RowReader, type Wanted } from '../deciding.ts'
import type { ReservationId } from '../ids.ts'
import { holdsInventory, nextStayState } from '../lifecycle.ts'
import type { ReservationRow, StayLineRow } from '../rows.ts'
import { type LocalDate, nightCount, nightsOf } from '../stay-dates.ts'
import { clearException, exceptionId } from './exceptions.ts'
import { type PostingCause, folioLineId, postUpTo, postedUnder } from './folio.ts'
import { findLine, from, putLine } from './lines.ts'
import { clearMovesFrom, leaveDirty, vacateRoom } from './occupancy.ts'
import type { DecidingMode, LineRef } from './op.ts'
import { coverUnapplied } from './post-payment.ts'
import { taxesAfter } from './taxes-after.ts'
import { returnUnits } from './units.ts'

type Context = PostingCause & { readonly mode: DecidingMode }

/**
 * A guest has left: a fact. Before the day of departure the nights from the business date on are free again and not
 * charged. What was slept and is not on the folio yet is posted, with the taxes of the stay; the room wants cleaning.
 * With the last guest of a reservation gone, what was paid beyond it is asked about. Checking out who has left changes
 * nothing.
 *
 * Refuses: `RESERVATION_UNKNOWN`, `LINE_UNKNOWN`, `INVALID_TRANSITION`. Rules: STAY-08, STAY-09, STAY-18.
 */
export function* decideCheckOut(body: LineRef, context: Context, rows: RowReader): Deciding<Decided> {
  const draft = new Draft(rows)
  const found = yield* findLine(draft, body)
  if (!found.ok) return found
  const { reservation, line } = found.value
  if (line.stay === 'departed' && context.mode === 'landing') return ok([])
  const stay = nextStayState(line.stay, 'checkOut')
  if (!stay.ok) return stay
  yield* clearMovesFrom(draft, context, line)
  const left = from(line, context.businessDate)
  yield* returnUnits(draft, context, line.inventoryType, left)
  yield* vacateRoom(draft, line, left)
  yield* settleDoubts(draft, context, line)
  const departed = yield* shortened(draft, { ...line, stay: stay.value }, left.arrival)
  yield* postStay(draft, context, reservation, departed, departed.departure)
  yield* leaveDirty(draft, line.roomId)
  putLine(draft, reservation.reservationId, departed)
  yield* coverWhenAllLeft(draft, context, reservation.reservationId)
  return ok(draft.writes())
}

/** Nobody asks any more which room a guest is in who is not in the house. */
export function* settleDoubts(draft: Draft, context: Context, line: StayLineRow): Deciding<void> {
  const ids = [exceptionId.roomLost(line.lineId), exceptionId.occupiedTwice(line.lineId)]
  yield ids.map((key): Wanted => ({ entity: 'exception', key }))
  for (const id of ids) clearException(draft, context, id)
}

/** Money that is left when the last guest of a reservation has gone is theirs, and a person is asked. Rule STAY-18. */
export function* coverWhenAllLeft(draft: Draft, context: Context, reservationId: ReservationId): Deciding<void> {
  const reservation = draft.row('reservation', reservationId)
  const staying = reservation?.lines.some(({ stay }) => stay === 'expected' || stay === 'in_house')
  if (reservation && (!holdsInventory(reservation.status) || !staying)) {
    yield* coverUnapplied(draft, context, reservation)
  }
}

/** The line with another departure, priced and taxed for the nights that are left of it. */
export function* shortened(draft: Draft, line: StayLineRow, departure: LocalDate): Deciding<StayLineRow> {
  if (departure >= line.departure) return line
  yield [{ index: 'taxRules', key: '' }]
  const nights = Math.max(0, nightCount({ arrival: line.arrival, departure }))
  const nightlyMinor = line.nightlyMinor.slice(0, nights)
  return { ...line, departure, nightlyMinor, taxes: taxesAfter(line, nightlyMinor, draft.taxRules()) }
}

/**
 * Posts what a line comes to up to a date, each night once for ever; with the last night the taxes that are added to the
 * prices, or what they came to more since. What was charged beyond the line's departure is taken back. Rules: STAY-16,
 * STAY-17.
 */
export function* postStay(
  draft: Draft,
  context: PostingCause,
  { reservationId }: ReservationRow,
  line: StayLineRow,
  until: LocalDate,
): Deciding<void> {
  const { position } = line
  yield [{ index: 'folioOf', key: reservationId }]
  yield* takeBackNights(draft, context, { reservationId }, line, line.departure)
  for (const [index, night] of nightsOf(line).entries()) {
    const id = folioLineId.nightCharge(reservationId, position, night)
    const posted = postedUnder(draft, { reservationId, folioLineId: id })
    if (night >= until || posted.reduce((sum, { amountMinor }) => sum + amountMinor, 0) !== 0) continue
    const amountMinor = line.nightlyMinor[index] ?? 0
    postUpTo(draft, context, {
      folioLineId: id,
      reservationId,
      kind: 'charge',
      amountMinor,
      stayPosition: position,
      night,
    })
  }
  if (until < line.departure) return
  for (const { taxId, name, amountMinor, included } of line.taxes) {
    if (included) continue
    postUpTo(draft, context, {
      folioLineId: folioLineId.stayTax(reservationId, position, taxId),
      reservationId,
      kind: 'tax',
      amountMinor,
      stayPosition: position,
      note: name,
    })
  }
}

/** Takes back what was charged for the nights of a line from a date on, which nobody slept. */
export function* takeBackNights(
  draft: Draft,
  context: PostingCause,
  { reservationId }: Pick<ReservationRow, 'reservationId'>,
  { position }: StayLineRow,
  since: LocalDate,
): Deciding<void> {
  yield [{ index: 'folioOf', key: reservationId }]
  const charged = draft
    .folioOf(reservationId)
    .filter(({ kind, stayPosition: of }) => kind === 'charge' && of === position)
  for (const night of new Set(charged.map((line) => line.night))) {
    if (night === null || night < since) continue
    postUpTo(draft, context, {
      folioLineId: folioLineId.nightCharge(reservationId, position, night),
      reservationId,
      kind: 'adjustment',
      amountMinor: 0,
      stayPosition: position,
      night,
      note: 'night not slept',
    })
  }
}

/**
 * A guest has not left after all and is due out again. The nights that a check-out before its day gave back stay given
 * back; the guest is asked how long they stay. Refuses: `RESERVATION_UNKNOWN`, `LINE_UNKNOWN`, `INVALID_TRANSITION` (also
 * of who was walked, and, interactive, once the day of departure is over). Rule STAY-10.
 */
export function* decideUndoCheckOut(body: LineRef, context: Context, rows: RowReader): Deciding<Decided> {
  const draft = new Draft(rows)
  const found = yield* findLine(draft, body)
  if (!found.ok) return found
  const { reservation, line } = found.value
  if (line.stay === 'in_house' && context.mode === 'landing') return ok([])
  const stay = nextStayState(line.stay, 'undoCheckOut')
  if (!stay.ok) return stay
  const { status } = reservation
  const isOver = context.mode === 'interactive' && line.departure < context.businessDate
  if (isOver || !holdsInventory(status)) {
    const from = isOver ? line.stay : status
    return refuse({ code: 'INVALID_TRANSITION', params: { from, event: 'undoCheckOut' } })
  }
  putLine(draft, reservation.reservationId, { ...line, stay: stay.value })
  return ok(draft.writes())
}
