import { z } from 'zod'
import { isPlainLines, isPlainText } from '../domain/text.ts'
import { deviceIdSchema, hotelIdSchema, opIdSchema, utcMsSchema } from './ids.ts'
import { deviceClassSchema } from './sync-messages.ts'

const name = z.string().trim().min(1).max(80).refine(isPlainText, 'text on one line')
const hotelsSchema = z.union([z.literal('*'), z.array(hotelIdSchema).min(1).max(5_000).readonly()])
export const staffRoleSchema = z.enum(['admin', 'revenue', 'manager', 'support'])

export const staffRequestSchema = z
  .strictObject({
    name,
    role: staffRoleSchema,
    hotels: hotelsSchema.describe('The hotels that they work for; `*` is every hotel'),
  })
  .meta({ id: 'StaffRequest', example: { name: 'Rosa Lima', role: 'manager', hotels: ['harbour'] } })

export const staffSchema = z
  .object({
    staffId: z.string(),
    name: z.string(),
    role: staffRoleSchema,
    hotels: hotelsSchema,
    active: z.boolean(),
    createdAtUtcMs: utcMsSchema,
  })
  .meta({ id: 'Staff' })

export const staffListSchema = z.object({ staff: z.array(staffSchema) })

export const meSchema = staffSchema.extend({ permissions: z.array(z.string()) })

export const apiKeyRequestSchema = z
  .strictObject({
    name,
    hotelId: hotelIdSchema.nullable().default(null).describe('The one hotel that it is for; `null` is every hotel'),
    perMinute: z
      .int()
      .min(1)
      .max(10_000_000)
      .nullable()
      .default(null)
      .describe('`null` is what the server gives a key'),
  })
  .meta({ id: 'ApiKeyRequest', example: { name: 'Website', hotelId: null, perMinute: 600 } })

export const apiKeySchema = z
  .object({
    keyId: z.string(),
    name: z.string(),
    hotelId: hotelIdSchema.nullable(),
    perMinute: z.int().nullable(),
    createdAtUtcMs: utcMsSchema,
    revokedAtUtcMs: utcMsSchema.nullable(),
  })
  .meta({ id: 'ApiKey' })

export const apiKeyListSchema = z.object({ apiKeys: z.array(apiKeySchema) })

export const givenApiKeySchema = z.object({
  key: apiKeySchema,
  apiKey: z.string().describe('`krk_<id>_<secret>`: shown this once'),
})

export const deviceListSchema = z.object({
  devices: z.array(
    z
      .object({
        deviceId: deviceIdSchema,
        name: z.string(),
        deviceClass: deviceClassSchema,
        codePrefix: z.int(),
        lastSeq: z.int(),
        enrolledAtUtcMs: utcMsSchema,
        lastContactUtcMs: utcMsSchema,
        clockOffsetMs: z.int().nullable().describe("Its clock less the chain's at its last hello"),
        state: z
          .enum(['active', 'revoked'])
          .describe('`revoked`: it is given nothing, and what it pushes is held back'),
      })
      .meta({ id: 'Device' }),
  ),
})

export const enrolCodeSchema = z.object({
  enrolCode: z.string().describe('Enrols one terminal, once, within a day'),
})

export const quarantinedOpSchema = z
  .object({
    deviceId: deviceIdSchema,
    seq: z.int(),
    opId: opIdSchema,
    type: z.string(),
    madeAtUtcMs: utcMsSchema,
    receivedAtUtcMs: utcMsSchema,
    body: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'QuarantinedOp' })

export const quarantineSchema = z.object({
  ops: z.array(quarantinedOpSchema).describe('What is held back, at most 100, in the order in which it was done'),
})

const throughSeq = z.int().min(1).nullable().default(null).describe('The last op that is meant; `null` is all')

export const releaseRequestSchema = z
  .strictObject({ throughSeq })
  .meta({ id: 'ReleaseRequest', example: { throughSeq: null } })

export const releasedSchema = z
  .object({ landed: z.int(), accepted: z.int(), refused: z.int(), parked: z.int() })
  .meta({ id: 'Released' })

export const discardRequestSchema = z
  .strictObject({
    throughSeq,
    note: z.string().trim().min(1).max(500).refine(isPlainLines, 'text without control characters'),
  })
  .meta({ id: 'DiscardRequest', example: { throughSeq: null, note: 'Sold by nobody of ours' } })

export const discardedSchema = z.object({ discarded: z.int() }).meta({ id: 'Discarded' })
