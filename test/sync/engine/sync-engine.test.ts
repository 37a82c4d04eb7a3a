import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { join } from 'node:path'
import { addDays } from '../../../shared/domain/stay-dates.ts'
import { loadOp, loadPendingOps } from '../../../sync/replica/queries/outbox.ts'
import { loadRow } from '../../../sync/replica/row-reader.ts'
import { opIdOf, recordBlock, recordWalkIn, reservationIdOf } from '../../support/desk-ops.ts'
import { FakeChain } from '../../support/fake-chain.ts'
import { TODAY, TYPE_A, smallHotelRows } from '../../support/small-hotel.ts'
import { type SyncingDesk, openSyncingDesk, temporaryDirectory } from '../../support/syncing-desk.ts'

let directory: ReturnType<typeof temporaryDirectory>
let chain: FakeChain
let desk: SyncingDesk

beforeEach(async () => {
  directory = temporaryDirectory()
  chain = new FakeChain(smallHotelRows())
  desk = openSyncingDesk({ path: join(directory.path, 'replica.sqlite'), chain })
  desk.engine.start()
  await desk.time.advance(2_000)
})
afterEach(async () => {
  await desk.close()
  directory.remove()
})

function sell(n: number, options: Parameters<typeof recordWalkIn>[2] = {}): void {
  const recorded = recordWalkIn(desk.replica, n, options)
  expect(recorded.ok).toBe(true)
  desk.engine.opRecorded()
}

function inventoryTonight() {
  return loadRow(desk.replica.db, 'inventory', `${TYPE_A}/${TODAY}`)
}

