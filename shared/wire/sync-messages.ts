import { z } from 'zod'
import { ENTITY_NAMES, type EntityName } from '../domain/rows.ts'
import { isPlainText } from '../domain/text.ts'
import { deviceIdSchema, hotelIdSchema, localDateSchema, opIdSchema, roomTypeIdSchema, utcMsSchema } from './ids.ts'
import { wireOpSchema } from './ops.ts'
import { MAX_PUSH_OPS } from './protocol.ts'
import { rowChangeSchema } from './rows.ts'

const version = z.int().nonnegative()
const epoch = z.int().positive()

/** Desk: a full front desk. Kiosk: holds no guest data at rest. */
export const deviceClassSchema = z.enum(['desk', 'kiosk'])

export const enrolRequestSchema = z.strictObject({
  protocol: z.int().positive(),
  enrolCode: z.string().min(8).max(64),
  deviceClass: deviceClassSchema,
  deviceName: z.string().trim().min(1).max(80).refine(isPlainText, 'text on one line'),
})

export const enrolResponseSchema = z.object({
  deviceId: deviceIdSchema,
  hotelId: hotelIdSchema,
  /** Prefix of this terminal's confirmation codes. */
  codePrefix: z.int().positive(),
  /** Bearer token of this terminal; shown this once. */
  token: z.string(),
})

export const helloRequestSchema = z.strictObject({
  protocol: z.int().positive(),
  /** The epoch whose rows the device holds; `null` before its first snapshot, 0 where its own update outgrew them. */
  epoch: version.nullable(),
  /** The version up to which it holds them. */
  cursor: version,
  /** The highest seq that it has given to an op. */
  lastSeq: version,
  clockUtcMs: utcMsSchema,
})

/** Hub: sells for the hotel's desks. Standby: only while the hub is out of reach. */
export const deviceRoleSchema = z.enum(['hub', 'standby', 'kiosk'])

/** A terminal is given up as lost far less often. */
const MAX_FENCE = 1_000_000

/** What a terminal may sell without asking: asked for with each contact, and after a restored backup declared. */
export const allotmentRequestSchema = z.object({
  epoch,
  role: deviceRoleSchema,
  /** What it holds, before what it did after the chain's `lastSeq`; `null` before its first snapshot. */
  declared: z
    .object({
      fence: z.int().positive().max(MAX_FENCE),
      lines: z
        .array(
          z.object({ roomTypeId: roomTypeIdSchema, night: localDateSchema, units: z.int().positive().max(10_000) }),
        )
        .max(10_000),
    })
    .nullable(),
})

/** The rows of it come with the next pull. */
export const allotmentResponseSchema = z.object({ head: version })

export const helloResponseSchema = z.object({
  epoch,
  head: version,
  /** The highest seq of this device that the chain holds an outcome for. */
  lastSeq: version,
  clockUtcMs: utcMsSchema,
  /** What the secrets of this hotel's staff are hashed under, in base64url; kept sealed, and given to desks alone. */
  pepper: z.string().min(22).max(88).nullable(),
})

/** Not strict: whatever a newer terminal adds, its push is accepted. */
export const pushRequestSchema = z.object({
  epoch,
  ops: z.array(wireOpSchema).min(1).max(MAX_PUSH_OPS),
})

/** What became of one op, for ever: a repeated seq gets the same. */
export const opOutcomeSchema = z.discriminatedUnion('outcome', [
  z.object({ seq: z.int().positive(), opId: opIdSchema, outcome: z.literal('accepted') }),
  z.object({
    seq: z.int().positive(),
    opId: opIdSchema,
    outcome: z.enum(['refused', 'parked']),
    code: z.string(),
    params: z.record(z.string(), z.unknown()),
  }),
])

export const pushResponseSchema = z.object({
  lastSeq: version,
  head: version,
  outcomes: z.array(opOutcomeSchema),
})

export const pullQuerySchema = z.object({
  epoch: z.coerce.number().pipe(epoch),
  cursor: z.coerce.number().pipe(version),
  /** The business date of the terminal's rows, where the chain has answered every op that it made. */
  settledOn: localDateSchema.optional(),
})

/** Rows, cursor and `lastSeq` of one database snapshot (rule SYNC-05). */
export const pullResponseSchema = z.object({
  epoch,
  cursor: version,
  head: version,
  lastSeq: version,
  changes: z.array(rowChangeSchema),
})

/** Where a snapshot that broke off goes on: after the last `page` that arrived of the one that began so. */
export const snapshotQuerySchema = z
  .object({
    epoch: z.coerce.number().pipe(epoch),
    cursor: z.coerce.number().pipe(version),
    entity: z.enum(ENTITY_NAMES),
    after: z.string().min(1).max(200).refine(isPlainText, 'text on one line'),
  })
  .partial()
  .refine((query) => Object.values(query).filter((value) => value !== undefined).length % 4 === 0, 'all or nothing')

/**
 * A snapshot is lines of JSON: one `begin`, pages of rows, each ended by a `page`, and one `end`. Each page is read at
 * its own moment; what a pull from the cursor of `begin` brings makes one moment of them. Where the line broke, it goes
 * on after the last `page`, with a `begin` of the same cursor.
 */
export const snapshotLineSchema = z.union([
  z.object({ mark: z.literal('begin'), protocol: z.int(), epoch, cursor: version, lastSeq: version }),
  /** Everything of an entity up to a key, and of the entities before it, has been sent. */
  z.object({ mark: z.literal('page'), entity: z.enum(ENTITY_NAMES), after: z.string() }),
  /** The count of the rows since `begin`. */
  z.object({ mark: z.literal('end'), rows: version }),
  z.object({ mark: z.literal('row'), change: rowChangeSchema }),
])

/** The rows of a terminal's scope as they are at a version: each by its key, with a digest of what it says. */
export const digestResponseSchema = z.object({
  epoch,
  cursor: version,
  entities: z.array(z.object({ entity: z.enum(ENTITY_NAMES), rows: z.array(z.tuple([z.string(), z.string()])) })),
})

/** Server-sent events. A lost one costs nothing: a timer pulls anyway. */
export const syncEventSchema = z.discriminatedUnion('event', [
  z.object({ event: z.literal('head'), head: version, epoch }),
  /** The terminal was taken away: nothing is given to it any more. The last event of its stream. */
  z.object({ event: z.literal('revoke') }),
])

export type EnrolRequest = z.output<typeof enrolRequestSchema>
export type EnrolResponse = z.output<typeof enrolResponseSchema>
export type DigestResponse = z.output<typeof digestResponseSchema>
export type HelloRequest = z.output<typeof helloRequestSchema>
export type HelloResponse = z.output<typeof helloResponseSchema>
export type AllotmentRequest = z.output<typeof allotmentRequestSchema>
export type AllotmentResponse = z.output<typeof allotmentResponseSchema>
export type DeviceRole = z.output<typeof deviceRoleSchema>
export type PushRequest = z.output<typeof pushRequestSchema>
export type PushResponse = z.output<typeof pushResponseSchema>
export type OpOutcome = z.output<typeof opOutcomeSchema>
export type PullQuery = z.output<typeof pullQuerySchema>
export type PullResponse = z.output<typeof pullResponseSchema>
/** The query of a snapshot that goes on. */
export interface SnapshotMark {
  readonly epoch: number
  readonly cursor: number
  readonly entity: EntityName
  readonly after: string
}
export type SnapshotLine = z.output<typeof snapshotLineSchema>
export type SyncEvent = z.output<typeof syncEventSchema>
