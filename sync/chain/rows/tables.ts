import type { EntityName, RowOf } from '../../../shared/domain/rows.ts'
import { ALLOTMENT_LINE_TABLE, ALLOTMENT_ROOM_TABLE, ALLOTMENT_TABLE } from './allotment-tables.ts'
import { FOLIO_LINE_TABLE, RATE_PLAN_TABLE, RESTRICTION_TABLE, TAX_RULE_TABLE } from './terms-tables.ts'
import { STAFF_MEMBER_TABLE } from './staff-table.ts'
import type { Table } from './table.ts'

interface InventoryRecord {
  readonly room_type_id: RowOf['inventory']['roomTypeId']
  readonly night: RowOf['inventory']['night']
  readonly total_inventory: number
  readonly out_of_order: number
  readonly overbook_pct: number
  readonly total_reserved: number
  readonly leased: number
  readonly forced: number
}

interface ReservationRecord {
  readonly reservation_id: RowOf['reservation']['reservationId']
  readonly code: RowOf['reservation']['code']
  readonly status: RowOf['reservation']['status']
  readonly guarantee: RowOf['reservation']['guarantee']
  readonly channel: RowOf['reservation']['channel']
  readonly guest_id: string
  readonly booked_at_utc_ms: number
  readonly booked_on: RowOf['reservation']['bookedOn']
  readonly rate_plan_id: RowOf['reservation']['ratePlanId']
  readonly hold_until_utc_ms: number | null
  readonly merged_into: RowOf['reservation']['mergedInto']
}

interface BlockRecord {
  readonly block_id: RowOf['room_block']['blockId']
  readonly room_id: RowOf['room_block']['roomId']
  readonly kind: RowOf['room_block']['kind']
  readonly from_date: RowOf['room_block']['from']
  readonly until_date: RowOf['room_block']['until']
  readonly reason: RowOf['room_block']['reason']
  readonly remarks: string
  readonly status: RowOf['room_block']['status']
  readonly set_at_utc_ms: number
}

interface ExceptionRecord {
  readonly exception_id: string
  readonly kind: RowOf['exception']['kind']
  readonly severity: RowOf['exception']['severity']
  readonly status: RowOf['exception']['status']
  readonly subject_entity: EntityName
  readonly subject_key: string
  readonly params: RowOf['exception']['params']
  readonly opened_at_utc_ms: number
  readonly op_id: RowOf['exception']['opId']
  readonly device_id: RowOf['exception']['deviceId']
  readonly resolved_at_utc_ms: number | null
  readonly resolution: RowOf['exception']['resolution']
  readonly resolved_by_op_id: RowOf['exception']['resolvedByOpId']
  readonly resolved_by_device_id: RowOf['exception']['resolvedByDeviceId']
  readonly note: string
}

