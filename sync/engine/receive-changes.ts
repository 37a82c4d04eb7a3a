import { type Result, ok, refuse } from '../../shared/base/result.ts'
import type { PullQuery, PullResponse } from '../../shared/wire/sync-messages.ts'
import { RESPONSE_INVALID, type SyncFault } from './fault.ts'
import type { TransportPort } from './ports.ts'

/**
 * Pulls page after page until the cursor has reached the head, and gives them as one pull, each row as it came last.
 * A page alone is no moment of the hotel: its `lastSeq` is ahead of its rows, so an op would leave pending before its
 * effect came. Holds no more than one change a row, however far behind. Rules: SYNC-05, SYNC-40.
 */
export async function receiveChanges(
  transport: Pick<TransportPort, 'pull'>,
  { epoch, cursor, ...tells }: PullQuery,
): Promise<Result<PullResponse, SyncFault>> {
  const changes = new Map<string, PullResponse['changes'][number]>()
  for (let from = cursor; ; ) {
    const response = await transport.pull({ epoch, cursor: from, ...tells })
    if (!response.ok) return response
    const page = response.value
    const stuck = page.cursor < page.head && page.cursor <= from
    if (page.epoch !== epoch || page.cursor < from || stuck) return refuse(RESPONSE_INVALID)
    for (const change of page.changes) changes.set(`${change.entity} ${change.key}`, change)
    if (page.cursor >= page.head) return ok({ ...page, changes: [...changes.values()] })
    from = page.cursor
  }
}
