import type { FastifyInstance } from 'fastify'

/** Less than what a supervisor waits before it ends a process by force: `npm start` waits ten seconds. */
const STOP_WITHIN_MS = 8_000
/** What the database gets to close, once nothing asks it any more. */
const CLOSE_WITHIN_MS = 1_000

/** The databases of a server, and what works on them. */
interface Stores {
  close(): Promise<void>
}

/**
 * Takes no new connection, answers what is under way, and then closes its stores. What is not answered by then is cut
 * off; it was either done or not, and asking again tells. Rule ACC-14.
 */
export async function stopServing(
  apps: readonly FastifyInstance[],
  stores: Stores,
  withinMs = STOP_WITHIN_MS,
): Promise<void> {
  const late = setTimeout(() => apps.forEach((app) => app.server.closeAllConnections()), withinMs)
  await Promise.all(apps.map((app) => app.close()))
  clearTimeout(late)
  await stores.close()
}

/** Stops on SIGINT, on SIGTERM and when the process that started this one is gone, and ends this process. */
export function stopOnSignal(apps: readonly FastifyInstance[], stores: Stores): void {
  let stopping = false
  const stop = async () => {
    if (stopping) return
    stopping = true
    setTimeout(() => process.exit(1), STOP_WITHIN_MS + CLOSE_WITHIN_MS).unref()
    await stopServing(apps, stores)
    process.exit(0)
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'disconnect'] as const) process.on(signal, () => void stop())
}
