import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { join } from 'node:path'
import type { RowWrite } from '../../../shared/domain/rows.ts'
import { KEEP_ACKNOWLEDGED_MS } from '../../../sync/replica/rebase.ts'
import { confirmationCode } from '../../../shared/domain/confirmation-code.ts'
import { loadOp, loadPendingOps } from '../../../sync/replica/queries/outbox.ts'
import { loadUndoReversed } from '../../../sync/replica/queries/undo.ts'
import { Replica } from '../../../sync/replica/replica.ts'
import { loadRow } from '../../../sync/replica/row-reader.ts'
import { dumpAll, dumpRows } from '../../support/database-dump.ts'
import { opIdOf, recordBlock, recordOp, recordWalkIn, reservationIdOf } from '../../support/desk-ops.ts'
import { loadRows, openEnrolledReplica, pullOf } from '../../support/enrolled-replica.ts'
import { TODAY, TYPE_A, put, smallHotelRows } from '../../support/small-hotel.ts'
import { temporaryDirectory } from '../../support/syncing-desk.ts'
import { TEST_VAULT } from '../../support/test-vault.ts'

let directory: ReturnType<typeof temporaryDirectory>
let path: string
let replica: Replica
const TONIGHT = `${TYPE_A}/${TODAY}`

beforeEach(() => {
  directory = temporaryDirectory()
  path = join(directory.path, 'replica.sqlite')
  replica = openEnrolledReplica(path)
})
afterEach(() => {
  replica.close()
  directory.remove()
})

function tonight(): Extract<RowWrite, { entity: 'inventory' }>['row'] {
  return loadRow(replica.db, 'inventory', TONIGHT)
}

/** The chain's row of tonight with so many sold. */
function soldTonight(totalReserved: number): RowWrite {
  const row = smallHotelRows().find((write) => write.key === TONIGHT && write.entity === 'inventory')
  if (row?.entity !== 'inventory' || !row.row) throw new Error('the small hotel has tonight')
  return put('inventory', { ...row.row, totalReserved })
}

