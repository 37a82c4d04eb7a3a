import { ok } from '../../base/result.ts'
import { type Decided, type Deciding, Draft, type RowReader } from '../deciding.ts'
import { nextStayState } from '../lifecycle.ts'
import type { ReservationRow, StayLineRow } from '../rows.ts'
import { type LocalDate, nightCount, nightsOf } from '../stay-dates.ts'
import { taxesOf } from '../tax.ts'
import { type PostingCause, folioLineId, post } from './folio.ts'
import { findLine, from, putLine } from './lines.ts'
import { clearMovesFrom, leaveDirty, vacateRoom } from './occupancy.ts'
import type { DecidingMode, LineRef } from './op.ts'
import { returnUnits } from './units.ts'

type Context = PostingCause & { readonly mode: DecidingMode }

/**
 * A guest has left: a fact. Before the day of departure the nights from the business date on are free again and not
 * charged. What was slept and is not on the folio yet is posted, with the taxes of the stay; the room wants cleaning.
 * Checking out who has left changes nothing.
 *
 * Refuses: `RESERVATION_UNKNOWN`, `LINE_UNKNOWN`, `INVALID_TRANSITION`. Rules: STAY-08, STAY-09.
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
  const departed = yield* shortened(draft, { ...line, stay: stay.value }, left.arrival)
  yield* postStay(draft, context, reservation, departed, departed.departure)
  yield* leaveDirty(draft, line.roomId)
  putLine(draft, reservation.reservationId, departed)
  return ok(draft.writes())
}

/** The line with another departure, priced and taxed for the nights that are left of it. */
export function* shortened(draft: Draft, line: StayLineRow, departure: LocalDate): Deciding<StayLineRow> {
  if (departure >= line.departure) return line
  yield [{ index: 'taxRules', key: '' }]
  const nights = Math.max(0, nightCount({ arrival: line.arrival, departure }))
  const nightlyMinor = line.nightlyMinor.slice(0, nights)
  const taxes = taxesOf({ nightlyMinor, adults: line.adults }, draft.taxRules())
  return { ...line, departure, nightlyMinor, taxes: line.taxes.length === 0 ? [] : taxes }
}

/**
 * Posts what a line comes to up to a date, each night once for ever; with the last night the taxes that are added to the
 * prices. Rules: STAY-16, STAY-17.
 */
export function* postStay(
  draft: Draft,
  context: PostingCause,
  { reservationId }: ReservationRow,
  line: StayLineRow,
  until: LocalDate,
): Deciding<void> {
  const { position } = line
  const nights = nightsOf(line)
  yield [{ index: 'folioOf', key: reservationId }]
  const posted = new Set(draft.folioOf(reservationId).map(({ folioLineId: id }) => id))
  for (const [index, night] of nights.entries()) {
    const id = folioLineId.nightCharge(reservationId, position, night)
    if (night >= until || posted.has(id)) continue
    const amountMinor = line.nightlyMinor[index] ?? 0
    post(draft, context, { folioLineId: id, reservationId, kind: 'charge', amountMinor, stayPosition: position, night })
  }
  if (until < line.departure) return
  for (const tax of line.taxes.filter(({ included }) => !included)) {
    const id = folioLineId.stayTax(reservationId, position, tax.taxId)
    const { amountMinor, name } = tax
    if (!posted.has(id)) {
      post(draft, context, {
        folioLineId: id,
        reservationId,
        kind: 'tax',
        amountMinor,
        stayPosition: position,
        note: name,
      })
    }
  }
}

/**
 * A guest has not left after all and is due out again. The nights that a check-out before its day gave back stay given
 * back; the guest is asked how long they stay. Refuses: `RESERVATION_UNKNOWN`, `LINE_UNKNOWN`, `INVALID_TRANSITION`.
 * Rule STAY-10.
 */
export function* decideUndoCheckOut(body: LineRef, context: Context, rows: RowReader): Deciding<Decided> {
  const draft = new Draft(rows)
  const found = yield* findLine(draft, body)
  if (!found.ok) return found
  const { reservation, line } = found.value
  if (line.stay === 'in_house' && context.mode === 'landing') return ok([])
  const stay = nextStayState(line.stay, 'undoCheckOut')
  if (!stay.ok) return stay
  putLine(draft, reservation.reservationId, { ...line, stay: stay.value })
  return ok(draft.writes())
}
