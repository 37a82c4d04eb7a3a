import { setTimeout } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { withCounts } from '../../../shared/domain/inventory.ts'
import { typeNightKey } from '../../../shared/domain/rows.ts'
import { openPostgres } from '../../../sync/chain/database/postgres.ts'
import { HeadPokes } from '../../../sync/chain/write-path/head-pokes.ts'
import { HotelWriter } from '../../../sync/chain/write-path/hotel-writer.ts'
import { chainWithSmallHotel, freshPostgres, testClock } from '../../support/chain-databases.ts'
import { HOTEL_ID, TODAY, TYPE_A } from '../../support/small-hotel.ts'

const EACH = 12
const KEY = typeNightKey(TYPE_A, TODAY)

test('CHAIN-02 two processes that write to one hotel at once are one line: no count is lost, no version twice', async () => {
  const url = await freshPostgres()
  const databases = [await openPostgres(url), await openPostgres(url)]
  const [first] = databases
  if (!first) throw new Error('two were opened')
  const chain = await chainWithSmallHotel(first)
  const writers = databases.map((db) => new HotelWriter(db, new HeadPokes(), testClock))
  const versions = await Promise.all(
    writers.flatMap((writer) =>
      Array.from({ length: EACH }, async () => {
        const written = await writer.write(HOTEL_ID, async ({ unit }) => {
          await unit.load([{ entity: 'inventory', key: KEY }])
          const row = unit.row('inventory', KEY)
          if (!row) throw new Error('a night on sale')
          // Long enough for the other process to read the same, if it could.
          await setTimeout(10)
          unit.apply([
            { entity: 'inventory', key: KEY, row: withCounts(row, { totalInventory: row.totalInventory + 1 }) },
          ])
        })
        return written.ok ? written.value.version : 0
      }),
    ),
  )
  const [stored] = await chain.db.query<{ total: number }>(
    'SELECT total_inventory AS total FROM room_type_inventory WHERE hotel_id = $1 AND room_type_id = $2 AND night = $3',
    [HOTEL_ID, TYPE_A, TODAY],
  )
  expect(stored?.total).toBe(3 + 2 * EACH)
  expect(new Set(versions).size).toBe(2 * EACH)
  for (const db of databases) await db.close()
})
