import type { EntityName } from '../../../shared/domain/rows.ts'
import { exceptionTable } from './exceptions.ts'
import { type EntityTable, flatTable } from './flat-table.ts'
import { folioTable, taxRuleTable } from './folio.ts'
import { hotelTable } from './hotel.ts'
import { reservationTable } from './reservations.ts'

/** One table an entity, with the statements that sync needs of it. */
export const ENTITY_TABLES: { readonly [E in EntityName]: EntityTable<E> } = {
  hotel: hotelTable,
  staff_member: flatTable<'staff_member'>({
    table: 'staff_member',
    columns: [
      ['staffId', 'staff_id'],
      ['name', 'name'],
      ['role', 'role'],
      ['secretHash', 'secret_hash'],
      ['active', 'active'],
    ],
    keyColumns: 1,
    booleans: ['active'],
    sealed: ['secretHash'],
  }),
  room_type: flatTable<'room_type'>({
    table: 'room_type',
    columns: [
      ['roomTypeId', 'room_type_id'],
      ['name', 'name'],
      ['position', 'position'],
      ['maxOccupancy', 'max_occupancy'],
    ],
    keyColumns: 1,
  }),
  room: flatTable<'room'>({
    table: 'room',
    columns: [
      ['roomId', 'room_id'],
      ['roomTypeId', 'room_type_id'],
      ['floor', 'floor'],
      ['housekeeping', 'housekeeping'],
    ],
    keyColumns: 1,
  }),
  rate: flatTable<'rate'>({
    table: 'rate',
    columns: [
      ['roomTypeId', 'room_type_id'],
      ['night', 'night'],
      ['baseMinor', 'base_minor'],
    ],
    keyColumns: 2,
  }),
  rate_plan: flatTable<'rate_plan'>({
    table: 'rate_plan',
    columns: [
      ['ratePlanId', 'rate_plan_id'],
      ['name', 'name'],
      ['position', 'position'],
      ['kind', 'kind'],
      ['priceBp', 'price_bp'],
      ['minStay', 'min_stay'],
      ['freeCancelDays', 'free_cancel_days'],
      ['feeNights', 'fee_nights'],
      ['active', 'active'],
    ],
    keyColumns: 1,
    booleans: ['active'],
  }),
  tax_rule: taxRuleTable,
  restriction: flatTable<'restriction'>({
    table: 'restriction',
    columns: [
      ['roomTypeId', 'room_type_id'],
      ['night', 'night'],
      ['minStay', 'min_stay'],
      ['closedToArrival', 'closed_to_arrival'],
      ['closedToDeparture', 'closed_to_departure'],
    ],
    keyColumns: 2,
    booleans: ['closedToArrival', 'closedToDeparture'],
  }),
  inventory: flatTable<'inventory'>({
    table: 'inventory',
    columns: [
      ['roomTypeId', 'room_type_id'],
      ['night', 'night'],
      ['totalInventory', 'total_inventory'],
      ['outOfOrder', 'out_of_order'],
      ['overbookPct', 'overbook_pct'],
      ['totalReserved', 'total_reserved'],
      ['leased', 'leased'],
      ['forced', 'forced'],
    ],
    keyColumns: 2,
  }),
  guest: flatTable<'guest'>({
    table: 'guest',
    columns: [
      ['guestId', 'guest_id'],
      ['firstName', 'first_name'],
      ['lastName', 'last_name'],
      ['email', 'email'],
      ['phone', 'phone'],
    ],
    keyColumns: 1,
    sealed: ['email', 'phone'],
  }),
  reservation: reservationTable,
  folio_line: folioTable,
  room_night: flatTable<'room_night'>({
    table: 'room_night',
    columns: [
      ['roomId', 'room_id'],
      ['night', 'night'],
      ['kind', 'kind'],
      ['refId', 'ref_id'],
    ],
    keyColumns: 2,
  }),
  room_block: flatTable<'room_block'>({
    table: 'room_block',
    columns: [
      ['blockId', 'block_id'],
      ['roomId', 'room_id'],
      ['kind', 'kind'],
      ['from', 'from_date'],
      ['until', 'until_date'],
      ['reason', 'reason'],
      ['remarks', 'remarks'],
      ['status', 'status'],
      ['setAtUtcMs', 'set_at_utc_ms'],
    ],
    keyColumns: 1,
  }),
  allotment: flatTable<'allotment'>({
    table: 'allotment',
    columns: [
      ['deviceId', 'device_id'],
      ['fence', 'fence'],
    ],
    keyColumns: 1,
  }),
  allotment_line: flatTable<'allotment_line'>({
    table: 'allotment_line',
    columns: [
      ['deviceId', 'device_id'],
      ['roomTypeId', 'room_type_id'],
      ['night', 'night'],
      ['units', 'units'],
      ['recalled', 'recalled'],
    ],
    keyColumns: 3,
  }),
  allotment_room: flatTable<'allotment_room'>({
    table: 'allotment_room',
    columns: [
      ['roomId', 'room_id'],
      ['night', 'night'],
      ['deviceId', 'device_id'],
      ['suspect', 'suspect'],
    ],
    keyColumns: 2,
    booleans: ['suspect'],
  }),
  exception: exceptionTable,
}
