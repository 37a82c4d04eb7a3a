import { DateInput } from '@mantine/dates'
import { IconCalendar } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { type LocalDate, parseLocalDate } from '../../shared/domain/stay-dates.ts'
import { LANGUAGES, isLanguage } from '../i18n/languages.ts'
import { dateEntryText, dateOrderOf, parseDateEntry } from './date-entry.ts'

interface Props {
  readonly label: string
  readonly value: LocalDate
  readonly min: LocalDate
  /** What `+1` and a day without a year are counted from. */
  readonly base: LocalDate
  readonly format: (date: LocalDate) => string
  readonly onChange: (date: LocalDate) => void
  readonly error?: ReactNode
  readonly description?: string
  readonly fieldId?: string
}

/** A hotel date, typed or picked; see `parseDateEntry` for what may be typed. */
export function DateField({ label, value, min, base, format, onChange, error, description, fieldId }: Props) {
  const { t, i18n } = useTranslation()
  const order = dateOrderOf(LANGUAGES[isLanguage(i18n.language) ? i18n.language : 'en'].locale)
  return (
    <DateInput
      id={fieldId}
      label={label}
      description={description}
      value={value}
      minDate={min}
      error={error}
      valueFormat={(text) => {
        const date = parseLocalDate(text)
        return date ? dateEntryText(date, base, format) : text
      }}
      dateParser={(text) => parseDateEntry(text, base, order)}
      onChange={(text) => {
        const date = text === null ? null : parseLocalDate(text)
        if (date) onChange(date)
      }}
      leftSection={<IconCalendar size={15} stroke={1.8} aria-hidden />}
      leftSectionPointerEvents="none"
      ariaLabels={{ previousMonth: t('word.previousMonth'), nextMonth: t('word.nextMonth') }}
      autoComplete="off"
      size="sm"
    />
  )
}
