import type { MONEY_CALLS } from '../../../../shared/desk-api/calls/money.ts'
import { ok } from '../../../../shared/base/result.ts'
import { folioView, giveRefund, storedCardView, takePayment } from '../money.ts'
import type { Answers } from './answers.ts'

export const MONEY_ANSWERS: Answers<keyof typeof MONEY_CALLS> = {
  'folio.get': folioView,
  'payment.storedCard': (context) => ok(storedCardView(context)),
  'payment.take': takePayment,
  'refund.give': giveRefund,
}
