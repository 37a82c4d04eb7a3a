import type { DeskOutput } from '../../../shared/desk-api/contract.ts'
import { holdsInventory } from '../../../shared/domain/lifecycle.ts'
import type { RoomTypeId } from '../../../shared/domain/ids.ts'
import type { LocalDate } from '../../../shared/domain/stay-dates.ts'
import { rankWalkCandidates } from '../../../shared/domain/walk.ts'
import { loadIdsOfNight } from '../../../sync/replica/queries/due.ts'
import { loadRow } from '../../../sync/replica/row-reader.ts'
import type { DeskContext } from './desk-context.ts'

/** Whom to walk from an oversold night of a type, the first to be asked first. Rule EXC-09. */
export function walkCandidatesView(
  { replica: { db } }: DeskContext,
  { roomTypeId, night }: { readonly roomTypeId: RoomTypeId; readonly night: LocalDate },
): DeskOutput<'walk.candidates'> {
  const lines = loadIdsOfNight(db, roomTypeId, night).flatMap((id) => {
    const reservation = loadRow(db, 'reservation', id)
    if (!reservation || !holdsInventory(reservation.status)) return []
    return reservation.lines
      .filter((line) => line.stay === 'expected' || line.stay === 'in_house')
      .filter((line) => line.inventoryType === roomTypeId && line.arrival <= night && night < line.departure)
      .map((line) => ({ reservation, line }))
  })
  return rankWalkCandidates(lines).map(({ reservation, line, spare }) => ({
    reservationId: reservation.reservationId,
    position: line.position,
    confirmationCode: reservation.code,
    lastName: loadRow(db, 'guest', reservation.guestId)?.lastName ?? '',
    arrival: line.arrival,
    departure: line.departure,
    adults: line.adults,
    children: line.children,
    stay: line.stay,
    spare: [...spare],
  }))
}
