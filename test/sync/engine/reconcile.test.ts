import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { addDays } from '../../../shared/domain/stay-dates.ts'
import { loadReconciliation } from '../../../sync/replica/queries/reconciliation.ts'
import { loadPendingOps } from '../../../sync/replica/queries/outbox.ts'
import { loadRow } from '../../../sync/replica/row-reader.ts'
import { recordBlock, recordWalkIn, reservationIdOf } from '../../support/desk-ops.ts'
import { FakeChain } from '../../support/fake-chain.ts'
import { TODAY, smallHotelRows } from '../../support/small-hotel.ts'
import { type SyncingDesk, openSyncingDesk } from '../../support/syncing-desk.ts'
import { temporaryDirectory } from '../../support/temporary-directory.ts'

let directory: ReturnType<typeof temporaryDirectory>
let chain: FakeChain
let desk: SyncingDesk

beforeEach(async () => {
  directory = temporaryDirectory()
  chain = new FakeChain(smallHotelRows())
  desk = openSyncingDesk({ path: join(directory.path, 'replica.sqlite'), chain })
  desk.engine.start()
  await desk.time.advance(1_000)
})
afterEach(async () => {
  await desk.close()
  directory.remove()
})

async function rollDate(): Promise<void> {
  const hotel = chain.row('hotel', 'seaview')
  if (!hotel) throw new Error('no hotel')
  chain.change([{ entity: 'hotel', key: 'seaview', row: { ...hotel, businessDate: addDays(hotel.businessDate, 1) } }])
  await desk.time.advance(1_000)
}

const last = () => loadReconciliation(desk.replica.db)

test('SYNC-61 rows that are the same are compared once a business date, and nothing is fetched again', async () => {
  await desk.time.advance(280_000)
  expect(chain.calls.digest).toBe(0)
  await desk.time.advance(60_000)
  expect(last()).toMatchObject({ businessDate: TODAY, differences: [] })
  expect(last()?.rows).toBeGreaterThan(80)
  await desk.time.advance(60_000)
  expect(chain.calls.digest).toBe(1)
  await rollDate()
  expect(chain.calls).toMatchObject({ digest: 2, snapshot: 1 })
  expect(last()?.businessDate).toBe(addDays(TODAY, 1))
})

test('SYNC-61 a row that drifted is named with its cause and fetched again; the queue is kept', async () => {
  desk.line.setFaults({ down: true })
  recordWalkIn(desk.replica, 1)
  desk.replica.adopt((tx) => tx.run("UPDATE inventory SET total_reserved = 9 WHERE room_type_id = 'B'"))
  desk.replica.adopt((tx) => tx.run("INSERT INTO room_night VALUES ('2026-12-02', '103', 'assigned', 'nobody/1')"))
  chain.problems = { push: { code: 'BUSY', retry: 'backoff' } }
  desk.line.setFaults({})
  desk.engine.opRecorded()
  await rollDate()
  await desk.time.advance(330_000)
  const drifted = last()?.differences.filter(({ cause }) => cause === 'drift') ?? []
  expect(drifted).toContainEqual({ entity: 'inventory', key: `B/${TODAY}`, cause: 'drift' })
  expect(drifted).toContainEqual({ entity: 'room_night', key: '103/2026-12-02', cause: 'drift' })
  expect(last()?.differences).toContainEqual({ entity: 'reservation', key: reservationIdOf(1), cause: 'pending' })
  expect(chain.calls.snapshot).toBe(2)
  expect(loadRow(desk.replica.db, 'inventory', `B/${TODAY}`)?.totalReserved).toBe(0)
  expect(loadRow(desk.replica.db, 'room_night', '103/2026-12-02')).toBeNull()
  expect(loadPendingOps(desk.replica.db)).toHaveLength(1)
  expect(loadRow(desk.replica.db, 'reservation', reservationIdOf(1))?.status).toBe('pending')
})

test('SYNC-61 what is only pending is no drift, and nothing is fetched again for it', async () => {
  chain.problems = { push: { code: 'BUSY', retry: 'backoff' } }
  recordBlock(desk.replica, 1, '101')
  desk.engine.opRecorded()
  await rollDate()
  await desk.time.advance(330_000)
  expect(last()?.differences.every(({ cause }) => cause === 'pending')).toBe(true)
  expect(last()?.differences.length).toBeGreaterThan(0)
  expect(chain.calls.snapshot).toBe(1)
})
