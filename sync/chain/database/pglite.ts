import { Worker } from 'node:worker_threads'
import { type CopyTarget, type Database, type Isolation, type Loading, OperatorError, copyStatement } from './port.ts'
import { createDirectoryOnce } from './create-directory.ts'
import { lockDirectory } from './directory-lock.ts'
import { HistoryMark } from './history-mark.ts'
import { retrying } from './retrying.ts'

export type WorkerCall =
  | { readonly id: number; readonly kind: 'query'; readonly sql: string; readonly params: readonly unknown[] }
  | { readonly id: number; readonly kind: 'script'; readonly sql: string }
  | { readonly id: number; readonly kind: 'copy'; readonly sql: string; readonly rows: Uint8Array }
  | { readonly id: number; readonly kind: 'close' }

export type WorkerAnswer =
  | { readonly id: number; readonly rows: object[] }
  | { readonly id: number; readonly message: string; readonly code: string | null }

/** An error as PostgreSQL reported it inside the worker. */
class PgliteError extends Error {
  override readonly name = 'PgliteError'
  readonly code: string | null

  constructor(message: string, code: string | null) {
    super(message)
    this.code = code
  }
}

/**
 * PGlite (PostgreSQL as WASM) on a directory, in a worker thread; `null` keeps all in memory, for tests. One connection:
 * transactions queue. It runs without fsync, so a killed process loses nothing and a power cut can (README).
 */
export async function openPglite(directory: string | null): Promise<Database> {
  const unlock = directory === null ? () => undefined : lockDirectory(directory)
  let line: WorkerLine | null = null
  let mark: HistoryMark | null = null
  try {
    if (directory !== null) mark = new HistoryMark(directory, await createDirectoryOnce(directory))
    line = new WorkerLine(directory)
    await line.opened
  } catch (error) {
    unlock()
    await line?.terminate()
    throw new OperatorError(`can not open the database in ${directory}: ${error instanceof Error ? error.message : ''}`)
  }
  return serveLine(line, mark, unlock)
}

function serveLine(line: WorkerLine, mark: HistoryMark | null, unlock: () => void): Database {
  const queue = new Queue()
  return {
    engine: 'pglite',
    historyInDoubt: () => mark?.inDoubt ?? false,
    trustHistory: () => mark?.trust(),
    query: (sql, params) => queue.run(() => line.query(sql, params)),
    transaction: (isolation, work) => retrying(() => queue.run(() => inTransaction(line, isolation, work))),
    load: (work) => retrying(() => queue.run(() => inTransaction(line, 'READ COMMITTED', work))),
    script: (sql) => queue.run(() => line.script(sql)),
    close: () =>
      queue.run(async () => {
        await line.close()
        mark?.close()
        unlock()
      }),
  }
}

async function inTransaction<T>(line: WorkerLine, isolation: Isolation, work: (tx: Loading) => Promise<T>): Promise<T> {
  await line.query(`BEGIN ISOLATION LEVEL ${isolation}`)
  try {
    const value = await work(line)
    await line.query('COMMIT')
    return value
  } catch (error) {
    await line.query('ROLLBACK')
    throw error
  }
}

/** One piece of work at a time, in the order of asking. */
class Queue {
  #last: Promise<unknown> = Promise.resolve()

  run<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#last.then(work)
    this.#last = result.catch(() => undefined)
    return result
  }
}

interface Waiting {
  resolve(rows: object[]): void
  reject(error: Error): void
}

class WorkerLine implements Loading {
  readonly opened: Promise<unknown>
  readonly #worker: Worker
  readonly #waiting = new Map<number, Waiting>()
  #lastId = 0
  /** Why the worker is gone: nobody will answer any more. */
  #gone: Error | null = null

  constructor(directory: string | null) {
    this.#worker = new Worker(new URL('./pglite-worker.ts', import.meta.url), { workerData: { directory } })
    this.opened = new Promise<object[]>((resolve, reject) => this.#waiting.set(0, { resolve, reject }))
    this.#worker.on('message', (answer: WorkerAnswer) => this.#settle(answer))
    this.#worker.on('error', (error: Error) => this.#fail(error))
    this.#worker.on('exit', () => this.#fail(new Error('the database thread has ended')))
  }

  async query<R extends object>(sql: string, params: readonly unknown[] = []): Promise<R[]> {
    const rows = await this.#call((id) => ({ id, kind: 'query', sql, params }))
    return rows as R[] // the caller names the columns of its own statement
  }

  async script(sql: string): Promise<void> {
    await this.#call((id) => ({ id, kind: 'script', sql }))
  }

  async copyBinary(target: CopyTarget, rows: Uint8Array): Promise<void> {
    const sql = copyStatement(target, "'/dev/blob'")
    await this.#call((id) => ({ id, kind: 'copy', sql, rows }))
  }

  async close(): Promise<void> {
    await this.#call((id) => ({ id, kind: 'close' }))
    await this.terminate()
  }

  async terminate(): Promise<void> {
    await this.#worker.terminate()
  }

  #call(toCall: (id: number) => WorkerCall): Promise<object[]> {
    if (this.#gone) return Promise.reject(this.#gone)
    const id = ++this.#lastId
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject })
      this.#worker.postMessage(toCall(id))
    })
  }

  #settle(answer: WorkerAnswer): void {
    const waiting = this.#waiting.get(answer.id)
    this.#waiting.delete(answer.id)
    if ('rows' in answer) waiting?.resolve(answer.rows)
    else waiting?.reject(new PgliteError(answer.message, answer.code))
  }

  #fail(error: Error): void {
    this.#gone ??= error
    for (const waiting of this.#waiting.values()) waiting.reject(error)
    this.#waiting.clear()
  }
}
