import type { HotelId } from '../../../shared/domain/ids.ts'
import type { Chain } from '../chain.ts'
import { selectHotels } from '../hotels/queries/hotels.ts'
import {
  deleteChangesBelowFloor,
  deleteMarksBefore,
  dropBodiesBefore,
  dropLandedHeld,
  markHead,
  raiseFloor,
  selectFloor,
  selectVersionAt,
} from './queries/retention.ts'

const DAY_MS = 86_400_000
/** A terminal that was away for longer takes a snapshot. House policy. */
export const KEEP_CHANGES_MS = 30 * DAY_MS
/** As long as a terminal keeps its own record of what the chain acknowledged. House policy. */
export const KEEP_BODIES_MS = 30 * DAY_MS
/** So far apart are the marks by which changes are told by their age. */
const MARK_EVERY_MS = DAY_MS
const VERSIONS_AT_ONCE = 1_000

type Parts = Pick<Chain, 'db' | 'writer' | 'clock'>

/**
 * Prunes, hotel after hotel, the changes and the bodies of ops that are older than they are kept; `lastSeq`, op ids and
 * fingerprints never go. First the floor rises, under the hotel's head, then what lies below it is taken away, so that
 * no pull finds a part of what it asks for. Rules SYNC-50, SYNC-51.
 */
export async function pruneSyncHistory(parts: Parts): Promise<void> {
  for (const { hotelId } of await selectHotels(parts.db)) await pruneHotel(parts, hotelId)
}

async function pruneHotel({ db, writer, clock }: Parts, hotelId: HotelId): Promise<void> {
  const now = clock.nowUtcMs()
  await markHead(db, hotelId, now, now - MARK_EVERY_MS)
  const floor = await selectVersionAt(db, hotelId, now - KEEP_CHANGES_MS)
  if (floor !== null && floor > (await selectFloor(db, hotelId))) {
    await writer.write(hotelId, ({ tx }) => raiseFloor(tx, hotelId, floor))
    await deleteMarksBefore(db, hotelId, now - KEEP_CHANGES_MS - MARK_EVERY_MS)
  }
  while ((await deleteChangesBelowFloor(db, hotelId, VERSIONS_AT_ONCE)) > 0);
  await dropBodiesBefore(db, hotelId, now - KEEP_BODIES_MS)
  await dropLandedHeld(db, hotelId)
}
