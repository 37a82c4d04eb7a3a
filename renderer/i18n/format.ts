import type { TFunction } from 'i18next'
import { type LocalDate, parseLocalDate } from '../../shared/domain/stay-dates.ts'

/** How one hotel's dates, instants and amounts read; every form comes from Intl. */
export interface Format {
  /** Minor units in the hotel's currency, e.g. `€ 182.50`. */
  readonly money: (amountMinor: number) => string
  /** `Sun 22 Nov`. */
  readonly day: (date: LocalDate) => string
  /** `Sun 22 November 2026`. */
  readonly longDay: (date: LocalDate) => string
  /** `November 2026`. */
  readonly month: (date: LocalDate) => string
  /** `Sun`, `22`, `Nov`: the parts of a table's column head. */
  readonly dayParts: (date: LocalDate) => { weekday: string; day: string; month: string; isWeekend: boolean }
  /** The hotel's wall clock, `02:14`. */
  readonly time: (utcMs: number) => string
}

export function createFormat(
  hotel: { currency: string; currencyExponent: number; timeZone: string },
  locale: string,
): Format {
  const { currency, currencyExponent, timeZone } = hotel
  const money = new Intl.NumberFormat(locale, {
    style: 'currency',
    currency,
    currencyDisplay: 'narrowSymbol',
    minimumFractionDigits: currencyExponent,
    maximumFractionDigits: currencyExponent,
  })
  const dayForm = new Intl.DateTimeFormat(locale, { timeZone: 'UTC', weekday: 'short', day: 'numeric', month: 'short' })
  const longForm = new Intl.DateTimeFormat(locale, {
    timeZone: 'UTC',
    weekday: 'short',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
  })
  const monthForm = new Intl.DateTimeFormat(locale, { timeZone: 'UTC', month: 'long', year: 'numeric' })
  // Alone it has its own ending where a part of a date has none: `11月`.
  const shortMonthForm = new Intl.DateTimeFormat(locale, { timeZone: 'UTC', month: 'short' })
  const timeForm = new Intl.DateTimeFormat(locale, { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
  return {
    money: (amountMinor) => money.format(amountMinor / 10 ** currencyExponent),
    day: (date) => dayForm.format(utcOf(date)).replace(',', ''),
    longDay: (date) => longForm.format(utcOf(date)).replace(',', ''),
    month: (date) => monthForm.format(utcOf(date)),
    dayParts: (date) => {
      const parts = dayForm.formatToParts(utcOf(date))
      const part = (type: string) => parts.find((candidate) => candidate.type === type)?.value ?? ''
      const weekday = new Date(utcOf(date)).getUTCDay()
      return {
        weekday: part('weekday'),
        day: part('day'),
        month: shortMonthForm.format(utcOf(date)),
        isWeekend: weekday === 0 || weekday === 6,
      }
    },
    time: (utcMs) => timeForm.format(utcMs),
  }
}

const SECOND_MS = 1000
const MINUTE_MS = 60 * SECOND_MS
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

/** An age in two units at most: `12 s`, `3 min`, `2 h 5 min`, `1 d 4 h`. A clock set back reads as `1 s`. */
export function ageInWords(t: TFunction, ageMs: number): string {
  if (ageMs < MINUTE_MS) return t('age.seconds', { count: Math.max(1, Math.floor(ageMs / SECOND_MS)) })
  if (ageMs < HOUR_MS) return t('age.minutes', { count: Math.floor(ageMs / MINUTE_MS) })
  const hours = Math.floor((ageMs % DAY_MS) / HOUR_MS)
  if (ageMs >= DAY_MS) return t('age.days', { days: Math.floor(ageMs / DAY_MS), hours })
  const minutes = Math.floor((ageMs % HOUR_MS) / MINUTE_MS)
  return minutes === 0 ? t('age.wholeHours', { hours }) : t('age.hours', { hours, minutes })
}

/** A date of the wire as the hotel reads it; another text unchanged. */
export function dayOrText(format: Format, text: string): string {
  const date = parseLocalDate(text)
  return date === null ? text : format.day(date)
}

function utcOf(date: LocalDate): number {
  return Date.UTC(Number(date.slice(0, 4)), Number(date.slice(5, 7)) - 1, Number(date.slice(8, 10)))
}
