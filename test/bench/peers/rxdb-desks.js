import { answerAsked } from '../answer-asked.ts'
import { percentile } from '../../measure/statistics.ts'
import { timed, walkIns } from './documents.js'
import { RxDbDesk } from './rxdb-desk.js'

/** Two desks on RxDB for `bench sync`. */
const directory = process.argv[2]
const nextWalkIn = walkIns()
let desks = null

answerAsked({
  async snapshot({ url }) {
    const a = await RxDbDesk.open(directory, url)
    const snapshot_s = await timed(async () => {
      await a.connect()
      await a.inSync()
    })
    const b = await RxDbDesk.open(directory, url)
    await b.connect()
    await b.inSync()
    desks = { a, b }
    return { snapshot_s }
  },

  async push({ ops }) {
    const { a } = desks
    await a.disconnect()
    const record_s = await timed(async () => {
      for (let count = 0; count < ops; count++) {
        const { reservation, counts } = nextWalkIn()
        await a.hotel.insert(reservation)
        for (const id of counts) {
          const document = await a.hotel.findOne(id).exec()
          await document.incrementalModify((data) => take(data))
        }
      }
    })
    const push_s = await timed(async () => {
      await a.connect()
      await a.inSync()
    })
    return { push_s, record_s }
  },

  async live({ changes }) {
    const { a, b } = desks
    await b.inSync()
    const samplesMs = []
    for (let count = 0; count < changes; count++) {
      const { reservation } = nextWalkIn()
      const seen = new Promise((resolve) => {
        const listening = b.hotel.$.subscribe(({ documentId }) => {
          if (documentId !== reservation.id) return
          listening.unsubscribe()
          resolve()
        })
      })
      const startMs = performance.now()
      await a.hotel.insert(reservation)
      await seen
      samplesMs.push(performance.now() - startMs)
    }
    return { p50_ms: percentile(samplesMs, 50), p99_ms: percentile(samplesMs, 99) }
  },

  async close() {
    await desks.a.close()
    await desks.b.close()
    desks = null
    return {}
  },
})

function take(data) {
  return { ...data, row: { ...data.row, totalReserved: data.row.totalReserved + 1 } }
}
