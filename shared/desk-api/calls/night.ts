import { z } from 'zod'
import { call, done, nothing } from '../call.ts'
import { approval, localDate } from '../fields.ts'
import { downtimeViewSchema, nightViewSchema } from '../views/night.ts'

export const NIGHT_CALLS = {
  'night.get': call('query', nothing, nightViewSchema),
  /**
   * Closes a business date; once a date. Refuses `NOT_A_HUB` at a standby or kiosk, `DATE_NOT_CURRENT`, `DUE_OUTS_OPEN`,
   * `NIGHT_TOO_EARLY` (before 18:00 of that day, unless `early`; before the day itself in any case).
   */
  'night.roll': call('command', z.strictObject({ date: localDate, early: z.boolean().default(false), approval }), done),
  'downtime.get': call('query', nothing, downtimeViewSchema),
} as const
