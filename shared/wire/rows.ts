import { z } from 'zod'
import { EXCEPTION_KINDS, RESOLUTIONS } from '../domain/exception-row.ts'
import { type EntityName, BLOCK_REASONS, ENTITY_NAMES, HOUSEKEEPING, type RowOf } from '../domain/rows.ts'
import { STAFF_ROLES } from '../domain/staff.ts'
import {
  amountMinorSchema,
  blockIdSchema,
  confirmationCodeSchema,
  deviceIdSchema,
  hotelIdSchema,
  localDateSchema,
  opIdSchema,
  ratePlanIdSchema,
  reservationIdSchema,
  roomIdSchema,
  roomTypeIdSchema,
  staffIdSchema,
  stayLineIdSchema,
  utcMsSchema,
} from './ids.ts'

const count = z.int().nonnegative()

/** What a desk may take by card while the card can not be asked; minor units. */
const offlineCardSchema = z.object({ perPaymentMinor: count, storedTotalMinor: count })

const hotelRowSchema = z.object({
  hotelId: hotelIdSchema,
  name: z.string(),
  currency: z.string().length(3),
  timeZone: z.string(),
  businessDate: localDateSchema,
  pricesIncludeTax: z.boolean(),
  occupancyCurve: z.array(z.object({ occupancyBp: count, factorBp: count })).min(1),
  offlineCard: offlineCardSchema,
})

const staffMemberRowSchema = z.object({
  staffId: staffIdSchema,
  name: z.string(),
  role: z.enum(STAFF_ROLES),
  secretHash: z.string(),
  active: z.boolean(),
})

const roomTypeRowSchema = z.object({
  roomTypeId: roomTypeIdSchema,
  name: z.string(),
  position: count,
  maxOccupancy: count,
})

const roomRowSchema = z.object({
  roomId: roomIdSchema,
  roomTypeId: roomTypeIdSchema,
  floor: z.int(),
  housekeeping: z.enum(HOUSEKEEPING),
})

const rateRowSchema = z.object({ roomTypeId: roomTypeIdSchema, night: localDateSchema, baseMinor: amountMinorSchema })

const ratePlanRowSchema = z.object({
  ratePlanId: ratePlanIdSchema,
  name: z.string(),
  position: count,
  kind: z.enum(['flexible', 'non_refundable']),
  priceBp: z.int().positive(),
  minStay: z.int().positive(),
  freeCancelDays: count,
  feeNights: count,
  active: z.boolean(),
})

const taxRuleRowSchema = z.object({
  taxId: z.string(),
  name: z.string(),
  position: count,
  kind: z.enum(['percent', 'per_person_night']),
  percentBp: count,
  amountMinor: amountMinorSchema,
  included: z.boolean(),
})

const restrictionRowSchema = z.object({
  roomTypeId: roomTypeIdSchema,
  night: localDateSchema,
  minStay: z.int().positive(),
  closedToArrival: z.boolean(),
  closedToDeparture: z.boolean(),
})

const inventoryRowSchema = z.object({
  roomTypeId: roomTypeIdSchema,
  night: localDateSchema,
  totalInventory: count,
  outOfOrder: count,
  overbookPct: z.int(),
  totalReserved: count,
  leased: count,
  forced: count,
})

const guestRowSchema = z.object({
  guestId: z.string(),
  firstName: z.string(),
  lastName: z.string(),
  email: z.string().nullable(),
  phone: z.string().nullable(),
})

const stayLineRowSchema = z.object({
  lineId: stayLineIdSchema,
  position: z.int().positive(),
  chargedType: roomTypeIdSchema,
  inventoryType: roomTypeIdSchema,
  arrival: localDateSchema,
  departure: localDateSchema,
  adults: count,
  children: count,
  roomId: roomIdSchema.nullable(),
  stay: z.enum(['expected', 'in_house', 'departed', 'no_show']),
  nightlyMinor: z.array(amountMinorSchema),
  taxes: z.array(
    z.object({ taxId: z.string(), name: z.string(), amountMinor: amountMinorSchema, included: z.boolean() }),
  ),
})

const reservationRowSchema = z.object({
  reservationId: reservationIdSchema,
  code: confirmationCodeSchema,
  status: z.enum(['pending', 'paid', 'refunded', 'canceled', 'rejected']),
  guarantee: z.enum(['prepaid', 'card', 'pay_at_desk', 'none']),
  channel: z.enum(['desk', 'web', 'import', 'demo']),
  guestId: z.string(),
  bookedAtUtcMs: utcMsSchema,
  bookedOn: localDateSchema,
  ratePlanId: ratePlanIdSchema.nullable(),
  holdUntilUtcMs: utcMsSchema.nullable(),
  mergedInto: reservationIdSchema.nullable(),
  lines: z.array(stayLineRowSchema),
})

