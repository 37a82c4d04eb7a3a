import express from 'express'
import { rxStorageInstanceToReplicationHandler } from 'rxdb'
import { answerAsked } from '../answer-asked.ts'
import { hotelDocuments } from './documents.js'
import { endOf, sellRooms } from './last-rooms.js'
import { openRxDb, roomsOf } from './rxdb.js'

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
  async sell({ times }) {
    return { sold: await sellRooms({ rooms: roomsOf(hotel), by: 'chain', times }) }
  },
  async end() {
    return await endOf(roomsOf(hotel))
  },
})
