import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  addDays,
  daysBetween,
  isNightOf,
  isSellableStay,
  localDate,
  localDateAt,
  nightsOf,
  parseLocalDate,
  staysOverlap,
} from '../../../shared/domain/stay-dates.ts'
import { anyDate } from '../../support/properties.ts'

describe('stay dates', () => {
  test('DATE-01 only real days between 1970 and 2199 are dates', () => {
    for (const text of ['2026-02-28', '2028-02-29', '1970-01-01', '2199-12-31']) expect(parseLocalDate(text)).toBe(text)
    for (const text of [
      '2026-02-29',
      '2026-13-01',
      '9999-01-01',
      '1969-12-31',
      '2026-1-1',
      '2026-01-01T00:00',
      '',
      'x',
    ]) {
      expect(parseLocalDate(text)).toBeNull()
    }
  })

  test('DATE-02 adding days and counting them are inverse, over leap years and year ends', () => {
    fc.assert(
      fc.property(anyDate, fc.integer({ min: -800, max: 800 }), (date, days) => {
        expect(daysBetween(date, addDays(date, days))).toBe(days)
      }),
    )
  })

  test('DATE-03 a stay is half-open: its nights start at arrival and end before departure', () => {
    const stay = { arrival: localDate('2027-02-27'), departure: localDate('2027-03-02') }
    expect(nightsOf(stay)).toEqual(['2027-02-27', '2027-02-28', '2027-03-01'])
    expect(nightsOf({ arrival: stay.departure, departure: stay.arrival })).toEqual([])
    expect(isNightOf(stay, stay.arrival)).toBe(true)
    expect(isNightOf(stay, stay.departure)).toBe(false)
  })

  test('DATE-04 stays overlap exactly when they share a night', () => {
    const length = fc.integer({ min: 1, max: 9 })
    fc.assert(
      fc.property(anyDate, length, fc.integer({ min: -10, max: 10 }), length, (arrival, nights, shift, others) => {
        const a = { arrival, departure: addDays(arrival, nights) }
        const b = { arrival: addDays(arrival, shift), departure: addDays(arrival, shift + others) }
        const shared = nightsOf(a).some((night) => nightsOf(b).includes(night))
        expect(staysOverlap(a, b)).toBe(shared)
      }),
    )
  })

  test('DATE-05 a stay that is sold has 1 to 366 nights', () => {
    const arrival = localDate('2026-05-01')
    const sellable = [-1, 0, 1, 366, 367].map((nights) =>
      isSellableStay({ arrival, departure: addDays(arrival, nights) }),
    )
    expect(sellable).toEqual([false, false, true, true, false])
  })

  test('DATE-06 the day of an instant is the day at the hotel, not in UTC', () => {
    const instant = Date.parse('2026-03-01T23:30:00Z')
    const days = ['Asia/Seoul', 'Europe/Lisbon', 'America/New_York'].map((zone) => localDateAt(instant, zone))
    expect(days).toEqual(['2026-03-02', '2026-03-01', '2026-03-01'])
  })
})
