import type { FolioLineRow, RatePlanRow, RestrictionRow, TaxRuleRow } from '../../../shared/domain/rows.ts'
import type { Table } from './table.ts'

interface RatePlanRecord {
  readonly rate_plan_id: RatePlanRow['ratePlanId']
  readonly name: string
  readonly position: number
  readonly kind: RatePlanRow['kind']
  readonly price_bp: number
  readonly min_stay: number
  readonly free_cancel_days: number
  readonly fee_nights: number
  readonly active: boolean
}

export const RATE_PLAN_TABLE: Table<RatePlanRow> = {
  table: 'rate_plan',
  keyColumns: ['rate_plan_id'],
  columns: [
    'rate_plan_id',
    'name',
    'position',
    'kind',
    'price_bp',
    'min_stay',
    'free_cancel_days',
    'fee_nights',
    'active',
  ],
  encode: (row) => [
    row.ratePlanId,
    row.name,
    row.position,
    row.kind,
    row.priceBp,
    row.minStay,
    row.freeCancelDays,
    row.feeNights,
    row.active,
  ],
  decode: (record: RatePlanRecord) => ({
    ratePlanId: record.rate_plan_id,
    name: record.name,
    position: record.position,
    kind: record.kind,
    priceBp: record.price_bp,
    minStay: record.min_stay,
    freeCancelDays: record.free_cancel_days,
    feeNights: record.fee_nights,
    active: record.active,
  }),
  parseKey: (key) => [key],
}

interface TaxRuleRecord {
  readonly tax_id: string
  readonly name: string
  readonly position: number
  readonly kind: TaxRuleRow['kind']
  readonly percent_bp: number
  readonly amount_minor: number
  readonly included: boolean
}

export const TAX_RULE_TABLE: Table<TaxRuleRow> = {
  table: 'tax_rule',
  keyColumns: ['tax_id'],
  columns: ['tax_id', 'name', 'position', 'kind', 'percent_bp', 'amount_minor', 'included'],
  encode: (row) => [row.taxId, row.name, row.position, row.kind, row.percentBp, row.amountMinor, row.included],
  decode: (record: TaxRuleRecord) => ({
    taxId: record.tax_id,
    name: record.name,
    position: record.position,
    kind: record.kind,
    percentBp: record.percent_bp,
    amountMinor: record.amount_minor,
    included: record.included,
  }),
  parseKey: (key) => [key],
}

interface RestrictionRecord {
  readonly room_type_id: RestrictionRow['roomTypeId']
  readonly night: RestrictionRow['night']
  readonly min_stay: number
  readonly closed_to_arrival: boolean
  readonly closed_to_departure: boolean
}

export const RESTRICTION_TABLE: Table<RestrictionRow> = {
  table: 'stay_restriction',
  keyColumns: ['room_type_id', 'night'],
  columns: ['room_type_id', 'night', 'min_stay', 'closed_to_arrival', 'closed_to_departure'],
  encode: (row) => [row.roomTypeId, row.night, row.minStay, row.closedToArrival, row.closedToDeparture],
  decode: (record: RestrictionRecord) => ({
    roomTypeId: record.room_type_id,
    night: record.night,
    minStay: record.min_stay,
    closedToArrival: record.closed_to_arrival,
    closedToDeparture: record.closed_to_departure,
  }),
  parseKey: (key) => key.split('/'),
}

interface FolioLineRecord {
  readonly folio_line_id: string
  readonly reservation_id: FolioLineRow['reservationId']
  readonly kind: FolioLineRow['kind']
  readonly amount_minor: number
  readonly business_date: FolioLineRow['businessDate']
  readonly posted_at_utc_ms: number
  readonly stay_position: number | null
  readonly night: FolioLineRow['night']
  readonly payment_id: string | null
  readonly note: string
}

export const FOLIO_LINE_TABLE: Table<FolioLineRow> = {
  table: 'folio_line',
  keyColumns: ['folio_line_id'],
  columns: [
    'folio_line_id',
    'reservation_id',
    'kind',
    'amount_minor',
    'business_date',
    'posted_at_utc_ms',
    'stay_position',
    'night',
    'payment_id',
    'note',
  ],
  encode: (row) => [
    row.folioLineId,
    row.reservationId,
    row.kind,
    row.amountMinor,
    row.businessDate,
    row.postedAtUtcMs,
    row.stayPosition,
    row.night,
    row.paymentId,
    row.note,
  ],
  decode: (record: FolioLineRecord) => ({
    folioLineId: record.folio_line_id,
    reservationId: record.reservation_id,
    kind: record.kind,
    amountMinor: record.amount_minor,
    businessDate: record.business_date,
    postedAtUtcMs: record.posted_at_utc_ms,
    stayPosition: record.stay_position,
    night: record.night,
    paymentId: record.payment_id,
    note: record.note,
  }),
  parseKey: (key) => [key],
}
