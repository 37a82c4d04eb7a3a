import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { join } from 'node:path'
import { ok, refuse } from '../../../shared/base/result.ts'
import type { RoomId } from '../../../shared/domain/ids.ts'
import { parseConfirmationCode } from '../../../shared/domain/confirmation-code.ts'
import { loadPendingOps } from '../../../sync/replica/queries/outbox.ts'
import { loadUndoReversed } from '../../../sync/replica/queries/undo.ts'
import { ReplicaFault } from '../../../sync/replica/replica-fault.ts'
import { Replica } from '../../../sync/replica/replica.ts'
import { loadRow } from '../../../sync/replica/row-reader.ts'
import { dumpAll } from '../../support/database-dump.ts'
import { blockIdOf, opIdOf, recordBlock, recordOp, recordWalkIn, reservationIdOf } from '../../support/desk-ops.ts'
import { openEnrolledReplica } from '../../support/enrolled-replica.ts'
import { TODAY, TYPE_A } from '../../support/small-hotel.ts'
import { temporaryDirectory } from '../../support/syncing-desk.ts'
import { TEST_VAULT } from '../../support/test-vault.ts'

let directory: ReturnType<typeof temporaryDirectory>
let path: string
let replica: Replica

beforeEach(() => {
  directory = temporaryDirectory()
  path = join(directory.path, 'replica.sqlite')
  replica = openEnrolledReplica(path)
})
afterEach(() => {
  replica.close()
  directory.remove()
})

