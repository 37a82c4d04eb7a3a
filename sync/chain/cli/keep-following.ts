import type { Logger } from 'pino'
import type { Chain } from '../chain.ts'
import { selectHeads } from '../write-path/queries/head.ts'

const EVERY_MS = 1_000

/**
 * Looks once a second in the database how far the hotels are whose terminals listen here, and pokes those whose head
 * another process moved unheard; answers what stops it. An embedded database has no other process. Rule CHAIN-32.
 */
export function keepFollowing(
  { db, pokes }: Pick<Chain, 'db' | 'pokes'>,
  log: Pick<Logger, 'warn'>,
): () => Promise<void> {
  let running: Promise<void> | null = null
  const look = async () => {
    const followed = pokes.followed()
    if (followed.length === 0) return
    for (const { hotelId, version, epoch } of await selectHeads(db, followed)) {
      pokes.pokeIfNew(hotelId, { version, epoch })
    }
  }
  const run = () => {
    running ??= look()
      .catch((error: unknown) => log.warn({ err: error }, 'the heads could not be read'))
      .finally(() => {
        running = null
      })
  }
  const timer = db.engine === 'postgres' ? setInterval(run, EVERY_MS) : undefined
  return async () => {
    clearInterval(timer)
    await running
  }
}
