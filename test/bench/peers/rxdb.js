import { join } from 'node:path'
import { openKv } from '@deno/kv'
import { createRxDatabase } from 'rxdb'
import { getRxStorageDenoKV } from 'rxdb/plugins/storage-denokv'
import { getRxStorageMemory } from 'rxdb/plugins/storage-memory'
import { LEFT } from './last-rooms.js'

// The plugin looks for Deno's own key-value store, which this package is, on SQLite, for Node.
globalThis.Deno = { openKv: (path) => openKv(path, { implementation: 'sqlite' }) }

const SCHEMA = {
  version: 0,
  primaryKey: 'id',
  type: 'object',
  properties: {
    id: { type: 'string', maxLength: 80 },
    entity: { type: 'string' },
    row: { type: 'object' },
  },
  required: ['id', 'entity', 'row'],
}

let opened = 0

/** An RxDB database with the one collection that the hotel is: in a file of its own, or in memory where asked. */
export async function openRxDb(directory, inMemory = process.argv[3] === 'memory') {
  opened += 1
  const openKvPath = join(directory, `rxdb-${opened}.sqlite`)
  const database = await createRxDatabase({
    name: `hotel${opened}`,
    storage: inMemory ? getRxStorageMemory() : getRxStorageDenoKV({ consistencyLevel: 'strong', openKvPath }),
    multiInstance: false,
  })
  const { hotel } = await database.addCollections({ hotel: { schema: SCHEMA } })
  return { database, hotel }
}

/** The rooms of "last five rooms" in a collection. */
export function roomsOf(hotel) {
  return {
    left: async () => (await hotel.findOne(LEFT.id).exec()).get('row').left,
    takeOne: async () => {
      const document = await hotel.findOne(LEFT.id).exec()
      await document.incrementalModify((data) => ({ ...data, row: { left: data.row.left - 1 } }))
    },
    insert: (document) => hotel.insert(document),
    sales: async () => (await hotel.find({ selector: { entity: 'sale' } }).exec()).length,
  }
}
