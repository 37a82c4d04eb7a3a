import { assert } from '../base/assert.ts'
import type { Brand } from '../base/brand.ts'

/** A calendar day of the hotel, `YYYY-MM-DD`; never an instant. Sorts as text. */
export type LocalDate = Brand<string, 'LocalDate'>

/** A half-open stay `[arrival, departure)`; its nights are arrival, …, the day before departure. */
export interface Stay {
  readonly arrival: LocalDate
  readonly departure: LocalDate
}

/** The longest stay that one line may have. House policy: a year; longer is a lease, not a stay. */
export const MAX_STAY_NIGHTS = 366

const DAY_MS = 86_400_000
const SHAPE = /^(\d{4})-(\d{2})-(\d{2})$/
const FIRST_YEAR = 1970
const LAST_YEAR = 2199

/** The date, or `null` where the text is no day of the calendar between 1970 and 2199 (`2026-02-30`, `9999-01-01`). */
export function parseLocalDate(text: string): LocalDate | null {
  const match = SHAPE.exec(text)
  if (!match) return null
  const year = Number(match[1])
  if (year < FIRST_YEAR || year > LAST_YEAR) return null
  const epochMs = Date.UTC(year, Number(match[2]) - 1, Number(match[3]))
  return toText(epochMs) === text ? (text as LocalDate) : null // the round trip proves it
}

/** The date of a literal that our own code wrote; a bug where it is none. */
export function localDate(text: string): LocalDate {
  const date = parseLocalDate(text)
  assert(date !== null, `not a date: ${text}`)
  return date
}

export function addDays(date: LocalDate, days: number): LocalDate {
  return toText(epochMsOf(date) + days * DAY_MS) as LocalDate // arithmetic on a valid date stays valid
}

/** Days from `from` to `to`; negative where `to` is earlier. */
export function daysBetween(from: LocalDate, to: LocalDate): number {
  return Math.round((epochMsOf(to) - epochMsOf(from)) / DAY_MS)
}

/** The nights of a stay in order; empty where departure is not after arrival. */
export function nightsOf(stay: Stay): LocalDate[] {
  return Array.from({ length: Math.max(0, nightCount(stay)) }, (_, index) => addDays(stay.arrival, index))
}

export function nightCount(stay: Stay): number {
  return daysBetween(stay.arrival, stay.departure)
}

/** Is this a stay that may be sold: at least one night and at most {@link MAX_STAY_NIGHTS}? */
export function isSellableStay(stay: Stay): boolean {
  const nights = nightCount(stay)
  return nights >= 1 && nights <= MAX_STAY_NIGHTS
}

/** The day of the week, from 1 for Monday to 7 for Sunday. */
export function isoWeekday(date: LocalDate): number {
  return new Date(epochMsOf(date)).getUTCDay() || 7
}

export function staysOverlap(a: Stay, b: Stay): boolean {
  return a.arrival < b.departure && b.arrival < a.departure
}

export function isNightOf(stay: Stay, night: LocalDate): boolean {
  return stay.arrival <= night && night < stay.departure
}

/** The calendar day in a time zone (IANA name) at an instant. */
export function localDateAt(utcMs: number, timeZone: string): LocalDate {
  const parts = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' })
  return localDate(parts.format(utcMs))
}

// The calendar's days are few and asked for again and again, and making one of them costs a microsecond.
const epochMsByText = new Map<string, number>()
const textByEpochMs = new Map<number, string>()
const MOST_KEPT = (LAST_YEAR - FIRST_YEAR + 1) * 366

function epochMsOf(date: LocalDate): number {
  const known = epochMsByText.get(date)
  if (known !== undefined) return known
  const epochMs = Date.UTC(Number(date.slice(0, 4)), Number(date.slice(5, 7)) - 1, Number(date.slice(8, 10)))
  if (epochMsByText.size < MOST_KEPT) epochMsByText.set(date, epochMs)
  return epochMs
}

function toText(epochMs: number): string {
  const known = textByEpochMs.get(epochMs)
  if (known !== undefined) return known
  const text = new Date(epochMs).toISOString().slice(0, 10)
  if (textByEpochMs.size < MOST_KEPT) textByEpochMs.set(epochMs, text)
  return text
}
