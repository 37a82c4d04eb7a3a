import { fork } from 'node:child_process'
import { existsSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { PGlite } from '@electric-sql/pglite'

/**
 * Makes the files of a new database where there are none yet, and tells whether it did. It happens in a process of its own, because it needs twice
 * the memory that running does, and beside the directory, so that a kill in the middle leaves no half-made database.
 */
export async function createDirectoryOnce(directory: string): Promise<boolean> {
  if (existsSync(directory) && readdirSync(directory).length > 0) return false
  const unfinished = `${directory}.new`
  rmSync(unfinished, { recursive: true, force: true })
  // --liftoff-only: the optimising WASM compiler would cost more memory and time than it saves on a single run.
  const maker = fork(import.meta.filename, [unfinished], { execArgv: ['--liftoff-only'], stdio: 'inherit' })
  const exitCode = await new Promise<number | null>((resolve, reject) => {
    maker.once('error', reject)
    maker.once('exit', resolve)
  })
  if (exitCode !== 0) throw new Error(`making the database failed with exit code ${exitCode}`)
  rmSync(directory, { recursive: true, force: true })
  renameSync(unfinished, directory)
  return true
}

const [, script, target] = process.argv
if (script === import.meta.filename && target !== undefined) {
  const made = await PGlite.create({ dataDir: target })
  await made.close()
}
