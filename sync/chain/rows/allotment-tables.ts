import type { RowOf } from '../../../shared/domain/rows.ts'
import type { Table } from './table.ts'

export const ALLOTMENT_TABLE: Table<RowOf['allotment']> = {
  table: 'allotment_lease',
  keyColumns: ['device_id'],
  columns: ['device_id', 'fence'],
  encode: (row) => [row.deviceId, row.fence],
  decode: (record: { device_id: RowOf['allotment']['deviceId']; fence: number }) => ({
    deviceId: record.device_id,
    fence: record.fence,
  }),
  parseKey: (key) => [key],
}

export const ALLOTMENT_LINE_TABLE: Table<RowOf['allotment_line']> = {
  table: 'allotment_lease_line',
  keyColumns: ['device_id', 'room_type_id', 'night'],
  columns: ['device_id', 'room_type_id', 'night', 'units', 'recalled'],
  encode: (row) => [row.deviceId, row.roomTypeId, row.night, row.units, row.recalled],
  decode: (record: {
    device_id: RowOf['allotment_line']['deviceId']
    room_type_id: RowOf['allotment_line']['roomTypeId']
    night: RowOf['allotment_line']['night']
    units: number
    recalled: number
  }) => ({
    deviceId: record.device_id,
    roomTypeId: record.room_type_id,
    night: record.night,
    units: record.units,
    recalled: record.recalled,
  }),
  parseKey: (key) => key.split('/'),
}

export const ALLOTMENT_ROOM_TABLE: Table<RowOf['allotment_room']> = {
  table: 'allotment_lease_room',
  keyColumns: ['room_id', 'night'],
  columns: ['room_id', 'night', 'device_id', 'suspect'],
  encode: (row) => [row.roomId, row.night, row.deviceId, row.suspect],
  decode: (record: {
    room_id: RowOf['allotment_room']['roomId']
    night: RowOf['allotment_room']['night']
    device_id: RowOf['allotment_room']['deviceId']
    suspect: boolean
  }) => ({ roomId: record.room_id, night: record.night, deviceId: record.device_id, suspect: record.suspect }),
  parseKey: (key) => key.split('/'),
}
