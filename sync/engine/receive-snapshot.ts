import { type Result, ok, refuse } from '../../shared/base/result.ts'
import type { RowWrite } from '../../shared/domain/rows.ts'
import type { SnapshotLine, SnapshotMark } from '../../shared/wire/sync-messages.ts'
import { RESPONSE_INVALID, type SyncFault } from './fault.ts'
import type { ReplicaPort, SnapshotPosition, TransportPort } from './ports.ts'

const BATCH_ROWS = 500

/** How far a snapshot came that may go on: everything up to the mark is staged. */
export interface SnapshotProgress {
  mark: SnapshotMark | null
}

/**
 * Streams a snapshot into the staging area, after the mark of `progress` where there is one, and moves the mark along.
 * What it stands for comes back only when its `end` came with the right count; otherwise the rows in use were not
 * touched, and a chain that does not go on where it stopped begins anew. Rules SYNC-37, SYNC-55.
 */
export async function receiveSnapshot(
  transport: Pick<TransportPort, 'snapshot'>,
  replica: Pick<ReplicaPort, 'beginSnapshot' | 'stageSnapshot'>,
  progress: SnapshotProgress = { mark: null },
): Promise<Result<SnapshotPosition, SyncFault>> {
  let batch: RowWrite[] = []
  let position: SnapshotPosition | null = null
  let rows = 0
  let ended = false

  const flush = (): Result<void, SyncFault> => {
    const staged = replica.stageSnapshot(batch)
    batch = []
    return staged
  }
  const take = (line: SnapshotLine): Result<void, SyncFault> => {
    if (line.mark === 'begin') {
      if (position !== null) return refuse(RESPONSE_INVALID)
      position = { epoch: line.epoch, cursor: line.cursor, lastSeq: line.lastSeq }
      const { mark } = progress
      if (mark?.epoch === line.epoch && mark.cursor === line.cursor) return ok(undefined)
      progress.mark = null
      return replica.beginSnapshot()
    }
    if (position === null || ended) return refuse(RESPONSE_INVALID)
    if (line.mark === 'end') {
      ended = true
      return line.rows === rows ? flush() : refuse(RESPONSE_INVALID)
    }
    if (line.mark === 'page') {
      const staged = flush()
      const { epoch, cursor } = position
      if (staged.ok) progress.mark = { epoch, cursor, entity: line.entity, after: line.after }
      return staged
    }
    rows += 1
    batch.push(line.change)
    return batch.length < BATCH_ROWS ? ok(undefined) : flush()
  }

  const received = await transport.snapshot(take, progress.mark)
  if (!received.ok) return received
  return position !== null && ended ? ok(position) : refuse(RESPONSE_INVALID)
}
