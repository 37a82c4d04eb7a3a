import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { unreachable } from '../../../shared/base/assert.ts'
import type { RoomId } from '../../../shared/domain/ids.ts'
import { SqliteFile } from '../../../sync/replica/database.ts'
import { replayPending } from '../../../sync/replica/replay.ts'
import { undoPending } from '../../../sync/replica/undoable-writes.ts'
import type { Replica } from '../../../sync/replica/replica.ts'
import { dumpAll, dumpRows } from '../../support/database-dump.ts'
import { blockIdOf, recordBlock, recordOp, recordWalkIn, reservationIdOf } from '../../support/desk-ops.ts'
import { openEnrolledReplica } from '../../support/enrolled-replica.ts'
import { temporaryDirectory } from '../../support/syncing-desk.ts'
import { TEST_VAULT } from '../../support/test-vault.ts'

const ROOMS = ['101', '102', '103', '201', '202']

/** One thing that a desk does; the numbers choose among what was done before. */
const step = fc.record({
  what: fc.constantFrom('book', 'cancel', 'assign', 'block', 'release'),
  pick: fc.nat(5),
  room: fc.option(fc.constantFrom(...ROOMS)),
  nights: fc.integer({ min: 1, max: 4 }),
})
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never

function perform(replica: Replica, { what, pick, room, nights }: Step, n: number): void {
  const reservationId = reservationIdOf(pick)
  switch (what) {
    case 'book':
      recordWalkIn(replica, n, { nights, roomId: room })
      return
    case 'cancel':
      recordOp(replica, n, { type: 'cancelReservation', body: { reservationId } })
      return
    case 'assign':
      recordOp(replica, n, { type: 'assignRoom', body: { reservationId, position: 1, roomId: room as RoomId | null } })
      return
    case 'block':
      recordBlock(replica, n, room ?? '101', nights)
      return
    case 'release':
      recordOp(replica, n, { type: 'releaseBlock', body: { blockId: blockIdOf(pick) } })
      return
    default:
      unreachable(what)
  }
}

let directory: ReturnType<typeof temporaryDirectory>
let opened = 0
beforeAll(() => {
  directory = temporaryDirectory()
})
afterAll(() => directory.remove())

describe('undo and replay', () => {
  test('REP-17 undoing all that is pending restores every row byte for byte; replaying gives them back the same', () => {
    let written = 0
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 14 }), (steps) => {
        opened += 1
        const path = join(directory.path, `run-${opened}.sqlite`)
        const replica = openEnrolledReplica(path)
        const untouched = dumpRows(path)
        for (const [n, one] of steps.entries()) perform(replica, one, n)
        const done = dumpRows(path)
        const undoable = dumpAll(path)
        if (done !== untouched) written += 1

        const file = new SqliteFile(path, TEST_VAULT)
        file.write(undoPending)
        expect(dumpRows(path)).toBe(untouched)
        file.write(replayPending)
        expect(dumpRows(path)).toBe(done)
        file.close()
        expect(dumpAll(path)).toBe(undoable)
        replica.close()
      }),
      { numRuns: 60 },
    )
    expect(written).toBeGreaterThan(30)
  }, 60_000)
})
