import { randomBytes } from 'node:crypto'
import type { Clock, Rng } from '../../../shared/base/ports.ts'
import { type Chain, openChain } from '../chain.ts'
import { openDatabase } from '../database/open-database.ts'

export const systemClock: Clock = { nowUtcMs: () => Date.now() }
export const systemRng: Rng = { bytes: (count) => randomBytes(count) }

/** Opens the chain on `--db`, does the work, and closes it whatever happens. */
export async function withChain<T>(db: string, work: (chain: Chain) => Promise<T>): Promise<T> {
  const database = await openDatabase(db)
  try {
    return await work(await openChain(database, systemClock, systemRng))
  } finally {
    await database.close()
  }
}
