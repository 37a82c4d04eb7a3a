import { expect, test } from 'vitest'
import { en } from '../../renderer/i18n/en/catalogue.ts'
import { LANGUAGES, languageFor } from '../../renderer/i18n/languages.ts'
import { speak, startTexts } from '../../renderer/i18n/start-texts.ts'

/** Every text by its path; what is one text in a language and two in another counts once. */
function textsOf(catalogue: object, path = ''): Map<string, string> {
  return new Map(
    Object.entries(catalogue).flatMap(([key, value]): [string, string][] =>
      typeof value === 'string' ? [[`${path}${key}`, value]] : [...textsOf(value as object, `${path}${key}.`)],
    ),
  )
}

const parametersIn = (text: string): string[] => [...new Set(text.match(/\{\{\w+\}\}/g))].sort()
const english = textsOf(en)

for (const [code, { load }] of Object.entries(LANGUAGES)) {
  test(`UI-23 ${code} has every text, with the same parameters`, async () => {
    const texts = textsOf(await load())
    const wanted = [...english.keys()].filter((key) => !key.endsWith('_one'))
    expect(wanted.filter((key) => (texts.get(key) ?? '').trim() === '' && english.get(key)?.trim() !== '')).toEqual([])
    expect([...texts.keys()].filter((key) => !english.has(key))).toEqual([])
    const differing = [...texts].filter(([key, text]) => {
      const asked = parametersIn(english.get(key) ?? '')
      const said = parametersIn(text)
      // Where there is no singular, the count may be left to the word.
      return said.some((name) => !asked.includes(name)) || asked.some((name) => !said.includes(name))
    })
    expect(differing.map(([key]) => key)).toEqual([])
  })
}

test('UI-23 the screen speaks the first language that somebody prefers and that there is, else English', async () => {
  expect(languageFor(['xx-YY', 'en-US'])).toBe('en')
  expect(languageFor(['xx'])).toBe('en')
  const texts = await startTexts()
  await speak(texts, 'en')
  expect(texts.t('app.loading')).toBe(en.app.loading)
})
