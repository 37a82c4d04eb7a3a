import { type i18n, createInstance } from 'i18next'
import { initReactI18next } from 'react-i18next'
import { en } from './en/catalogue.ts'

/** The locale whose forms dates, numbers and money take. */
export const LOCALE = 'en-GB'

/** Makes the texts ready. Escaping is left to React, which writes texts, never markup. */
export async function startTexts(): Promise<i18n> {
  const texts = createInstance()
  await texts.use(initReactI18next).init({
    lng: 'en',
    fallbackLng: 'en',
    resources: { en: { translation: en } },
    interpolation: { escapeValue: false },
    returnNull: false,
    contextSeparator: '~', // codes have underscores of their own
  })
  return texts
}
