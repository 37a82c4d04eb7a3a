import type { DeskInput } from '../../../../shared/desk-api/contract.ts'
import { addDays } from '../../../../shared/domain/stay-dates.ts'
import { blockIdOf, reservationIdOf } from '../../../support/desk-ops.ts'
import { TODAY, TYPE_A } from '../../../support/small-hotel.ts'

/** A walk-in of one night in type A, at the price of an empty house. */
export function walkIn(n: number, change: Partial<DeskInput<'walkIn.book'>> = {}): DeskInput<'walkIn.book'> {
  return {
    reservationId: reservationIdOf(n),
    roomTypeId: TYPE_A,
    roomId: null,
    arrival: TODAY,
    departure: addDays(TODAY, 1),
    adults: 2,
    children: 0,
    guest: { firstName: 'Ada', lastName: `Guest ${n}`, email: null, phone: null },
    guarantee: 'card',
    agreedTotalMinor: 9_000,
    acceptRisk: true,
    ...change,
  }
}

export function block(n: number, change: Partial<DeskInput<'block.set'>> = {}): DeskInput<'block.set'> {
  return {
    blockId: blockIdOf(n),
    roomId: '102',
    kind: 'OOO',
    from: TODAY,
    until: addDays(TODAY, 3),
    reason: 'plumbing',
    remarks: 'tap drips',
    ...change,
  }
}
