import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import Sqlite from 'better-sqlite3'
import { OperatorError } from './port.ts'

/**
 * Makes this process the only one on a database directory, by an exclusive SQLite lock on a file beside it: the operating
 * system gives it free when the process ends, however it ends. Returns the function that gives the directory free.
 */
export function lockDirectory(directory: string): () => void {
  const file = `${directory.replace(/\/+$/, '')}.lock`
  let lock: Sqlite.Database
  try {
    mkdirSync(dirname(file), { recursive: true })
    mkdirSync(directory, { recursive: true })
    lock = new Sqlite(file, { timeout: 0 })
  } catch (error) {
    throw new OperatorError(`can not write to ${directory}: ${error instanceof Error ? error.message : ''}`)
  }
  try {
    lock.exec('BEGIN EXCLUSIVE')
  } catch (error) {
    lock.close()
    const busy = error instanceof Error && 'code' in error && error.code === 'SQLITE_BUSY'
    if (busy) throw new OperatorError(`the database in ${directory} is in use by another process`)
    throw new OperatorError(`can not write to ${directory}: ${error instanceof Error ? error.message : ''}`)
  }
  return () => lock.close()
}
