import type { ConfirmationCode } from '../../../shared/domain/confirmation-code.ts'
import type { ReservationId, RoomTypeId } from '../../../shared/domain/ids.ts'
import type { LocalDate } from '../../../shared/domain/stay-dates.ts'
import type { ReadDb } from '../database.ts'

/** The reservations with a guest in the house, or expected on a date: `isDue` of shared/domain/deciding.ts in SQL. */
export function loadDueIds(db: ReadDb, date: LocalDate): ReservationId[] {
  const rows = db.all<{ id: ReservationId }>(
    `SELECT DISTINCT reservation_id AS id FROM stay_line
     WHERE stay = 'in_house' OR (stay = 'expected' AND arrival <= ? AND departure >= ?) ORDER BY reservation_id`,
    date,
    date,
  )
  return rows.map(({ id }) => id)
}

export function loadIdOfCode(db: ReadDb, code: ConfirmationCode): ReservationId | null {
  return db.one<{ id: ReservationId }>('SELECT reservation_id AS id FROM reservation WHERE code = ?', code)?.id ?? null
}

/** The reservations with a guest in the house or expected, in a type on a night. */
export function loadIdsOfNight(db: ReadDb, roomTypeId: RoomTypeId, night: LocalDate): ReservationId[] {
  const rows = db.all<{ id: ReservationId }>(
    `SELECT DISTINCT reservation_id AS id FROM stay_line
     WHERE stay IN ('expected', 'in_house') AND inventory_type = ? AND arrival <= ? AND departure > ?
     ORDER BY reservation_id`,
    roomTypeId,
    night,
    night,
  )
  return rows.map(({ id }) => id)
}
