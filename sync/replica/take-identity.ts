import type { EnrolResponse } from '../../shared/wire/sync-messages.ts'
import type { WriteTx } from './database.ts'
import { replaceDevice } from './queries/device.ts'
import { renumberOps } from './queries/outbox.ts'
import { replayPending } from './replay.ts'
import { undoPending } from './undoable-writes.ts'

/**
 * Makes this replica another terminal's, in the caller's transaction: for a disk that was copied, or whose terminal the
 * chain no longer knows. Everything that is still kept is pending again, under the same op ids and the new terminal's seqs,
 * from 1: the chain does an op id once, whoever sends it, and one that was restored from a backup may have lost what it
 * had acknowledged. Rule REP-21.
 */
export function takeIdentity(tx: WriteTx, enrolled: EnrolResponse): void {
  undoPending(tx)
  const lastSeq = renumberOps(tx)
  replaceDevice(tx, { ...enrolled, codeCounter: 0, lastSeq })
  replayPending(tx)
}
