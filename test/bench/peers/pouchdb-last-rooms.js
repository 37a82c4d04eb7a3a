import { answerAsked } from '../answer-asked.ts'
import { endOf, sellRooms } from './last-rooms.js'
import { PouchDesk, roomsOf } from './pouchdb-desk.js'

/** Two terminals on PouchDB for `bench last-rooms`; of a conflict it chooses the winner itself, as it does by default. */
const desks = []

answerAsked({
  async connect({ url }) {
    for (let count = 0; count < 2; count++) {
      const desk = new PouchDesk(process.argv[2], url)
      desks.push(desk)
      await desk.load()
    }
    return {}
  },
  async sell({ desk, times }) {
    return { sold: await sellRooms({ rooms: roomsOf(desks[desk].local), by: `desk ${desk}`, times }) }
  },
  /** The line is back: each pushes what it has, then each pulls. */
  async sync() {
    for (const desk of desks) await desk.push()
    for (const desk of desks) await desk.load()
    return {}
  },
  async end({ desk }) {
    return await endOf(roomsOf(desks[desk].local))
  },
})
