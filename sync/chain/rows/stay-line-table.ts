import { stayLineId } from '../../../shared/domain/ids.ts'
import type { RowOf, StayLineRow } from '../../../shared/domain/rows.ts'
import type { Cell } from './table.ts'

export interface StayLineRecord {
  readonly reservation_id: RowOf['reservation']['reservationId']
  readonly position: number
  readonly charged_type: StayLineRow['chargedType']
  readonly inventory_type: StayLineRow['inventoryType']
  readonly arrival: StayLineRow['arrival']
  readonly departure: StayLineRow['departure']
  readonly adults: number
  readonly children: number
  readonly room_id: StayLineRow['roomId']
  readonly stay: StayLineRow['stay']
  readonly nightly_minor: readonly number[]
  readonly taxes: StayLineRow['taxes']
}

/** A stay line as it stands in its own table, under its reservation. */
export interface PlacedLine {
  readonly reservationId: RowOf['reservation']['reservationId']
  readonly line: StayLineRow
}

export const STAY_LINE_TABLE = {
  table: 'stay_line',
  keyColumns: ['reservation_id', 'position'],
  columns: [
    'reservation_id',
    'position',
    'charged_type',
    'inventory_type',
    'arrival',
    'departure',
    'adults',
    'children',
    'room_id',
    'stay',
    'nightly_minor',
    'taxes',
  ],
  encode: ({ reservationId, line }: PlacedLine): readonly Cell[] => [
    reservationId,
    line.position,
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
  ],
}

export function decodeStayLine(record: StayLineRecord): StayLineRow {
  return {
    lineId: stayLineId(record.reservation_id, record.position),
    position: record.position,
    chargedType: record.charged_type,
    inventoryType: record.inventory_type,
    arrival: record.arrival,
    departure: record.departure,
    adults: record.adults,
    children: record.children,
    roomId: record.room_id,
    stay: record.stay,
    nightlyMinor: record.nightly_minor,
    taxes: record.taxes,
  }
}
