import * as fc from 'fast-check'
import { type LocalDate, addDays, localDate } from '../../shared/domain/stay-dates.ts'

/** Any date of the calendar that we take. */
export const anyDate: fc.Arbitrary<LocalDate> = fc
  .integer({ min: 0, max: 83_000 })
  .map((days) => addDays(localDate('1970-01-01'), days))
