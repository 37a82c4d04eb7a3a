import { present } from '../../../shared/base/assert.ts'
import type { Clock } from '../../../shared/base/ports.ts'
import { type Result, ok, refuse } from '../../../shared/base/result.ts'
import { accountOf } from '../../../shared/domain/folio.ts'
import type { HotelId, ReservationId } from '../../../shared/domain/ids.ts'
import { holdsInventory } from '../../../shared/domain/lifecycle.ts'
import { DEFAULT_HOLD_MS } from '../../../shared/domain/ops/expire-hold.ts'
import type { Refusal } from '../../../shared/domain/refusal.ts'
import type { HotelUnknown, HotelWork, HotelWriter } from '../write-path/hotel-writer.ts'
import { type PaymentSaga, insertSaga, selectSaga, selectSagasOf } from './queries/sagas.ts'

export interface PayRequest {
  /** UUIDv7 made by the client; the payment's idempotency key, for ever. */
  readonly paymentId: string
  /** The provider's token of a card. */
  readonly cardToken: string
}

export type PayRefusal =
  | Refusal
  | HotelUnknown
  | { readonly code: 'PAYMENT_ID_REUSED'; readonly params: { readonly paymentId: string } }
  | { readonly code: 'PAYMENT_UNDER_WAY'; readonly params: { readonly paymentId: string } }
  | { readonly code: 'NOTHING_TO_PAY'; readonly params: { readonly reservationId: string } }

type Started = Result<PaymentSaga, PayRefusal>

/**
 * Makes it durable that a reservation's balance is being paid; from here on its rooms are not freed before the payment
 * service has told. The same id again answers the payment as it stands.
 *
 * Refuses: `HOTEL_UNKNOWN`, `PAYMENT_ID_REUSED` (it pays another reservation), `RESERVATION_UNKNOWN`,
 * `PAYMENT_UNDER_WAY`, `INVALID_TRANSITION` (the contract has ended), `HOLD_OVER`, `NOTHING_TO_PAY`. Rule SAGA-01.
 */
export async function startPayment(
  writer: HotelWriter,
  clock: Clock,
  hotelId: HotelId,
  reservationId: ReservationId,
  request: PayRequest,
): Promise<Started> {
  const written = await writer.write(hotelId, (hotel) => startUnderHead(hotel, clock, reservationId, request))
  return written.ok ? written.value.value : written
}

async function startUnderHead(
  { tx, unit }: HotelWork,
  clock: Clock,
  reservationId: ReservationId,
  { paymentId, cardToken }: PayRequest,
): Promise<Started> {
  const { hotelId } = unit
  const known = await selectSaga(tx, hotelId, paymentId)
  if (known) {
    const same = known.kind === 'payment' && known.reservationId === reservationId
    return same ? ok(known) : refuse({ code: 'PAYMENT_ID_REUSED', params: { paymentId } })
  }
  await unit.load([
    { entity: 'hotel', key: hotelId },
    { entity: 'reservation', key: reservationId },
    { index: 'folioOf', key: reservationId },
  ])
  const reservation = unit.row('reservation', reservationId)
  if (!reservation) return refuse({ code: 'RESERVATION_UNKNOWN', params: { reservationId } })
  const open = (await selectSagasOf(tx, hotelId, reservationId)).find(
    (saga) => saga.kind === 'payment' && saga.state === 'open',
  )
  if (open) return refuse({ code: 'PAYMENT_UNDER_WAY', params: { paymentId: open.sagaId } })
  const { status, holdUntilUtcMs } = reservation
  if (!holdsInventory(status)) return refuse({ code: 'INVALID_TRANSITION', params: { from: status, event: 'pay' } })
  const nowUtcMs = clock.nowUtcMs()
  if (holdUntilUtcMs !== null && nowUtcMs >= holdUntilUtcMs) {
    return refuse({ code: 'HOLD_OVER', params: { holdUntilUtcMs } })
  }
  const { balanceMinor } = accountOf(reservation, unit.folioOf(reservationId))
  if (balanceMinor <= 0) return refuse({ code: 'NOTHING_TO_PAY', params: { reservationId } })
  const saga: PaymentSaga = {
    hotelId,
    sagaId: paymentId,
    reservationId,
    kind: 'payment',
    state: 'open',
    amountMinor: balanceMinor,
    currency: present(unit.row('hotel', hotelId), 'a head has its hotel').currency,
    cardToken,
    giveUpUtcMs: holdUntilUtcMs ?? nowUtcMs + DEFAULT_HOLD_MS,
    servicePaymentId: null,
    declineCode: null,
    attempts: 0,
    startedAtUtcMs: nowUtcMs,
  }
  await insertSaga(tx, saga)
  return ok(saga)
}
