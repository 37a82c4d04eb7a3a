import { chmodSync, closeSync, fsyncSync, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { z } from 'zod'
import { codeOf } from './faults.ts'

/** A small file of secrets: readable by its owner only, whole or not there at all, on disk when `save` returns. */
export class PrivateFile<T> {
  readonly #path: string
  readonly #schema: z.ZodType<T>

  constructor(path: string, schema: z.ZodType<T>) {
    this.#path = path
    this.#schema = schema
  }

  /** What was saved last; `null` where nothing was. Throws where the file holds something else. */
  load(): T | null {
    const text = this.#read()
    if (text === null) return null
    chmodSync(this.#path, 0o600)
    return this.#schema.parse(JSON.parse(text))
  }

  save(value: T): void {
    writeFileSync(`${this.#path}.new`, JSON.stringify(value), { mode: 0o600, flush: true })
    renameSync(`${this.#path}.new`, this.#path)
    syncDirectory(dirname(this.#path))
  }

  #read(): string | null {
    try {
      return readFileSync(this.#path, 'utf8')
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return null
      throw error
    }
  }
}

/** Makes a renaming last through a power cut; Windows opens no directories and needs it not. */
function syncDirectory(path: string): void {
  if (process.platform === 'win32') return
  const directory = openSync(path, 'r')
  fsyncSync(directory)
  closeSync(directory)
}
