import { join } from 'node:path'
import { assert, present } from '../../shared/base/assert.ts'
import type { HotelId } from '../../shared/domain/ids.ts'
import { PROTOCOL_VERSION } from '../../shared/wire/protocol.ts'
import { type Chain, openChain } from '../../sync/chain/chain.ts'
import { systemClock, systemRng } from '../../sync/chain/cli/system.ts'
import { openPostgres } from '../../sync/chain/database/postgres.ts'
import { type ChainPlan, hotelIdOf, roomTypeIdOf } from '../../sync/chain/generate/chain-plan.ts'
import { enrolDevice, issueEnrolCode } from '../../sync/chain/sync/enrolment.ts'
import { selectHead } from '../../sync/chain/write-path/queries/head.ts'
import type { Measuring } from '../measure/measuring-command.ts'
import type { Measurement } from '../measure/report.ts'
import { startPostgresServer } from '../support/postgres-server.ts'
import { BenchChild } from './bench-child.ts'
import { FIRST_NIGHT, fill } from './generated-chain.ts'
import { ServedChain } from './served-chain.ts'

const TERMINALS = 5_000
const TERMINALS_A_HOTEL = 2
const SECONDS = 10
/** A chain of 5,000 hotels books 3 a second on average. */
const CHANGES_A_SECOND = 30
const ENROL_LANES = 8
const IDLE_MS = 10_000

/**
 * Every terminal of a chain on one chain process: how fast a change reaches the terminals of its hotel, what a terminal
 * costs that does nothing, and how they come back when all lines were cut at once.
 */
export async function measureFleet({ terminals, seconds, progress }: Measuring): Promise<Measurement> {
  const hotels = Math.max(1, Math.floor((terminals ?? TERMINALS) / TERMINALS_A_HOTEL))
  const count = hotels * TERMINALS_A_HOTEL
  const plan: ChainPlan = { hotels, types: 1, nights: 7, rooms: 50, from: FIRST_NIGHT, seed: 1 }
  const postgres = await startPostgresServer()
  try {
    const url = `${postgres.url}/postgres`
    progress(`making ${hotels} hotels`)
    const { tokens, epoch, cursor } = await makeFleet(url, plan, progress)
    const chain = await ServedChain.start(url)
    const fleet = new BenchChild(join(import.meta.dirname, 'terminals-process.ts'), [])
    try {
      const emptyMib = chain.memoryMib()
      progress(`connecting ${count} terminals`)
      const to = { chainUrl: chain.url, epoch, cursor, tokens, roomTypeId: roomTypeIdOf(1), businessDate: FIRST_NIGHT }
      const { connect_s = NaN } = await fleet.ask('connect', to)
      const idle = await cpuOver(chain, () => new Promise((resolve) => setTimeout(resolve, IDLE_MS)))
      const connectedMib = chain.memoryMib()
      progress('changing')
      let changed: Awaited<ReturnType<BenchChild['ask']>> = {}
      const busy = await cpuOver(chain, async () => {
        changed = await fleet.ask('change', { seconds: seconds ?? SECONDS, perSecond: CHANGES_A_SECOND })
      })
      progress('cutting every line')
      const back = await fleet.ask('cut')
      await fleet.ask('stop')
      return {
        name: 'fleet',
        figures: {
          terminals: count,
          connect_s,
          'fanout.p50_ms': changed['p50_ms'] ?? NaN,
          'fanout.p99_ms': changed['p99_ms'] ?? NaN,
          'fanout.lost': changed['lost'] ?? NaN,
          reconnect_s: back['reconnect_s'] ?? NaN,
          errors: back['errors'] ?? NaN,
          'reconnect.retries': back['retries'] ?? NaN,
          'chain.mib': connectedMib,
          'chain.kib_a_terminal': ((connectedMib - emptyMib) * 1_024) / count,
          'chain.idle_cpu_pct': idle,
          'chain.changing_cpu_pct': busy,
          'clients.changing_cpu_pct': changed['clients_cpu_pct'] ?? NaN,
        },
        wants: {
          'fanout.p99_ms': ['<', 1_000],
          'fanout.lost': ['=', 0],
          reconnect_s: ['<', 60],
          errors: ['=', 0],
        },
        durability: `PostgreSQL with fsync and synchronous_commit; terminals speak protocol ${PROTOCOL_VERSION} and keep no rows`,
      }
    } finally {
      await fleet.stop()
      await chain.stop()
    }
  } finally {
    await postgres.stop()
  }
}

interface Fleet {
  /** Of each hotel its terminals' tokens. */
  readonly tokens: readonly (readonly string[])[]
  readonly epoch: number
  readonly cursor: number
}

/** Fills the chain and enrols the terminals of each hotel. */
async function makeFleet(url: string, plan: ChainPlan, progress: (line: string) => void): Promise<Fleet> {
  const db = await openPostgres(url)
  try {
    await fill(db, url, plan, () => undefined)
    const chain = await openChain(db, systemClock, systemRng)
    progress('enrolling their terminals')
    const tokens: string[][] = Array.from({ length: plan.hotels }, () => [])
    let next = 0
    const lane = async () => {
      for (let index = next++; index < plan.hotels; index = next++) {
        const hotelId = hotelIdOf(index + 1)
        for (let terminal = 1; terminal <= TERMINALS_A_HOTEL; terminal++) {
          tokens[index]?.push(await enrol(chain, hotelId, `Desk ${terminal}`))
        }
      }
    }
    await Promise.all(Array.from({ length: ENROL_LANES }, lane))
    await db.script('VACUUM ANALYZE')
    const head = present(await selectHead(db, hotelIdOf(1)), 'a hotel that was made')
    return { tokens, epoch: head.epoch, cursor: head.version }
  } finally {
    await db.close()
  }
}

async function enrol(chain: Chain, hotelId: HotelId, deviceName: string): Promise<string> {
  const enrolCode = await issueEnrolCode(chain.db, chain.clock, hotelId)
  const enrolled = await enrolDevice(chain, { protocol: PROTOCOL_VERSION, enrolCode, deviceClass: 'desk', deviceName })
  assert(enrolled.ok, 'a code that was just given out enrols')
  return enrolled.value.token
}

/** How much of one core the chain used meanwhile, in per cent. */
async function cpuOver(chain: ServedChain, work: () => Promise<void>): Promise<number> {
  const [startMs, startSeconds] = [performance.now(), await chain.cpuSeconds()]
  await work()
  return (((await chain.cpuSeconds()) - startSeconds) * 100_000) / (performance.now() - startMs)
}
