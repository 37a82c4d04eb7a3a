import { globSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'

const RULE = /^- \*\*([A-Z0-9]+-\d+)\*\* \S/gm
const TITLE = /^\s*(?:test|it)(?:\.\w+(?:\([^)]*\))?)*\(\s*([`'"])((?:(?!\1)[^\\]|\\.)*)\1/gm
const RULE_ID = /^([A-Z0-9]+-\d+)\b/

function rules(): string[] {
  return [...readFileSync('docs/rules.md', 'utf8').matchAll(RULE)].map((match) => match[1] ?? '')
}

/** The title of every test, and the file that it stands in. */
function titles(): { title: string; file: string }[] {
  return globSync('test/**/*.test.{ts,tsx}', { exclude: ['**/node_modules'] })
    .filter((file) => !file.endsWith('docs/rules.test.ts'))
    .flatMap((file) =>
      [...readFileSync(file, 'utf8').matchAll(TITLE)].map((match) => ({ title: match[2] ?? '', file })),
    )
}

describe('the book of rules', () => {
  test('DOC-01 every rule has a test, and every test begins with the id of a rule', () => {
    const known = new Set(rules())
    const all = titles()
    const tested = new Set(all.map(({ title }) => RULE_ID.exec(title)?.[1] ?? ''))
    const untested = [...known].filter((id) => !tested.has(id) && !id.startsWith('DOC-'))
    const unruled = all.filter(({ title }) => !known.has(RULE_ID.exec(title)?.[1] ?? ''))
    expect(all.length).toBeGreaterThan(100)
    expect({ untested, unruled }).toEqual({ untested: [], unruled: [] })
  })

  test('DOC-02 no two rules share an id', () => {
    const ids = rules()
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([])
  })
})