describe('recording an op', () => {
  test('REP-01 the rows, what would undo them and the op are written together', () => {
    const recorded = recordWalkIn(replica, 1, { roomId: '101' })
    expect(recorded).toMatchObject({ ok: true, value: { seq: 1, op: { businessDate: TODAY, madeAtUtcMs: 1_001 } } })
    expect(loadRow(replica.db, 'reservation', reservationIdOf(1))?.lines[0]?.roomId).toBe('101')
    expect(loadRow(replica.db, 'inventory', `${TYPE_A}/${TODAY}`)?.totalReserved).toBe(1)
    expect(loadPendingOps(replica.db)).toMatchObject([{ seq: 1, opId: opIdOf(1), state: 'pending', outcome: null }])
    expect(loadUndoReversed(replica.db)).toMatchObject([
      { entity: 'reservation', key: reservationIdOf(1), row: null },
      { entity: 'guest', key: reservationIdOf(1), row: null },
      { entity: 'room_night', key: `101/${TODAY}`, row: null },
      { entity: 'inventory', key: `${TYPE_A}/${TODAY}`, row: { totalReserved: 0 } },
    ])
  })

  test('REP-02 a refusal writes nothing at all, not even a counter', () => {
    recordWalkIn(replica, 1, { roomId: '101' })
    const before = dumpAll(path)
    expect(recordWalkIn(replica, 2, { roomId: '101' })).toMatchObject({ ok: false, error: { code: 'ROOM_TAKEN' } })
    const composed = replica.record(2_000, ({ takeConfirmationCode }) => {
      takeConfirmationCode()
      return refuse({ code: 'QUOTE_CHANGED' as const, params: {} })
    })
    expect(composed).toMatchObject({ ok: false, error: { code: 'QUOTE_CHANGED' } })
    expect(dumpAll(path)).toBe(before)
  })

  test('REP-02 a bug while an op is made writes nothing either', () => {
    const before = dumpAll(path)
    expect(() =>
      replica.record(2_000, ({ takeConfirmationCode }) => {
        takeConfirmationCode()
        throw new RangeError('a bug')
      }),
    ).toThrow('a bug')
    expect(dumpAll(path)).toBe(before)
  })

  test('REP-03 seqs have no gaps and codes are never given out twice, refusals or not', () => {
    const codes: string[] = []
    for (let n = 1; n <= 5; n += 1) {
      const recorded = recordWalkIn(replica, n)
      if (recorded.ok) codes.push(loadRow(replica.db, 'reservation', reservationIdOf(n))?.code ?? '')
    }
    expect(codes).toHaveLength(3)
    expect(new Set(codes).size).toBe(3)
    expect(codes.every((code) => parseConfirmationCode(code) === code && code.startsWith('01'))).toBe(true)
    recordBlock(replica, 9, '201')
    expect(loadPendingOps(replica.db).map((op) => op.seq)).toEqual([1, 2, 3, 4])
  })

  test('REP-04 the same op id again is answered from the outbox and done once', () => {
    recordBlock(replica, 1, '101')
    const before = dumpAll(path)
    expect(recordBlock(replica, 1, '101')).toMatchObject({ ok: true, value: { seq: 1, op: { opId: opIdOf(1) } } })
    expect(dumpAll(path)).toBe(before)
  })

  test('REP-04 one op id for two contents is a bug, and nothing is written', () => {
    recordBlock(replica, 1, '101')
    const before = dumpAll(path)
    expect(() => recordBlock(replica, 1, '102')).toThrow('used for two ops')
    expect(dumpAll(path)).toBe(before)
  })

  test('REP-05 an op that would change no row is not recorded', () => {
    recordWalkIn(replica, 1, { roomId: '101' })
    const assign = { reservationId: reservationIdOf(1), position: 1, roomId: '102' as RoomId }
    expect(recordOp(replica, 2, { type: 'assignRoom', body: assign })).toMatchObject({ ok: true, value: { seq: 2 } })
    expect(recordOp(replica, 3, { type: 'assignRoom', body: assign })).toEqual({ ok: true, value: null })
    const cancel = { type: 'cancelReservation', body: { reservationId: reservationIdOf(1) } } as const
    expect(recordOp(replica, 4, cancel)).toMatchObject({ ok: true, value: { seq: 3 } })
    expect(recordOp(replica, 5, cancel)).toEqual({ ok: true, value: null })
    expect(loadPendingOps(replica.db)).toHaveLength(3)
  })

  test('REP-05 a caller with nothing to record gets nothing', () => {
    expect(replica.record(1, () => ok(null))).toEqual({ ok: true, value: null })
    expect(loadPendingOps(replica.db)).toEqual([])
  })

  test('REP-06 an op is on disk when it is answered: a file that nobody closed opens with it', () => {
    recordWalkIn(replica, 1)
    recordBlock(replica, 2, '103')
    const reopened = new Replica(path, TEST_VAULT)
    expect(loadPendingOps(reopened.db).map((op) => op.seq)).toEqual([1, 2])
    expect(loadRow(reopened.db, 'room_block', blockIdOf(2))?.status).toBe('active')
    expect(reopened.position()).toMatchObject({ enrolled: true, epoch: 1, cursor: 1, lastSeq: 2, answeredSeq: 0 })
    reopened.close()
  })

  test('REP-07 a full disk is a typed fault and leaves nothing half-written', () => {
    replica.db.one('PRAGMA max_page_count = 1')
    const before = dumpAll(path)
    let full: unknown = null
    for (let n = 1; n <= 200 && full === null; n += 1) {
      try {
        replica.record(n, () =>
          ok({
            opId: opIdOf(n),
            type: 'blockRoom' as const,
            body: {
              blockId: blockIdOf(n),
              roomId: '101' as RoomId,
              kind: 'OOO' as const,
              from: TODAY,
              until: TODAY.replace('22', '30') as typeof TODAY,
              reason: 'other' as const,
              remarks: 'x'.repeat(500),
            },
          }),
        )
      } catch (error) {
        full = error
      }
    }
    expect(full).toBeInstanceOf(ReplicaFault)
    expect(full).toMatchObject({ code: 'DISK_FULL', retry: 'backoff' })
    const kept = loadPendingOps(replica.db)
    expect(kept.map((op) => op.seq)).toEqual(kept.map((_, index) => index + 1))
    expect(replica.device()?.lastSeq).toBe(kept.length)
    expect(before).not.toBe('')
    replica.db.one('PRAGMA max_page_count = 1000000')
    expect(recordBlock(replica, 999, '102').ok).toBe(true)
  })
})
