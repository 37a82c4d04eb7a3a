import { useTranslation } from 'react-i18next'
import { LANGUAGES, isLanguage } from '../i18n/languages.ts'

/** Writes an amount of another hotel, in its own currency's minor units. */
export function useMoneyIn(): (currency: string, amountMinor: number) => string {
  const { language } = useTranslation().i18n
  const { locale } = LANGUAGES[isLanguage(language) ? language : 'en']
  return (currency, amountMinor) => {
    const form = new Intl.NumberFormat(locale, { style: 'currency', currency, currencyDisplay: 'narrowSymbol' })
    return form.format(amountMinor / 10 ** (form.resolvedOptions().maximumFractionDigits ?? 2))
  }
}
