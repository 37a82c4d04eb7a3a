import { expect, test } from 'vitest'
import { cashierTotals, expectedCash } from '../../../shared/domain/cashier.ts'

test('CASH-01 a shift is summed by method, and the drawer should hold the float and the cash', () => {
  const totals = cashierTotals([
    { kind: 'taken', method: 'cash', amountMinor: 4_000 },
    { kind: 'taken', method: 'cash', amountMinor: 1_050 },
    { kind: 'givenBack', method: 'cash', amountMinor: 1_500 },
    { kind: 'taken', method: 'card', amountMinor: 9_900 },
  ])
  expect(totals).toEqual([
    { method: 'cash', takenCount: 2, takenMinor: 5_050, givenBackCount: 1, givenBackMinor: 1_500 },
    { method: 'card', takenCount: 1, takenMinor: 9_900, givenBackCount: 0, givenBackMinor: 0 },
    { method: 'card_stored', takenCount: 0, takenMinor: 0, givenBackCount: 0, givenBackMinor: 0 },
  ])
  expect(expectedCash(20_000, totals)).toBe(23_550)
  expect(expectedCash(20_000, cashierTotals([]))).toBe(20_000)
})
