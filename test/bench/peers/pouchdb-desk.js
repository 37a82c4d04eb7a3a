import { join } from 'node:path'
import PouchDB from 'pouchdb'

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
