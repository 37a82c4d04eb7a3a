import { type Database, OperatorError } from '../database/port.ts'
import { sqlStateOf } from '../database/sqlstate.ts'
import type { LocalDate } from '../../../shared/domain/stay-dates.ts'
import { type ChainPlan, hotelIdOf, nightRowsOf } from './chain-plan.ts'
import { HotelRows, hotelRatesMinor } from './hotel-rows.ts'
import { type HotelShape, analyzeGenerated, selectHotelIdsBetween, selectShape } from './queries/generated-hotels.ts'

/** Transactions at a time: one more core of the server works while the other waits for its client. */
const LANES_ON_POSTGRES = 2
const UNIQUE_VIOLATION = '23505'

export interface Generated {
  readonly hotels: number
  readonly alreadyThere: number
  /** Of all tables. */
  readonly rows: number
}

/** What a plan comes to on a database that may hold a part of it. */
export interface Remaining {
  readonly plan: ChainPlan
  /** The numbers of the hotels that are not there yet, in order. */
  readonly missing: readonly number[]
}

/**
 * What is left to do of a plan. Without a first night the one of the hotels that are there stands, else `today`. Fails with
 * one line where the first hotel there is another plan's. Rules: GEN-02, GEN-04.
 */
export async function remainingOf(
  db: Database,
  asked: Omit<ChainPlan, 'from'> & { readonly from: LocalDate | null },
  today: LocalDate,
): Promise<Remaining> {
  const there = new Set(await selectHotelIdsBetween(db, hotelIdOf(1), hotelIdOf(asked.hotels)))
  const numbers = Array.from({ length: asked.hotels }, (_, index) => index + 1)
  const known = numbers.find((n) => there.has(hotelIdOf(n)))
  const shape = known === undefined ? null : await selectShape(db, hotelIdOf(known))
  const plan = { ...asked, from: asked.from ?? shape?.firstNight ?? today }
  if (known !== undefined && shape) refuseOtherPlan(plan, known, shape)
  return { plan, missing: numbers.filter((n) => !there.has(hotelIdOf(n))) }
}

function refuseOtherPlan(plan: ChainPlan, n: number, shape: HotelShape): void {
  const same =
    shape.types === plan.types &&
    shape.nights === plan.nights &&
    shape.rooms === plan.rooms &&
    shape.firstNight === plan.from &&
    shape.ratesMinor === hotelRatesMinor(plan, n)
  if (same) return
  throw new OperatorError(
    `hotel ${hotelIdOf(n)} is there with ${shape.types} types, ${shape.rooms} rooms and ${shape.nights} nights from ` +
      `${shape.firstNight ?? 'no day'} on: it was not generated with these flags and this seed`,
  )
}

/**
 * Fills a database with the hotels that are missing, each in one transaction by `COPY`: killed in between, what is there is
 * whole, and the next run makes the rest. Rules: GEN-01 to GEN-03.
 */
export async function generateChain(
  db: Database,
  { plan, missing }: Remaining,
  onProgress: (hotelsDone: number) => void,
): Promise<Generated> {
  let next = 0
  let done = 0
  let rows = 0
  const lane = async () => {
    const hotelRows = new HotelRows(plan)
    for (let n = missing[next++]; n !== undefined; n = missing[next++]) {
      const hotel = n
      const copied = await db.load((tx) => hotelRows.copyHotel(tx, hotel))
      rows += copied
      done += 1
      onProgress(done)
    }
  }
  const lanes = db.engine === 'postgres' ? Math.min(LANES_ON_POSTGRES, missing.length) : Math.min(1, missing.length)
  const ended = await Promise.allSettled(Array.from({ length: lanes }, lane))
  for (const end of ended) if (end.status === 'rejected') throw plainly(end.reason)
  if (done > 0) await analyzeGenerated(db)
  return { hotels: done, alreadyThere: plan.hotels - missing.length, rows }
}

function plainly(error: unknown): unknown {
  if (sqlStateOf(error) !== UNIQUE_VIOLATION) return error
  return new OperatorError(
    'another command makes these hotels now, or rows of one are there without it: run this again when it has ended',
  )
}

/** Inventory rows that are still to be written; as many rates. */
export function missingNightRows({ plan, missing }: Remaining): number {
  return missing.length * nightRowsOf(plan)
}
