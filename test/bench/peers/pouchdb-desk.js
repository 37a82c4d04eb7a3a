import { join } from 'node:path'
import PouchDB from 'pouchdb'
import { LEFT } from './last-rooms.js'

const PULL_BATCH = 1_000
/** As many as a push of ours carries ops. */
const PUSH_BATCH = 100

let opened = 0

/** A terminal that holds a replica by PouchDB's live sync. */
export class PouchDesk {
  constructor(directory, url) {
    opened += 1
    this.local = new PouchDB(join(directory, `pouchdb-${opened}`))
    this.remote = new PouchDB(`${url}/hotel`)
  }

  /** Pulls everything once, before anything is live. */
  async load() {
    await this.local.replicate.from(this.remote, { batch_size: PULL_BATCH })
  }

  /** Pushes everything once. */
  async push() {
    await this.local.replicate.to(this.remote, { batch_size: PUSH_BATCH })
  }

  connect() {
    this.live = this.local.sync(this.remote, { live: true, retry: true, batch_size: PULL_BATCH })
    this.live.on('error', (error) => console.error('pouchdb sync:', error))
  }

  async disconnect() {
    if (!this.live) return
    const ended = new Promise((resolve) => this.live.once('complete', resolve))
    this.live.cancel()
    await ended
    this.live = null
  }

  async close() {
    await this.disconnect()
    await this.local.close()
  }
}

/** The rooms of "last five rooms" in a database. */
export function roomsOf(hotel) {
  return {
    left: async () => (await hotel.get(LEFT.id)).row.left,
    takeOne: async () => {
      const document = await hotel.get(LEFT.id)
      await hotel.put({ ...document, row: { left: document.row.left - 1 } })
    },
    insert: ({ id, ...rest }) => hotel.put({ _id: id, ...rest }),
    sales: async () => (await hotel.allDocs({ startkey: 'sale ', endkey: 'sale \ufff0' })).rows.length,
  }
}
