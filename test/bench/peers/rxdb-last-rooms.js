import { answerAsked } from '../answer-asked.ts'
import { endOf, sellRooms } from './last-rooms.js'
import { RxDbDesk } from './rxdb-desk.js'
import { roomsOf } from './rxdb.js'

/** Two terminals on RxDB for `bench last-rooms`; conflicts go to its default handler, by which the server's state wins. */
const desks = []

answerAsked({
  async connect({ url }) {
    for (let count = 0; count < 2; count++) {
      const desk = await RxDbDesk.open(process.argv[2], url)
      desks.push(desk)
      await desk.connect()
      await desk.inSync()
      await desk.disconnect()
    }
    return {}
  },
  async sell({ desk, times }) {
    return { sold: await sellRooms({ rooms: roomsOf(desks[desk].hotel), by: `desk ${desk}`, times }) }
  },
  /** The line is back: first one, then the other, then both until nothing moves. */
  async sync() {
    for (const desk of desks) {
      await desk.connect()
      await desk.inSync()
    }
    for (const desk of desks) {
      desk.replication.reSync()
      await desk.inSync()
    }
    return {}
  },
  async end({ desk }) {
    return await endOf(roomsOf(desks[desk].hotel))
  },
})
