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
import { type Alternation, alternate } from '../measure/alternate.ts'
import type { Measuring } from '../measure/measuring-command.ts'
import type { Measurement } from '../measure/report.ts'
import { BigHotel } from '../support/big-hotel.ts'
import { hotelOf } from '../support/chain-databases.ts'
import { startPostgresServer } from '../support/postgres-server.ts'
import { HOTEL_ID } from '../support/small-hotel.ts'
import { BenchChild } from './bench-child.ts'
import { directoryOnDisk } from './directory-on-disk.ts'
import { installPeers, peerScript } from './install-peers.ts'
import { ServedChain } from './served-chain.ts'

const ROUNDS = 3
const OPS = 1_000
const LIVE_CHANGES = 200
const CHANGED_ROWS = 2_500
const ROWS_A_VERSION = 100

const DURABILITY = [
  'ours: PostgreSQL with fsync and synchronous_commit, SQLite WAL with synchronous=FULL',
  'rxdb: RxDB 17.6.0 on DenoKV (SQLite, fsync) at both ends',
  'rxdb_memory: RxDB 17.6.0, memory at both ends, lost at a restart',
  'pouchdb: PouchDB 9.0.0 and express-pouchdb 4.2.0 on LevelDB, written without fsync, at both ends',
].join('; ')

const PEERS = ['rxdb', 'rxdb_memory', 'pouchdb'] as const
type Peer = (typeof PEERS)[number]
type Side = 'keyrack' | Peer

/** What a side of the race does in a round; what it does not do is 0. */
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
export async function measureSync(measuring: Measuring): Promise<Measurement> {
  const { progress } = measuring
  installPeers(progress)
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
      const rounds = measuring.rounds ?? ROUNDS
      const sides: readonly Side[] = ['keyrack', ...PEERS]
      const race = await alternate<Side, keyof SyncRound>(
        sides.map((name) => ({
          name,
          run: async (round) => {
            progress(`round ${round + 1} of ${rounds}: ${name}`)
            return name === 'keyrack' ? await runKeyrack(keyrack) : await runPeer(name)
          },
        })),
        rounds,
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
          ...Object.fromEntries(PEERS.flatMap((peer) => figuresOfPeer(race, peer))),
        },
        wants: {
          snapshot_s: ['<', 1],
          push_1000_s: ['<', 1.5],
          catchup_2500_s: ['<', 0.5],
          'live.p50_ms': ['<', 20],
          'live.p99_ms': ['<', 100],
          'snapshot.vs_rxdb': ['>=', 1],
          'push.vs_rxdb': ['>=', 1],
          'snapshot.vs_pouchdb': ['>=', 1],
          'push.vs_pouchdb': ['>=', 1],
        },
        durability: DURABILITY,
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

/** How many times as long as ours a peer takes, and what it took. */
function figuresOfPeer(race: Alternation<Side, keyof SyncRound>, peer: Peer): [string, number][] {
  return Object.entries({
    [`snapshot.vs_${peer}`]: race.medianRatio(peer, 'keyrack', 'snapshot_s'),
    [`push.vs_${peer}`]: race.medianRatio(peer, 'keyrack', 'push_s'),
    [`live.vs_${peer}`]: race.medianRatio(peer, 'keyrack', 'p50_ms'),
    [`${peer}.snapshot_s`]: race.median(peer, 'snapshot_s'),
    [`${peer}.push_1000_s`]: race.median(peer, 'push_s'),
    [`${peer}.live.p50_ms`]: race.median(peer, 'p50_ms'),
    [`${peer}.live.p99_ms`]: race.median(peer, 'p99_ms'),
    [`${peer}.memory.chain_mib`]: race.median(peer, 'chain_mib'),
    [`${peer}.memory.desks_mib`]: race.median(peer, 'desks_mib'),
  })
}

/** The same hotel, walk-ins and changes on a peer, whose server and desks are processes of their own and begin afresh. */
async function runPeer(peer: Peer): Promise<SyncRound> {
  const directories = [directoryOnDisk(), directoryOnDisk()] as const
  const [program, storage] = peer === 'rxdb_memory' ? ['rxdb', 'memory'] : [peer, 'disk']
  const chain = new BenchChild(peerScript(`${program}-chain.js`), [directories[0].path, storage])
  const desks = new BenchChild(peerScript(`${program}-desks.js`), [directories[1].path, storage])
  try {
    const { port } = await chain.ask('load')
    const { snapshot_s = NaN } = await desks.ask('snapshot', { url: `http://127.0.0.1:${port}` })
    const { push_s = NaN } = await desks.ask('push', { ops: OPS })
    const { p50_ms = NaN, p99_ms = NaN } = await desks.ask('live', { changes: LIVE_CHANGES })
    const memory = { chain_mib: chain.memoryMib(), desks_mib: desks.memoryMib() }
    return { snapshot_s, push_s, catchup_s: 0, p50_ms, p99_ms, ...memory }
  } finally {
    await desks.stop()
    await chain.stop()
    for (const directory of directories) directory.remove()
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
