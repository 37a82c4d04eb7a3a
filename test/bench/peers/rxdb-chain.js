import express from 'express'
import { rxStorageInstanceToReplicationHandler } from 'rxdb'
import { answerAsked } from '../answer-asked.ts'
import { hotelDocuments } from './documents.js'
import { openRxDb } from './rxdb.js'

/** RxDB's replication protocol over HTTP, with server-sent events for what changes, over RxDB's own handler. */
const { hotel } = await openRxDb(process.argv[2])
const handler = rxStorageInstanceToReplicationHandler(hotel.storageInstance, hotel.conflictHandler, 'chain')
const app = express()
app.use(express.json({ limit: '64mb' }))
app.post('/pull', async ({ body }, response) => {
  response.json(await handler.masterChangesSince(body.checkpoint, body.batchSize))
})
app.post('/push', async ({ body }, response) => {
  response.json(await handler.masterWrite(body))
})
app.get('/events', (_request, response) => {
  response.writeHead(200, { 'content-type': 'text/event-stream' })
  response.flushHeaders()
  const listening = handler.masterChangeStream$.subscribe((event) => {
    response.write(`data: ${JSON.stringify(event)}\n\n`)
  })
  response.on('close', () => listening.unsubscribe())
})
const server = app.listen(0, '127.0.0.1')

answerAsked({
  async load() {
    const { error } = await hotel.bulkInsert(hotelDocuments())
    if (error.length > 0) throw new Error('a document was not taken')
    return { port: server.address().port }
  },
  async put({ document }) {
    await hotel.upsert(document)
    return { port: server.address().port }
  },
  async sell({ id, units, times }) {
    let sold = 0
    for (let time = 0; time < times; time++) {
      const document = await hotel.findOne(id).exec()
      if (document.get('row').left < units) continue
      await document.incrementalModify((data) => ({ ...data, row: { left: data.row.left - units } }))
      sold += units
    }
    return { sold }
  },
  async left({ id }) {
    return { left: (await hotel.findOne(id).exec()).get('row').left }
  },
})
