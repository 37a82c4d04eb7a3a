import { type Result, ok, refuse } from '../../../shared/base/result.ts'
import type { GuestHit, PastGuest } from '../../../shared/desk-api/views/guests.ts'
import type { ReservationRow } from '../../../shared/domain/rows.ts'
import type { LocalDate } from '../../../shared/domain/stay-dates.ts'
import { holdsInventory } from '../../../shared/domain/lifecycle.ts'
import { loadRow } from '../../../sync/replica/row-reader.ts'
import type { Input } from './answers/answers.ts'
import type { DeskContext, DeskRefusal } from './desk-context.ts'
import { hotelOf } from './hotel-view.ts'
import { loadLandings } from './landing.ts'
import { refusalOfFault } from './question-refusal.ts'

/** So many of the best are ranked by their stays. */
const RANKED = 200

/** Rule HOST-26. */
export function searchGuests(context: DeskContext, { text, limit }: Input<'guests.search'>): GuestHit[] {
  const { db } = context.replica
  const { businessDate } = hotelOf(db)
  const landings = loadLandings(db, context.engineStatus().inFlight)
  const ranked = context.guests
    .search(text, RANKED)
    .flatMap(({ reservationId, score }) => {
      const row = loadRow(db, 'reservation', reservationId)
      return row ? [{ row, rank: score * nearness(row, businessDate) }] : []
    })
    .sort((a, b) => b.rank - a.rank || (a.row.reservationId < b.row.reservationId ? -1 : 1))
  return ranked.slice(0, limit).flatMap(({ row }) => {
    const guest = loadRow(db, 'guest', row.guestId)
    if (!guest) return []
    const { reservationId, code, status, lines } = row
    return [
      {
        ...guest,
        reservationId,
        confirmationCode: code,
        status,
        lines: lines.map(({ position, arrival, departure, inventoryType, roomId, stay }) => {
          return { position, arrival, departure, roomTypeId: inventoryType, roomId, stay }
        }),
        landing: landings.ofSubject(reservationId),
      },
    ]
  })
}

/** Who stands at the desk is mostly in the house, due today, or still to come. */
function nearness({ status, lines }: ReservationRow, businessDate: LocalDate): number {
  if (lines.some(({ stay }) => stay === 'in_house')) return 2
  if (!holdsInventory(status)) return 0.5
  const expected = lines.filter(({ stay }) => stay === 'expected')
  if (expected.some(({ arrival }) => arrival <= businessDate)) return 1.8
  return expected.length > 0 ? 1.4 : 1
}

/** Whom the chain remembers of this hotel and the desk does not hold any more. Rule HOST-36. */
export async function findPastGuests(
  { replica, pastGuests }: DeskContext,
  search: Input<'guests.past'>,
): Promise<Result<PastGuest[], DeskRefusal>> {
  const found = await pastGuests.find(search)
  if (!found.ok) return refuse(refusalOfFault(found.error))
  return ok(found.value.guests.filter(({ guestId }) => loadRow(replica.db, 'guest', guestId) === null))
}
