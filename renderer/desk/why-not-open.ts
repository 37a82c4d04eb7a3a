import type { DeskError } from '../../shared/desk-api/contract.ts'
import type { SyncBadge } from '../../shared/desk-api/views.ts'

/**
 * Why the desk is not open: what the host refused, or, while it waits for its first snapshot, what keeps that from coming.
 * Only `NOT_READY` hides such a cause.
 */
export function whyNotOpen(
  error: Pick<DeskError, 'code' | 'retry'>,
  badge: Pick<SyncBadge, 'haltedBy' | 'line'> | null,
): { readonly code: string; readonly triedAgain: boolean; readonly isLineDown: boolean } {
  const waits = error.code === 'NOT_READY'
  if (waits && badge !== null && badge.haltedBy !== null) {
    return { code: badge.haltedBy, triedAgain: false, isLineDown: false }
  }
  return { code: error.code, triedAgain: error.retry === 'later', isLineDown: waits && badge?.line === 'down' }
}
