import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { DeviceId, HotelId } from '../../../shared/domain/ids.ts'
import { loadOp, loadPendingOps } from '../../../sync/replica/queries/outbox.ts'
import { loadRow } from '../../../sync/replica/row-reader.ts'
import type { Replica } from '../../../sync/replica/replica.ts'
import { opIdOf, recordBlock, recordWalkIn, reservationIdOf } from '../../support/desk-ops.ts'
import { openEnrolledReplica, pullOf } from '../../support/enrolled-replica.ts'
import { HOTEL_ID } from '../../support/small-hotel.ts'
import { temporaryDirectory } from '../../support/temporary-directory.ts'

const NEW_ID = '01990000-0000-7000-8000-0000000000bb' as DeviceId
const enrolled = { deviceId: NEW_ID, hotelId: HOTEL_ID, codePrefix: 9, token: 'another' }
let directory: ReturnType<typeof temporaryDirectory>
let replica: Replica

beforeEach(() => {
  directory = temporaryDirectory()
  replica = openEnrolledReplica(join(directory.path, 'replica.sqlite'))
})
afterEach(() => {
  replica.close()
  directory.remove()
})

test('REP-21 everything that is kept is pending again, in order, under its op ids, numbered from 1; its effect stays', () => {
  for (const n of [1, 2, 3]) recordWalkIn(replica, n)
  replica.saveOutcomes([{ seq: 1, opId: opIdOf(1), outcome: 'accepted' }], 5)
  replica.rebase(pullOf([], { cursor: 2, lastSeq: 1 }), 5)
  replica.saveOutcomes([{ seq: 2, opId: opIdOf(2), outcome: 'accepted' }], 5)
  expect(replica.saveEnrolment(enrolled).ok).toBe(true)
  expect(replica.device()).toMatchObject({ deviceId: NEW_ID, token: 'another', codePrefix: 9, lastSeq: 3 })
  expect(loadPendingOps(replica.db).map(({ seq, opId, outcome }) => [seq, opId, outcome])).toEqual([
    [1, opIdOf(1), null],
    [2, opIdOf(2), null],
    [3, opIdOf(3), null],
  ])
  expect(replica.position()).toMatchObject({ lastSeq: 3, answeredSeq: 0 })
  expect(loadRow(replica.db, 'reservation', reservationIdOf(3))?.status).toBe('pending')
  expect(recordBlock(replica, 4, '201').ok).toBe(true)
  expect(loadOp(replica.db, opIdOf(4))?.seq).toBe(4)
})

test('REP-21 the identity of another hotel is refused, and changes nothing', () => {
  recordWalkIn(replica, 1)
  const before = replica.device()
  const refused = replica.saveEnrolment({ ...enrolled, hotelId: 'elsewhere' as HotelId })
  expect(refused).toEqual({ ok: false, error: { code: 'OTHER_HOTEL', retry: 'never' } })
  expect(replica.device()).toEqual(before)
  expect(loadPendingOps(replica.db)).toHaveLength(1)
})
