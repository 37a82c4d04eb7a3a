import { afterEach, beforeEach, expect, test } from 'vitest'
import { addDays } from '../../../shared/domain/stay-dates.ts'
import type { RowWrite } from '../../../shared/domain/rows.ts'
import type { SnapshotLine, SnapshotMark } from '../../../shared/wire/sync-messages.ts'
import type { Chain } from '../../../sync/chain/chain.ts'
import type { Database } from '../../../sync/chain/database/port.ts'
import { authenticateDevice } from '../../../sync/chain/sync/enrolment.ts'
import { pullChanges, takeSnapshot } from '../../../sync/chain/sync/pull.ts'
import type { Device } from '../../../sync/chain/sync/queries/devices.ts'
import { openSnapshot } from '../../../sync/chain/sync/snapshot.ts'
import { chainWithSmallHotel, describeOnBothDatabases } from '../../support/chain-databases.ts'
import { HOTEL_ID, TODAY, TYPE_A, put } from '../../support/small-hotel.ts'
import { SyncCaller, walkInOp } from '../../support/sync-caller.ts'

describeOnBothDatabases('a snapshot in pages', (open) => {
  let db: Database
  let chain: Chain
  let desk: SyncCaller
  let device: Device

  beforeEach(async () => {
    db = await open()
    chain = await chainWithSmallHotel(db)
    desk = await SyncCaller.open(chain)
    const found = await authenticateDevice(chain, desk.terminal.token)
    if (!found) throw new Error('token not known')
    device = found
    // More than two pages of rates, and what a walk-in writes.
    await chain.writer.write(HOTEL_ID, async ({ unit }) => {
      for (let day = 100; day < 1_300; day += 1) {
        unit.apply([put('rate', { roomTypeId: TYPE_A, night: addDays(TODAY, day), baseMinor: 1_000 })])
      }
    })
    await desk.push([walkInOp(1)])
  })
  afterEach(async () => {
    await desk.app.close()
    await db.close()
  })

  async function pages(after: SnapshotMark | null = null): Promise<AsyncGenerator<SnapshotLine[]>> {
    const opened = await openSnapshot(db, device, after)
    if (!opened.ok) throw new Error(opened.error.code)
    return opened.value
  }
  const rowsOf = (lines: readonly SnapshotLine[]) => lines.flatMap((line) => (line.mark === 'row' ? line.change : []))
  function held(writes: readonly RowWrite[]): string[] {
    const rows = new Map(writes.map((write) => [`${write.entity} ${write.key}`, write]))
    return [...rows.values()]
      .filter(({ row }) => row !== null)
      .map((write) => JSON.stringify(write))
      .toSorted()
  }
  async function now(): Promise<string[]> {
    const taken = await takeSnapshot(db, device)
    if (!taken.ok) throw new Error(taken.error.code)
    return held(rowsOf(taken.value))
  }

  test('SYNC-54 with what a pull from its beginning brings, the pages are the hotel of one moment, whatever is written meanwhile', async () => {
    const lines: SnapshotLine[] = []
    let seq = 1
    let largest = 0
    for await (const page of await pages()) {
      lines.push(...page)
      largest = Math.max(largest, page.length)
      seq += 1
      await desk.push([walkInOp(seq)])
      await chain.writer.write(HOTEL_ID, async ({ unit }) => {
        await unit.load([{ entity: 'rate', key: `${TYPE_A}/${addDays(TODAY, 100 + seq)}` }])
        unit.apply([{ entity: 'rate', key: `${TYPE_A}/${addDays(TODAY, 100 + seq)}`, row: null }])
      })
    }
    expect(largest).toBe(501)
    const [begin] = lines
    if (begin?.mark !== 'begin') throw new Error('no begin')
    const pulled = await pullChanges(db, device, { epoch: begin.epoch, cursor: begin.cursor })
    if (!pulled.ok) throw new Error(pulled.error.code)
    expect(pulled.value.cursor).toBe(pulled.value.head)
    expect(lines.at(-1)).toEqual({ mark: 'end', rows: rowsOf(lines).length })
    expect(held([...rowsOf(lines), ...pulled.value.changes])).toEqual(await now())
  })

  test('SYNC-55 each mark goes on where its page ended: nothing twice, nothing left out', async () => {
    const all: SnapshotLine[][] = []
    for await (const page of await pages()) all.push(page)
    const whole = rowsOf(all.flat())
    const begin = all[0]?.[0]
    if (begin?.mark !== 'begin') throw new Error('no begin')
    for (const [index, page] of all.entries()) {
      const mark = page.at(-1)
      if (mark?.mark !== 'page') continue
      const query = `epoch=${begin.epoch}&cursor=${begin.cursor}&entity=${mark.entity}&after=${encodeURIComponent(mark.after)}`
      const answer = await desk.ask('GET', `snapshot?${query}`)
      const rest = answer.text
        .trimEnd()
        .split('\n')
        .map((text) => JSON.parse(text) as SnapshotLine) // as the route writes them
      expect(rest[0]).toEqual(begin)
      expect([...rowsOf(all.slice(0, index + 1).flat()), ...rowsOf(rest)]).toEqual(whole)
    }
    const at = { cursor: begin.cursor, entity: 'room', after: '101' } as const
    expect(await openSnapshot(db, device, { ...at, epoch: 9 })).toMatchObject({ error: { code: 'EPOCH_CHANGED' } })
    await db.query('UPDATE sync_head SET floor = version WHERE hotel_id = $1', [HOTEL_ID])
    expect(await openSnapshot(db, device, { ...at, epoch: 1, cursor: 0 })).toMatchObject({
      error: { code: 'CURSOR_EXPIRED' },
    })
    expect((await desk.ask('GET', 'snapshot?epoch=1')).code).toBe('REQUEST_INVALID')
  })
})
