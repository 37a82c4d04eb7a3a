import { ok, refuse } from '../../base/result.ts'
import { type Decided, type Deciding, Draft, type RowReader, type Wanted } from '../deciding.ts'
import { holdsInventory } from '../lifecycle.ts'
import type { StayLineRow } from '../rows.ts'
import type { LocalDate } from '../stay-dates.ts'
import { taxesOf } from '../tax.ts'
import { refusalOfLine } from './book.ts'
import { type Cause, clearException, exceptionId } from './exceptions.ts'
import type { LineChange, ReservationChange } from './op.ts'
import { findHolder, freeRoom, holdRoom } from './rooms.ts'
import { returnUnits, takeUnits } from './units.ts'

/**
 * Changes dates, type or guests of lines that nobody has arrived for, all of them or none: the nights that a line had
 * count as free for it. A room is kept where it is of the type and free throughout, else the line goes without.
 *
 * Refuses: `RESERVATION_UNKNOWN`, `INVALID_TRANSITION`, `LINE_UNKNOWN`, then as `decideBooking`. Rules: CHG-01 to CHG-04.
 */
export function* decideChange(
  change: ReservationChange,
  context: Cause & { readonly earliestArrival: LocalDate },
  rows: RowReader,
): Deciding<Decided> {
  const { reservationId } = change
  const draft = new Draft(rows)
  yield [
    { entity: 'reservation', key: reservationId },
    { index: 'taxRules', key: '' },
    ...change.lines.map((line): Wanted => ({ entity: 'room_type', key: line.roomTypeId })),
  ]
  const reservation = draft.row('reservation', reservationId)
  if (!reservation) return refuse({ code: 'RESERVATION_UNKNOWN', params: { reservationId } })
  if (!holdsInventory(reservation.status)) {
    return refuse({ code: 'INVALID_TRANSITION', params: { from: reservation.status, event: 'change' } })
  }
  const pairs: { readonly line: StayLineRow; readonly wanted: LineChange }[] = []
  for (const wanted of change.lines) {
    const line = reservation.lines.find(({ position }) => position === wanted.position)
    if (!line) return refuse({ code: 'LINE_UNKNOWN', params: { reservationId, position: wanted.position } })
    if (line.stay !== 'expected')
      return refuse({ code: 'INVALID_TRANSITION', params: { from: line.stay, event: 'change' } })
    const invalid = refusalOfLine(draft, { ...wanted, roomId: null }, context)
    if (invalid) return refuse(invalid)
    pairs.push({ line, wanted })
  }

  for (const { line } of pairs) {
    yield* returnUnits(draft, context, line.inventoryType, line)
    yield* freeRoom(draft, line)
  }
  const changed = new Map<number, StayLineRow>()
  for (const { line, wanted } of pairs) {
    // An upgraded line keeps the room's type while the type that is paid for stays the same.
    const inventoryType = wanted.roomTypeId === line.chargedType ? line.inventoryType : wanted.roomTypeId
    const taken = yield* takeUnits(draft, context, inventoryType, wanted)
    if (!taken.ok) return taken
    const moved: StayLineRow = {
      ...line,
      chargedType: wanted.roomTypeId,
      inventoryType,
      arrival: wanted.arrival,
      departure: wanted.departure,
      adults: wanted.adults,
      children: wanted.children,
      nightlyMinor: wanted.nightlyMinor,
      taxes: taxesOf(wanted, draft.taxRules()),
    }
    changed.set(line.position, yield* keepRoom(draft, context, moved, inventoryType === line.inventoryType))
  }
  const lines = reservation.lines.map((line) => changed.get(line.position) ?? line)
  draft.put('reservation', { ...reservation, lines })
  if (change.guest) draft.put('guest', { guestId: reservation.guestId, ...change.guest })
  return ok(draft.writes())
}

function* keepRoom(draft: Draft, cause: Cause, line: StayLineRow, sameType: boolean): Deciding<StayLineRow> {
  yield [{ entity: 'exception', key: exceptionId.roomLost(line.lineId) }]
  clearException(draft, cause, exceptionId.roomLost(line.lineId))
  const { roomId } = line
  if (roomId === null) return line
  const holder = sameType ? yield* findHolder(draft, roomId, line, line.lineId) : null
  if (!sameType || holder) return { ...line, roomId: null }
  holdRoom(draft, line, roomId)
  return line
}
