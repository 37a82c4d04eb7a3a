import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { DeskFault, codeOf } from '../common/faults.ts'
import { makeDirectory } from '../common/make-directory.ts'

/** How the data directory is laid out; a directory of a later format is never touched (SHELL-33). */
const FORMAT = 1

const markerSchema = z.object({ format: z.int().positive() })

/**
 * Makes the data directory ready: created where it is missing, proven to be writable, marked with its format.
 * Throws a {@link DeskFault} with the line to show.
 */
export function prepareDataDirectory(directory: string): void {
  try {
    makeDirectory(join(directory, 'logs'))
    const probe = join(directory, '.writable')
    writeFileSync(probe, '')
    rmSync(probe)
    checkMarker(join(directory, 'keyrack.json'))
  } catch (error) {
    if (error instanceof DeskFault) throw error
    throw new DeskFault(`can not write to the data directory ${directory} (${codeOf(error) ?? 'unknown'})`)
  }
}

function checkMarker(path: string): void {
  const text = readIfThere(path)
  if (text === null) {
    writeFileSync(`${path}.new`, `${JSON.stringify({ format: FORMAT })}\n`, { flush: true })
    renameSync(`${path}.new`, path)
    return
  }
  const marker = markerSchema.safeParse(parseJson(text))
  if (!marker.success) throw new DeskFault(`${path} is not readable; this is no data directory of Keyrack`)
  if (marker.data.format > FORMAT) {
    throw new DeskFault(`${path} was written by a newer Keyrack (format ${marker.data.format}); start that version`)
  }
}

/** The file's text, or `null` where there is none. */
export function readIfThere(path: string): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null
    throw error
  }
}

/** The value of a JSON text; `undefined`, which no schema of ours accepts, where it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
