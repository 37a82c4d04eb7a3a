import type { PullResponse } from '../../shared/wire/sync-messages.ts'
import type { RowWrite } from '../../shared/domain/rows.ts'
import { Replica } from '../../sync/replica/replica.ts'
import { DEVICE_ID } from './fake-chain.ts'
import { HOTEL_ID, smallHotelRows } from './small-hotel.ts'
import { TEST_VAULT } from './test-vault.ts'

const ENROLMENT = { deviceId: DEVICE_ID, hotelId: HOTEL_ID, codePrefix: 1, token: 'token-1' }

/** A replica that has enrolled and holds its first snapshot, of the small hotel or of other rows: epoch 1, cursor 1. */
export function openEnrolledReplica(path: string, rows: readonly RowWrite[] = smallHotelRows()): Replica {
  const replica = new Replica(path, TEST_VAULT)
  enrolWith(replica, rows)
  return replica
}

/** Enrols a replica that is new, and gives it its first snapshot: epoch 1, cursor 1. */
export function enrolWith(replica: Replica, rows: readonly RowWrite[]): void {
  replica.saveEnrolment(ENROLMENT)
  loadRows(replica, rows, { epoch: 1, cursor: 1, lastSeq: 0 })
}

export function loadRows(
  replica: Replica,
  rows: readonly RowWrite[],
  at: { epoch: number; cursor: number; lastSeq: number },
): void {
  replica.beginSnapshot()
  replica.stageSnapshot(rows)
  replica.commitSnapshot(at, 500)
}

/** What a pull brings: by default nothing new. */
export function pullOf(changes: readonly RowWrite[], at: Partial<PullResponse> = {}): PullResponse {
  const cursor = at.cursor ?? 1
  return { epoch: 1, cursor, head: cursor, lastSeq: 0, ...at, changes: [...changes] }
}
