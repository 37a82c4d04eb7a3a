import type { ConfirmationCode } from '../../../shared/domain/confirmation-code.ts'
import type { ReservationId } from '../../../shared/domain/ids.ts'
import type { InventoryRow, RateRow, ReservationRow, RestrictionRow, StayLineRow } from '../../../shared/domain/rows.ts'
import type { LocalDate } from '../../../shared/domain/stay-dates.ts'
import type { ReadDb } from '../database.ts'

/** A stay line as a bar on the tape chart. */
export type TapeStay = Pick<StayLineRow, 'position' | 'arrival' | 'departure' | 'inventoryType' | 'roomId' | 'stay'> &
  Pick<ReservationRow, 'status'> & {
    readonly reservationId: ReservationId
    readonly code: ConfirmationCode
    readonly firstName: string
    readonly lastName: string
  }

const STAYS = `SELECT line.reservation_id AS reservationId, line.position, reservation.code,
    guest.first_name AS firstName, guest.last_name AS lastName, line.arrival, line.departure,
    line.inventory_type AS inventoryType, line.room_id AS roomId, line.stay, reservation.status
  FROM stay_line AS line
  JOIN reservation ON reservation.reservation_id = line.reservation_id
  JOIN guest ON guest.guest_id = reservation.guest_id`

/** Every stay that is expected, in the house or over, with a night of `[from, until)`. */
export function loadTapeStays(db: ReadDb, from: LocalDate, until: LocalDate): TapeStay[] {
  const expected = db.all<TapeStay>(
    `${STAYS} WHERE line.stay = 'expected' AND line.arrival < ? AND line.departure > ?
       AND reservation.status IN ('pending', 'paid')`,
    until,
    from,
  )
  const arrived = db.all<TapeStay>(
    `${STAYS} WHERE line.stay IN ('in_house', 'departed') AND line.departure > ? AND line.arrival < ?`,
    from,
    until,
  )
  return [...arrived, ...expected]
}

/** Every type's inventory on the nights of `[from, until)`. */
export function loadInventoryBetween(db: ReadDb, from: LocalDate, until: LocalDate): InventoryRow[] {
  return db.all<InventoryRow>(
    `SELECT room_type_id AS roomTypeId, night, total_inventory AS totalInventory, out_of_order AS outOfOrder,
       overbook_pct AS overbookPct, total_reserved AS totalReserved, leased, forced
     FROM inventory WHERE night >= ? AND night < ? ORDER BY room_type_id, night`,
    from,
    until,
  )
}

/** Every type's base prices on the nights of `[from, until)`. */
export function loadRatesBetween(db: ReadDb, from: LocalDate, until: LocalDate): RateRow[] {
  return db.all<RateRow>(
    `SELECT room_type_id AS roomTypeId, night, base_minor AS baseMinor
     FROM rate WHERE night >= ? AND night < ? ORDER BY room_type_id, night`,
    from,
    until,
  )
}

type StoredRestriction = Pick<RestrictionRow, 'roomTypeId' | 'night' | 'minStay'> & {
  readonly closedToArrival: 0 | 1
  readonly closedToDeparture: 0 | 1
}

/** Every type's restrictions on the nights of `[from, until)`. */
export function loadRestrictionsBetween(db: ReadDb, from: LocalDate, until: LocalDate): RestrictionRow[] {
  const rows = db.all<StoredRestriction>(
    `SELECT room_type_id AS roomTypeId, night, min_stay AS minStay, closed_to_arrival AS closedToArrival,
       closed_to_departure AS closedToDeparture
     FROM restriction WHERE night >= ? AND night < ? ORDER BY room_type_id, night`,
    from,
    until,
  )
  return rows.map((row) => ({
    ...row,
    closedToArrival: row.closedToArrival === 1,
    closedToDeparture: row.closedToDeparture === 1,
  }))
}
