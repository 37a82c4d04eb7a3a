import { parentPort, workerData } from 'node:worker_threads'
import { PGlite, types } from '@electric-sql/pglite'
import type { WorkerAnswer, WorkerCall } from './pglite.ts'

// PGlite blocks the thread that it runs in, and starves its timers under load: so it has this one to itself.
const port = parentPort
if (!port) throw new Error('runs as a worker only')

const parsers = {
  [types.DATE]: (text: string) => text,
  [types.INT8]: Number,
}
const { directory } = workerData as { directory: string | null } // set by pglite.ts
const opened = PGlite.create({ ...(directory === null ? {} : { dataDir: directory }), parsers })

opened.then(
  () => port.postMessage({ id: 0, rows: [] } satisfies WorkerAnswer),
  (error: unknown) => port.postMessage({ id: 0, ...failureOf(error) } satisfies WorkerAnswer),
)

port.on('message', (call: WorkerCall) => {
  void answer(call).then((message) => port.postMessage(message))
})

async function answer(call: WorkerCall): Promise<WorkerAnswer> {
  try {
    const db = await opened
    if (call.kind === 'close') {
      await db.close()
      return { id: call.id, rows: [] }
    }
    if (call.kind === 'script') {
      await db.exec(call.sql)
      return { id: call.id, rows: [] }
    }
    if (call.kind === 'copy') {
      // A buffer of this process, never shared memory: structured cloning made it.
      await db.query(call.sql, [], { blob: new Blob([call.rows as Uint8Array<ArrayBuffer>]) })
      return { id: call.id, rows: [] }
    }
    const result = await db.query<object>(call.sql, [...call.params])
    return { id: call.id, rows: result.rows }
  } catch (error) {
    return { id: call.id, ...failureOf(error) }
  }
}

function failureOf(error: unknown): { message: string; code: string | null } {
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null
  return { message: error instanceof Error ? error.message : String(error), code }
}
