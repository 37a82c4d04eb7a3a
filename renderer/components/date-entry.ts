import { type LocalDate, addDays, parseLocalDate } from '../../shared/domain/stay-dates.ts'

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

/** Which of the two numbers of a date comes first where a language writes it. */
export type DateOrder = 'dayMonth' | 'monthDay'

export function dateOrderOf(locale: string): DateOrder {
  const parts = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'numeric' }).formatToParts(0)
  const first = parts.find(({ type }) => type === 'day' || type === 'month')
  return first?.type === 'month' ? 'monthDay' : 'dayMonth'
}

/**
 * The date that somebody typed at the desk: `2026-12-24`, `24 12`, `24.12.`, `24/12/2026`, `24 Dec`, `Thu 24 Dec`,
 * `12月24日`, `12월 24일`, `+2` (days from `base`). Two numbers stand in `order`. Without a year it is the next such day
 * on or after `base`. `null` otherwise.
 */
export function parseDateEntry(text: string, base: LocalDate, order: DateOrder = 'dayMonth'): LocalDate | null {
  const entry = text.trim().normalize('NFKC').toLowerCase()
  const ahead = /^\+(\d{1,3})$/.exec(entry)
  if (ahead) return addDays(base, Number(ahead[1]))
  const iso = parseLocalDate(entry)
  if (iso) return iso
  const parts = markedParts(entry) ?? plainParts(entry, order)
  if (parts === null || parts.month === 0) return null
  const { year, month, day } = parts
  if (year !== null) return dateOf(year, month, day)
  const baseYear = Number(base.slice(0, 4))
  const thisYear = dateOf(baseYear, month, day)
  return thisYear !== null && thisYear >= base ? thisYear : dateOf(baseYear + 1, month, day)
}

/** What a date field shows: the short form, with the year where it would else be read as another date. */
export function dateEntryText(date: LocalDate, base: LocalDate, format: (date: LocalDate) => string): string {
  const text = format(date)
  return parseDateEntry(text, base) === date ? text : `${text} ${date.slice(0, 4)}`
}

interface DateParts {
  readonly year: number | null
  readonly month: number
  readonly day: number
}

/** `2026/12/24`, and what East Asian languages write with a sign after each number, the weekday in brackets. */
function markedParts(entry: string): DateParts | null {
  const yearFirst = /^(\d{4})[./-](\d{1,2})[./-](\d{1,2})$/.exec(entry)
  const marked =
    yearFirst ??
    /^(?:(\d{4})[年년]\s*)?(\d{1,2})[月월]\s*(\d{1,2})[日일](?:\s*\(.\))?(?:\s+(?<after>\d{4}))?$/.exec(entry)
  if (!marked) return null
  const year = marked[1] ?? marked.groups?.['after']
  return { year: year === undefined ? null : Number(year), month: Number(marked[2]), day: Number(marked[3]) }
}

function plainParts(entry: string, order: DateOrder): DateParts | null {
  const match = /^(?:[a-z]{2,9}\.?,?\s+)?(\d{1,2})[\s./-]+(\d{1,2}|[a-z]{3,9})\.?(?:[\s./-]+(\d{4}))?$/.exec(entry)
  if (!match) return null
  const [, first = '', second = ''] = match
  const year = match[3] === undefined ? null : Number(match[3])
  if (order === 'monthDay' && /^\d+$/.test(second)) return { year, month: Number(first), day: Number(second) }
  return { year, month: monthOf(second), day: Number(first) }
}

function monthOf(text: string): number {
  return /^\d+$/.test(text) ? Number(text) : MONTHS.indexOf(text.slice(0, 3)) + 1
}

function dateOf(year: number, month: number, day: number): LocalDate | null {
  return parseLocalDate(`${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`)
}
