import { localDateAt } from '../../shared/domain/stay-dates.ts'
import type { Format } from './format.ts'

/** An instant as the hotel reads it where the day matters too: `Sun 22 Nov, 23:14`. */
export function momentText(format: Format, timeZone: string, utcMs: number): string {
  return `${format.day(localDateAt(utcMs, timeZone))}, ${format.time(utcMs)}`
}
