import { z } from 'zod'
import type { Op, OpBodies, OpType, WayOut } from '../domain/ops/op.ts'
import { BLOCK_REASONS, HOUSEKEEPING } from '../domain/rows.ts'
import { isPlainText } from '../domain/text.ts'
import {
  amountMinorSchema,
  blockIdSchema,
  confirmationCodeSchema,
  deviceIdSchema,
  localDateSchema,
  opIdSchema,
  personNameSchema,
  phoneSchema,
  remarksSchema,
  reservationIdSchema,
  roomIdSchema,
  roomTypeIdSchema,
  staffIdSchema,
  utcMsSchema,
} from './ids.ts'

/** The most lines that one booking may have; a larger party is a group of bookings. */
export const MAX_BOOKING_LINES = 50

const guests = z.int().min(0).max(20)

export const guestDetailsSchema = z.strictObject({
  firstName: personNameSchema,
  lastName: personNameSchema,
  email: z.email().max(254).nullable(),
  phone: phoneSchema.nullable(),
})

export const guaranteeSchema = z.enum(['prepaid', 'card', 'pay_at_desk', 'none'])

export const bookingSchema = z.strictObject({
  reservationId: reservationIdSchema,
  code: confirmationCodeSchema,
  guarantee: guaranteeSchema,
  guest: guestDetailsSchema,
  lines: z
    .array(
      z.strictObject({
        roomTypeId: roomTypeIdSchema,
        arrival: localDateSchema,
        departure: localDateSchema,
        adults: guests,
        children: guests,
        roomId: roomIdSchema.nullable(),
        nightlyMinor: z.array(amountMinorSchema.nonnegative()).max(366),
      }),
    )
    .min(1)
    .max(MAX_BOOKING_LINES),
})

export const roomBlockSchema = z.strictObject({
  blockId: blockIdSchema,
  roomId: roomIdSchema,
  kind: z.enum(['OOO', 'OOS']),
  from: localDateSchema,
  until: localDateSchema,
  reason: z.enum(BLOCK_REASONS),
  remarks: remarksSchema,
})

const lineRef = { reservationId: reservationIdSchema, position: z.int().positive() }
const lineRefSchema = z.strictObject(lineRef)
const nightlyMinorSchema = z.array(amountMinorSchema.nonnegative()).max(366)
const staySchema = z.strictObject({ arrival: localDateSchema, departure: localDateSchema })
const coverSchema = z.strictObject({ deviceId: deviceIdSchema, fence: z.int().positive() })
const shortText = z.string().max(120).refine(isPlainText, 'text on one line')

const walkInSchema = bookingSchema.extend({
  claim: z.enum(['guaranteed', 'requested', 'at_risk']),
  cover: coverSchema.nullable(),
  pricedAsOfUtcMs: utcMsSchema,
  approvedBy: staffIdSchema.nullable(),
})

const wayOutSchema: z.ZodType<WayOut> = z.discriminatedUnion('way', [
  z.strictObject({ way: z.literal('acknowledge') }),
  z.strictObject({ way: z.literal('rebook') }),
  z.strictObject({ way: z.literal('upgrade'), roomTypeId: roomTypeIdSchema }),
  z.strictObject({ way: z.literal('merge') }),
  z.strictObject({ way: z.literal('walk'), ...lineRef, toHotel: shortText }),
  z.strictObject({ way: z.literal('send_on'), toHotel: shortText, code: shortText }),
  z.strictObject({ way: z.literal('refund') }),
])

const OP_BODY_SCHEMAS: { readonly [T in OpType]: z.ZodType<OpBodies[T]> } = {
  bookWalkIn: walkInSchema,
  changeStay: z.strictObject({
    reservationId: reservationIdSchema,
    lines: z
      .array(
        z.strictObject({
          position: z.int().positive(),
          roomTypeId: roomTypeIdSchema,
          arrival: localDateSchema,
          departure: localDateSchema,
          adults: guests,
          children: guests,
          nightlyMinor: nightlyMinorSchema,
        }),
      )
      .min(1)
      .max(MAX_BOOKING_LINES),
    guest: guestDetailsSchema.nullable(),
  }),
  cancelReservation: z.strictObject({ reservationId: reservationIdSchema }),
  markNoShow: lineRefSchema,
  assignRoom: lineRefSchema.extend({ roomId: roomIdSchema.nullable() }),
  swapRooms: z.strictObject({ one: lineRefSchema, other: lineRefSchema }),
  moveGuest: lineRefSchema.extend({ roomId: roomIdSchema }),
  checkIn: lineRefSchema.extend({ roomId: roomIdSchema, stay: staySchema }),
  checkInUnknown: z.strictObject({ knownCode: confirmationCodeSchema, booking: bookingSchema }),
  undoCheckIn: lineRefSchema,
  checkOut: lineRefSchema,
  undoCheckOut: lineRefSchema,
  changeDeparture: lineRefSchema.extend({ departure: localDateSchema, nightlyMinor: nightlyMinorSchema }),
  blockRoom: roomBlockSchema,
  releaseBlock: z.strictObject({ blockId: blockIdSchema }),
  setRoomStatus: z.strictObject({ roomId: roomIdSchema, housekeeping: z.enum(HOUSEKEEPING) }),
  editGuest: z.strictObject({
    guestId: z.string().max(64).refine(isPlainText, 'text on one line'),
    before: guestDetailsSchema,
    after: guestDetailsSchema,
  }),
  takePayment: z.strictObject({
    reservationId: reservationIdSchema,
    paymentId: z.string().min(1).max(64).refine(isPlainText, 'text on one line'),
    amountMinor: amountMinorSchema,
    method: z.enum(['cash', 'card', 'card_stored']),
    cardToken: shortText.nullable(),
    cardDigits: z
      .string()
      .regex(/^\d{4}$/)
      .nullable(),
  }),
  giveRefund: z.strictObject({
    reservationId: reservationIdSchema,
    amountMinor: amountMinorSchema,
    note: remarksSchema,
  }),
  rollBusinessDate: z.strictObject({ date: localDateSchema }),
  returnAllotment: z.strictObject({
    cover: coverSchema,
    lines: z
      .array(
        z.strictObject({ roomTypeId: roomTypeIdSchema, night: localDateSchema, units: z.int().positive().max(10_000) }),
      )
      .max(1_000),
    rooms: z.array(z.strictObject({ roomId: roomIdSchema, night: localDateSchema })).max(1_000),
  }),
  resolveException: z.strictObject({ exceptionId: z.string().max(160), note: remarksSchema, out: wayOutSchema }),
}

