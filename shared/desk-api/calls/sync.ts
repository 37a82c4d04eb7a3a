import { z } from 'zod'
import { call, done, nothing } from '../call.ts'
import { opViewSchema, reconciliationViewSchema, syncBadgeSchema } from '../views/sync.ts'

export const SYNC_CALLS = {
  'sync.badge': call('query', nothing, syncBadgeSchema),
  /** What this desk did that the chain has not confirmed, oldest first, then the newest 50 that it has. */
  'sync.ops': call('query', nothing, z.array(opViewSchema)),
  /** Asks the engine to try the line now instead of at its next turn. */
  'sync.retryNow': call('command', nothing, done),
  /** What the last comparison of this desk with the chain found, once a business date. */
  'reconciliation.get': call('query', nothing, reconciliationViewSchema),
} as const
