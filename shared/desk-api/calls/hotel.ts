import { z } from 'zod'
import { call, nothing } from '../call.ts'
import { localDate } from '../fields.ts'
import { hotelViewSchema, occupancyViewSchema, todayViewSchema } from '../views/hotel.ts'

export const HOTEL_CALLS = {
  'hotel.get': call('query', nothing, hotelViewSchema),
  'today.get': call('query', nothing, todayViewSchema),
  'occupancy.get': call(
    'query',
    z.strictObject({ from: localDate, nights: z.int().min(1).max(62) }),
    occupancyViewSchema,
  ),
} as const
