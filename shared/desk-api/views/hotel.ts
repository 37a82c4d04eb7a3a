import { z } from 'zod'
import { localDate, roomTypeId } from '../fields.ts'
import { count, minor } from './common.ts'
import { stayItemSchema } from './stay.ts'

export const hotelViewSchema = z.object({
  hotelId: z.string(),
  name: z.string(),
  currency: z.string(),
  currencyExponent: z.int(),
  timeZone: z.string(),
  businessDate: localDate,
  /** The calendar day at the hotel now; another than the business date until night audit rolls it. */
  calendarDate: localDate,
  pricesIncludeTax: z.boolean(),
  roomTypes: z.array(z.object({ roomTypeId, name: z.string(), maxOccupancy: count, rooms: count })),
  rooms: count,
  terminal: z.object({ name: z.string(), deviceClass: z.enum(['desk', 'kiosk']) }),
})

/**
 * `remaining` is what is left to do today: not yet arrived, not yet departed; these come first in `items`, those who came
 * or left today after them. In house: everybody is "remaining".
 */
const stayListSchema = z.object({ total: count, remaining: count, items: z.array(stayItemSchema) })

export const todayViewSchema = z.object({
  businessDate: localDate,
  /** Lines that arrive on the business date (or should have before and are still expected). */
  arrivals: stayListSchema,
  /** Lines that depart on the business date (due-outs), or should have before. */
  departures: stayListSchema,
  inHouse: stayListSchema,
  tonight: z.object({ occupied: count, expected: count, sellable: count, outOfOrder: count }),
})

const nightCellSchema = z.object({
  night: localDate,
  sellable: count,
  outOfOrder: count,
  reserved: count,
  leased: count,
  limit: count,
  /** Units that this desk may still sell: up to the sell limit, and those set aside for it. */
  left: count,
  /** Units sold beyond the limit. */
  forced: count,
  /** Tonight's price of the night, minor units; `null` where no rate is set. */
  priceMinor: minor.nullable(),
})
export type NightCell = z.output<typeof nightCellSchema>

export const occupancyViewSchema = z.object({
  nights: z.array(localDate),
  roomTypes: z.array(z.object({ roomTypeId, name: z.string(), cells: z.array(nightCellSchema) })),
  /** The whole house, night by night. `occupancyBp`: reserved of sellable in ten-thousandths. */
  house: z.array(z.object({ night: localDate, sellable: count, reserved: count, left: count, occupancyBp: count })),
})
