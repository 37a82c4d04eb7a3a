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

/** A reservation, or the one that it was merged into; `null` where there is none. */
export function* findReservation(draft: Draft, reservationId: ReservationId): Deciding<ReservationRow | null> {
  yield [{ entity: 'reservation', key: reservationId }]
  const reservation = draft.row('reservation', reservationId)
  if (!reservation || reservation.mergedInto === null) return reservation
  yield [{ entity: 'reservation', key: reservation.mergedInto }]
  return draft.row('reservation', reservation.mergedInto)
}

/** A line with its reservation. Refuses: `RESERVATION_UNKNOWN`, `LINE_UNKNOWN`. */
export function* findLine(draft: Draft, { reservationId, position }: LineRef): Deciding<Result<FoundLine, Refusal>> {
  const reservation = yield* findReservation(draft, reservationId)
  if (!reservation) return refuse({ code: 'RESERVATION_UNKNOWN', params: { reservationId } })
  const line = reservation.lines.find((candidate) => candidate.position === position)
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

/** The part of a stay from a date on; without nights where it is over by then. */
export function from(stay: Stay, date: LocalDate): Stay {
  const arrival = stay.arrival < date ? date : stay.arrival
  return { arrival, departure: arrival < stay.departure ? stay.departure : arrival }
}
