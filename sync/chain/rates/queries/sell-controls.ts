import type { HotelId, RoomTypeId } from '../../../../shared/domain/ids.ts'
import type { LocalDate } from '../../../../shared/domain/stay-dates.ts'
import type { SellControlResource } from '../../../../shared/wire/internal-rate-api.ts'
import type { Queryable } from '../../database/port.ts'

interface ControlRecord {
  readonly control_id: string
  readonly room_type_id: RoomTypeId | null
  readonly from_date: LocalDate
  readonly until_date: LocalDate
  readonly overbook_pct: number
  readonly note: string
  readonly set_by: string
  readonly set_at_utc_ms: number
}

/** The sell controls of a hotel, newest first. */
export async function selectSellControls(db: Queryable, hotelId: HotelId): Promise<SellControlResource[]> {
  const records = await db.query<ControlRecord>(
    `SELECT control_id, room_type_id, from_date, until_date, overbook_pct, note, set_by, set_at_utc_ms
     FROM sell_control WHERE hotel_id = $1 ORDER BY set_at_utc_ms DESC, control_id DESC`,
    [hotelId],
  )
  return records.map((record) => ({
    controlId: record.control_id,
    roomTypeId: record.room_type_id,
    from: record.from_date,
    until: record.until_date,
    overbookPct: record.overbook_pct,
    note: record.note,
    setBy: record.set_by,
    setAtUtcMs: record.set_at_utc_ms,
  }))
}

export async function insertSellControl(tx: Queryable, hotelId: HotelId, control: SellControlResource): Promise<void> {
  await tx.query(
    `INSERT INTO sell_control (hotel_id, control_id, room_type_id, from_date, until_date, overbook_pct, note, set_by,
       set_at_utc_ms)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      hotelId,
      control.controlId,
      control.roomTypeId,
      control.from,
      control.until,
      control.overbookPct,
      control.note,
      control.setBy,
      control.setAtUtcMs,
    ],
  )
}

export async function deleteSellControl(tx: Queryable, hotelId: HotelId, controlId: string): Promise<void> {
  await tx.query('DELETE FROM sell_control WHERE hotel_id = $1 AND control_id = $2', [hotelId, controlId])
}
