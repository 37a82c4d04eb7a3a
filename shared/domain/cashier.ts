import type { PaymentMethod } from './ops/op.ts'

/** Money that a terminal took or gave back over the desk. */
export interface CashierMovement {
  readonly kind: 'taken' | 'givenBack'
  /** What is given back over the desk is cash. */
  readonly method: PaymentMethod
  /** Above zero either way. */
  readonly amountMinor: number
}

export interface CashierTotal {
  readonly method: PaymentMethod
  readonly takenCount: number
  readonly takenMinor: number
  readonly givenBackCount: number
  readonly givenBackMinor: number
}

const METHODS: readonly PaymentMethod[] = ['cash', 'card', 'card_stored']

/** What was taken and given back by method, every method named. Rule CASH-01. */
export function cashierTotals(movements: readonly CashierMovement[]): readonly CashierTotal[] {
  return METHODS.map((method) => {
    const taken = movements.filter((each) => each.method === method && each.kind === 'taken')
    const givenBack = movements.filter((each) => each.method === method && each.kind === 'givenBack')
    return {
      method,
      takenCount: taken.length,
      takenMinor: sumOf(taken),
      givenBackCount: givenBack.length,
      givenBackMinor: sumOf(givenBack),
    }
  })
}

/** What should be in the drawer: the float, and cash taken less cash given back. Rule CASH-01. */
export function expectedCash(floatMinor: number, totals: readonly CashierTotal[]): number {
  const cash = totals.find(({ method }) => method === 'cash')
  return floatMinor + (cash ? cash.takenMinor - cash.givenBackMinor : 0)
}

function sumOf(movements: readonly CashierMovement[]): number {
  return movements.reduce((sum, { amountMinor }) => sum + amountMinor, 0)
}
