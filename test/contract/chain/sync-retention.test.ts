import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Chain } from '../../../sync/chain/chain.ts'
import type { Database } from '../../../sync/chain/database/port.ts'
import { KEEP_BODIES_MS, KEEP_CHANGES_MS, pruneSyncHistory } from '../../../sync/chain/sync/retention.ts'
import { CHAIN_PROOFS, disprove } from '../../stress/proofs.ts'
import { NOON_UTC_MS, chainWithSmallHotel, describeOnBothDatabases } from '../../support/chain-databases.ts'
import { opIdOf } from '../../support/desk-ops.ts'
import { HOTEL_ID } from '../../support/small-hotel.ts'
import { SyncCaller, outcomesOf, walkInOp } from '../../support/sync-caller.ts'

describeOnBothDatabases('what is kept for terminals', (open) => {
  let db: Database
  let chain: Chain
  let desk: SyncCaller
  let nowUtcMs: number

  beforeEach(async () => {
    nowUtcMs = NOON_UTC_MS
    db = await open()
    chain = await chainWithSmallHotel(db, { nowUtcMs: () => nowUtcMs })
    desk = await SyncCaller.open(chain)
  })
  afterEach(async () => {
    await desk.app.close()
    await db.close()
  })

  const pull = async (cursor: number) => (await desk.ask('GET', `pull?epoch=1&cursor=${cursor}`)).code ?? 'answered'
  const changes = () =>
    db.query('SELECT DISTINCT version FROM sync_change WHERE hotel_id = $1 ORDER BY version', [HOTEL_ID])

  test('SYNC-50 changes go when they are older than 30 days, and only a cursor from before has expired', async () => {
    await desk.push([walkInOp(1)])
    await desk.push([walkInOp(2)])
    await pruneSyncHistory(chain)
    nowUtcMs += KEEP_CHANGES_MS - 1
    await desk.push([walkInOp(3)])
    await pruneSyncHistory(chain)
    expect(await pull(0)).toBe('answered')
    nowUtcMs += 1
    await pruneSyncHistory(chain)
    expect(await changes()).toEqual([{ version: 3 }])
    expect([await pull(0), await pull(1), await pull(2), await pull(3)]).toEqual([
      'CURSOR_EXPIRED',
      'CURSOR_EXPIRED',
      'answered',
      'answered',
    ])
    expect(await disprove(db, CHAIN_PROOFS)).toEqual([])
    nowUtcMs += 2 * KEEP_CHANGES_MS
    await pruneSyncHistory(chain)
    expect([await changes(), await pull(2), await pull(3)]).toEqual([[], 'CURSOR_EXPIRED', 'answered'])
    expect(await disprove(db, CHAIN_PROOFS)).toEqual([])
  })

  test('SYNC-51 bodies go after 30 days; a repeat is still answered, a copy still known, a reused id still parked', async () => {
    const strange = { ...walkInOp(2), type: 'teleportGuest' }
    await desk.push([walkInOp(1), strange])
    nowUtcMs += KEEP_BODIES_MS + 1
    await desk.push([walkInOp(3)])
    await pruneSyncHistory(chain)
    expect(
      await db.query('SELECT seq, body IS NULL AS gone FROM sync_op WHERE hotel_id = $1 ORDER BY seq', [HOTEL_ID]),
    ).toEqual([
      { seq: 1, gone: true },
      { seq: 2, gone: false },
      { seq: 3, gone: false },
    ])
    expect(outcomesOf(await desk.push([walkInOp(1)]))).toEqual(['accepted'])
    const copy = await desk.another()
    const reused = { ...walkInOp(2, 9), opId: opIdOf(1) }
    expect(outcomesOf(await copy.push([walkInOp(1), reused]))).toEqual(['accepted', 'parked OP_ID_REUSED'])
    expect(await disprove(db, CHAIN_PROOFS)).toEqual([])
  })
})