describe('rebasing', () => {
  test('REP-08 local effects are made again over the rows that a pull brings', () => {
    recordWalkIn(replica, 1)
    expect(replica.rebase(pullOf([soldTonight(1)], { cursor: 2 }), 2_000)).toEqual({
      ok: true,
      value: { changed: true },
    })
    expect(tonight()?.totalReserved).toBe(2)
    expect(loadPendingOps(replica.db)).toHaveLength(1)
    expect(replica.position()).toMatchObject({ cursor: 2, lastPulledAtUtcMs: 2_000 })
  })

  test('REP-08 an op leaves pending in the transaction that brings its effect, not when it is answered', () => {
    recordWalkIn(replica, 1)
    replica.saveOutcomes([{ seq: 1, opId: opIdOf(1), outcome: 'accepted' }], 2_000)
    expect(loadOp(replica.db, opIdOf(1))).toMatchObject({ state: 'pending', outcome: 'accepted' })
    expect(replica.position()).toMatchObject({ answeredSeq: 1, lastPushedAtUtcMs: 2_000 })
    replica.rebase(pullOf([soldTonight(1)], { cursor: 2, lastSeq: 1 }), 3_000)
    expect(loadOp(replica.db, opIdOf(1))).toMatchObject({ state: 'acknowledged', acknowledgedAtUtcMs: 3_000 })
    expect(tonight()?.totalReserved).toBe(1)
    expect(loadUndoReversed(replica.db)).toEqual([])
  })

  test('REP-08 a refused op acknowledges like any other, and its local effect goes', () => {
    recordWalkIn(replica, 1)
    recordBlock(replica, 2, '103')
    const before = replica.rebase(pullOf([soldTonight(3)], { cursor: 2, lastSeq: 1 }), 3_000)
    expect(before.ok).toBe(true)
    expect(loadRow(replica.db, 'reservation', reservationIdOf(1))).toBeNull()
    expect(loadPendingOps(replica.db).map((op) => op.seq)).toEqual([2])
    expect(tonight()).toMatchObject({ totalReserved: 3, outOfOrder: 1, forced: 1 })
  })

  test('REP-09 an op that no longer fits is marked, kept in its place and still sent', () => {
    recordWalkIn(replica, 1)
    recordWalkIn(replica, 2)
    replica.rebase(pullOf([soldTonight(2)], { cursor: 2 }), 2_000)
    expect(loadPendingOps(replica.db)).toMatchObject([
      { seq: 1, conflictCode: null },
      { seq: 2, conflictCode: 'NO_AVAILABILITY', conflictParams: `{"roomTypeId":"A","night":"${TODAY}"}` },
    ])
    expect(replica.opsToPush(0, 100, 100_000).map((op) => op.seq)).toEqual([1, 2])
    expect(loadRow(replica.db, 'reservation', reservationIdOf(2))).toBeNull()
  })

  test('REP-09 the mark goes where newer rows let it fit again', () => {
    recordWalkIn(replica, 1)
    replica.rebase(pullOf([soldTonight(3)], { cursor: 2 }), 2_000)
    expect(loadPendingOps(replica.db)[0]?.conflictCode).toBe('NO_AVAILABILITY')
    replica.rebase(pullOf([soldTonight(2)], { cursor: 3 }), 3_000)
    expect(loadPendingOps(replica.db)[0]?.conflictCode).toBeNull()
    expect(tonight()?.totalReserved).toBe(3)
  })

  test('REP-10 a row that is gone at the chain goes here, under what is pending too', () => {
    recordWalkIn(replica, 1, { roomId: '101' })
    const gone: RowWrite = { entity: 'room', key: '103', row: null }
    replica.rebase(pullOf([gone], { cursor: 2 }), 2_000)
    expect(loadRow(replica.db, 'room', '103')).toBeNull()
    expect(loadRow(replica.db, 'room_night', `101/${TODAY}`)?.kind).toBe('assigned')
  })

  test('REP-11 a pull without news moves only the time of contact', () => {
    recordWalkIn(replica, 1)
    const before = dumpRows(path)
    expect(replica.rebase(pullOf([]), 2_000)).toEqual({ ok: true, value: { changed: false } })
    expect(dumpRows(path)).toBe(before)
    expect(replica.position().lastPulledAtUtcMs).toBe(2_000)
  })

  test('REP-12 acknowledged ops are kept for 30 days, then go; seqs go on', () => {
    recordWalkIn(replica, 1)
    replica.saveOutcomes([{ seq: 1, opId: opIdOf(1), outcome: 'accepted' }], 2_000)
    replica.rebase(pullOf([soldTonight(1)], { cursor: 2, lastSeq: 1 }), 3_000)
    replica.rebase(pullOf([soldTonight(1)], { cursor: 3, lastSeq: 1 }), 3_000 + KEEP_ACKNOWLEDGED_MS)
    expect(loadOp(replica.db, opIdOf(1))).not.toBeNull()
    replica.rebase(pullOf([soldTonight(1)], { cursor: 4, lastSeq: 1 }), 3_001 + KEEP_ACKNOWLEDGED_MS)
    expect(loadOp(replica.db, opIdOf(1))).toBeNull()
    const second = recordWalkIn(replica, 2)
    expect(second).toMatchObject({ ok: true, value: { seq: 2 } })
    expect(replica.device()).toMatchObject({ lastSeq: 2, codeCounter: 2 })
    expect(loadRow(replica.db, 'reservation', reservationIdOf(2))?.code).toBe(confirmationCode(1, 1))
    expect(replica.position()).toMatchObject({ lastSeq: 2, answeredSeq: 1 })
  })
})

