import { answerAsked } from '../answer-asked.ts'
import { percentile } from '../../measure/statistics.ts'
import { timed, walkIns } from './documents.js'
import { PouchDesk } from './pouchdb-desk.js'

/** Two desks on PouchDB for `bench sync`. */
const directory = process.argv[2]
const nextWalkIn = walkIns()
let desks = null

answerAsked({
  async snapshot({ url }) {
    const [a, b] = [new PouchDesk(directory, url), new PouchDesk(directory, url)]
    const snapshot_s = await timed(() => a.load())
    await b.load()
    desks = { a, b }
    return { snapshot_s }
  },

  async push({ ops }) {
    const { a } = desks
    const record_s = await timed(async () => {
      for (let count = 0; count < ops; count++) {
        const { reservation, counts } = nextWalkIn()
        await a.local.put(documentOf(reservation))
        for (const id of counts) {
          const document = await a.local.get(id)
          const row = { ...document.row, totalReserved: document.row.totalReserved + 1 }
          await a.local.put({ ...document, row })
        }
      }
    })
    const push_s = await timed(() => a.push())
    return { push_s, record_s }
  },

  async live({ changes }) {
    const { a, b } = desks
    await b.load()
    a.connect()
    b.connect()
    const samplesMs = []
    for (let count = -1; count < changes; count++) {
      const { reservation } = nextWalkIn()
      const seen = new Promise((resolve) => {
        const feed = b.local.changes({ live: true, since: 'now' }).on('change', ({ id }) => {
          if (id !== reservation.id) return
          feed.cancel()
          resolve()
        })
      })
      const startMs = performance.now()
      await a.local.put(documentOf(reservation))
      await seen
      // The first one waits for the feeds to open.
      if (count >= 0) samplesMs.push(performance.now() - startMs)
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

function documentOf({ id, ...rest }) {
  return { _id: id, ...rest }
}
