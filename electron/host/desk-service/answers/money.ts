import type { MONEY_CALLS } from '../../../../shared/desk-api/calls/money.ts'
import { folioView, giveRefund, takePayment } from '../money.ts'
import type { Answers } from './answers.ts'

export const MONEY_ANSWERS: Answers<keyof typeof MONEY_CALLS> = {
  'folio.get': folioView,
  'payment.take': takePayment,
  'refund.give': giveRefund,
}
