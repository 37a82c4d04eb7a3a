import { describe, expect, test } from 'vitest'
import { localDate } from '../../../shared/domain/stay-dates.ts'
import { migrate } from '../../../sync/chain/database/migrate.ts'
import type { Database } from '../../../sync/chain/database/port.ts'
import { openPostgres } from '../../../sync/chain/database/postgres.ts'
import { hotelIdOf } from '../../../sync/chain/generate/chain-plan.ts'
import { spaceFor } from '../../../sync/chain/generate/disk-space.ts'
import { generateChain, remainingOf } from '../../../sync/chain/generate/generate-chain.ts'
import { loadAvailability } from '../../../sync/chain/reservations/availability.ts'
import { describeOnBothDatabases, freshPostgres } from '../../support/chain-databases.ts'
import { runNode } from '../../support/run-node.ts'
import { RunningProcess } from '../../support/running-process.ts'

const CLI = 'sync/chain/cli/main.ts'
const FROM = localDate('2026-12-01')
const SMALL = { hotels: 3, types: 4, nights: 30, rooms: 17, seed: 5, from: FROM }

async function generate(db: Database, plan: Omit<typeof SMALL, 'from'> & { from: typeof FROM | null } = SMALL) {
  await migrate(db)
  return generateChain(db, await remainingOf(db, plan, localDate('2027-01-01')), () => undefined)
}

/** Rows and a digest of every table that is filled, whatever order they lie in. */
async function digests(db: Database): Promise<Record<string, object>> {
  const found: Record<string, object> = {}
  for (const table of [
    'hotel',
    'sync_head',
    'room_type',
    'room',
    'rate_plan',
    'room_type_rate',
    'room_type_inventory',
  ]) {
    const [row] = await db.query(
      `SELECT count(*) AS rows, md5(string_agg(t::text, '|' ORDER BY t::text COLLATE "C")) AS digest FROM ${table} t`,
    )
    found[table] = row ?? {}
  }
  return found
}

describeOnBothDatabases('generated chain', (open) => {
  test('GEN-01 has every row of a hotel that can be sold', async () => {
    const db = await open()
    try {
      const done = await generate(db)
      expect(done).toEqual({ hotels: 3, alreadyThere: 0, rows: 3 * (1 + 1 + 4 + 17 + 2 + 2 * 4 * 30) })
      const [counts] = await db.query(
        `SELECT (SELECT count(*) FROM hotel) AS hotels, (SELECT count(*) FROM sync_head) AS heads,
           (SELECT count(*) FROM room_type) AS types, (SELECT count(*) FROM room) AS rooms,
           (SELECT count(*) FROM rate_plan) AS plans, (SELECT count(*) FROM room_type_rate) AS rates,
           (SELECT count(*) FROM room_type_inventory) AS nights`,
      )
      expect(counts).toEqual({ hotels: 3, heads: 3, types: 12, rooms: 51, plans: 6, rates: 360, nights: 360 })
      const wrong = await db.query(
        `SELECT i.hotel_id FROM room_type_inventory i
         WHERE total_reserved > total_inventory OR total_inventory <> (
           SELECT count(*) FROM room r WHERE r.hotel_id = i.hotel_id AND r.room_type_id = i.room_type_id)`,
      )
      expect(wrong).toEqual([])
      const plans = await db.query<{ rate_plan_id: string; price_bp: number }>(
        'SELECT rate_plan_id, price_bp FROM rate_plan WHERE hotel_id = $1 ORDER BY position',
        [hotelIdOf(2)],
      )
      expect(plans).toEqual([
        { rate_plan_id: 'FLEX', price_bp: 10_000 },
        { rate_plan_id: 'NONREF', price_bp: 9_000 },
      ])
      const answer = await loadAvailability(db, hotelIdOf(3), { arrival: FROM, departure: localDate('2026-12-15') })
      const types = answer.ok ? answer.value.roomTypes : []
      expect(types.map(({ nightly }) => nightly.length)).toEqual([14, 14, 14, 14])
      expect(types.every(({ totalMinor }) => totalMinor > 14 * 4_000)).toBe(true)
    } finally {
      await db.close()
    }
  })

  test('GEN-02 after an end in between goes on, and doubles nothing', async () => {
    const db = await open()
    const whole = await open()
    try {
      await generate(whole)
      await migrate(db)
      const remaining = await remainingOf(db, SMALL, FROM)
      await db.query(
        "INSERT INTO room (hotel_id, room_id, room_type_id, floor, housekeeping) VALUES ('h00003', '0109', 'T02', 1, 'dirty')",
      )
      await expect(generateChain(db, remaining, () => undefined)).rejects.toThrow('rows of one are there without it')
      const [halfHotels] = await db.query<{ hotels: number }>(
        "SELECT count(*) AS hotels FROM sync_head WHERE hotel_id = 'h00003'",
      )
      expect(halfHotels?.hotels).toBe(0)
      await db.query("DELETE FROM room WHERE hotel_id = 'h00003'")
      const done = await generate(db)
      expect(done.hotels + done.alreadyThere).toBe(3)
      expect(done.alreadyThere).toBeGreaterThan(0)
      expect(await digests(db)).toEqual(await digests(whole))
    } finally {
      await db.close()
      await whole.close()
    }
  })

  test('GEN-03 once more adds nothing', async () => {
    const db = await open()
    try {
      await generate(db)
      const before = await digests(db)
      expect(await generate(db, { ...SMALL, from: null })).toEqual({ hotels: 0, alreadyThere: 3, rows: 0 })
      expect(await digests(db)).toEqual(before)
      expect(await generate(db, { ...SMALL, hotels: 4, from: null })).toMatchObject({ hotels: 1, alreadyThere: 3 })
    } finally {
      await db.close()
    }
  })

  test('GEN-04 the same seed gives the same rows, another one others', async () => {
    const [first, again, other] = [await open(), await open(), await open()]
    try {
      await generate(first)
      await generate(again)
      await generate(other, { ...SMALL, seed: 6 })
      const rows = await digests(first)
      expect(await digests(again)).toEqual(rows)
      const others = await digests(other)
      expect(others['room_type_rate']).not.toEqual(rows['room_type_rate'])
      expect(others['room_type_inventory']).not.toEqual(rows['room_type_inventory'])
    } finally {
      for (const db of [first, again, other]) await db.close()
    }
  })

  test('GEN-05 a database that was filled by other flags is refused in one line', async () => {
    const db = await open()
    try {
      await generate(db)
      for (const other of [
        { seed: 6 },
        { nights: 31 },
        { types: 5 },
        { rooms: 18 },
        { from: localDate('2026-12-02') },
      ]) {
        await expect(remainingOf(db, { ...SMALL, ...other }, FROM)).rejects.toThrow(
          /^hotel h00001 is there with 4 types/,
        )
      }
    } finally {
      await db.close()
    }
  })
})

