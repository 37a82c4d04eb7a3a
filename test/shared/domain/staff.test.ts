import { expect, test } from 'vitest'
import { checkStoredCard } from '../../../shared/domain/card-caps.ts'
import { hashSecret, isPinOrPassword, secretMatches } from '../../../shared/domain/pin-hash.ts'
import { STAFF_ROLES, may } from '../../../shared/domain/staff.ts'

const PEPPER = new Uint8Array(32).fill(7)
const SALT = new Uint8Array(16).fill(1)

test('STAFF-01 each role may do what the ones before it may, and terminals are for managers alone', () => {
  expect(STAFF_ROLES.filter((role) => may(role, 'sell_at_risk'))).toEqual(['supervisor', 'manager'])
  expect(STAFF_ROLES.filter((role) => may(role, 'night_audit'))).toEqual(['supervisor', 'manager'])
  expect(STAFF_ROLES.filter((role) => may(role, 'terminals'))).toEqual(['manager'])
})

test('STAFF-02 a secret is known again under its pepper alone, and the hash does not hold it', async () => {
  const hash = await hashSecret('4711', PEPPER, SALT)
  expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$(01){16}\$[0-9a-f]{64}$/)
  expect(hash).not.toContain('4711')
  expect(await secretMatches('4711', PEPPER, hash)).toBe(true)
  expect(await secretMatches('4712', PEPPER, hash)).toBe(false)
  expect(await secretMatches('4711', new Uint8Array(32).fill(8), hash)).toBe(false)
  expect(await secretMatches('4711', PEPPER, 'not a hash')).toBe(false)
})

test('STAFF-02 the same secret typed on another keyboard is the same, and short ones are no secrets', async () => {
  const hash = await hashSecret('caf\u00e9 au lait', PEPPER, SALT)
  expect(await secretMatches('cafe\u0301 au lait', PEPPER, hash)).toBe(true)
  expect(['123', '1234', '12345678', '123456789', 'abcdefg', 'abcdefgh'].map(isPinOrPassword)).toEqual([
    false,
    true,
    true,
    true,
    false,
    true,
  ])
})

test('PAY-13 a card is stored up to the caps, one payment and all together', () => {
  const caps = { perPaymentMinor: 30_000, storedTotalMinor: 50_000 }
  expect(checkStoredCard(caps, 30_000, 0)).toEqual({ ok: true, value: { leftMinor: 20_000 } })
  expect(checkStoredCard(caps, 30_001, 0)).toMatchObject({ error: { code: 'CARD_CAP', params: { capMinor: 30_000 } } })
  expect(checkStoredCard(caps, 20_001, 30_000)).toMatchObject({
    error: { code: 'CARD_TOTAL_CAP', params: { leftMinor: 20_000, capMinor: 50_000 } },
  })
  expect(checkStoredCard(caps, 20_000, 30_000)).toEqual({ ok: true, value: { leftMinor: 0 } })
  expect(checkStoredCard({ ...caps, perPaymentMinor: 0 }, 1, 0)).toMatchObject({ error: { code: 'CARD_NOT_OFFLINE' } })
})