describe('loading a snapshot', () => {
  test('REP-13 the pages that it came through are given back, since every later commit would walk them', () => {
    const pages = () => replica.db.one<{ page_count: number }>('PRAGMA temp.page_count')?.page_count ?? 0
    replica.beginSnapshot()
    replica.stageSnapshot(Array.from({ length: 200 }, () => smallHotelRows()).flat())
    expect(pages()).toBeGreaterThan(100)
    replica.commitSnapshot({ epoch: 1, cursor: 1, lastSeq: 0 }, 2_000)
    expect(pages()).toBeLessThan(10)
    expect(recordWalkIn(replica, 1).ok).toBe(true)
  })

  test('REP-13 every row is replaced, the outbox and the identity are kept, what is not known is replayed', () => {
    recordWalkIn(replica, 1)
    recordWalkIn(replica, 2)
    loadRows(replica, [...smallHotelRows(), soldTonight(1)], { epoch: 2, cursor: 40, lastSeq: 1 })
    expect(replica.position()).toMatchObject({ enrolled: true, epoch: 2, cursor: 40, lastSeq: 2 })
    expect(loadOp(replica.db, opIdOf(1))?.state).toBe('acknowledged')
    expect(loadPendingOps(replica.db).map((op) => op.seq)).toEqual([2])
    expect(tonight()?.totalReserved).toBe(2)
    expect(loadRow(replica.db, 'reservation', reservationIdOf(1))).toBeNull()
    expect(loadRow(replica.db, 'reservation', reservationIdOf(2))).not.toBeNull()
  })

  test('REP-14 a snapshot that does not come to its end leaves the old rows in place', () => {
    const before = dumpAll(path)
    replica.beginSnapshot()
    replica.stageSnapshot([soldTonight(3)])
    expect(dumpAll(path)).toBe(before)
    const reopened = new Replica(path, TEST_VAULT)
    expect(loadRow(reopened.db, 'inventory', TONIGHT)?.totalReserved).toBe(0)
    reopened.close()
  })

  test('REP-14 what an interrupted snapshot staged is not part of the next one', () => {
    replica.beginSnapshot()
    replica.stageSnapshot([{ entity: 'room', key: '999', row: null }, soldTonight(3)])
    loadRows(replica, smallHotelRows(), { epoch: 2, cursor: 5, lastSeq: 0 })
    expect(tonight()?.totalReserved).toBe(0)
  })

  test('REP-15 ops that an older chain had acknowledged and a restored one lost are pending again', () => {
    recordWalkIn(replica, 1)
    recordWalkIn(replica, 2)
    for (const n of [1, 2]) replica.saveOutcomes([{ seq: n, opId: opIdOf(n), outcome: 'accepted' }], 2_000)
    replica.rebase(pullOf([soldTonight(2)], { cursor: 3, lastSeq: 2 }), 3_000)
    expect(loadPendingOps(replica.db)).toEqual([])
    loadRows(replica, [...smallHotelRows(), soldTonight(1)], { epoch: 2, cursor: 2, lastSeq: 1 })
    expect(loadPendingOps(replica.db)).toMatchObject([{ seq: 2, outcome: null }])
    expect(replica.position().answeredSeq).toBe(1)
    expect(tonight()?.totalReserved).toBe(2)
  })
})

describe('what goes to the chain', () => {
  test('REP-16 ops go in order of seq, up to the count and the bytes, and never fewer than one', () => {
    for (let n = 1; n <= 3; n += 1) recordBlock(replica, n, '201', n)
    expect(replica.opsToPush(0, 2, 100_000).map((op) => op.seq)).toEqual([1, 2])
    expect(replica.opsToPush(1, 100, 100_000).map((op) => op.seq)).toEqual([2, 3])
    expect(replica.opsToPush(0, 100, 10).map((op) => op.seq)).toEqual([1])
    const [first, second] = replica.opsToPush(0, 2, 100_000)
    const bytes = JSON.stringify({ epoch: 1, ops: [first, second] }).length
    expect(replica.opsToPush(0, 100, bytes + 100)).toHaveLength(2)
    expect(replica.opsToPush(3, 100, 100_000)).toEqual([])
  })

  test('REP-16 acknowledged ops are still at hand for a chain that lost them', () => {
    recordOp(replica, 1, {
      type: 'cancelReservation',
      body: { reservationId: reservationIdOf(9) },
    })
    recordBlock(replica, 2, '201')
    replica.rebase(pullOf([], { lastSeq: 1 }), 3_000)
    expect(replica.opsToPush(0, 100, 100_000)).toMatchObject([{ seq: 1, opId: opIdOf(2), type: 'blockRoom' }])
  })
})
