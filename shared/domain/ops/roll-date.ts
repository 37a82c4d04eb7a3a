import { ok, refuse } from '../../base/result.ts'
import { type Decided, type Deciding, Draft, type RowReader } from '../deciding.ts'
import { type LocalDate, addDays } from '../stay-dates.ts'
import { postStay } from './check-out.ts'
import { clearException, exceptionId } from './exceptions.ts'
import type { PostingCause } from './folio.ts'

/**
 * Night audit: the night of a business date is charged to everybody in the house, and the date moves on by one day. Each
 * date is rolled once; rolling it again changes nothing. Who did not come keeps their room until every terminal has
 * reported past the roll. Nights that are over are oversold no more.
 *
 * Refuses: `DATE_NOT_CURRENT` (a date still to come), `DUE_OUTS_OPEN` (guests who should have left). Rules: NIGHT-01 to
 * NIGHT-04.
 */
export function* decideRoll(
  { date }: { readonly date: LocalDate },
  cause: PostingCause,
  rows: RowReader,
): Deciding<Decided> {
  const draft = new Draft(rows)
  yield [
    { index: 'hotel', key: '' },
    { index: 'reservationsDue', key: date },
    { index: 'roomTypes', key: '' },
  ]
  const hotel = draft.hotel()
  const businessDate = hotel?.businessDate ?? date
  if (!hotel || date > businessDate) return refuse({ code: 'DATE_NOT_CURRENT', params: { date, businessDate } })
  if (date < businessDate) return ok([])
  const due = draft.reservationsDue(date)
  const inHouse = due.flatMap((reservation) =>
    reservation.lines.flatMap((line) => (line.stay === 'in_house' ? [{ reservation, line }] : [])),
  )
  const dueOut = inHouse.filter(({ line }) => line.departure <= date)
  if (dueOut.length > 0) return refuse({ code: 'DUE_OUTS_OPEN', params: { guests: dueOut.length } })
  const tomorrow = addDays(date, 1)
  for (const { reservation, line } of inHouse) {
    yield* postStay(draft, cause, reservation, line, tomorrow < line.departure ? tomorrow : line.departure)
  }
  const oversold = draft.roomTypes().map(({ roomTypeId }) => exceptionId.oversoldNight({ roomTypeId, night: date }))
  yield oversold.map((key) => ({ entity: 'exception' as const, key }))
  for (const id of oversold) clearException(draft, cause, id)
  draft.put('hotel', { ...hotel, businessDate: tomorrow })
  return ok(draft.writes())
}
