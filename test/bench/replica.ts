import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { assert } from '../../shared/base/assert.ts'
import { ok } from '../../shared/base/result.ts'
import { newOpId, newReservationId } from '../../shared/domain/ids.ts'
import { requestedSale } from '../../shared/domain/ops/op.ts'
import { nightsOf } from '../../shared/domain/stay-dates.ts'
import { SeededRandom } from '../../sync/chain/demo/seeded-random.ts'
import type { NewOp } from '../../sync/replica/record.ts'
import type { Replica } from '../../sync/replica/replica.ts'
import { alternate } from '../measure/alternate.ts'
import type { Measuring, Stopwatch } from '../measure/measuring-command.ts'
import type { Measurement } from '../measure/report.ts'
import { type Latencies, latenciesOf } from '../measure/statistics.ts'
import { BigHotel, type FreeStay } from '../support/big-hotel.ts'
import { openEnrolledReplica } from '../support/enrolled-replica.ts'
import { directoryOnDisk } from './directory-on-disk.ts'

const ROUNDS = 9
/** Transactions of one rival in one round: enough that ten of them lie beyond the 99th percentile. */
const IN_A_ROUND = 1_000
const NIGHTS = 3
const NOW_UTC_MS = 1_763_800_000_000

/**
 * What a walk-in costs (op, inventory, reservation, guest, room nights and what would undo them, in one transaction)
 * beside what the disk asks of anybody for one durable row.
 */
export async function measureReplica({ rounds, stopwatch, progress }: Measuring): Promise<Measurement> {
  const directory = directoryOnDisk()
  const hotel = new BigHotel()
  progress('loading a hotel of 300 rooms')
  const replica = openEnrolledReplica(join(directory.path, 'replica.sqlite'), hotel.rows())
  const bare = openBare(join(directory.path, 'bare.sqlite'))
  const walkIns = walkInsInto(replica, hotel)
  try {
    const rivals = [
      { name: 'walkin', run: () => timeEach(stopwatch, walkIns) },
      { name: 'fsync', run: () => timeEach(stopwatch, bare.insert) },
    ] as const
    progress(`${rounds ?? ROUNDS} rounds of ${IN_A_ROUND}, after one to warm up`)
    for (const { run } of rivals) run()
    const race = await alternate<'walkin' | 'fsync', keyof Timed>(rivals, rounds ?? ROUNDS)
    return {
      name: 'replica',
      figures: {
        'walkin.p50_ms': race.median('walkin', 'p50_ms'),
        'walkin.p99_ms': race.median('walkin', 'p99_ms'),
        'walkin.p999_ms': race.median('walkin', 'p999_ms'),
        'walkin.preempted_pct': race.median('walkin', 'preempted_pct'),
        'walkin.per_s': race.median('walkin', 'per_s'),
        'fsync.p50_ms': race.median('fsync', 'p50_ms'),
        'fsync.p99_ms': race.median('fsync', 'p99_ms'),
        'fsync.p999_ms': race.median('fsync', 'p999_ms'),
        'fsync.preempted_pct': race.median('fsync', 'preempted_pct'),
        'walkin.vs_fsync_p50': race.medianRatio('walkin', 'fsync', 'p50_ms'),
        'walkin.vs_fsync_p99': race.medianRatio('walkin', 'fsync', 'p99_ms'),
      },
      wants: { 'walkin.vs_fsync_p99': ['<=', 3] },
      durability: 'SQLite WAL, synchronous=FULL',
    }
  } finally {
    bare.close()
    replica.close()
    directory.remove()
  }
}

interface Timed extends Latencies {
  /** Of a hundred, in how many the core was taken away: from 1 on, p99 tells of the machine's other work. */
  readonly preempted_pct: number
}

function timeEach(stopwatch: Stopwatch, step: () => () => void): Timed {
  const samplesMs: number[] = []
  const preemptedBefore = stopwatch.preemptions()
  for (let count = 0; count < IN_A_ROUND; count++) {
    const timed = step()
    const startMs = stopwatch.nowMs()
    timed()
    samplesMs.push(stopwatch.nowMs() - startMs)
  }
  const preempted_pct = ((stopwatch.preemptions() - preemptedBefore) * 100) / IN_A_ROUND
  return { ...latenciesOf(samplesMs), preempted_pct }
}

/** Walk-ins, each of another guest into a room that is free. */
function walkInsInto(replica: Replica, hotel: BigHotel): () => () => void {
  const random = new SeededRandom(1)
  let nowUtcMs = NOW_UTC_MS
  const clock = { nowUtcMs: () => nowUtcMs }
  return () => {
    nowUtcMs += 1
    const stay = hotel.takeFreeStay(NIGHTS)
    const opId = newOpId(clock, random)
    const reservationId = newReservationId(clock, random)
    return () => {
      const recorded = replica.record(nowUtcMs, ({ takeConfirmationCode }) =>
        ok<NewOp>({
          opId,
          type: 'bookWalkIn',
          body: requestedSale(
            {
              reservationId,
              code: takeConfirmationCode(),
              guarantee: 'card',
              guest: { firstName: 'Grace', lastName: 'Hopper', email: null, phone: '+351 910 000 001' },
              lines: [lineOf(stay)],
            },
            nowUtcMs,
          ),
        }),
      )
      assert(recorded.ok && recorded.value !== null, 'a walk-in into a free room is booked')
    }
  }
}

function lineOf({ roomTypeId, roomId, arrival, departure }: FreeStay) {
  const nightlyMinor = nightsOf({ arrival, departure }).map(() => 9_000)
  return { roomTypeId, roomId, arrival, departure, adults: 2, children: 0, nightlyMinor }
}

/** The least that a durable write can be: one row, one fsync, nothing read. */
function openBare(path: string): { readonly insert: () => () => void; readonly close: () => void } {
  const db = new Sqlite(path)
  db.pragma('journal_mode = WAL')
  db.pragma('synchronous = FULL')
  db.exec('CREATE TABLE bare (id INTEGER PRIMARY KEY, value TEXT NOT NULL) STRICT')
  const insert = db.prepare('INSERT INTO bare (value) VALUES (?)')
  return { insert: () => () => insert.run('a row'), close: () => db.close() }
}
