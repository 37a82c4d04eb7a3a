import { statfsSync } from 'node:fs'
import { dirname } from 'node:path'
import { type Database, OperatorError, type Queryable } from '../database/port.ts'
import { selectDataDirectory } from './queries/data-directory.ts'

/** A night of a type, in bytes: inventory with the room that its table leaves for updates, rate, and both keys. */
const BYTES_A_NIGHT_ROW = 220
/** Write-ahead log that stands at most, by the server's own defaults, and what else a database keeps. */
const BYTES_BESIDE = 2 * 2 ** 30
const BYTES_BESIDE_EMBEDDED = 200 * 2 ** 20

export interface SpaceNeeded {
  readonly neededBytes: number
  /** What is left where the data will be; `null`: that is another machine's disk, or one that this process may not look at. */
  readonly freeBytes: number | null
}

/** How much disk the rows will take, and how much is left, before the first is written. Rule GEN-05. */
export async function spaceFor(db: Database, where: string, nightRows: number): Promise<SpaceNeeded> {
  const beside = db.engine === 'postgres' ? BYTES_BESIDE : BYTES_BESIDE_EMBEDDED
  const neededBytes = nightRows * BYTES_A_NIGHT_ROW + (nightRows === 0 ? 0 : beside)
  const directory = db.engine === 'postgres' ? await localDataDirectory(db, where) : dirname(where)
  return { neededBytes, freeBytes: directory === null ? null : freeBytesAt(directory) }
}

export function refuseTooSmall({ neededBytes, freeBytes }: SpaceNeeded): void {
  if (freeBytes === null || freeBytes >= neededBytes) return
  throw new OperatorError(`this needs about ${gigabytes(neededBytes)} GB of disk, ${gigabytes(freeBytes)} GB are left`)
}

export function gigabytes(bytes: number): string {
  return (bytes / 1e9).toFixed(1)
}

const LOCAL = new Set(['', 'localhost', '127.0.0.1', '[::1]'])

async function localDataDirectory(db: Queryable, url: string): Promise<string | null> {
  return LOCAL.has(URL.parse(url)?.hostname ?? 'elsewhere') ? selectDataDirectory(db) : null
}

function freeBytesAt(directory: string): number | null {
  try {
    const { bavail, bsize } = statfsSync(directory)
    return bavail * bsize
  } catch {
    // Behind a local address there may be a container with a disk of its own, or a directory that is not ours to see.
    return null
  }
}
