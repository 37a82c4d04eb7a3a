import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { codeText } from '../../renderer/i18n/code-text.ts'
import { codes } from '../../renderer/i18n/en/codes.ts'
import { exceptionTexts } from '../../renderer/i18n/exception-texts.ts'
import { english } from './english.ts'

const ROOT = join(import.meta.dirname, '../..')

/** The codes as they stand in the sources, so that a code that nobody gave a text is found whatever the types say. */
async function codesIn(file: string, from: string, until: string, shape: RegExp): Promise<string[]> {
  const source = await readFile(join(ROOT, file), 'utf8')
  const part = source.slice(source.indexOf(from), source.indexOf(until))
  return [...part.matchAll(shape)].flatMap((match) => match[1] ?? [])
}

test('UI-01 every refusal code of the domain has a text', async () => {
  const found = await codesIn(
    'shared/domain/refusal.ts',
    'export type Refusal',
    'export type RefusalCode',
    /code: '([A-Z_]+)'/g,
  )
  expect(found.length).toBeGreaterThan(15)
  expect(found.filter((code) => !Object.hasOwn(codes, code))).toEqual([])
})

test('UI-01 every code of the desk host has a text', async () => {
  const source = await readFile(join(ROOT, 'shared/desk-api/contract.ts'), 'utf8')
  const part = source.slice(source.indexOf('export type HostCode'), source.indexOf('export const deskEventSchema'))
  const found = [...part.matchAll(/\| '([A-Z_]+)'/g)].flatMap((match) => match[1] ?? [])
  expect(found.length).toBeGreaterThan(5)
  expect(found.filter((code) => !Object.hasOwn(codes, code))).toEqual([])
})

test('UI-01 a text names rooms, types, nights and states, and leaves no parameter open', async () => {
  const { t, naming } = await english()
  const say = (code: string, params: Record<string, unknown>) => codeText(t, naming, { code, params })
  expect(say('NO_AVAILABILITY', { roomTypeId: 'SEA', night: '2026-12-24' })).toBe(
    'No Sea View Double left for the night of Thu 24 Dec. Choose another type or other nights.',
  )
  expect(say('ROOM_TAKEN', { roomId: '204', night: '2026-12-24', holder: 'block' })).toContain('204 is blocked on Thu')
  expect(say('INVALID_TRANSITION', { from: 'in_house', event: 'cancel' })).toBe(
    'Not possible now: the stay is in house.',
  )
  for (const code of Object.keys(codes)) expect(say(code, {})).not.toMatch(/\{\{|undefined/)
})

test('UI-01 a code from a newer host still says something true', async () => {
  const { t, naming } = await english()
  expect(codeText(t, naming, { code: 'FROM_THE_FUTURE', params: {} })).toContain('FROM_THE_FUTURE')
})

test('UI-02 every kind of exception says what happened, what it leads to and what to do', async () => {
  const { t, naming } = await english()
  const params = {
    roomId: '204',
    lastName: 'Okafor',
    arrival: '2026-12-24',
    departure: '2026-12-26',
    units: 1,
    amountMinor: 1,
  }
  for (const kind of [
    'REQUEST_REFUSED',
    'ROOM_LOST',
    'MOVE_GUEST',
    'OVERSOLD_NIGHT',
    'REFUND_BY_HAND',
    'OP_PARKED',
  ] as const) {
    const texts = exceptionTexts(t, naming, {
      kind,
      params: {
        ...params,
        roomTypeId: 'SEA',
        night: '2026-12-24',
        reason: 'plumbing',
        code: 'ROOM_TAKEN',
        op: 'bookWalkIn',
      },
    })
    for (const text of Object.values(texts)) expect(text).not.toMatch(/^$|\{\{|undefined|[A-Z]+_[A-Z]+/)
  }
})
