import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { assert, present } from '../../shared/base/assert.ts'
import { loadPendingSummary } from '../../sync/replica/queries/outbox.ts'
import { percentile } from '../measure/statistics.ts'
import { BigHotel } from '../support/big-hotel.ts'
import { answerAsked } from './answer-asked.ts'
import { BenchDesk } from './bench-desk.ts'

const NIGHTS = 3

/** Two desks of one hotel for `bench sync`, in a process of their own. */
const directory = present(process.argv[2], 'a directory')
const hotel = new BigHotel()
let desks: { readonly a: BenchDesk; readonly b: BenchDesk } | null = null
let opened = 0

function open(chainUrl: string): BenchDesk {
  opened += 1
  const path = join(directory, `desk-${opened}`)
  mkdirSync(path)
  return new BenchDesk(path, chainUrl)
}

async function timed(work: () => Promise<void>): Promise<number> {
  const startMs = performance.now()
  await work()
  return (performance.now() - startMs) / 1_000
}

answerAsked({
  /** Enrols a first desk from nothing; the second comes after it, untimed. */
  async snapshot({ chainUrl, enrolCodes }: { chainUrl: string; enrolCodes: [string, string] }) {
    const [a, b] = [open(chainUrl), open(chainUrl)]
    const load = (desk: BenchDesk, enrolCode: string) =>
      timed(async () => {
        desk.connect(enrolCode)
        await desk.until(() => desk.replica.position().epoch !== null)
      })
    const snapshot_s = await load(a, enrolCodes[0])
    await load(b, enrolCodes[1])
    desks = { a, b }
    return { snapshot_s }
  },

  async push({ ops }: { ops: number }) {
    const { a } = present(desks, 'a snapshot first')
    await a.disconnect()
    const startMs = performance.now()
    for (let count = 0; count < ops; count++) a.walkIn(hotel.takeFreeStay(NIGHTS))
    const recordedMs = performance.now() - startMs
    const push_s = await timed(async () => {
      a.connect()
      await a.until(() => loadPendingSummary(a.replica.db).count === 0)
    })
    const { refused } = present(
      a.replica.db.one<{ refused: number }>(`SELECT count(*) AS refused FROM outbox WHERE outcome <> 'accepted'`),
      'a count',
    )
    assert(refused === 0, 'every walk-in landed')
    return { push_s, record_s: recordedMs / 1_000 }
  },

  async live({ changes }: { changes: number }) {
    const { a, b } = present(desks, 'a snapshot first')
    const samplesMs: number[] = []
    for (let count = 0; count < changes; count++) {
      const startMs = performance.now()
      const reservationId = a.walkIn(hotel.takeFreeStay(NIGHTS))
      await b.until(() => b.holds(reservationId))
      samplesMs.push(performance.now() - startMs)
      await a.until(() => loadPendingSummary(a.replica.db).count === 0)
    }
    return { p50_ms: percentile(samplesMs, 50), p99_ms: percentile(samplesMs, 99) }
  },

  async cut() {
    await present(desks, 'a snapshot first').b.disconnect()
    return {}
  },

  async catchUp({ head }: { head: number }) {
    const { b } = present(desks, 'a snapshot first')
    const catchup_s = await timed(async () => {
      b.connect()
      await b.until(() => b.replica.position().cursor >= head)
    })
    return { catchup_s }
  },

  async close() {
    for (const desk of Object.values(desks ?? {})) {
      await desk.disconnect()
      desk.replica.close()
      assert(desk.faults.length === 0, `nothing failed: ${desk.faults.join(', ')}`)
    }
    desks = null
    rmSync(directory, { recursive: true, force: true })
    mkdirSync(directory)
    return {}
  },
})
