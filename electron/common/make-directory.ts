import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { codeOf } from './faults.ts'

/**
 * Makes a directory and those above it. Not `mkdir` with `recursive`: where a file system makes none and says "no such
 * directory" (`/proc`), Node 24 tries again without end.
 */
export function makeDirectory(path: string): void {
  if (makeOne(path)) return
  makeDirectory(dirname(path))
  mkdirSync(path)
}

/** `false`: what is above is missing. */
function makeOne(path: string): boolean {
  try {
    mkdirSync(path)
    return true
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return true
    if (codeOf(error) === 'ENOENT' && dirname(path) !== path) return false
    throw error
  }
}
