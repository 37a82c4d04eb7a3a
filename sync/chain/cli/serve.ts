import type { AddressInfo } from 'node:net'
import type { FastifyInstance } from 'fastify'
import { pino } from 'pino'
import { localDateAt } from '../../../shared/domain/stay-dates.ts'
import { type Chain, openChain } from '../chain.ts'
import { openDatabase } from '../database/open-database.ts'
import { type Database, OperatorError } from '../database/port.ts'
import { DEMO_HOTEL_ID, demoHotel } from '../demo/demo-hotel.ts'
import { buildGateway } from '../gateway/gateway.ts'
import { createHotel } from '../hotels/hotels.ts'
import { selectHotel, selectHotels } from '../hotels/queries/hotels.ts'
import { issueEnrolCode } from '../sync/enrolment.ts'
import { systemClock, systemRng } from './system.ts'

export interface ServeOptions {
  readonly db: string
  readonly port: number
  readonly host: string
  readonly demo: boolean
  readonly json: boolean
}

/** Serves until SIGINT, SIGTERM, or until the process that started this one is gone; then ends what is under way. */
export async function serveCommand(options: ServeOptions): Promise<void> {
  const db = await openDatabase(options.db)
  let app: FastifyInstance | null = null
  try {
    const chain = await openChain(db, systemClock, systemRng)
    const enrolCode = options.demo ? await prepareDemo(chain) : null
    app = await buildGateway(chain, pino({ level: process.env['KEYRACK_LOG_LEVEL'] ?? 'warn' }, pino.destination(2)))
    await listen(app, options)
    const { port } = app.server.address() as AddressInfo // listening on TCP
    const address = `http://${options.host}:${port}`
    const line = options.json
      ? JSON.stringify({ ready: true, chain: address, enrolCode })
      : `chain at ${address}, API description at ${address}/docs/json`
    process.stdout.write(`${line}\n`)
  } catch (error) {
    await app?.close()
    await db.close()
    throw error
  }
  stopOnSignal(app, db)
}

/** A chain without hotels gets the demo hotel; a code to enrol a desk there is given out at every start. */
async function prepareDemo(chain: Chain): Promise<string | null> {
  if ((await selectHotels(chain.db)).length === 0) {
    const { timeZone } = Intl.DateTimeFormat().resolvedOptions()
    const demo = demoHotel(localDateAt(chain.clock.nowUtcMs(), timeZone), timeZone)
    await createHotel(chain.db, demo.hotel, demo.rows, demo.codesUsed)
  }
  if (!(await selectHotel(chain.db, DEMO_HOTEL_ID))) return null
  return issueEnrolCode(chain.db, chain.clock, DEMO_HOTEL_ID)
}

/** Listens where the options say; a port or address that can not be had is one line. */
export async function listen(app: FastifyInstance, options: ServeOptions): Promise<void> {
  try {
    await app.listen({ port: options.port, host: options.host })
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null
    if (code === 'EADDRINUSE') throw new OperatorError(`port ${options.port} is in use`)
    if (code === 'EACCES') throw new OperatorError(`port ${options.port} may not be used by this account`)
    if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') throw new OperatorError(`no address ${options.host} here`)
    throw error
  }
}

/** Ends what is under way, then the database, then this process. */
export function stopOnSignal(app: FastifyInstance, db: Database): void {
  let stopping = false
  const stop = async () => {
    if (stopping) return
    stopping = true
    await app.close()
    await db.close()
    process.exit(0)
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'disconnect'] as const) process.on(signal, () => void stop())
}
