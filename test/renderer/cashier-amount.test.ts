import { expect, test } from 'vitest'
import { parseAmount } from '../../renderer/desk/cashier/amount-entry.ts'

test.each([
  ['1204.50', 120_450],
  ['1,204.50', 120_450],
  ['1.204,50', 120_450],
  ['1204,5', 120_450],
  ['1 204,50', 120_450],
  ['1204', 120_400],
  ['1.204', 120_400],
  ['1,204,000', 120_400_000],
  ['0', 0],
  ['0.05', 5],
  ['200.', 20_000],
])('UI-59 %s is read as it is meant', (text, amountMinor) => {
  expect(parseAmount(text, 2)).toBe(amountMinor)
})

test.each(['', 'abc', '-5', '1.2.3', '12,34,5', '1.2345', '12345678901', '€ 5'])('UI-59 %s is no amount', (text) => {
  expect(parseAmount(text, 2)).toBeNull()
})

test('UI-59 a currency without minor units has none', () => {
  expect(parseAmount('1204', 0)).toBe(1_204)
  expect(parseAmount('1,204', 0)).toBe(1_204)
  expect(parseAmount('12.5', 0)).toBeNull()
})
