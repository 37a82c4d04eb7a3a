import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { StaffId } from '../../../shared/domain/ids.ts'
import { loadLatestShift, loadMoneyOps } from '../../../sync/replica/queries/cashier.ts'
import { renumberOps } from '../../../sync/replica/queries/outbox.ts'
import type { Replica } from '../../../sync/replica/replica.ts'
import { opIdOf, recordOp, recordWalkIn, reservationIdOf } from '../../support/desk-ops.ts'
import { openEnrolledReplica } from '../../support/enrolled-replica.ts'
import { temporaryDirectory } from '../../support/syncing-desk.ts'

let replica: Replica
let directory: ReturnType<typeof temporaryDirectory>

beforeEach(() => {
  directory = temporaryDirectory()
  replica = openEnrolledReplica(join(directory.path, 'replica.sqlite'))
  recordWalkIn(replica, 1)
})
afterEach(() => {
  replica.close()
  directory.remove()
})

const shift = (shiftId: string, staffId: StaffId | null = null) => ({
  shiftId,
  staffId,
  openedAtUtcMs: 1,
  floatMinor: 0,
})

function pay(n: number, amountMinor: number): void {
  recordOp(replica, n, {
    type: 'takePayment',
    body: {
      reservationId: reservationIdOf(1),
      paymentId: opIdOf(500 + n),
      amountMinor,
      method: 'cash',
      cardToken: null,
      cardDigits: null,
    },
  })
}

const opsOfShift = () => {
  const latest = loadLatestShift(replica.db, null)
  if (!latest) throw new Error('a shift')
  return loadMoneyOps(replica.db, null, latest.afterSeq, latest.throughSeq).map(({ opId }) => opId)
}

test('CASH-03 the file itself holds one open shift a person', () => {
  replica.openShift(shift('a'))
  expect(() => replica.openShift(shift('b'))).toThrow(/UNIQUE/)
  replica.openShift(shift('c', 'ana' as StaffId))
  replica.closeShift({ shiftId: 'a', countedMinor: 0, note: '', closedAtUtcMs: 2 })
  replica.openShift(shift('b'))
  expect(loadLatestShift(replica.db, null)).toMatchObject({ shiftId: 'b', closedAtUtcMs: null })
})

test('CASH-02 a shift keeps its place between the ops where they are numbered anew', () => {
  pay(2, 100)
  replica.openShift(shift('a'))
  pay(3, 200)
  pay(4, 300)
  replica.closeShift({ shiftId: 'a', countedMinor: 500, note: '', closedAtUtcMs: 2 })
  pay(5, 400)
  const before = opsOfShift()
  expect(before).toEqual([opIdOf(3), opIdOf(4)])
  replica.adopt((tx) => {
    tx.run('DELETE FROM outbox WHERE seq = 1')
    renumberOps(tx)
  })
  expect(opsOfShift()).toEqual(before)
})
