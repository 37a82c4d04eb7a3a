import express from 'express'
import expressPouchDb from 'express-pouchdb'
import PouchDB from 'pouchdb'
import { answerAsked } from '../answer-asked.ts'
import { hotelDocuments } from './documents.js'

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
  async sell({ id, units, times }) {
    let sold = 0
    for (let time = 0; time < times; time++) {
      const document = await hotel.get(id)
      if (document.row.left < units) continue
      await hotel.put({ ...document, row: { left: document.row.left - units } })
      sold += units
    }
    return { sold }
  },
  async left({ id }) {
    return { left: (await hotel.get(id)).row.left }
  },
})