const folioLineRowSchema = z.object({
  folioLineId: z.string(),
  reservationId: reservationIdSchema,
  kind: z.enum(['charge', 'tax', 'fee', 'adjustment', 'payment', 'refund']),
  amountMinor: amountMinorSchema,
  businessDate: localDateSchema,
  postedAtUtcMs: utcMsSchema,
  stayPosition: z.int().positive().nullable(),
  night: localDateSchema.nullable(),
  paymentId: z.string().nullable(),
  note: z.string(),
})

const roomNightRowSchema = z.object({
  roomId: roomIdSchema,
  night: localDateSchema,
  kind: z.enum(['occupied', 'block', 'assigned']),
  refId: z.string(),
})

const roomBlockRowSchema = z.object({
  blockId: blockIdSchema,
  roomId: roomIdSchema,
  kind: z.enum(['OOO', 'OOS']),
  from: localDateSchema,
  until: localDateSchema,
  reason: z.enum(BLOCK_REASONS),
  remarks: z.string(),
  status: z.enum(['active', 'released']),
  setAtUtcMs: utcMsSchema,
})

const allotmentRowSchema = z.object({ deviceId: deviceIdSchema, fence: z.int().positive() })

const allotmentLineRowSchema = z.object({
  deviceId: deviceIdSchema,
  roomTypeId: roomTypeIdSchema,
  night: localDateSchema,
  units: count,
  recalled: count,
})

const allotmentRoomRowSchema = z.object({
  roomId: roomIdSchema,
  night: localDateSchema,
  deviceId: deviceIdSchema,
  suspect: z.boolean(),
})

const exceptionRowSchema = z.object({
  exceptionId: z.string(),
  kind: z.enum(EXCEPTION_KINDS),
  severity: z.enum(['info', 'action', 'urgent']),
  status: z.enum(['open', 'resolved']),
  subject: z.object({ entity: z.enum(ENTITY_NAMES), key: z.string() }),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
  openedAtUtcMs: utcMsSchema,
  opId: opIdSchema.nullable(),
  deviceId: deviceIdSchema.nullable(),
  resolvedAtUtcMs: utcMsSchema.nullable(),
  resolution: z.enum(RESOLUTIONS).nullable(),
  resolvedByOpId: opIdSchema.nullable(),
  resolvedByDeviceId: deviceIdSchema.nullable(),
  note: z.string(),
})

/** One schema an entity: what a snapshot or a pull may carry. Checked against the domain's rows by the compiler. */
export const ROW_SCHEMAS: { readonly [E in EntityName]: z.ZodType<RowOf[E]> } = {
  hotel: hotelRowSchema,
  staff_member: staffMemberRowSchema,
  room_type: roomTypeRowSchema,
  room: roomRowSchema,
  rate: rateRowSchema,
  rate_plan: ratePlanRowSchema,
  tax_rule: taxRuleRowSchema,
  restriction: restrictionRowSchema,
  inventory: inventoryRowSchema,
  guest: guestRowSchema,
  reservation: reservationRowSchema,
  folio_line: folioLineRowSchema,
  room_night: roomNightRowSchema,
  room_block: roomBlockRowSchema,
  allotment: allotmentRowSchema,
  allotment_line: allotmentLineRowSchema,
  allotment_room: allotmentRoomRowSchema,
  exception: exceptionRowSchema,
}

function changeOf<E extends EntityName>(entity: E) {
  return z.object({ entity: z.literal(entity), key: z.string(), row: ROW_SCHEMAS[entity].nullable() })
}

/** A row as it stands now, or `row: null` where it is gone or out of the device's scope. */
export const rowChangeSchema = z.discriminatedUnion('entity', [
  changeOf('hotel'),
  changeOf('staff_member'),
  changeOf('room_type'),
  changeOf('room'),
  changeOf('rate'),
  changeOf('rate_plan'),
  changeOf('tax_rule'),
  changeOf('restriction'),
  changeOf('inventory'),
  changeOf('guest'),
  changeOf('reservation'),
  changeOf('folio_line'),
  changeOf('room_night'),
  changeOf('room_block'),
  changeOf('allotment'),
  changeOf('allotment_line'),
  changeOf('allotment_room'),
  changeOf('exception'),
])
