import { BugError } from '../../base/assert.ts'
import { type Result, ok, refuse } from '../../base/result.ts'
import type { Deciding, Draft } from '../deciding.ts'
import type { ReservationId } from '../ids.ts'
import type { Refusal } from '../refusal.ts'
import type { ReservationRow, StayLineRow } from '../rows.ts'
import type { LocalDate, Stay } from '../stay-dates.ts'
import type { LineRef } from './op.ts'

export interface FoundLine {
  readonly reservation: ReservationRow
  readonly line: StayLineRow
}

/** A guest has been taken for several others by then; beyond it there is a circle. */
const MOST_MERGES = 16

/** A reservation, or the one that it was merged into, by whatever way; `null` where there is none. */
export function* findReservation(draft: Draft, reservationId: ReservationId): Deciding<ReservationRow | null> {
  let id = reservationId
  for (let merges = 0; merges <= MOST_MERGES; merges += 1) {
    yield [{ entity: 'reservation', key: id }]
    const reservation = draft.row('reservation', id)
    if (!reservation || reservation.mergedInto === null) return reservation
    id = reservation.mergedInto
  }
  throw new BugError(`${reservationId} was merged in a circle`)
}

/**
 * The line of the reservation that stands for a position of one that was merged into it: the lines which a merged
 * reservation keeps are, in order, those that stand for its own.
 */
function positionIn(draft: Draft, { reservationId, position }: LineRef): number {
  const asked = draft.row('reservation', reservationId)
  if (!asked || asked.mergedInto === null) return position
  return positionIn(draft, {
    reservationId: asked.mergedInto,
    position: asked.lines[position - 1]?.position ?? position,
  })
}

/** A line with its reservation. Refuses: `RESERVATION_UNKNOWN`, `LINE_UNKNOWN`. */
export function* findLine(draft: Draft, { reservationId, position }: LineRef): Deciding<Result<FoundLine, Refusal>> {
  const reservation = yield* findReservation(draft, reservationId)
  if (!reservation) return refuse({ code: 'RESERVATION_UNKNOWN', params: { reservationId } })
  const standing = positionIn(draft, { reservationId, position })
  const line = reservation.lines.find((candidate) => candidate.position === standing)
  if (!line) return refuse({ code: 'LINE_UNKNOWN', params: { reservationId, position } })
  yield [{ entity: 'guest', key: reservation.guestId }]
  return ok({ reservation, line })
}

/** Puts a line into its reservation, as that stands by now. */
export function putLine(draft: Draft, reservationId: ReservationId, line: StayLineRow): void {
  const reservation = draft.row('reservation', reservationId)
  if (!reservation) return
  const lines = reservation.lines.map((other) => (other.position === line.position ? line : other))
  draft.put('reservation', { ...reservation, lines })
}

export function lastNameOf(draft: Draft, reservation: ReservationRow): string {
  return draft.row('guest', reservation.guestId)?.lastName ?? ''
}

/**
 * The nights of a stay that a decision moves guests on: from the business date of its op on, or of the hotel where that
 * is behind. Nights before are history.
 */
export function* ahead(
  draft: Draft,
  { businessDate }: { readonly businessDate: LocalDate },
  stay: Stay,
): Deciding<Stay> {
  yield [{ index: 'hotel', key: '' }]
  const today = draft.hotel()?.businessDate ?? businessDate
  return from(stay, today < businessDate ? today : businessDate)
}

/** The part of a stay from a date on; without nights where it is over by then. */
export function from(stay: Stay, date: LocalDate): Stay {
  const arrival = stay.arrival < date ? date : stay.arrival
  return { arrival, departure: arrival < stay.departure ? stay.departure : arrival }
}
