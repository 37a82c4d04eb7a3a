import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  MAX_PREFIX,
  confirmationCode,
  formatConfirmationCode,
  parseConfirmationCode,
} from '../../../shared/domain/confirmation-code.ts'

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const prefix = fc.integer({ min: 0, max: MAX_PREFIX })
const counter = fc.integer({ min: 0, max: 40_000_000 })

describe('confirmation codes', () => {
  test('CODE-01 two terminals, or two bookings of one, never share a code', () => {
    fc.assert(
      fc.property(prefix, counter, prefix, counter, (p1, c1, p2, c2) => {
        expect(confirmationCode(p1, c1) === confirmationCode(p2, c2)).toBe(p1 === p2 && c1 === c2)
      }),
    )
  })

  test('CODE-02 what is printed is read back, whatever the case, spaces, O for 0, I or L for 1', () => {
    fc.assert(
      fc.property(prefix, counter, (p, c) => {
        const code = confirmationCode(p, c)
        const printed = formatConfirmationCode(code)
        expect(printed).toMatch(/^\w\w-\w{4,}-\w$/)
        expect(parseConfirmationCode(printed)).toBe(code)
        expect(parseConfirmationCode(` ${printed.toLowerCase().replaceAll('0', 'o').replaceAll('1', 'l')} `)).toBe(code)
      }),
    )
  })

  test('CODE-03 one wrong symbol is always noticed', () => {
    fc.assert(
      fc.property(prefix, counter, fc.nat(), fc.constantFrom(...Array.from(ALPHABET)), (p, c, at, symbol) => {
        const code = confirmationCode(p, c)
        const index = at % code.length
        fc.pre(code[index] !== symbol)
        expect(parseConfirmationCode(code.slice(0, index) + symbol + code.slice(index + 1))).toBeNull()
      }),
    )
  })

  test('CODE-04 swapped neighbours are noticed, but for 0 with Z', () => {
    fc.assert(
      fc.property(prefix, counter, fc.nat(), (p, c, at) => {
        const code = confirmationCode(p, c)
        const index = at % (code.length - 1)
        const [a = '', b = ''] = [code[index], code[index + 1]]
        fc.pre(a !== b && [a, b].sort().join('') !== '0Z')
        expect(parseConfirmationCode(code.slice(0, index) + b + a + code.slice(index + 2))).toBeNull()
      }),
    )
  })

  test('CODE-05 text that is no code is none', () => {
    for (const text of ['', '1', 'ABCDEF', 'UUUUUUU', '!!!!!!!', '02-00'])
      expect(parseConfirmationCode(text)).toBeNull()
  })
})
