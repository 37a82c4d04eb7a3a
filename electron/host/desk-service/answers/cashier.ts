import { ok } from '../../../../shared/base/result.ts'
import type { CASHIER_CALLS } from '../../../../shared/desk-api/calls/cashier.ts'
import { cashierView, closeShift, openShift } from '../cashier.ts'
import type { Answers } from './answers.ts'

export const CASHIER_ANSWERS: Answers<keyof typeof CASHIER_CALLS> = {
  'cashier.get': (context) => ok(cashierView(context)),
  'cashier.open': openShift,
  'cashier.close': closeShift,
}