describe('chain generate', () => {
  test('GEN-02 killed in between and run again, it ends with the rows of one run', async () => {
    const [killed, whole] = [await freshPostgres(), await freshPostgres()]
    const flags = ['--hotels', '60', '--types', '20', '--nights', '200', '--from', FROM]
    const running = new RunningProcess(CLI, ['generate', ...flags, '--db', killed])
    const db = await openPostgres(killed)
    const other = await openPostgres(whole)
    try {
      await waitForHotels(db)
      running.child.kill('SIGKILL')
      await running.ended
      const again = await runNode([CLI, 'generate', ...flags, '--db', killed, '--json'])
      const { hotels, alreadyThere } = JSON.parse(again.stdout) as { hotels: number; alreadyThere: number }
      expect(hotels + alreadyThere).toBe(60)
      expect(alreadyThere).toBeGreaterThan(0)
      expect(hotels).toBeGreaterThan(0)
      await runNode([CLI, 'generate', ...flags, '--db', whole])
      expect(await digests(db)).toEqual(await digests(other))
      const third = await runNode([CLI, 'generate', ...flags, '--db', killed])
      expect(third.stdout).toBe('all 60 hotels were there before: nothing was added\n')
    } finally {
      await db.close()
      await other.close()
    }
  })

  test('GEN-06 the space that is left is known for a server of this machine, and unknown for another one', async () => {
    const url = await freshPostgres()
    const db = await openPostgres(url)
    try {
      const local = await spaceFor(db, url, 73_000_000)
      expect(local.neededBytes).toBeGreaterThan(15e9)
      expect(local.freeBytes).toBeGreaterThan(0)
      expect((await spaceFor(db, 'postgres://db.example.org/chain', 73_000_000)).freeBytes).toBeNull()
      expect((await spaceFor(db, url, 0)).neededBytes).toBe(0)
    } finally {
      await db.close()
    }
  })

  test('GEN-06 what does not fit on the disk is refused before anything is written', async () => {
    const url = await freshPostgres()
    const ran = await runNode([CLI, 'generate', '--hotels', '99999', '--types', '99', '--nights', '3650', '--db', url])
    expect(ran.exitCode).toBe(1)
    expect(ran.stderr).toMatch(/^keyrack: this needs about 79[\d.]+ GB of disk, [\d.]+ GB are left\n$/)
  })

  test.each([
    ['--hotels', '0'],
    ['--types', '100'],
    ['--nights', 'many'],
    ['--rooms', '-1'],
    ['--from', '2026-02-30'],
    ['--seed', '1.5'],
    ['--rooms', '3'],
  ])('GEN-07 %s %s is one clear line', async (flag, value) => {
    const ran = await runNode([CLI, 'generate', '--db', '/nowhere/at/all', flag, value])
    expect(ran.exitCode).toBe(1)
    expect(ran.stderr.trim().split('\n')).toHaveLength(1)
    expect(ran.stderr).toContain(flag)
  })
})

async function waitForHotels(db: Database): Promise<void> {
  for (;;) {
    const [row] = await db.query<{ there: boolean }>("SELECT to_regclass('rate_plan') IS NOT NULL AS there")
    if (row?.there && (await db.query('SELECT hotel_id FROM hotel LIMIT 1')).length > 0) return
  }
}
