import type { RetryClass } from '../../shared/wire/errors.ts'

/** Why a step of syncing failed, classed once at the adapter that met it: a stable code, and when trying again can help. */
export interface SyncFault {
  readonly code: string
  readonly retry: RetryClass
}

/** No byte came back: no connection, a reset, or silence. What tells a dead line from a chain that answered "no". */
export const LINE_DOWN: SyncFault = { code: 'LINE_DOWN', retry: 'backoff' }
/** A request or a stream went silent for longer than it may. */
export const LINE_TIMEOUT: SyncFault = { code: 'LINE_TIMEOUT', retry: 'backoff' }
/** The peer answered something that is not of the protocol; a proxy's login page, mostly. */
export const RESPONSE_INVALID: SyncFault = { code: 'RESPONSE_INVALID', retry: 'backoff' }
/** The chain holds ops of this terminal that this disk never made: the disk was copied. */
export const DEVICE_FORKED: SyncFault = { code: 'DEVICE_FORKED', retry: 'never' }
/** The code enrolled a terminal of another hotel than the one whose rows are on this disk. */
export const OTHER_HOTEL: SyncFault = { code: 'OTHER_HOTEL', retry: 'never' }
/** Our own code failed while syncing; it was logged where it happened. */
export const ENGINE_BUG: SyncFault = { code: 'INTERNAL', retry: 'backoff' }

/** Does the fault mean that nobody is at the other end? */
export function isLineLoss(fault: SyncFault): boolean {
  return fault.code === LINE_DOWN.code || fault.code === LINE_TIMEOUT.code
}
