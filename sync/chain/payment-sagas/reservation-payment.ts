import type { ReservationPaymentResource } from '../../../shared/wire/public-api.ts'
import type { PaymentSaga, SagaState } from './queries/sagas.ts'

const STATES: Readonly<Record<SagaState, ReservationPaymentResource['state']>> = {
  open: 'processing',
  done: 'paid',
  declined: 'declined',
  canceled: 'canceled',
  failed: 'failed',
}

/** A payment as channels see it. */
export function paymentOf(saga: PaymentSaga): ReservationPaymentResource {
  const { sagaId: paymentId, reservationId, state, amountMinor, currency, declineCode, startedAtUtcMs } = saga
  return { paymentId, reservationId, state: STATES[state], amountMinor, currency, declineCode, startedAtUtcMs }
}
