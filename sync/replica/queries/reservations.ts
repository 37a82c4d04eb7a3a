import type { ReservationRow, StayLineRow } from '../../../shared/domain/rows.ts'
import type { ReadDb, WriteTx } from '../database.ts'
import type { EntityTable } from './flat-table.ts'

type StoredReservation = Omit<ReservationRow, 'lines'>
type StoredLine = Omit<StayLineRow, 'nightlyMinor' | 'taxes'> & {
  readonly nightlyMinor: string
  readonly taxes: string
}

export const reservationTable: EntityTable<'reservation'> = {
  load: (db, key) => {
    const row = db.one<StoredReservation>(
      `SELECT reservation_id AS reservationId, code, status, guarantee, channel, guest_id AS guestId,
         booked_at_utc_ms AS bookedAtUtcMs, booked_on AS bookedOn, rate_plan_id AS ratePlanId,
         hold_until_utc_ms AS holdUntilUtcMs, merged_into AS mergedInto
       FROM reservation WHERE reservation_id = ?`,
      key,
    )
    return row && { ...row, lines: loadLines(db, key) }
  },
  put: (tx, row) => {
    putReservation(tx, row)
    tx.run('DELETE FROM stay_line WHERE reservation_id = ?', row.reservationId)
    for (const line of row.lines) insertLine(tx, row, line)
  },
  remove: (tx, key) => {
    tx.run('DELETE FROM reservation WHERE reservation_id = ?', key)
  },
  clear: (tx) => {
    tx.run('DELETE FROM reservation')
  },
}

function loadLines(db: ReadDb, reservationId: string): StayLineRow[] {
  const lines = db.all<StoredLine>(
    `SELECT line_id AS lineId, position, charged_type AS chargedType, inventory_type AS inventoryType, arrival,
       departure, adults, children, room_id AS roomId, stay, nightly_minor AS nightlyMinor, taxes
     FROM stay_line WHERE reservation_id = ? ORDER BY position`,
    reservationId,
  )
  return lines.map((line) => ({
    ...line,
    nightlyMinor: parseNightly(line.nightlyMinor),
    taxes: parseTaxes(line.taxes),
  }))
}

/** The price of each night from its stored text. */
export function parseNightly(text: string): number[] {
  return JSON.parse(text) as number[] // written from a row, by insertLine
}

/** The taxes of a line from their stored text. */
export function parseTaxes(text: string): StayLineRow['taxes'] {
  return JSON.parse(text) as StayLineRow['taxes'] // written from a row, by insertLine
}

function putReservation(tx: WriteTx, row: ReservationRow): void {
  tx.run(
    `INSERT INTO reservation (reservation_id, code, status, guarantee, channel, guest_id, booked_at_utc_ms, booked_on,
       rate_plan_id, hold_until_utc_ms, merged_into)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (reservation_id) DO UPDATE SET code = excluded.code, status = excluded.status,
       guarantee = excluded.guarantee, channel = excluded.channel, guest_id = excluded.guest_id,
       booked_at_utc_ms = excluded.booked_at_utc_ms, booked_on = excluded.booked_on,
       rate_plan_id = excluded.rate_plan_id, hold_until_utc_ms = excluded.hold_until_utc_ms, merged_into = excluded.merged_into`,
    row.reservationId,
    row.code,
    row.status,
    row.guarantee,
    row.channel,
    row.guestId,
    row.bookedAtUtcMs,
    row.bookedOn,
    row.ratePlanId,
    row.holdUntilUtcMs,
    row.mergedInto,
  )
}

function insertLine(tx: WriteTx, { reservationId }: ReservationRow, line: StayLineRow): void {
  tx.run(
    `INSERT INTO stay_line (reservation_id, position, line_id, charged_type, inventory_type, arrival, departure,
       adults, children, room_id, stay, nightly_minor, taxes)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    reservationId,
    line.position,
    line.lineId,
    line.chargedType,
    line.inventoryType,
    line.arrival,
    line.departure,
    line.adults,
    line.children,
    line.roomId,
    line.stay,
    JSON.stringify(line.nightlyMinor),
    JSON.stringify(line.taxes),
  )
}