describe('the engine over a replica and a line', () => {
  test('SYNC-30 it enrols once, greets, loads a snapshot, listens, and waits', async () => {
    expect(chain.calls).toMatchObject({ enrol: 1, hello: 1, snapshot: 1, events: 1 })
    expect(desk.engine.status()).toMatchObject({ line: 'up', haltedBy: null, inFlight: null })
    await desk.time.advance(60_000)
    expect(chain.calls).toMatchObject({ enrol: 1, hello: 1, snapshot: 1, events: 1 })
  })

  test('SYNC-31 what the chain changes arrives by a poke, without waiting for the timer', async () => {
    const row = chain.row('inventory', `${TYPE_A}/${TODAY}`)
    chain.change([{ entity: 'inventory', key: `${TYPE_A}/${TODAY}`, row: row && { ...row, totalReserved: 2 } }])
    await desk.time.advance(100)
    expect(inventoryTonight()?.totalReserved).toBe(2)
  })

  test('SYNC-32 what the desk did lands once and leaves pending with the rows of it', async () => {
    sell(1)
    await desk.time.advance(100)
    expect(chain.row('reservation', reservationIdOf(1))?.status).toBe('pending')
    expect(loadPendingOps(desk.replica.db)).toEqual([])
    expect(loadOp(desk.replica.db, opIdOf(1))).toMatchObject({ state: 'acknowledged', outcome: 'accepted' })
    expect(inventoryTonight()?.totalReserved).toBe(1)
  })

  test('SYNC-32 a lost answer: the same ops go again and nothing is done twice', async () => {
    desk.line.setFaults({ dropResponse: 1 })
    sell(1)
    await desk.time.advance(1)
    expect(chain.effects.get(opIdOf(1))).toBe(1)
    expect(loadPendingOps(desk.replica.db)).toHaveLength(1)
    await desk.time.advance(11_000)
    expect(desk.engine.status().line).toBe('down')
    desk.line.setFaults({})
    await desk.time.advance(30_000)
    expect(chain.effects.get(opIdOf(1))).toBe(1)
    expect(loadPendingOps(desk.replica.db)).toEqual([])
    expect(inventoryTonight()?.totalReserved).toBe(1)
  })

  test('SYNC-33 a dead line that is back is noticed within 15 s, and what waited is sent', async () => {
    desk.line.setFaults({ down: true })
    sell(1)
    sell(2)
    await desk.time.advance(600_000)
    expect(desk.engine.status().line).toBe('down')
    expect(loadPendingOps(desk.replica.db)).toHaveLength(2)
    desk.line.setFaults({})
    await desk.time.advance(15_000)
    expect(desk.engine.status().line).toBe('up')
    expect(loadPendingOps(desk.replica.db)).toEqual([])
    expect(chain.outcomes().map((outcome) => outcome.seq)).toEqual([1, 2])
  })

  test('SYNC-34 a refused op acknowledges too: the queue goes on, the exception arrives, the local effect is gone', async () => {
    desk.line.setFaults({ down: true })
    await desk.time.advance(100)
    sell(1, { roomId: '101' })
    sell(2)
    sell(3)
    const full = chain.row('inventory', `${TYPE_A}/${TODAY}`)
    chain.change([{ entity: 'inventory', key: `${TYPE_A}/${TODAY}`, row: full && { ...full, totalReserved: 2 } }])
    desk.line.setFaults({})
    await desk.time.advance(20_000)
    expect(chain.outcomes().map((outcome) => outcome.outcome)).toEqual(['accepted', 'refused', 'refused'])
    expect(loadPendingOps(desk.replica.db)).toEqual([])
    expect(loadRow(desk.replica.db, 'reservation', reservationIdOf(2))?.status).toBe('rejected')
    expect(loadRow(desk.replica.db, 'exception', `sale-refused/${reservationIdOf(2)}`)?.kind).toBe('SALE_REFUSED')
    expect(loadOp(desk.replica.db, opIdOf(2))).toMatchObject({ state: 'acknowledged', code: 'NO_AVAILABILITY' })
    expect(inventoryTonight()?.totalReserved).toBe(3)
  })

  test('SYNC-35 at most 100 ops go in one batch, in order of seq, one batch after the other', async () => {
    desk.line.setFaults({ down: true })
    await desk.time.advance(100)
    for (let n = 1; n <= 230; n += 1) {
      const op = recordBlock(desk.replica, n, '201', 1)
      expect(op.ok).toBe(true)
    }
    desk.engine.opRecorded()
    const before = chain.calls.push
    desk.line.setFaults({})
    await desk.time.advance(20_000)
    expect(chain.calls.push - before).toBe(3)
    expect(chain.outcomes().map((outcome) => outcome.seq)).toEqual(Array.from({ length: 230 }, (_, i) => i + 1))
  })

  test('SYNC-36 a changed epoch brings a snapshot and never touches the outbox', async () => {
    sell(1)
    await desk.time.advance(100)
    const backup = chain.backUp()
    sell(2)
    await desk.time.advance(100)
    desk.line.setFaults({ down: true })
    sell(3)
    chain.restore(backup)
    await desk.time.advance(1_000)
    desk.line.setFaults({})
    await desk.time.advance(20_000)
    expect(chain.calls.snapshot).toBe(2)
    expect(chain.outcomes().map((outcome) => outcome.opId)).toEqual([opIdOf(1), opIdOf(2), opIdOf(3)])
    expect(loadPendingOps(desk.replica.db)).toEqual([])
    expect(inventoryTonight()?.totalReserved).toBe(3)
    expect(chain.row('inventory', `${TYPE_A}/${TODAY}`)?.totalReserved).toBe(3)
  })

  test('SYNC-40 a pull of many pages never shows the desk without what it did', async () => {
    desk.line.setFaults({ down: true })
    const row = chain.row('room', '101')
    for (let n = 0; n < 10; n += 1) chain.change([{ entity: 'room', key: '101', row: row && { ...row, floor: n } }])
    sell(1)
    chain.versionsPerPull = 2
    const seen: unknown[] = []
    desk.engine.listen(() => seen.push(loadRow(desk.replica.db, 'reservation', reservationIdOf(1))?.status))
    desk.line.setFaults({})
    await desk.time.advance(20_000)
    expect(chain.calls.pull).toBeGreaterThan(5)
    expect(seen.length).toBeGreaterThan(2)
    expect(new Set(seen)).toEqual(new Set(['pending']))
    expect(inventoryTonight()?.totalReserved).toBe(1)
    expect(loadRow(desk.replica.db, 'room', '101')?.floor).toBe(9)
    expect(loadPendingOps(desk.replica.db)).toEqual([])
  })

  test('SYNC-37 a snapshot that was cut short leaves the rows as they were and is asked for again', async () => {
    chain.restore(chain.backUp())
    chain.cutSnapshotAfter = 5
    await desk.time.advance(5_000)
    expect(desk.faults).toContain('snapshot RESPONSE_INVALID')
    expect(inventoryTonight()).not.toBeNull()
    expect(desk.replica.position().epoch).toBe(1)
    chain.cutSnapshotAfter = Number.POSITIVE_INFINITY
    await desk.time.advance(16_000)
    expect(desk.replica.position().epoch).toBe(2)
  })

  test('SYNC-38 under drops, delays and cuts by chance everything lands exactly once', async () => {
    for (const seed of [1, 2, 3, 4, 5]) {
      const ownChain = new FakeChain(smallHotelRows())
      const other = openSyncingDesk({
        path: join(directory.path, `seed-${seed}.sqlite`),
        chain: ownChain,
        seed,
      })
      other.engine.start()
      await other.time.advance(20_000)
      other.line.setFaults({ dropRequest: 0.2, dropResponse: 0.3, maxDelayMs: 2_000 })
      for (let n = 1; n <= 12; n += 1) {
        recordWalkIn(other.replica, n, { nights: 1 + (n % 3) })
        recordBlock(other.replica, 100 + n, n % 2 === 0 ? '103' : '202', n)
        other.engine.opRecorded()
        await other.time.advance(1_500)
      }
      other.line.setFaults({})
      await other.time.advance(60_000)
      const here = ownChain.rows().map(({ entity, key }) => loadRow(other.replica.db, entity, key))
      expect({
        seed,
        effects: [...new Set(ownChain.effects.values())],
        pending: loadPendingOps(other.replica.db),
        rows: here,
      }).toEqual({ seed, effects: [1], pending: [], rows: ownChain.rows().map(({ row }) => row) })
      await other.close()
    }
  })

  test('SYNC-39 retryNow tries a dead line at once', async () => {
    desk.line.setFaults({ down: true })
    await desk.time.advance(300_000)
    desk.line.setFaults({})
    desk.engine.retryNow()
    await desk.time.advance(0)
    expect(desk.engine.status().line).toBe('up')
  })

  test('SYNC-39 stop leaves the replica alone, and a new engine goes on where it was', async () => {
    desk.line.setFaults({ dropResponse: 1 })
    sell(1, { nights: 2 })
    await desk.time.advance(1)
    await desk.close()
    desk = openSyncingDesk({ path: join(directory.path, 'replica.sqlite'), chain })
    desk.engine.start()
    await desk.time.advance(2_000)
    expect(chain.effects.get(opIdOf(1))).toBe(1)
    expect(loadPendingOps(desk.replica.db)).toEqual([])
    expect(loadRow(desk.replica.db, 'inventory', `${TYPE_A}/${addDays(TODAY, 1)}`)?.totalReserved).toBe(1)
  })

  test('SYNC-43 a terminal that is taken away stops pulling, pushes what is queued, and says why', async () => {
    desk.line.setFaults({ down: true })
    await desk.time.advance(100)
    sell(1)
    chain.takeAway()
    desk.line.setFaults({})
    await desk.time.advance(20_000)
    expect(desk.engine.status()).toMatchObject({ line: 'up', haltedBy: 'DEVICE_REVOKED' })
    expect(chain.quarantined).toEqual([opIdOf(1)])
    expect(loadOp(desk.replica.db, opIdOf(1))).toMatchObject({ outcome: 'parked', code: 'DEVICE_REVOKED' })
    expect(loadRow(desk.replica.db, 'reservation', reservationIdOf(1))?.status).toBe('pending')
    const calls = { ...chain.calls }
    sell(2)
    await desk.time.advance(60_000)
    expect(chain.quarantined).toEqual([opIdOf(1), opIdOf(2)])
    expect(chain.calls).toEqual({ ...calls, push: calls.push + 1 })
  })

  test('SYNC-43 a listening terminal that is taken away is told by its stream, asks nothing, and can be given back', async () => {
    const pulls = chain.calls.pull
    chain.takeAway()
    await desk.time.advance(60_000)
    expect(desk.engine.status().haltedBy).toBe('DEVICE_REVOKED')
    expect(chain.calls.pull).toBe(pulls)
    sell(1)
    await desk.time.advance(100)
    chain.giveBack()
    desk.engine.retryNow()
    await desk.time.advance(20_000)
    expect(desk.engine.status().haltedBy).toBeNull()
    expect(chain.outcomes()).toMatchObject([{ opId: opIdOf(1), outcome: 'accepted' }])
    expect(chain.effects.get(opIdOf(1))).toBe(1)
    expect(loadPendingOps(desk.replica.db)).toEqual([])
  })

  test.each(['hello', 'pull', 'snapshot'] as const)(
    'SYNC-49 a peer that answers %s with UPGRADE_REQUIRED: the desk sells on, and what it sells lands',
    async (endpoint) => {
      desk.line.setFaults({ down: true })
      await desk.time.advance(100)
      if (endpoint === 'snapshot') chain.restore(chain.backUp())
      chain.problems = { [endpoint]: { code: 'UPGRADE_REQUIRED', retry: 'never' } }
      chain.asksForEpoch = false
      desk.line.setFaults({})
      await desk.time.advance(20_000)
      sell(1)
      await desk.time.advance(60_000)
      expect(desk.engine.status()).toMatchObject({ line: 'up', haltedBy: 'UPGRADE_REQUIRED' })
      expect(chain.outcomes()).toMatchObject([{ opId: opIdOf(1), outcome: 'accepted' }])
      expect(loadRow(desk.replica.db, 'reservation', reservationIdOf(1))?.status).toBe('pending')
      chain.problems = {}
      desk.engine.retryNow()
      await desk.time.advance(20_000)
      expect(desk.engine.status().haltedBy).toBeNull()
      expect(loadPendingOps(desk.replica.db)).toEqual([])
    },
  )

  test('SYNC-52 a cursor that has expired brings a snapshot; what is queued is kept and lands', async () => {
    desk.line.setFaults({ down: true })
    await desk.time.advance(100)
    sell(1)
    chain.change([])
    chain.floor = chain.head
    desk.line.setFaults({})
    await desk.time.advance(20_000)
    expect(chain.calls.snapshot).toBe(2)
    expect(desk.engine.status()).toMatchObject({ line: 'up', haltedBy: null })
    expect(chain.effects.get(opIdOf(1))).toBe(1)
    expect(loadPendingOps(desk.replica.db)).toEqual([])
    expect(inventoryTonight()?.totalReserved).toBe(1)
  })

  test('SYNC-57 it knows how far its clock is off, to half a round trip', async () => {
    desk.line.setFaults({ down: true })
    await desk.time.advance(100)
    chain.clockUtcMs = desk.time.nowUtcMs() + 90_000
    desk.line.setFaults({ maxDelayMs: 400 })
    await desk.time.advance(20_000)
    const { clockOffsetMs } = desk.engine.status()
    expect(Math.abs((clockOffsetMs ?? 0) + 90_000)).toBeLessThanOrEqual(15_000 + 200)
    expect(clockOffsetMs).not.toBeNull()
  })
})
