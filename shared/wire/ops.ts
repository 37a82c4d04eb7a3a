import { z } from 'zod'
import type { Op, OpBodies, OpType } from '../domain/ops/op.ts'
import { BLOCK_REASONS } from '../domain/rows.ts'
import { isPlainText } from '../domain/text.ts'
import {
  amountMinorSchema,
  blockIdSchema,
  confirmationCodeSchema,
  localDateSchema,
  opIdSchema,
  personNameSchema,
  phoneSchema,
  remarksSchema,
  reservationIdSchema,
  roomIdSchema,
  roomTypeIdSchema,
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

const OP_BODY_SCHEMAS: { readonly [T in OpType]: z.ZodType<OpBodies[T]> } = {
  bookWalkIn: bookingSchema,
  cancelReservation: z.strictObject({ reservationId: reservationIdSchema }),
  assignRoom: z.strictObject({
    reservationId: reservationIdSchema,
    position: z.int().positive(),
    roomId: roomIdSchema.nullable(),
  }),
  blockRoom: roomBlockSchema,
  releaseBlock: z.strictObject({ blockId: blockIdSchema }),
  resolveException: z.strictObject({ exceptionId: z.string().max(120), note: remarksSchema }),
}

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
  body: z
    .record(z.string(), z.unknown())
    .refine((body) => isShallow(body, MAX_BODY_DEPTH), `at most ${MAX_BODY_DEPTH} levels deep`),
})

export type WireOp = z.output<typeof wireOpSchema>

/** The version of each op type that this build makes and understands. */
export const OP_VERSIONS: { readonly [T in OpType]: number } = {
  bookWalkIn: 1,
  cancelReservation: 1,
  assignRoom: 1,
  blockRoom: 1,
  releaseBlock: 1,
  resolveException: 1,
}

/** The domain op that a wire op carries; or why it can not be read, for the parking record. */
export function parseWireOp(
  wire: WireOp,
  deviceId: Op['deviceId'],
): { op: Op; unreadable: null } | { op: null; unreadable: 'OP_TYPE_UNKNOWN' | 'OP_MALFORMED' } {
  const { type, version, opId, businessDate, madeAtUtcMs } = wire
  if (!isOpType(type) || OP_VERSIONS[type] !== version) return { op: null, unreadable: 'OP_TYPE_UNKNOWN' }
  const body = OP_BODY_SCHEMAS[type].safeParse(wire.body)
  if (!body.success) return { op: null, unreadable: 'OP_MALFORMED' }
  const op = { opId, type, deviceId, businessDate, madeAtUtcMs, body: body.data } as Op // body was parsed by its own type's schema
  return { op, unreadable: null }
}

/** The op as the wire carries it. */
export function toWireOp(op: Op, seq: number): WireOp {
  const { opId, type, businessDate, madeAtUtcMs } = op
  return { seq, opId, type, version: OP_VERSIONS[type], businessDate, madeAtUtcMs, body: { ...op.body } }
}

function isShallow(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return true
  return levels > 0 && Object.values(value).every((inner) => isShallow(inner, levels - 1))
}

function isOpType(type: string): type is OpType {
  return Object.hasOwn(OP_BODY_SCHEMAS, type)
}
