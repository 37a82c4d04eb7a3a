import type { Logger } from 'pino'
import type { Chain } from '../chain.ts'
import { dropExpiredQuotes } from '../rates/quotes.ts'
import { pruneSyncHistory } from '../sync/retention.ts'

const EVERY_MS = 2_000
const QUOTES_EVERY_SWEEPS = 300
/** Once an hour. */
const PRUNE_EVERY_SWEEPS = 1_800
/** An expired quote is still told from an unknown one for so long. */
const QUOTES_KEPT_MS = 86_400_000

/**
 * Ends holds that are over and goes on with payments that are due, now and from then on; answers what stops it. Holds end
 * in time also while a payment service does not answer.
 */
export function keepSweeping(chain: Chain, log: Pick<Logger, 'error'>): () => Promise<void> {
  const { sagas, db, clock } = chain
  let sweeps = 0
  let prunings = 0
  const endWhatIsOver = async () => {
    await sagas.endHolds()
    if (sweeps % QUOTES_EVERY_SWEEPS === 0)
      await dropExpiredQuotes(db, { nowUtcMs: () => clock.nowUtcMs() - QUOTES_KEPT_MS })
    sweeps += 1
  }
  const prune = async () => {
    if (prunings % PRUNE_EVERY_SWEEPS === 0) await pruneSyncHistory(chain)
    prunings += 1
  }
  const stops = [endWhatIsOver, prune, () => sagas.goOn()].map((sweep) => repeating(sweep, log))
  return async () => {
    await Promise.all(stops.map((stop) => stop()))
  }
}

/** Runs now and every few seconds, never twice at once; answers what stops it, once what is under way has ended. */
function repeating(sweep: () => Promise<unknown>, log: Pick<Logger, 'error'>): () => Promise<void> {
  let running: Promise<unknown> | null = null
  const run = () => {
    running ??= sweep()
      .catch((error: unknown) => log.error({ err: error }, 'a sweep failed'))
      .finally(() => {
        running = null
      })
  }
  const timer = setInterval(run, EVERY_MS)
  run()
  return async () => {
    clearInterval(timer)
    await running
  }
}
