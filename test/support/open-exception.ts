import { exceptionId } from '../../shared/domain/ops/exceptions.ts'
import type { ExceptionRow } from '../../shared/domain/exception-row.ts'
import { reservationIdOf } from './desk-ops.ts'
import { TODAY, TYPE_A } from './small-hotel.ts'

const OPEN = {
  severity: 'action',
  status: 'open',
  openedAtUtcMs: 1_000,
  opId: null,
  deviceId: null,
  resolvedAtUtcMs: null,
  resolution: null,
  resolvedByOpId: null,
  resolvedByDeviceId: null,
  note: '',
} as const

/** One unit of type A too many tonight. */
export function oversoldTonight(): ExceptionRow {
  return {
    ...OPEN,
    exceptionId: exceptionId.oversoldNight({ roomTypeId: TYPE_A, night: TODAY }),
    kind: 'OVERSOLD_NIGHT',
    subject: { entity: 'inventory', key: `${TYPE_A}/${TODAY}` },
    params: { roomTypeId: TYPE_A, night: TODAY, units: 1 },
  }
}

/** The chain had no room for the n-th reservation of a test. */
export function refusedSale(n: number): ExceptionRow {
  return {
    ...OPEN,
    exceptionId: exceptionId.saleRefused(reservationIdOf(n)),
    kind: 'SALE_REFUSED',
    subject: { entity: 'reservation', key: reservationIdOf(n) },
    params: { roomTypeId: TYPE_A, night: TODAY },
  }
}
