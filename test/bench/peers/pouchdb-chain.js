import express from 'express'
import expressPouchDb from 'express-pouchdb'
import PouchDB from 'pouchdb'
import { answerAsked } from '../answer-asked.ts'
import { hotelDocuments } from './documents.js'
import { endOf, sellRooms } from './last-rooms.js'
import { roomsOf } from './pouchdb-desk.js'

/** CouchDB's protocol over HTTP as express-pouchdb speaks it, on LevelDB. */
const Stored = PouchDB.defaults({ prefix: `${process.argv[2]}/` })
const hotel = new Stored('hotel')
const app = express()
app.use('/', expressPouchDb(Stored, { mode: 'minimumForPouchDB', inMemoryConfig: true, logPath: '/dev/null' }))
const server = app.listen(0, '127.0.0.1')

answerAsked({
  async load() {
    const written = await hotel.bulkDocs(hotelDocuments().map(({ id, ...rest }) => ({ _id: id, ...rest })))
    if (written.some(({ error }) => error)) throw new Error('a document was not taken')
    return { port: server.address().port }
  },
  async put({ document: { id, ...rest } }) {
    await hotel.put({ _id: id, ...rest })
    return { port: server.address().port }
  },
  async sell({ times }) {
    return { sold: await sellRooms({ rooms: roomsOf(hotel), by: 'chain', times }) }
  },
  async end() {
    return await endOf(roomsOf(hotel))
  },
})
