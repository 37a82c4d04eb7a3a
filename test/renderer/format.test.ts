import { assert, constantFrom, integer, property } from 'fast-check'
import { expect, test } from 'vitest'
import { dateEntryText, dateOrderOf, parseDateEntry } from '../../renderer/components/date-entry.ts'
import { ageInWords, createFormat } from '../../renderer/i18n/format.ts'
import { addDays, localDate } from '../../shared/domain/stay-dates.ts'
import { english } from './english.ts'

const lisbon = (currency: string, currencyExponent: number) =>
  createFormat({ currency, currencyExponent, timeZone: 'Europe/Lisbon' }, 'en-GB')

test('UI-03 money has the exponent of its currency', () => {
  expect(lisbon('EUR', 2).money(18_250)).toBe('€182.50')
  expect(lisbon('JPY', 0).money(18_250)).toBe('¥18,250')
  expect(lisbon('KWD', 3).money(18_250)).toContain('18.250')
})

test('UI-03 dates stay the day that they are, wherever the desk stands', () => {
  expect(lisbon('EUR', 2).day(localDate('2026-03-29'))).toBe('Sun 29 Mar')
  expect(lisbon('EUR', 2).longDay(localDate('2026-11-22'))).toBe('Sun 22 November 2026')
  expect(lisbon('EUR', 2).dayParts(localDate('2026-11-22'))).toMatchObject({ day: '22', isWeekend: true })
})

test('UI-23 the month at the head of a column has the ending that its language gives it', () => {
  const night = localDate('2026-11-22')
  const headIn = (locale: string) => {
    const { weekday, day, month } = createFormat(
      { currency: 'EUR', currencyExponent: 2, timeZone: 'Europe/Lisbon' },
      locale,
    ).dayParts(night)
    return [weekday, day, month]
  }
  expect(headIn('en-GB')).toEqual(['Sun', '22', 'Nov'])
  expect(headIn('ja-JP')).toEqual(['日', '22', '11月'])
  expect(headIn('ko-KR')).toEqual(['일', '22', '11월'])
})

test('UI-03 instants read in the time of the hotel', () => {
  const utcMs = Date.UTC(2026, 6, 12, 23, 14)
  expect(lisbon('EUR', 2).time(utcMs)).toBe('00:14')
})

test.each([
  [-5_000, '1 s'],
  [12_400, '12 s'],
  [59_999, '59 s'],
  [180_000, '3 min'],
  [7_200_000, '2 h'],
  [7_500_000, '2 h 5 min'],
  [100_800_000, '1 d 4 h'],
])('UI-03 an age of %i ms reads %s', async (ageMs, words) => {
  const { t } = await english()
  expect(ageInWords(t, ageMs)).toBe(words)
})

const base = localDate('2026-11-22')

test.each([
  ['2026-12-24', '2026-12-24'],
  ['24 12', '2026-12-24'],
  ['24.12.', '2026-12-24'],
  ['24/12/2027', '2027-12-24'],
  ['24 Dec', '2026-12-24'],
  ['Thu 24 December', '2026-12-24'],
  ['1 2', '2027-02-01'],
  ['+2', '2026-11-24'],
  ['31 2', null],
  ['soon', null],
])('UI-04 the typed date "%s" means %s', (text, date) => {
  expect(parseDateEntry(text, base)).toBe(date)
})

test.each([
  ['12/24', '2026-12-24'],
  ['１２／２４', '2026-12-24'],
  ['2027/12/24', '2027-12-24'],
  ['12月24日', '2026-12-24'],
  ['2027年12月24日', '2027-12-24'],
  ['12월 24일 (목)', '2026-12-24'],
  ['24 Dec', '2026-12-24'],
  ['24/12', null],
])('UI-04 where the month is said first, the typed date "%s" means %s', (text, date) => {
  expect(parseDateEntry(text, base, dateOrderOf('ja-JP'))).toBe(date)
})

test('UI-04 the order of two numbers is that of the language', () => {
  expect(['en-GB', 'ja-JP', 'ko-KR'].map(dateOrderOf)).toEqual(['dayMonth', 'monthDay', 'monthDay'])
})

test('UI-04 what a date field shows, it reads back, with the year where the date is not the next such day', () => {
  const format = lisbon('EUR', 2)
  const forms = ['en-GB', 'ja-JP', 'ko-KR'].map((locale) =>
    createFormat({ currency: 'EUR', currencyExponent: 2, timeZone: 'Europe/Lisbon' }, locale),
  )
  assert(
    property(integer({ min: -400, max: 4_000 }), constantFrom(...forms), (days, { day }) => {
      const date = addDays(base, days)
      expect(parseDateEntry(dateEntryText(date, base, day), base)).toBe(date)
    }),
  )
  expect(dateEntryText(localDate('2026-12-24'), base, format.day)).toBe('Thu 24 Dec')
  expect(dateEntryText(localDate('2031-12-24'), base, format.day)).toBe('Wed 24 Dec 2031')
})
