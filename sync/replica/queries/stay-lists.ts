import type { ConfirmationCode } from '../../../shared/domain/confirmation-code.ts'
import type { ReservationId } from '../../../shared/domain/ids.ts'
import type { Housekeeping, ReservationRow, StayLineRow } from '../../../shared/domain/rows.ts'
import type { LocalDate } from '../../../shared/domain/stay-dates.ts'
import type { ReadDb } from '../database.ts'
import { parseNightly, parseTaxes } from './reservations.ts'

/** A stay line with its contract, its guest and its room, as the desk lists it. */
export type ListedStay = Pick<
  StayLineRow,
  | 'position'
  | 'arrival'
  | 'departure'
  | 'adults'
  | 'children'
  | 'inventoryType'
  | 'roomId'
  | 'stay'
  | 'nightlyMinor'
  | 'taxes'
> &
  Pick<ReservationRow, 'status' | 'guarantee' | 'channel'> & {
    readonly reservationId: ReservationId
    readonly code: ConfirmationCode
    readonly firstName: string
    readonly lastName: string
    readonly housekeeping: Housekeeping | null
  }

const SELECT = `SELECT line.reservation_id AS reservationId, line.position, reservation.code, guest.first_name AS firstName,
    guest.last_name AS lastName, line.adults, line.children, line.arrival, line.departure,
    line.inventory_type AS inventoryType, line.room_id AS roomId, room.housekeeping, line.stay, reservation.status,
    reservation.guarantee, reservation.channel, line.nightly_minor AS nightlyMinor, line.taxes
  FROM stay_line AS line
  JOIN reservation ON reservation.reservation_id = line.reservation_id
  JOIN guest ON guest.guest_id = reservation.guest_id
  LEFT JOIN room ON room.room_id = line.room_id`
const ORDER = 'ORDER BY guest.last_name, guest.first_name, line.reservation_id, line.position'
/** Contracts that hold inventory: `holdsInventory` of the domain, as SQL. */
const HELD = `reservation.status IN ('pending', 'paid')`

type StoredStay = Omit<ListedStay, 'nightlyMinor' | 'taxes'> & { readonly nightlyMinor: string; readonly taxes: string }

/** Due in: expected lines of contracts that hold inventory, arriving on the date or before. */
export function loadDueIn(db: ReadDb, date: LocalDate): ListedStay[] {
  return listed(
    db.all<StoredStay>(`${SELECT} WHERE line.stay = 'expected' AND line.arrival <= ? AND ${HELD} ${ORDER}`, date),
  )
}

/** Due out: lines in the house that depart on the date or should have before. */
export function loadDueOut(db: ReadDb, date: LocalDate): ListedStay[] {
  return listed(db.all<StoredStay>(`${SELECT} WHERE line.stay = 'in_house' AND line.departure <= ? ${ORDER}`, date))
}

export function loadInHouse(db: ReadDb): ListedStay[] {
  return listed(db.all<StoredStay>(`${SELECT} WHERE line.stay = 'in_house' ${ORDER}`))
}

/** Lines of this arrival date that have come already. */
export function loadArrived(db: ReadDb, date: LocalDate): ListedStay[] {
  return listed(
    db.all<StoredStay>(`${SELECT} WHERE line.stay IN ('in_house', 'departed') AND line.arrival = ? ${ORDER}`, date),
  )
}

/** Lines of this departure date that have left already. */
export function loadDeparted(db: ReadDb, date: LocalDate): ListedStay[] {
  return listed(db.all<StoredStay>(`${SELECT} WHERE line.stay = 'departed' AND line.departure = ? ${ORDER}`, date))
}

function listed(rows: readonly StoredStay[]): ListedStay[] {
  return rows.map((row) => ({ ...row, nightlyMinor: parseNightly(row.nightlyMinor), taxes: parseTaxes(row.taxes) }))
}

/** Expected lines of contracts that hold inventory, arriving on a date of `[from, until)`. */
export function loadExpectedBetween(db: ReadDb, from: LocalDate, until: LocalDate): ListedStay[] {
  return listed(
    db.all<StoredStay>(
      `${SELECT} WHERE line.stay = 'expected' AND line.arrival >= ? AND line.arrival < ? AND ${HELD}
       ORDER BY line.arrival, guest.last_name, guest.first_name, line.reservation_id, line.position`,
      from,
      until,
    ),
  )
}

/** Expected lines that have a room, the first to arrive first. */
export function loadExpectedInRooms(db: ReadDb): ListedStay[] {
  return listed(
    db.all<StoredStay>(
      `${SELECT} WHERE line.stay = 'expected' AND line.room_id IS NOT NULL AND ${HELD} ORDER BY line.arrival, line.line_id`,
    ),
  )
}
