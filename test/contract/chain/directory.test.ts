import { cpSync, rmSync, writeFileSync } from 'node:fs'
import { afterAll, describe, expect, test } from 'vitest'
import { openChain } from '../../../sync/chain/chain.ts'
import { openPglite } from '../../../sync/chain/database/pglite.ts'
import type { Database } from '../../../sync/chain/database/port.ts'
import { createHotel } from '../../../sync/chain/hotels/hotels.ts'
import { hotelOf, testClock } from '../../support/chain-databases.ts'
import { runNode } from '../../support/run-node.ts'
import { seededRng } from '../../support/seeded-rng.ts'
import { smallHotelRows } from '../../support/small-hotel.ts'
import { temporaryDirectory } from '../../support/temporary-directory.ts'

const migrate = (db: string) => runNode(['sync/chain/cli/main.ts', 'migrate', '--db', db])

describe('the embedded database directory', () => {
  const directory = temporaryDirectory()
  afterAll(() => directory.remove())

  test('CHAIN-07 one process at a time: a second one says so in one line, and gets in when the first has gone', async () => {
    const db = `${directory.path}/chain`
    const holder = await openPglite(db)
    const refused = await migrate(db)
    expect([refused.exitCode, refused.stderr]).toEqual([
      1,
      `keyrack: the database in ${db} is in use by another process\n`,
    ])
    await holder.close()
    expect(await migrate(db)).toMatchObject({ exitCode: 0, stderr: '' })
  })

  test('CHAIN-08 a place that can not be written, or a server that is not there, is one clear line', async () => {
    const file = `${directory.path}/file`
    writeFileSync(file, '')
    const lines: string[] = []
    for (const db of [`${file}/chain`, 'postgres://keyrack:secret@127.0.0.1:1/none']) {
      const refused = await migrate(db)
      expect(refused.exitCode).toBe(1)
      lines.push(refused.stderr.replaceAll(directory.path, ''))
    }
    expect(lines[0]).toMatch(/^keyrack: can not write to \/file\/chain: [^\n]+\n$/)
    expect(lines[1]).toMatch(/^keyrack: no PostgreSQL at [^\n]+ECONNREFUSED[^\n]+\n$/)
    expect(lines[1]).not.toContain('secret')
  })

  test('CHAIN-13 a database thread that has ended fails what is asked of it at once', async () => {
    const db = await openPglite(null)
    await db.close()
    await expect(db.query('SELECT 1')).rejects.toThrow(/has ended/)
    await expect(db.transaction('READ COMMITTED', (tx) => tx.query('SELECT 1'))).rejects.toThrow(/has ended/)
  })

  test('CHAIN-12 a closed database keeps its epochs; one that was not closed, or an older copy, raises them', async () => {
    const db = `${directory.path}/history`
    const epochAfter = async (work: (open: Database) => Promise<void>) => {
      const open = await openPglite(db)
      await openChain(open, testClock, seededRng(1))
      await work(open)
      const [head] = await open.query<{ epoch: number }>('SELECT epoch FROM sync_head')
      await open.close()
      return head?.epoch
    }
    const nothing = () => Promise.resolve()
    expect(await epochAfter(async (open) => void (await createHotel(open, hotelOf(smallHotelRows()), [])))).toBe(1)
    cpSync(db, `${db}-copy`, { recursive: true })
    expect(await epochAfter(nothing)).toBe(1)

    const restore = (from: string) => {
      rmSync(db, { recursive: true })
      cpSync(from, db, { recursive: true })
    }
    restore(`${db}-copy`)
    const raised = (await epochAfter(nothing)) ?? 0
    expect(raised).toBeGreaterThan(1)
    expect(await epochAfter(nothing)).toBe(raised)

    // What a process that is killed leaves: the mark beside is gone while it runs.
    rmSync(`${db}.closed`)
    expect(await migrate(db)).toMatchObject({ exitCode: 0 })
    expect(await epochAfter(nothing)).toBeGreaterThan(raised)
  })
})
