import { z } from 'zod'
import { isSlug, isUuidV7 } from '../domain/ids.ts'
import { localDateSchema, remarksSchema, roomTypeIdSchema, utcMsSchema } from './ids.ts'
import { positionSchema, titleSchema } from './internal-hotel-api.ts'
import { ROW_SCHEMAS } from './rows.ts'

const nightsOfType = {
  roomTypeId: roomTypeIdSchema,
  from: localDateSchema,
  until: localDateSchema.describe('The first night that is not meant; at most 731 nights'),
}
const weekdays = z
  .array(z.int().min(1).max(7))
  .min(1)
  .max(7)
  .nullable()
  .default(null)
  .describe('1 is Monday, 7 is Sunday; `null` is every day')

/** A minor unit amount whose product with every curve, plan and tax stays exact. */
const baseMinor = z.int().min(0).max(100_000_000)

export const nightsQuerySchema = z.strictObject(nightsOfType)

export const ratesRequestSchema = z
  .strictObject({ ...nightsOfType, weekdays, baseMinor: baseMinor.describe('Before the price curve, minor units') })
  .meta({
    id: 'RatesRequest',
    example: { roomTypeId: 'A', from: '2027-06-01', until: '2027-09-01', weekdays: [5, 6], baseMinor: 12_900 },
  })
export const ratesSetSchema = z
  .object({ priced: z.int().describe('Nights whose price changed'), opened: z.int().describe('Nights put on sale') })
  .meta({ id: 'RatesSet' })
export const ratesSchema = z.object({
  rates: z.array(ROW_SCHEMAS.rate),
  inventory: z.array(ROW_SCHEMAS.inventory).describe('A night without a row is not on sale'),
})

export const restrictionsRequestSchema = z
  .strictObject({
    ...nightsOfType,
    weekdays,
    minStay: z.int().min(1).max(366).describe('Nights that a stay arriving then must have'),
    closedToArrival: z.boolean(),
    closedToDeparture: z.boolean(),
  })
  .meta({
    id: 'RestrictionsRequest',
    example: {
      roomTypeId: 'A',
      from: '2026-12-30',
      until: '2027-01-02',
      weekdays: null,
      minStay: 3,
      closedToArrival: false,
      closedToDeparture: true,
    },
  })
export const restrictionsSetSchema = z.object({ changed: z.int() }).meta({ id: 'RestrictionsSet' })
export const restrictionsSchema = z.object({ restrictions: z.array(ROW_SCHEMAS.restriction) })

export const ratePlanRequestSchema = z
  .strictObject({
    name: titleSchema,
    position: positionSchema,
    kind: z.enum(['flexible', 'non_refundable']),
    priceBp: z.int().min(1).max(20_000).describe('What a night costs under it, in ten-thousandths of its price'),
    minStay: z.int().min(1).max(366),
    freeCancelDays: z.int().min(0).max(366),
    feeNights: z.int().min(0).max(366),
    active: z.boolean().default(true),
  })
  .meta({
    id: 'RatePlanRequest',
    example: {
      name: 'Weekly',
      position: 3,
      kind: 'flexible',
      priceBp: 8_500,
      minStay: 7,
      freeCancelDays: 7,
      feeNights: 2,
      active: true,
    },
  })
export const ratePlanSchema = ROW_SCHEMAS.rate_plan
export const ratePlanListSchema = z.object({ ratePlans: z.array(ratePlanSchema) })
export const ratePlanEndedSchema = z
  .object({ ratePlan: ratePlanSchema, removed: z.boolean().describe('`false`: it is kept, and sold no more') })
  .meta({ id: 'RatePlanEnded' })

export const taxIdSchema = z.string().max(32).refine(isSlug, 'letters, digits, "_", "." and "-", at most 32')
export const taxRuleRequestSchema = z
  .discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('percent'),
      name: titleSchema,
      position: positionSchema,
      percentBp: z.int().min(0).max(10_000),
      included: z.boolean(),
    }),
    z.strictObject({
      kind: z.literal('per_person_night'),
      name: titleSchema,
      position: positionSchema,
      amountMinor: z.int().min(0).max(100_000_000).describe('For each adult and night'),
      included: z.boolean(),
    }),
  ])
  .meta({
    id: 'TaxRuleRequest',
    example: { kind: 'per_person_night', name: 'City tax', position: 2, amountMinor: 200, included: false },
  })
export const taxRuleSchema = ROW_SCHEMAS.tax_rule
export const taxRuleListSchema = z.object({ taxRules: z.array(taxRuleSchema) })

export const priceCurveSchema = z
  .strictObject({
    points: z
      .array(z.strictObject({ occupancyBp: z.int().min(0).max(20_000), factorBp: z.int().min(0).max(50_000) }))
      .min(2)
      .max(20)
      .refine(
        (points) => points.every((point, at) => at === 0 || point.occupancyBp > (points[at - 1]?.occupancyBp ?? -1)),
        'points in rising order of occupancy',
      ),
  })
  .meta({
    id: 'PriceCurve',
    example: {
      points: [
        { occupancyBp: 0, factorBp: 9_000 },
        { occupancyBp: 10_000, factorBp: 15_000 },
      ],
    },
  })

export const controlIdSchema = z.string().max(36).refine(isUuidV7, 'a UUIDv7 in lower case')
const controlParts = {
  controlId: controlIdSchema.describe('A UUIDv7 made by the client; the idempotency key'),
  roomTypeId: roomTypeIdSchema.nullable().describe('`null` is every type of the hotel'),
  from: localDateSchema,
  until: localDateSchema.describe('The first night that is not controlled; at most 731 nights'),
  overbookPct: z.int().min(-100).max(100).describe('Of sellable rooms; -100 stops selling'),
  note: remarksSchema,
}
export const sellControlRequestSchema = z.strictObject(controlParts).meta({
  id: 'SellControlRequest',
  example: {
    controlId: '01990000-0000-7000-8000-00000000c0de',
    roomTypeId: null,
    from: '2027-02-01',
    until: '2027-02-08',
    overbookPct: -100,
    note: 'Stop sale: wedding party',
  },
})
export const sellControlSchema = z
  .object({ ...controlParts, setBy: z.string(), setAtUtcMs: utcMsSchema })
  .meta({ id: 'SellControl' })
export const sellControlListSchema = z.object({ sellControls: z.array(sellControlSchema) })

export type RatesRequest = z.output<typeof ratesRequestSchema>
export type RestrictionsRequest = z.output<typeof restrictionsRequestSchema>
export type RatePlanRequest = z.output<typeof ratePlanRequestSchema>
export type TaxRuleRequest = z.output<typeof taxRuleRequestSchema>
export type SellControlRequest = z.output<typeof sellControlRequestSchema>
export type SellControlResource = z.output<typeof sellControlSchema>
