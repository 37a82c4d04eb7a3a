import { describe, expect, test } from 'vitest'
import {
  RESERVATION_EVENTS,
  RESERVATION_STATUSES,
  STAY_EVENTS,
  STAY_STATES,
  holdsInventory,
  nextReservationStatus,
  nextStayState,
} from '../../../shared/domain/lifecycle.ts'

const no = 'INVALID_TRANSITION'

describe('lifecycle', () => {
  test('LIFE-01 every status of a reservation and every event is decided', () => {
    const grid = RESERVATION_STATUSES.map((from) => [
      from,
      ...RESERVATION_EVENTS.map((event) => {
        const next = nextReservationStatus(from, event)
        return next.ok ? next.value : next.error.code
      }),
    ])
    expect(grid).toEqual([
      // from, pay, reject, cancel, refund, reinstate
      ['pending', 'paid', 'rejected', 'canceled', no, no],
      ['paid', no, no, 'canceled', 'refunded', no],
      ['refunded', no, no, no, no, 'pending'],
      ['canceled', no, no, no, 'refunded', 'pending'],
      ['rejected', no, no, no, no, 'pending'],
    ])
  })

  test('LIFE-02 every state of a stay and every event is decided', () => {
    const grid = STAY_STATES.map((from) => [
      from,
      ...STAY_EVENTS.map((event) => {
        const next = nextStayState(from, event)
        return next.ok ? next.value : next.error.code
      }),
    ])
    expect(grid).toEqual([
      // from, checkIn, undoCheckIn, checkOut, undoCheckOut, markNoShow
      ['expected', 'in_house', no, no, no, 'no_show'],
      ['in_house', no, 'expected', 'departed', no, no],
      ['departed', no, no, no, 'in_house', no],
      ['no_show', 'in_house', no, no, no, no],
    ])
  })

  test('LIFE-03 only contracts that stand hold inventory', () => {
    expect(RESERVATION_STATUSES.filter(holdsInventory)).toEqual(['pending', 'paid'])
  })
})
