import { randomUUID } from 'node:crypto'
import { closeSync, fsyncSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/**
 * Tells whether an embedded database is, to the last write, the one that was last closed here: the same mark stands
 * inside its directory, where a copy takes it along, and beside it, where it is gone while the database is open. After
 * a power cut there is none beside; over an older copy that was put back there is another. Rule CHAIN-12.
 */
export class HistoryMark {
  readonly #inside: string
  readonly #beside: string
  #inDoubt: boolean

  /** Reads and takes away the mark of a directory; `isNew`: it was made just now and has no history. */
  constructor(directory: string, isNew: boolean) {
    const path = directory.replace(/\/+$/, '')
    this.#inside = join(path, 'keyrack.closed')
    this.#beside = `${path}.closed`
    const mark = readMark(this.#beside)
    this.#inDoubt = !isNew && (mark === null || mark !== readMark(this.#inside))
    rmSync(this.#beside, { force: true })
    syncToDisk(dirname(path))
  }

  get inDoubt(): boolean {
    return this.#inDoubt
  }

  /** What the doubt asks for was done and committed. */
  trust(): void {
    this.#inDoubt = false
  }

  /** The database was closed whole. A doubt that nobody acted on stays: the next one to open it is told again. */
  close(): void {
    if (this.#inDoubt) return
    const mark = randomUUID()
    writeFileSync(this.#inside, mark)
    writeFileSync(this.#beside, mark)
  }
}

function readMark(file: string): string | null {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}

function syncToDisk(directory: string): void {
  const handle = openSync(directory, 'r')
  fsyncSync(handle)
  closeSync(handle)
}
