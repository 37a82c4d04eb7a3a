import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { OperatorError } from './port.ts'

/**
 * Makes this process the only one on a database directory, by a file beside it that holds the process id. A file left by
 * a process that is gone is taken over. Returns the function that gives the directory free.
 */
export function lockDirectory(directory: string): () => void {
  const file = `${directory.replace(/\/+$/, '')}.lock`
  try {
    mkdirSync(dirname(file), { recursive: true })
    mkdirSync(directory, { recursive: true })
  } catch (error) {
    throw new OperatorError(`can not write to ${directory}: ${error instanceof Error ? error.message : ''}`)
  }
  if (!claim(file)) {
    const holder = Number(readFileSync(file, 'utf8'))
    if (holder !== process.pid && isAlive(holder)) {
      throw new OperatorError(`the database in ${directory} is in use by process ${holder}`)
    }
    rmSync(file, { force: true })
    if (!claim(file)) throw new OperatorError(`the database in ${directory} is in use`)
  }
  return () => rmSync(file, { force: true })
}

function claim(file: string): boolean {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' })
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw new OperatorError(`can not write to ${dirname(file)}: ${error instanceof Error ? error.message : ''}`)
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
