import { Client } from 'pg'
import { describe, inject } from 'vitest'
import type { Clock } from '../../shared/base/ports.ts'
import type { HotelRow, RowWrite } from '../../shared/domain/rows.ts'
import { type Chain, openChain } from '../../sync/chain/chain.ts'
import { openPglite } from '../../sync/chain/database/pglite.ts'
import type { Database } from '../../sync/chain/database/port.ts'
import { openPostgres } from '../../sync/chain/database/postgres.ts'
import { createHotel } from '../../sync/chain/hotels/hotels.ts'
import { seededRng } from './seeded-rng.ts'
import { smallHotelRows } from './small-hotel.ts'

/** Noon of the small hotel's business date. */
export const NOON_UTC_MS = Date.parse('2026-11-22T12:00:00Z')
export const testClock: Clock = { nowUtcMs: () => NOON_UTC_MS }

let lastDatabase = 0

/** A fresh empty database on the tests' PostgreSQL server. */
export async function freshPostgres(): Promise<string> {
  lastDatabase += 1
  const name = `test_${process.pid}_${lastDatabase}`
  const client = new Client({ connectionString: `${inject('postgresUrl')}/postgres` })
  await client.connect()
  await client.query(`CREATE DATABASE ${name}`)
  await client.end()
  return `${inject('postgresUrl')}/${name}`
}

const ENGINES: Record<Database['engine'], () => Promise<Database>> = {
  pglite: () => openPglite(null),
  postgres: async () => openPostgres(await freshPostgres()),
}

/** Runs one suite on PGlite and on real PostgreSQL: the same rules hold on both. */
export function describeOnBothDatabases(title: string, suite: (open: () => Promise<Database>) => void): void {
  describe.each(Object.entries(ENGINES))(`${title} on %s`, (_engine, open) => suite(open))
}

/** A chain with the small hotel, on a fresh database. */
export async function chainWithSmallHotel(db: Database, clock: Clock = testClock): Promise<Chain> {
  const chain = await openChain(db, clock, seededRng(7))
  await createHotel(db, hotelOf(smallHotelRows()), smallHotelRows())
  return chain
}

export function hotelOf(rows: readonly RowWrite[]): HotelRow {
  const write = rows.find((candidate) => candidate.entity === 'hotel')
  if (write?.entity !== 'hotel' || !write.row) throw new Error('no hotel among the rows')
  return write.row
}
