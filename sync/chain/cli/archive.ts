import { InvalidArgumentError } from 'commander'
import { SingleBar } from 'cli-progress'
import type { LocalDate } from '../../../shared/domain/stay-dates.ts'
import { type Archived, LEAST_KEEP_DAYS, NOTHING_ARCHIVED, added, archiveHotel } from '../archive/archive-hotel.ts'
import { selectArchivedColumns } from '../archive/queries/move-rows.ts'
import { selectHotels } from '../hotels/queries/hotels.ts'
import { withChain } from './system.ts'

export interface ArchiveOptions {
  readonly db: string
  readonly before?: LocalDate
  readonly keepDays: number
  readonly json: boolean
}

/** Moves what is old and over to the history tables, hotel after hotel; see `archiveHotel` for what is promised. */
export async function archiveCommand(options: ArchiveOptions): Promise<void> {
  const wish = { before: options.before ?? null, keepDays: options.keepDays }
  await withChain(options.db, async (chain) => {
    const columns = await selectArchivedColumns(chain.db)
    const hotels = await selectHotels(chain.db)
    const bar = new SingleBar({
      format: 'archiving {bar} {value}/{total} hotels',
      stream: process.stderr,
      hideCursor: true,
    })
    if (hotels.length > 0) bar.start(hotels.length, 0)
    let sum = NOTHING_ARCHIVED
    try {
      for (const { hotelId } of hotels) {
        sum = added(sum, await archiveHotel(chain, columns, hotelId, wish))
        bar.increment()
      }
    } finally {
      bar.stop()
    }
    process.stdout.write(options.json ? `${JSON.stringify({ hotels: hotels.length, ...sum })}\n` : said(sum))
  })
}

function said(moved: Archived): string {
  if (Object.values(moved).every((count) => count === 0)) return 'nothing to move\n'
  const { reservations, lines, folioLines, roomNights, inventoryNights, rates } = moved
  return [
    `moved to history: ${reservations} reservations with ${lines} lines and ${folioLines} postings,`,
    `${roomNights} nights of rooms, ${inventoryNights} nights of inventory, ${rates} rates`,
    '',
  ].join('\n')
}

export function parseKeepDays(text: string): number {
  const days = Number(text)
  if (!/^\d{1,5}$/.test(text) || days < LEAST_KEEP_DAYS) {
    throw new InvalidArgumentError(`a number of days from ${LEAST_KEEP_DAYS}: desks still speak of what is younger`)
  }
  return days
}
