import { type LanguageCode, isLanguage, languageFor } from '../i18n/languages.ts'

const KEY = 'keyrack-language'

/** The language chosen on this computer, else the first one of the browser's that there are texts for. */
export function chosenLanguage(): LanguageCode {
  const kept = localStorage.getItem(KEY)
  return kept !== null && isLanguage(kept) ? kept : languageFor(navigator.languages)
}

export function keepLanguage(language: LanguageCode): void {
  localStorage.setItem(KEY, language)
}
