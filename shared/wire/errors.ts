import { z } from 'zod'
import type { RefusalCode, StaffRefusal } from '../domain/refusal.ts'

/** How a peer treats a failed call: not again, again after a pull, or again later with growing pauses. */
export type RetryClass = 'never' | 'afterPull' | 'backoff'

/** Codes that a request can end with besides the domain's refusals. Append-only. */
export type ProtocolCode =
  | 'REQUEST_INVALID'
  | 'JSON_INVALID'
  | 'BODY_TOO_LARGE'
  | 'MEDIA_TYPE_UNSUPPORTED'
  | 'ROUTE_UNKNOWN'
  | 'HOTEL_UNKNOWN'
  | 'DEVICE_UNAUTHORISED'
  | 'DEVICE_FORKED'
  | 'DEVICE_REVOKED'
  | 'DEVICE_UNKNOWN'
  | 'DEVICE_ACTIVE'
  | 'QUARANTINE_HELD'
  | 'ENROL_CODE_INVALID'
  | 'SEQ_GAP'
  | 'EPOCH_CHANGED'
  | 'CURSOR_EXPIRED'
  | 'UPGRADE_REQUIRED'
  | 'BUSY'
  | 'INTERNAL'
  | 'API_KEY_REQUIRED'
  | 'API_KEY_INVALID'
  | 'API_KEY_UNKNOWN'
  | 'STAFF_UNAUTHORISED'
  | 'STAFF_UNKNOWN'
  | 'STAFF_SECRET_MISSING'
  | 'STAFF_LAST'
  | 'FORBIDDEN'
  | 'RATE_LIMITED'
  | 'BOOKING_NOT_FOUND'
  | 'CARD_UNKNOWN'
  | 'CURSOR_INVALID'
  | 'PAYMENT_ID_REUSED'
  | 'PAYMENT_UNDER_WAY'
  | 'PAYMENT_UNKNOWN'
  | 'PAYMENT_DECLINED'
  | 'PAYMENT_NOT_MADE'
  | 'PAYMENTS_OFF'
  | 'NOTHING_TO_PAY'
  | 'PLACE_UNKNOWN'

export type WireCode = RefusalCode | StaffRefusal['code'] | ProtocolCode

/** RFC 9457 problem details with our code; never a stack, never text to show to a person. */
export const problemSchema = z
  .object({
    type: z.string().describe('`about:blank`: the code says it all'),
    title: z.string().describe('The HTTP status in words'),
    status: z.int(),
    code: z.string().describe('Our stable code, e.g. `NO_AVAILABILITY`'),
    params: z.record(z.string(), z.unknown()).describe('What the code is about'),
    retry: z.enum(['never', 'afterPull', 'backoff']),
    detail: z.string().optional(),
  })
  .meta({ id: 'Problem' })

export type Problem = z.output<typeof problemSchema>
