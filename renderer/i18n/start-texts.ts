import { type i18n, createInstance } from 'i18next'
import { initReactI18next } from 'react-i18next'
import { en } from './en/catalogue.ts'
import { LANGUAGES, type LanguageCode } from './languages.ts'

/** Makes the texts of a language ready. Escaping is left to React, which writes texts, never markup. */
export async function startTexts(language: LanguageCode = 'en'): Promise<i18n> {
  const texts = createInstance()
  await texts.use(initReactI18next).init({
    lng: 'en',
    fallbackLng: 'en',
    resources: { en: { translation: en } },
    interpolation: { escapeValue: false },
    returnNull: false,
    contextSeparator: '~', // codes have underscores of their own
  })
  await speak(texts, language)
  return texts
}

/** Turns the texts to another language, which is loaded where it has not been. */
export async function speak(texts: i18n, language: LanguageCode): Promise<void> {
  if (!texts.hasResourceBundle(language, 'translation')) {
    texts.addResourceBundle(language, 'translation', await LANGUAGES[language].load())
  }
  await texts.changeLanguage(language)
}
