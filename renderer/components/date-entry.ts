import { type LocalDate, addDays, parseLocalDate } from '../../shared/domain/stay-dates.ts'

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

/**
 * The date that somebody typed at the desk: `2026-12-24`, `24 12`, `24.12.`, `24/12/2026`, `24 Dec`, `Thu 24 Dec`, `+2`
 * (days from `base`). Day before month. Without a year it is the next such day on or after `base`. `null` otherwise.
 */
export function parseDateEntry(text: string, base: LocalDate): LocalDate | null {
  const entry = text.trim().toLowerCase()
  const ahead = /^\+(\d{1,3})$/.exec(entry)
  if (ahead) return addDays(base, Number(ahead[1]))
  const iso = parseLocalDate(entry)
  if (iso) return iso
  const match = /^(?:[a-z]{2,9}\.?,?\s+)?(\d{1,2})[\s./-]+(\d{1,2}|[a-z]{3,9})\.?(?:[\s./-]+(\d{4}))?$/.exec(entry)
  if (!match) return null
  const month = monthOf(match[2] ?? '')
  if (month === 0) return null
  const baseYear = Number(base.slice(0, 4))
  if (match[3]) return dateOf(Number(match[3]), month, Number(match[1]))
  const thisYear = dateOf(baseYear, month, Number(match[1]))
  return thisYear !== null && thisYear >= base ? thisYear : dateOf(baseYear + 1, month, Number(match[1]))
}

/** What a date field shows: the short form, with the year where it would else be read as another date. */
export function dateEntryText(date: LocalDate, base: LocalDate, format: (date: LocalDate) => string): string {
  const text = format(date)
  return parseDateEntry(text, base) === date ? text : `${text} ${date.slice(0, 4)}`
}

function monthOf(text: string): number {
  return /^\d+$/.test(text) ? Number(text) : MONTHS.indexOf(text.slice(0, 3)) + 1
}

function dateOf(year: number, month: number, day: number): LocalDate | null {
  return parseLocalDate(`${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`)
}