const FROM_NO_ALLOTMENT = { claim: 'requested', cover: null, approvedBy: null }

/** What an op of an older version meant, as the body of the version of today. Versions are never taken away. */
const OLDER_BODIES: {
  readonly [T in OpType]?: { readonly [version: number]: (body: object, made: MadeAt) => object }
} = {
  bookWalkIn: {
    1: (body, { madeAtUtcMs }) => ({ ...body, ...FROM_NO_ALLOTMENT, pricedAsOfUtcMs: madeAtUtcMs }),
    2: (body) => ({ ...body, approvedBy: null }),
  },
  resolveException: { 1: (body) => ({ ...body, out: { way: 'acknowledge' } }) },
}

type MadeAt = Pick<Op, 'madeAtUtcMs'>

/** Beyond these an op could not even be kept in order to park it: the chain refuses the push at the door. */
const MAX_VERSION = 1_000_000
const MAX_BODY_DEPTH = 32

/**
 * An op as the wire carries it. `type` and `body` are not yet checked: an op that a newer terminal made, or a broken
 * one, must reach the chain to be parked there, not stop the queue at the door (design.md, section 9).
 */
export const wireOpSchema = z.object({
  /** Without gaps, from 1, by device. */
  seq: z.int().positive(),
  opId: opIdSchema,
  type: z.string().max(40).refine(isPlainText, 'text on one line'),
  /** Version of the op's type; a chain that does not know it parks the op. */
  version: z
    .int()
    .positive()
    .refine((version) => version <= MAX_VERSION, `at most ${MAX_VERSION}`),
  businessDate: localDateSchema,
  madeAtUtcMs: utcMsSchema,
  /** Who did it; a terminal of before there was staff does not say. */
  staffId: staffIdSchema.nullable().default(null),
  body: z
    .record(z.string(), z.unknown())
    .refine((body) => isShallow(body, MAX_BODY_DEPTH), `at most ${MAX_BODY_DEPTH} levels deep`),
})

export type WireOp = z.output<typeof wireOpSchema>

/** The version of each op type that this build makes; it understands the older ones too. */
export const OP_VERSIONS: { readonly [T in OpType]: number } = {
  bookWalkIn: 3,
  changeStay: 1,
  cancelReservation: 1,
  markNoShow: 1,
  assignRoom: 1,
  swapRooms: 1,
  moveGuest: 1,
  checkIn: 1,
  checkInUnknown: 1,
  undoCheckIn: 1,
  checkOut: 1,
  undoCheckOut: 1,
  changeDeparture: 1,
  blockRoom: 1,
  releaseBlock: 1,
  setRoomStatus: 1,
  editGuest: 1,
  takePayment: 1,
  giveRefund: 1,
  rollBusinessDate: 1,
  returnAllotment: 1,
  resolveException: 2,
}

/** The domain op that a wire op carries; or why it can not be read, for the parking record. */
export function parseWireOp(
  wire: WireOp,
  deviceId: Op['deviceId'],
): { op: Op; unreadable: null } | { op: null; unreadable: 'OP_TYPE_UNKNOWN' | 'OP_MALFORMED' } {
  const { type, version, opId, businessDate, madeAtUtcMs, staffId } = wire
  const newer = isOpType(type) && version !== OP_VERSIONS[type] ? OLDER_BODIES[type]?.[version] : (same: object) => same
  if (!isOpType(type) || !newer) return { op: null, unreadable: 'OP_TYPE_UNKNOWN' }
  const body = OP_BODY_SCHEMAS[type].safeParse(newer(wire.body, { madeAtUtcMs }))
  if (!body.success) return { op: null, unreadable: 'OP_MALFORMED' }
  const op = { opId, type, deviceId, staffId, businessDate, madeAtUtcMs, body: body.data } as Op // body was parsed by its own type's schema
  return { op, unreadable: null }
}

/** The op as the wire carries it. */
export function toWireOp(op: Op, seq: number): WireOp {
  const { opId, type, businessDate, madeAtUtcMs, staffId } = op
  return { seq, opId, type, version: OP_VERSIONS[type], businessDate, madeAtUtcMs, staffId, body: { ...op.body } }
}

function isShallow(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return true
  return levels > 0 && Object.values(value).every((inner) => isShallow(inner, levels - 1))
}

function isOpType(type: string): type is OpType {
  return Object.hasOwn(OP_BODY_SCHEMAS, type)
}
