import { en } from './en/catalogue.ts'

/** Texts of the shape of `T`; a language without a singular leaves out the keys that end in `_one`. */
type TextsLike<T> = {
  readonly [K in keyof T as K extends `${string}_one` ? never : K]: T[K] extends string ? string : TextsLike<T[K]>
} & { readonly [K in keyof T as K extends `${string}_one` ? K : never]?: string }

/** Every text of the desk in a language. */
export type Catalogue = TextsLike<typeof en>

interface Language {
  /** In the language itself. */
  readonly name: string
  /** Whose forms dates, numbers and money take. */
  readonly locale: string
  /** With the names of days and months that calendars show. */
  readonly load: () => Promise<Catalogue>
}

/** One more language is one more file and one more line. */
export const LANGUAGES = {
  en: { name: 'English', locale: 'en-GB', load: () => Promise.resolve(en) },
  ko: {
    name: '한국어',
    locale: 'ko-KR',
    load: async () => {
      const [texts] = await Promise.all([import('./ko.json', { with: { type: 'json' } }), import('dayjs/locale/ko.js')])
      return texts.default
    },
  },
  ja: {
    name: '日本語',
    locale: 'ja-JP',
    load: async () => {
      const [texts] = await Promise.all([import('./ja.json', { with: { type: 'json' } }), import('dayjs/locale/ja.js')])
      return texts.default
    },
  },
} as const satisfies Readonly<Record<string, Language>>
export type LanguageCode = keyof typeof LANGUAGES

export function isLanguage(code: string): code is LanguageCode {
  return Object.hasOwn(LANGUAGES, code)
}

/** The first of what somebody prefers that there are texts for, as `ko` for `ko-KR`; else English. */
export function languageFor(preferred: readonly string[]): LanguageCode {
  const codes = preferred.map((tag) => tag.toLowerCase().split('-', 1)[0] ?? '')
  return codes.find(isLanguage) ?? 'en'
}
