import { join } from 'node:path'
import { assert } from '../../shared/base/assert.ts'
import type { RowWrite } from '../../shared/domain/rows.ts'
import { migrate } from '../../sync/chain/database/migrate.ts'
import type { Database } from '../../sync/chain/database/port.ts'
import { openPostgres } from '../../sync/chain/database/postgres.ts'
import { systemClock } from '../../sync/chain/cli/system.ts'
import { createHotel } from '../../sync/chain/hotels/hotels.ts'
import { issueEnrolCode } from '../../sync/chain/sync/enrolment.ts'
import { HeadPokes } from '../../sync/chain/write-path/head-pokes.ts'
import { HotelWriter } from '../../sync/chain/write-path/hotel-writer.ts'
import { alternate } from '../measure/alternate.ts'
import type { Measuring } from '../measure/measuring-command.ts'
import type { Measurement } from '../measure/report.ts'
import { BigHotel } from '../support/big-hotel.ts'
import { hotelOf } from '../support/chain-databases.ts'
import { startPostgresServer } from '../support/postgres-server.ts'
import { HOTEL_ID } from '../support/small-hotel.ts'
import { BenchChild } from './bench-child.ts'
import { directoryOnDisk } from './directory-on-disk.ts'
import { ServedChain } from './served-chain.ts'

const ROUNDS = 3
const OPS = 1_000
const LIVE_CHANGES = 200
const CHANGED_ROWS = 2_500
const ROWS_A_VERSION = 100

/** What a side of the race does in a round; what it does not do is `NaN`. */
interface SyncRound {
  readonly snapshot_s: number
  readonly push_s: number
  readonly catchup_s: number
  readonly p50_ms: number
  readonly p99_ms: number
  readonly chain_mib: number
  readonly desks_mib: number
}

/**
 * What a desk waits for when it syncs: a first snapshot, the ops of an outage, the rows of an outage, and a change on the
 * desk beside it, over real HTTP, on disk at both ends.
 */
export async function measureSync({ rounds, progress }: Measuring): Promise<Measurement> {
  const directory = directoryOnDisk()
  const postgres = await startPostgresServer()
  try {
    const db = await openPostgres(`${postgres.url}/postgres`, 4)
    await migrate(db)
    const rows = new BigHotel().rows()
    await createHotel(db, hotelOf(rows), rows)
    await db.script('VACUUM ANALYZE')
    const chain = await ServedChain.start(`${postgres.url}/postgres`)
    const desks = new BenchChild(join(import.meta.dirname, 'desks-process.ts'), [directory.path])
    try {
      const keyrack = { db, chain, desks, rows }
      progress('warming up')
      await runKeyrack(keyrack)
      const race = await alternate<'keyrack', keyof SyncRound>(
        [{ name: 'keyrack', run: () => runKeyrack(keyrack) }],
        rounds ?? ROUNDS,
      )
      return {
        name: 'sync',
        figures: {
          snapshot_s: race.median('keyrack', 'snapshot_s'),
          push_1000_s: race.median('keyrack', 'push_s'),
          catchup_2500_s: race.median('keyrack', 'catchup_s'),
          'live.p50_ms': race.median('keyrack', 'p50_ms'),
          'live.p99_ms': race.median('keyrack', 'p99_ms'),
          'memory.chain_mib': race.median('keyrack', 'chain_mib'),
          'memory.desks_mib': race.median('keyrack', 'desks_mib'),
        },
        wants: {
          snapshot_s: ['<', 1],
          push_1000_s: ['<', 1.5],
          catchup_2500_s: ['<', 0.5],
          'live.p50_ms': ['<', 20],
          'live.p99_ms': ['<', 100],
        },
        durability: 'PostgreSQL fsync and synchronous_commit on; SQLite WAL, synchronous=FULL',
      }
    } finally {
      await desks.stop()
      await chain.stop()
      await db.close()
    }
  } finally {
    await postgres.stop()
    directory.remove()
  }
}

interface Keyrack {
  readonly db: Database
  readonly chain: ServedChain
  readonly desks: BenchChild
  readonly rows: readonly RowWrite[]
}

async function runKeyrack({ db, chain, desks, rows }: Keyrack): Promise<SyncRound> {
  const enrolCodes = [await issueEnrolCode(db, systemClock, HOTEL_ID), await issueEnrolCode(db, systemClock, HOTEL_ID)]
  const { snapshot_s = NaN } = await desks.ask('snapshot', { chainUrl: chain.url, enrolCodes })
  const { push_s = NaN } = await desks.ask('push', { ops: OPS })
  const { p50_ms = NaN, p99_ms = NaN } = await desks.ask('live', { changes: LIVE_CHANGES })
  await desks.ask('cut')
  const head = await changeRows(db, rows)
  const { catchup_s = NaN } = await desks.ask('catchUp', { head })
  const memory = { chain_mib: chain.memoryMib(), desks_mib: desks.memoryMib() }
  await desks.ask('close')
  return { snapshot_s, push_s, catchup_s, p50_ms, p99_ms, ...memory }
}

/** Changes rows of the hotel in the chain, as its staff would; answers the head after it. */
async function changeRows(db: Database, rows: readonly RowWrite[]): Promise<number> {
  const writer = new HotelWriter(db, new HeadPokes(), systemClock)
  const keys = rows.filter(({ entity }) => entity === 'rate').map(({ key }) => key)
  let head = 0
  for (let start = 0; start < CHANGED_ROWS; start += ROWS_A_VERSION) {
    const chunk = keys.slice(start, start + ROWS_A_VERSION)
    const written = await writer.write(HOTEL_ID, async ({ unit }) => {
      await unit.load(chunk.map((key) => ({ entity: 'rate', key }) as const))
      const changed = chunk.map((key) => {
        const row = unit.row('rate', key)
        assert(row !== null, 'a rate that was loaded')
        return { entity: 'rate', key, row: { ...row, baseMinor: row.baseMinor + 1 } } as const
      })
      unit.apply(changed)
    })
    assert(written.ok, 'the hotel is there')
    head = written.value.version
  }
  return head
}
