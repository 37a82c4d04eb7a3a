import { type Result, ok, refuse } from '../base/result.ts'
import type { Refusal } from './refusal.ts'

/** The contract's state (design.md, section 5). */
export type ReservationStatus = 'pending' | 'paid' | 'refunded' | 'canceled' | 'rejected'
export type ReservationEvent = 'pay' | 'reject' | 'cancel' | 'refund' | 'reinstate'

/** What stands behind the booking. Only unpaid `prepaid` bookings of public channels expire. */
export type Guarantee = 'prepaid' | 'card' | 'pay_at_desk' | 'none'

/** The state of one stay line; due-in and due-out are derived from the business date, never stored. */
export type StayState = 'expected' | 'in_house' | 'departed' | 'no_show'
export type StayEvent = 'checkIn' | 'undoCheckIn' | 'checkOut' | 'undoCheckOut' | 'markNoShow'

export const RESERVATION_STATUSES: readonly ReservationStatus[] = [
  'pending',
  'paid',
  'refunded',
  'canceled',
  'rejected',
]
export const RESERVATION_EVENTS: readonly ReservationEvent[] = ['pay', 'reject', 'cancel', 'refund', 'reinstate']
export const STAY_STATES: readonly StayState[] = ['expected', 'in_house', 'departed', 'no_show']
export const STAY_EVENTS: readonly StayEvent[] = ['checkIn', 'undoCheckIn', 'checkOut', 'undoCheckOut', 'markNoShow']

const CONTRACT: Record<ReservationStatus, Partial<Record<ReservationEvent, ReservationStatus>>> = {
  pending: { pay: 'paid', reject: 'rejected', cancel: 'canceled' },
  paid: { cancel: 'canceled', refund: 'refunded' },
  refunded: { reinstate: 'pending' },
  canceled: { refund: 'refunded', reinstate: 'pending' },
  rejected: { reinstate: 'pending' },
}

const STAY: Record<StayState, Partial<Record<StayEvent, StayState>>> = {
  expected: { checkIn: 'in_house', markNoShow: 'no_show' },
  in_house: { undoCheckIn: 'expected', checkOut: 'departed' },
  departed: { undoCheckOut: 'in_house' },
  no_show: { checkIn: 'in_house' },
}

/** The contract's next state, or `INVALID_TRANSITION`; total over every state and event. */
export function nextReservationStatus(
  from: ReservationStatus,
  event: ReservationEvent,
): Result<ReservationStatus, Refusal> {
  const to = CONTRACT[from][event]
  return to ? ok(to) : refuse({ code: 'INVALID_TRANSITION', params: { from, event } })
}

/** The stay line's next state, or `INVALID_TRANSITION`; total over every state and event. */
export function nextStayState(from: StayState, event: StayEvent): Result<StayState, Refusal> {
  const to = STAY[from][event]
  return to ? ok(to) : refuse({ code: 'INVALID_TRANSITION', params: { from, event } })
}

/** Does a contract in this state hold inventory for its lines that are still to come? */
export function holdsInventory(status: ReservationStatus): boolean {
  return status === 'pending' || status === 'paid'
}