/** A reservation is decoded without its lines: they are loaded beside it. */
export const TABLES: { readonly [E in EntityName]: Table<RowOf[E]> } = {
  hotel: {
    table: 'hotel',
    keyColumns: [],
    columns: [
      'name',
      'currency',
      'time_zone',
      'business_date',
      'prices_include_tax',
      'occupancy_curve',
      'card_payment_cap_minor',
      'card_stored_cap_minor',
    ],
    encode: (row) => [
      row.name,
      row.currency,
      row.timeZone,
      row.businessDate,
      row.pricesIncludeTax,
      JSON.stringify(row.occupancyCurve),
      row.offlineCard.perPaymentMinor,
      row.offlineCard.storedTotalMinor,
    ],
    decode: (record: {
      hotel_id: RowOf['hotel']['hotelId']
      name: string
      currency: string
      time_zone: string
      business_date: RowOf['hotel']['businessDate']
      prices_include_tax: boolean
      occupancy_curve: RowOf['hotel']['occupancyCurve']
      card_payment_cap_minor: number
      card_stored_cap_minor: number
    }) => ({
      hotelId: record.hotel_id,
      name: record.name,
      currency: record.currency,
      timeZone: record.time_zone,
      businessDate: record.business_date,
      pricesIncludeTax: record.prices_include_tax,
      occupancyCurve: record.occupancy_curve,
      offlineCard: {
        perPaymentMinor: record.card_payment_cap_minor,
        storedTotalMinor: record.card_stored_cap_minor,
      },
    }),
    parseKey: () => [],
  },
  staff_member: STAFF_MEMBER_TABLE,
  room_type: {
    table: 'room_type',
    keyColumns: ['room_type_id'],
    columns: ['room_type_id', 'name', 'position', 'max_occupancy'],
    encode: (row) => [row.roomTypeId, row.name, row.position, row.maxOccupancy],
    decode: (record: {
      room_type_id: RowOf['room_type']['roomTypeId']
      name: string
      position: number
      max_occupancy: number
    }) => ({
      roomTypeId: record.room_type_id,
      name: record.name,
      position: record.position,
      maxOccupancy: record.max_occupancy,
    }),
    parseKey: (key) => [key],
  },
  room: {
    table: 'room',
    keyColumns: ['room_id'],
    columns: ['room_id', 'room_type_id', 'floor', 'housekeeping'],
    encode: (row) => [row.roomId, row.roomTypeId, row.floor, row.housekeeping],
    decode: (record: {
      room_id: RowOf['room']['roomId']
      room_type_id: RowOf['room']['roomTypeId']
      floor: number
      housekeeping: RowOf['room']['housekeeping']
    }) => ({
      roomId: record.room_id,
      roomTypeId: record.room_type_id,
      floor: record.floor,
      housekeeping: record.housekeeping,
    }),
    parseKey: (key) => [key],
  },
  rate: {
    table: 'room_type_rate',
    keyColumns: ['room_type_id', 'night'],
    columns: ['room_type_id', 'night', 'base_minor'],
    encode: (row) => [row.roomTypeId, row.night, row.baseMinor],
    decode: (record: {
      room_type_id: RowOf['rate']['roomTypeId']
      night: RowOf['rate']['night']
      base_minor: number
    }) => ({ roomTypeId: record.room_type_id, night: record.night, baseMinor: record.base_minor }),
    parseKey: (key) => key.split('/'),
  },
  rate_plan: RATE_PLAN_TABLE,
  tax_rule: TAX_RULE_TABLE,
  restriction: RESTRICTION_TABLE,
  inventory: {
    table: 'room_type_inventory',
    keyColumns: ['room_type_id', 'night'],
    columns: [
      'room_type_id',
      'night',
      'total_inventory',
      'out_of_order',
      'overbook_pct',
      'total_reserved',
      'leased',
      'forced',
    ],
    encode: (row) => [
      row.roomTypeId,
      row.night,
      row.totalInventory,
      row.outOfOrder,
      row.overbookPct,
      row.totalReserved,
      row.leased,
      row.forced,
    ],
    decode: (record: InventoryRecord) => ({
      roomTypeId: record.room_type_id,
      night: record.night,
      totalInventory: record.total_inventory,
      outOfOrder: record.out_of_order,
      overbookPct: record.overbook_pct,
      totalReserved: record.total_reserved,
      leased: record.leased,
      forced: record.forced,
    }),
    parseKey: (key) => key.split('/'),
  },
  guest: {
    table: 'guest',
    keyColumns: ['guest_id'],
    columns: ['guest_id', 'first_name', 'last_name', 'email', 'phone'],
    encode: (row) => [row.guestId, row.firstName, row.lastName, row.email, row.phone],
    decode: (record: {
      guest_id: string
      first_name: string
      last_name: string
      email: string | null
      phone: string | null
    }) => ({
      guestId: record.guest_id,
      firstName: record.first_name,
      lastName: record.last_name,
      email: record.email,
      phone: record.phone,
    }),
    parseKey: (key) => [key],
  },
  reservation: {
    table: 'reservation',
    keyColumns: ['reservation_id'],
    columns: [
      'reservation_id',
      'code',
      'status',
      'guarantee',
      'channel',
      'guest_id',
      'booked_at_utc_ms',
      'booked_on',
      'rate_plan_id',
      'hold_until_utc_ms',
      'merged_into',
    ],
    encode: (row) => [
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
    ],
    decode: (record: ReservationRecord) => ({
      reservationId: record.reservation_id,
      code: record.code,
      status: record.status,
      guarantee: record.guarantee,
      channel: record.channel,
      guestId: record.guest_id,
      bookedAtUtcMs: record.booked_at_utc_ms,
      bookedOn: record.booked_on,
      ratePlanId: record.rate_plan_id,
      holdUntilUtcMs: record.hold_until_utc_ms,
      mergedInto: record.merged_into,
      lines: [],
    }),
    parseKey: (key) => [key],
  },
  folio_line: FOLIO_LINE_TABLE,
  room_night: {
    table: 'room_night',
    keyColumns: ['room_id', 'night'],
    columns: ['room_id', 'night', 'kind', 'ref_id'],
    encode: (row) => [row.roomId, row.night, row.kind, row.refId],
    decode: (record: {
      room_id: RowOf['room_night']['roomId']
      night: RowOf['room_night']['night']
      kind: RowOf['room_night']['kind']
      ref_id: string
    }) => ({ roomId: record.room_id, night: record.night, kind: record.kind, refId: record.ref_id }),
    parseKey: (key) => key.split('/'),
  },
  room_block: {
    table: 'room_block',
    keyColumns: ['block_id'],
    columns: ['block_id', 'room_id', 'kind', 'from_date', 'until_date', 'reason', 'remarks', 'status', 'set_at_utc_ms'],
    encode: (row) => [
      row.blockId,
      row.roomId,
      row.kind,
      row.from,
      row.until,
      row.reason,
      row.remarks,
      row.status,
      row.setAtUtcMs,
    ],
    decode: (record: BlockRecord) => ({
      blockId: record.block_id,
      roomId: record.room_id,
      kind: record.kind,
      from: record.from_date,
      until: record.until_date,
      reason: record.reason,
      remarks: record.remarks,
      status: record.status,
      setAtUtcMs: record.set_at_utc_ms,
    }),
    parseKey: (key) => [key],
  },
  allotment: ALLOTMENT_TABLE,
  allotment_line: ALLOTMENT_LINE_TABLE,
  allotment_room: ALLOTMENT_ROOM_TABLE,
  exception: {
    table: 'sync_exception',
    keyColumns: ['exception_id'],
    columns: [
      'exception_id',
      'kind',
      'severity',
      'status',
      'subject_entity',
      'subject_key',
      'params',
      'opened_at_utc_ms',
      'op_id',
      'device_id',
      'resolved_at_utc_ms',
      'resolution',
      'resolved_by_op_id',
      'resolved_by_device_id',
      'note',
    ],
    encode: (row) => [
      row.exceptionId,
      row.kind,
      row.severity,
      row.status,
      row.subject.entity,
      row.subject.key,
      JSON.stringify(row.params),
      row.openedAtUtcMs,
      row.opId,
      row.deviceId,
      row.resolvedAtUtcMs,
      row.resolution,
      row.resolvedByOpId,
      row.resolvedByDeviceId,
      row.note,
    ],
    decode: (record: ExceptionRecord) => ({
      exceptionId: record.exception_id,
      kind: record.kind,
      severity: record.severity,
      status: record.status,
      subject: { entity: record.subject_entity, key: record.subject_key },
      params: record.params,
      openedAtUtcMs: record.opened_at_utc_ms,
      opId: record.op_id,
      deviceId: record.device_id,
      resolvedAtUtcMs: record.resolved_at_utc_ms,
      resolution: record.resolution,
      resolvedByOpId: record.resolved_by_op_id,
      resolvedByDeviceId: record.resolved_by_device_id,
      note: record.note,
    }),
    parseKey: (key) => [key],
  },
}
