import { ok } from '../../../../shared/base/result.ts'
import type { SYNC_CALLS } from '../../../../shared/desk-api/calls/sync.ts'
import { reconciliationView } from '../reconciliation-view.ts'
import { badgeView, opsView } from '../sync-view.ts'
import type { Answers } from './answers.ts'

export const SYNC_ANSWERS: Answers<keyof typeof SYNC_CALLS> = {
  'sync.badge': (context) => ok(badgeView(context)),
  'sync.ops': (context) => ok(opsView(context)),
  'reconciliation.get': (context) => ok(reconciliationView(context)),
  'sync.retryNow': (context) => {
    context.retryNow()
    return ok({})
  },
}
