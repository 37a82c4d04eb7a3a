import { ok, refuse } from '../../base/result.ts'
import { type Decided, type Deciding, Draft, type RowReader } from '../deciding.ts'
import { exceptionId } from './exceptions.ts'
import { type StayLineRow } from '../rows.ts'
import { isSellableStay, nightCount } from '../stay-dates.ts'
import { type PostingCause } from './folio.ts'
import { findLine, lastNameOf, putLine } from './lines.ts'
import { occupyRoom, openOccupiedTwice, vacateRoom } from './occupancy.ts'
import type { DecidingMode, OpBodies } from './op.ts'
import { findOccupier } from './rooms.ts'
import { taxesAfter } from './taxes-after.ts'
import { forceUnits, returnUnits, takeUnits } from './units.ts'

type Context = PostingCause & { readonly mode: DecidingMode }

/**
 * A guest in the house stays longer, or will leave earlier: a fact. Nights more are taken whatever is left, the guest keeps
 * the room, and who was to have it next gets another or none; nights less are free again. Whoever was told at the desk that
 * there is no room left was not told a fact yet, so there it is refused.
 *
 * Refuses: `RESERVATION_UNKNOWN`, `LINE_UNKNOWN`, `INVALID_TRANSITION` (not in the house), `STAY_INVALID` (before the
 * business date, or over a year), `PRICE_INVALID`; interactive also `NIGHT_NOT_ON_SALE`, `NO_AVAILABILITY`, `ROOM_TAKEN`
 * by another guest or a block. Rules: STAY-11, STAY-12, WIN-12.
 */
export function* decideDeparture(
  body: OpBodies['changeDeparture'],
  context: Context,
  rows: RowReader,
): Deciding<Decided> {
  const draft = new Draft(rows)
  const found = yield* findLine(draft, body)
  if (!found.ok) return found
  const { reservation, line } = found.value
  if (line.stay !== 'in_house') {
    return refuse({ code: 'INVALID_TRANSITION', params: { from: line.stay, event: 'changeDeparture' } })
  }
  const { departure, nightlyMinor } = body
  const { arrival } = line
  if (!isSellableStay({ arrival, departure }) || departure < context.businessDate) {
    return refuse({ code: 'STAY_INVALID', params: { arrival, departure } })
  }
  if (nightlyMinor.length !== nightCount({ arrival, departure })) {
    return refuse({ code: 'PRICE_INVALID', params: { roomTypeId: line.chargedType } })
  }
  yield [{ index: 'taxRules', key: '' }]
  const changed: StayLineRow = {
    ...line,
    departure,
    nightlyMinor,
    taxes: taxesAfter(line, nightlyMinor, draft.taxRules()),
  }
  if (departure <= line.departure) {
    const less = { arrival: departure, departure: line.departure }
    yield* returnUnits(draft, context, line.inventoryType, less)
    yield* vacateRoom(draft, line, less)
    putLine(draft, reservation.reservationId, changed)
    return ok(draft.writes())
  }
  const more = { arrival: line.departure, departure }
  if (context.mode === 'interactive') {
    const taken = yield* takeUnits(draft, context, line.inventoryType, more)
    if (!taken.ok) return taken
    const holder = line.roomId === null ? null : yield* findOccupier(draft, line.roomId, more, line.lineId)
    if (holder) {
      return refuse({ code: 'ROOM_TAKEN', params: { roomId: holder.roomId, night: holder.night, holder: holder.kind } })
    }
  } else {
    yield* forceUnits(draft, context, line.inventoryType, more)
  }
  putLine(draft, reservation.reservationId, changed)
  const { roomId } = line
  const other = roomId === null ? null : yield* occupyRoom(draft, context, changed, roomId, more)
  if (roomId !== null && other !== null) {
    yield [{ entity: 'exception', key: exceptionId.occupiedTwice(line.lineId) }]
    openOccupiedTwice(draft, context, changed, { roomId, other, lastName: lastNameOf(draft, reservation) })
    putLine(draft, reservation.reservationId, { ...changed, roomId: null })
    yield* vacateRoom(draft, line, { arrival: context.businessDate, departure: line.departure })
  }
  return ok(draft.writes())
}
