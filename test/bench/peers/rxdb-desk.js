import { Subject } from 'rxjs'
import { replicateRxCollection } from 'rxdb/plugins/replication'
import { createParser } from 'eventsource-parser'
import { openRxDb } from './rxdb.js'

const PULL_BATCH = 1_000
/** As many as a push of ours carries ops. */
const PUSH_BATCH = 100

/** A terminal that holds a replica by RxDB's replication, with its default conflict handler. */
export class RxDbDesk {
  static async open(directory, url) {
    const { database, hotel } = await openRxDb(directory)
    return new RxDbDesk(database, hotel, url)
  }

  constructor(database, hotel, url) {
    this.database = database
    this.hotel = hotel
    this.url = url
    this.replication = null
  }

  async connect() {
    const stream$ = new Subject()
    this.events = new AbortController()
    const heard = hear(`${this.url}/events`, this.events.signal, (event) => stream$.next(event))
    await heard.open
    this.replication = replicateRxCollection({
      collection: this.hotel,
      replicationIdentifier: this.url,
      live: true,
      retryTime: 200,
      waitForLeadership: false,
      pull: {
        batchSize: PULL_BATCH,
        stream$,
        handler: (checkpoint, batchSize) => post(`${this.url}/pull`, { checkpoint, batchSize }),
      },
      push: { batchSize: PUSH_BATCH, handler: (rows) => post(`${this.url}/push`, rows) },
    })
    this.replication.error$.subscribe((error) => console.error('rxdb replication:', error.message))
  }

  async inSync() {
    await this.replication.awaitInitialReplication()
    await this.replication.awaitInSync()
  }

  async disconnect() {
    this.events.abort()
    await this.replication.cancel()
  }

  async close() {
    await this.disconnect()
    await this.database.close()
  }
}

async function post(url, body) {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}`)
  return await answer.json()
}

function hear(url, signal, onEvent) {
  const open = fetch(url, { signal })
  void open
    .then(async ({ body }) => {
      const parser = createParser({ onEvent: ({ data }) => onEvent(JSON.parse(data)) })
      const decoder = new TextDecoder()
      for await (const chunk of body) parser.feed(decoder.decode(chunk, { stream: true }))
    })
    .catch((error) => {
      if (!signal.aborted) console.error('rxdb events:', error)
    })
  return { open }
}
