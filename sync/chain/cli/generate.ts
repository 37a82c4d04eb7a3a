import { InvalidArgumentError } from 'commander'
import { SingleBar } from 'cli-progress'
import { type LocalDate, localDateAt, parseLocalDate } from '../../../shared/domain/stay-dates.ts'
import { migrate } from '../database/migrate.ts'
import { openDatabase } from '../database/open-database.ts'
import { OperatorError } from '../database/port.ts'
import { PLAN_LIMITS } from '../generate/chain-plan.ts'
import { gigabytes, refuseTooSmall, spaceFor } from '../generate/disk-space.ts'
import { generateChain, missingNightRows, remainingOf } from '../generate/generate-chain.ts'
import { systemClock } from './system.ts'

export interface GenerateOptions {
  readonly db: string
  readonly hotels: number
  readonly types: number
  readonly nights: number
  readonly rooms: number
  readonly from?: LocalDate
  readonly seed: number
  readonly json: boolean
}

/** Fills a database at the size asked for; see `generateChain` for what is promised. */
export async function generateCommand(options: GenerateOptions): Promise<void> {
  const { hotels, types, nights, rooms, seed } = options
  if (rooms < types) throw new OperatorError(`--rooms ${rooms} is less than a room for each of ${types} types`)
  const db = await openDatabase(options.db)
  try {
    await migrate(db)
    const today = localDateAt(systemClock.nowUtcMs(), Intl.DateTimeFormat().resolvedOptions().timeZone)
    const asked = { hotels, types, nights, rooms, seed, from: options.from ?? null }
    const remaining = await remainingOf(db, asked, today)
    const space = await spaceFor(db, options.db, missingNightRows(remaining))
    refuseTooSmall(space)
    if (space.freeBytes === null && remaining.missing.length > 0) {
      process.stderr.write(`needs about ${gigabytes(space.neededBytes)} GB of disk where the server keeps its data\n`)
    }
    const startMs = performance.now()
    const bar = new SingleBar({
      format: 'generating {bar} {value}/{total} hotels, {eta_formatted} left',
      stream: process.stderr,
      hideCursor: true,
      etaBuffer: 100,
    })
    if (remaining.missing.length > 0) bar.start(remaining.missing.length, 0)
    const done = await generateChain(db, remaining, (count) => bar.update(count)).finally(() => bar.stop())
    const seconds = Math.round((performance.now() - startMs) / 100) / 10
    process.stdout.write(
      options.json ? `${JSON.stringify({ ...done, from: remaining.plan.from, seconds })}\n` : said(done, seconds),
    )
  } finally {
    await db.close()
  }
}

function said(done: { hotels: number; alreadyThere: number; rows: number }, seconds: number): string {
  if (done.hotels === 0) return `all ${done.alreadyThere} hotels were there before: nothing was added\n`
  const before = done.alreadyThere > 0 ? `, ${done.alreadyThere} were there before` : ''
  return `${done.hotels} hotels with ${done.rows.toLocaleString('en')} rows in ${seconds} s${before}\n`
}

/** Reads a flag that is a whole number from 1 up to its limit. */
export function countUpTo(limit: keyof typeof PLAN_LIMITS): (text: string) => number {
  const most = PLAN_LIMITS[limit]
  return (text) => {
    const count = Number(text)
    if (!/^\d+$/.test(text) || count < 1 || count > most)
      throw new InvalidArgumentError(`a whole number from 1 to ${most}`)
    return count
  }
}

export function parseSeed(text: string): number {
  const seed = Number(text)
  if (!/^\d+$/.test(text) || seed > 2 ** 31) throw new InvalidArgumentError(`a whole number from 0 to ${2 ** 31}`)
  return seed
}

export function parseDay(text: string): LocalDate {
  const day = parseLocalDate(text)
  if (!day) throw new InvalidArgumentError('a day such as 2026-12-31')
  return day
}
