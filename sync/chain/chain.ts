import type { Clock, Rng } from '../../shared/base/ports.ts'
import type { Database } from './database/port.ts'
import { migrate } from './database/migrate.ts'
import { OpenStreams } from './gateway/open-streams.ts'
import { HeadPokes } from './write-path/head-pokes.ts'
import { HotelWriter } from './write-path/hotel-writer.ts'

/** The chain's parts, as its gateway and its commands use them. */
export interface Chain {
  readonly db: Database
  readonly writer: HotelWriter
  readonly pokes: HeadPokes
  readonly streams: OpenStreams
  readonly clock: Clock
  readonly rng: Rng
}

/** Puts a chain together on an open database, which is brought to this build's schema. */
export async function openChain(db: Database, clock: Clock, rng: Rng): Promise<Chain> {
  await migrate(db)
  const pokes = new HeadPokes()
  return { db, pokes, writer: new HotelWriter(db, pokes), streams: new OpenStreams(), clock, rng }
}
