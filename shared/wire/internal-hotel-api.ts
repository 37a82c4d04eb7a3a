import { z } from 'zod'
import { currencyExponent } from '../domain/money.ts'
import { isPlainText } from '../domain/text.ts'
import { hotelIdSchema, localDateSchema, roomIdSchema, roomTypeIdSchema } from './ids.ts'
import { ROW_SCHEMAS } from './rows.ts'

/** What staff calls a thing, on one line. */
export const titleSchema = z.string().trim().min(1).max(80).refine(isPlainText, 'text on one line')
/** Order on screens, from 1. */
export const positionSchema = z.int().min(1).max(1_000)
export const pageLimitSchema = z.coerce.number().int().min(1).max(200).default(50)

const currencySchema = z
  .string()
  .max(3)
  .refine((code) => /^[A-Z]{3}$/.test(code) && currencyExponent(code) !== null, 'a currency of ISO 4217')
  .meta({ example: 'EUR' })
const timeZoneSchema = z.string().max(64).refine(isTimeZone, 'a time zone of IANA').meta({ example: 'Europe/Lisbon' })

/** An area with a city, or UTC: offsets and abbreviations do not know summer time. */
function isTimeZone(name: string): boolean {
  if (name !== 'UTC' && !/^[A-Z][A-Za-z_]+(?:\/[A-Z][A-Za-z_+-]*[A-Za-z])+$/.test(name)) return false
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone.length > 0
  } catch {
    return false // the one thing that a name can do wrong here
  }
}

export const newHotelSchema = z
  .strictObject({
    hotelId: hotelIdSchema,
    name: titleSchema,
    currency: currencySchema,
    timeZone: timeZoneSchema,
    pricesIncludeTax: z.boolean(),
    businessDate: localDateSchema.optional().describe('Without it the day that it is in the hotel'),
  })
  .meta({
    id: 'NewHotel',
    example: {
      hotelId: 'harbour',
      name: 'Harbour House',
      currency: 'EUR',
      timeZone: 'Europe/Lisbon',
      pricesIncludeTax: true,
    },
  })

export const hotelChangeSchema = z
  .strictObject({
    name: titleSchema.optional(),
    currency: currencySchema.optional().describe('Only while the hotel has no reservation'),
    timeZone: timeZoneSchema.optional().describe('Only while the hotel has no reservation'),
    pricesIncludeTax: z.boolean().optional(),
  })
  .meta({ id: 'HotelChange', example: { name: 'Harbour House & Spa' } })

export const staffHotelSchema = ROW_SCHEMAS.hotel
export const staffHotelListSchema = z.object({
  hotels: z.array(staffHotelSchema),
  next: hotelIdSchema.nullable().describe('`after` of the next page; `null` is the end'),
})
export const hotelPageSchema = z.strictObject({ after: hotelIdSchema.optional(), limit: pageLimitSchema })

const maxOccupancy = z.int().min(1).max(20)
export const newRoomTypeSchema = z
  .strictObject({ roomTypeId: roomTypeIdSchema, name: titleSchema, position: positionSchema, maxOccupancy })
  .meta({ id: 'NewRoomType', example: { roomTypeId: 'DLX', name: 'Deluxe', position: 3, maxOccupancy: 3 } })
export const roomTypeChangeSchema = z
  .strictObject({
    name: titleSchema.optional(),
    position: positionSchema.optional(),
    maxOccupancy: maxOccupancy.optional(),
  })
  .meta({ id: 'RoomTypeChange', example: { name: 'Deluxe, sea side' } })
export const roomTypeSchema = ROW_SCHEMAS.room_type
export const roomTypeListSchema = z.object({ roomTypes: z.array(roomTypeSchema) })

const floor = z.int().min(-10).max(200)
const housekeepingSchema = z.enum(['dirty', 'clean', 'inspected', 'pickup'])
export const newRoomSchema = z
  .strictObject({
    roomId: roomIdSchema,
    roomTypeId: roomTypeIdSchema,
    floor,
    housekeeping: housekeepingSchema.default('inspected'),
  })
  .meta({ id: 'NewRoom', example: { roomId: '305', roomTypeId: 'DLX', floor: 3, housekeeping: 'clean' } })
export const roomChangeSchema = z
  .strictObject({
    roomTypeId: roomTypeIdSchema.optional().describe('The room takes its unit of inventory along'),
    floor: floor.optional(),
    housekeeping: housekeepingSchema.optional(),
  })
  .meta({ id: 'RoomChange', example: { housekeeping: 'dirty' } })
export const roomSchema = ROW_SCHEMAS.room
export const roomListSchema = z.object({ rooms: z.array(roomSchema) })

export type NewHotel = z.output<typeof newHotelSchema>
export type HotelChange = z.output<typeof hotelChangeSchema>
export type RoomTypeChange = z.output<typeof roomTypeChangeSchema>
