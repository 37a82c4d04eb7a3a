import type { DeskOutput } from '../../../shared/desk-api/contract.ts'
import type { BlockSummary } from '../../../shared/desk-api/views.ts'
import type { LocalDate } from '../../../shared/domain/stay-dates.ts'
import {
  loadActiveBlocks,
  loadHoldersOfNight,
  loadRooms,
  loadRoomsHeldWithin,
} from '../../../sync/replica/queries/room-lists.ts'
import type { DeskContext } from './desk-context.ts'
import { hotelOf } from './hotel-view.ts'
import { loadLandings } from './landing.ts'

/** The active blocks that still cover a night from the business date on. */
export function blocksView({ replica: { db }, engineStatus }: DeskContext): BlockSummary[] {
  const { businessDate } = hotelOf(db)
  const landings = loadLandings(db, engineStatus().inFlight)
  return loadActiveBlocks(db)
    .filter((block) => block.until > businessDate)
    .map((block) => ({ ...block, landing: landings.ofSubject(block.blockId) }))
}

/** Every room: who holds it tonight, and whether nobody does on any of the nights asked for. */
export function roomsView(
  context: DeskContext,
  { from, until }: { readonly from: LocalDate; readonly until: LocalDate },
): DeskOutput<'rooms.list'> {
  const { db } = context.replica
  const { businessDate } = hotelOf(db)
  const holders = new Map(loadHoldersOfNight(db, businessDate).map(({ roomId, kind }) => [roomId, kind]))
  const held = new Set(loadRoomsHeldWithin(db, from, until))
  const blocks = Map.groupBy(blocksView(context), (block) => block.roomId)
  return loadRooms(db).map((room) => ({
    ...room,
    tonight: holders.get(room.roomId) ?? 'vacant',
    free: !held.has(room.roomId),
    blocks: blocks.get(room.roomId) ?? [],
  }))
}
