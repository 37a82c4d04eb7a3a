import { existsSync } from 'node:fs'
import { spawnSync } from 'node:child_process'
import { SingleBar } from 'cli-progress'
import { type HotelId, type RoomTypeId, isSlug } from '../../../shared/domain/ids.ts'
import { currencyExponent } from '../../../shared/domain/money.ts'
import type { HotelRow } from '../../../shared/domain/rows.ts'
import { localDateAt } from '../../../shared/domain/stay-dates.ts'
import type { Chain } from '../chain.ts'
import { OperatorError } from '../database/port.ts'
import { createHotel } from '../hotels/hotels.ts'
import { selectHotel, selectTypesWithRooms } from '../hotels/queries/hotels.ts'
import { historicHotel, historicHotelRows, mostOccupied } from '../import/historic-hotel.ts'
import { checkType, importBookings } from '../import/import-bookings.ts'
import { type BadRow, type ReadBooking, type ReadFile, readBookings } from '../import/read-bookings.ts'
import { withChain } from './system.ts'

interface ImportOptions {
  readonly hotel: string
  readonly db: string
  readonly rooms?: string
  readonly currency: string
  readonly strict: boolean
  readonly json: boolean
}

const MAX_REPORTED_LINES = 20

/** Compiling PGlite's WASM a second time, optimised, takes 450 MB for the moment and gains an import 10 % of its time. */
const SMALL_MEMORY = '--liftoff-only'

/** V8 takes the flag only at its start: the same command once more, with it. */
function runAgainSmall(): void {
  const [, script = '', ...args] = process.argv
  const run = spawnSync(process.execPath, [SMALL_MEMORY, script, ...args], { stdio: 'inherit' })
  process.exitCode = run.status ?? 1
}

/** Imports a bookings file; see `importBookings` for what is promised. */
export async function importCommand(file: string, options: ImportOptions): Promise<void> {
  if (!process.execArgv.includes(SMALL_MEMORY)) return runAgainSmall()
  const exponent = currencyExponent(options.currency)
  if (exponent === null) throw new OperatorError(`no currency ${options.currency}`)
  if (!existsSync(file)) throw new OperatorError(`no such file: ${file}`)
  const hotelId = hotelIdOf(options.hotel)
  const rooms = options.rooms === undefined ? null : parseRooms(options.rooms)

  const reading = progress('reading  ', '%')
  const read = await readBookings(file, hotelId, exponent, (bytes, total) => reading.show((100 * bytes) / total, 100))
  reading.stop()
  stopIfStrict(options, read.bad)

  await withChain(options.db, async (chain) => {
    const hotel = await ensureHotel(chain, hotelId, options, read, rooms)
    if (hotel.currency !== options.currency) throw new OperatorError(`${hotel.name} counts in ${hotel.currency}`)
    const types = await selectTypesWithRooms(chain.db, hotelId)
    const roomsByType = new Map(types.map((type) => [type.roomTypeId, type.rooms]))
    const bookings: ReadBooking[] = []
    const bad = [...read.bad]
    const known = new Set(roomsByType.keys())
    for (const booking of read.bookings) {
      const checked = checkType(booking, known)
      if (checked.ok) bookings.push(booking)
      else bad.push({ line: booking.line, reason: checked.error })
    }
    stopIfStrict(options, bad)
    const importing = progress('importing', 'bookings')
    const done = await importBookings(chain.writer, hotelId, roomsByType, bookings, (count) =>
      importing.show(count, bookings.length),
    )
    importing.stop()
    report(options, { rows: read.rows, ...done, reported: bad.length, hotelId, roomsByType }, bad)
  })
}

/** The hotel that the bookings go to: the one there is, or a new one with the rooms that the file shows. */
async function ensureHotel(
  chain: Chain,
  hotelId: HotelId,
  options: ImportOptions,
  read: ReadFile,
  rooms: Map<RoomTypeId, number> | null,
): Promise<HotelRow> {
  const existing = await selectHotel(chain.db, hotelId)
  if (existing) return existing
  const roomsByType = mostOccupied(read.bookings)
  for (const [type, count] of rooms ?? []) roomsByType.set(type, count)
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions()
  const today = localDateAt(chain.clock.nowUtcMs(), timeZone)
  const hotel = historicHotel(hotelId, options.hotel, options.currency, timeZone, today)
  await createHotel(chain.db, hotel, historicHotelRows(read.bookings, roomsByType, today))
  return hotel
}

interface Summary {
  readonly rows: number
  readonly imported: number
  readonly alreadyThere: number
  readonly dayUse: number
  readonly reported: number
  readonly forced: number
  readonly hotelId: HotelId
  readonly roomsByType: ReadonlyMap<RoomTypeId, number>
}

function report(options: ImportOptions, summary: Summary, bad: readonly BadRow[]): void {
  for (const { line, reason } of bad.slice(0, MAX_REPORTED_LINES)) process.stderr.write(`line ${line}: ${reason}\n`)
  if (bad.length > MAX_REPORTED_LINES) process.stderr.write(`… and ${bad.length - MAX_REPORTED_LINES} more\n`)
  const peakMegabytes = Math.round(process.resourceUsage().maxRSS / 1024)
  const { roomsByType, ...counts } = summary
  if (options.json) {
    const rooms = Object.fromEntries(roomsByType)
    process.stdout.write(`${JSON.stringify({ ...counts, roomsByType: rooms, bad, peakMegabytes })}\n`)
    return
  }
  const rooms = [...roomsByType].map(([type, count]) => `${type}=${count}`).join(',')
  process.stdout.write(
    [
      `${summary.rows} rows of the file: ${summary.imported} imported, ${summary.alreadyThere} there before, ${summary.reported} reported`,
      `  of the imported, day use (0 nights, no inventory): ${summary.dayUse}`,
      `  unit-nights that history sold beyond a limit (forced, each with an open exception): ${summary.forced}`,
      `  hotel ${summary.hotelId}, rooms ${rooms}`,
      `  peak memory ${peakMegabytes} MB`,
      '',
    ].join('\n'),
  )
}

function stopIfStrict(options: ImportOptions, bad: readonly BadRow[]): void {
  const [first] = bad
  if (options.strict && first) throw new OperatorError(`line ${first.line}: ${first.reason} (nothing was imported)`)
}

/** `Praia Azul` becomes `praia-azul`. */
function hotelIdOf(name: string): HotelId {
  const slug = name
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 32)
  if (!isSlug(slug)) throw new OperatorError(`a hotel's name needs a letter or digit: ${name}`)
  return slug as HotelId // just checked
}

function parseRooms(text: string): Map<RoomTypeId, number> {
  const rooms = new Map<RoomTypeId, number>()
  for (const part of text.split(',')) {
    const [type = '', count = ''] = part.split('=')
    if (!isSlug(type) || !/^\d{1,5}$/.test(count)) throw new OperatorError(`--rooms wants A=75,B=2, not ${part}`)
    rooms.set(type as RoomTypeId, Number(count)) // just checked
  }
  return rooms
}

function progress(label: string, unit: string): { show(done: number, total: number): void; stop(): void } {
  const bar = new SingleBar({
    format: `${label} {bar} {value}/{total} ${unit}`,
    stream: process.stderr,
    hideCursor: true,
  })
  let started = false
  return {
    show(done, total) {
      if (!started) bar.start(total, 0)
      started = true
      bar.update(Math.round(done))
    },
    stop: () => bar.stop(),
  }
}
