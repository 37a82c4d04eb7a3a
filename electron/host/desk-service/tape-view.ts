import type { TapeView } from '../../../shared/desk-api/views/tape.ts'
import type { DeskOutput } from '../../../shared/desk-api/contract.ts'
import { sellable } from '../../../shared/domain/inventory.ts'
import { type InventoryRow, typeNightKey } from '../../../shared/domain/rows.ts'
import { addDays, nightsOf } from '../../../shared/domain/stay-dates.ts'
import { loadRoomTypes, loadRooms } from '../../../sync/replica/queries/room-lists.ts'
import { loadExpectedInRooms, loadInHouse } from '../../../sync/replica/queries/stay-lists.ts'
import {
  loadInventoryBetween,
  loadRatesBetween,
  loadRestrictionsBetween,
  loadTapeStays,
} from '../../../sync/replica/queries/tape.ts'
import type { Input } from './answers/answers.ts'
import type { DeskContext } from './desk-context.ts'
import { hotelOf } from './hotel-view.ts'
import { leftHere } from './left-here.ts'
import { loadLandings } from './landing.ts'
import { blocksView } from './rooms-view.ts'

/** Rule HOST-30. */
export function tapeView(context: DeskContext, { from, nights: count }: Input<'tape.get'>): TapeView {
  const { db } = context.replica
  const until = addDays(from, count)
  const nights = nightsOf({ arrival: from, departure: until })
  const landings = loadLandings(db, context.engineStatus().inFlight)
  const left = leftHere(db)
  const inventory = new Map(
    loadInventoryBetween(db, from, until).map((row) => [typeNightKey(row.roomTypeId, row.night), row]),
  )
  const rooms = Map.groupBy(loadRooms(db), (room) => room.roomTypeId)
  const roomTypes = loadRoomTypes(db).map(({ roomTypeId, name }) => {
    const rows = nights.map((night) => inventory.get(typeNightKey(roomTypeId, night)))
    const figures = (of: (row: InventoryRow) => number): number[] => rows.map((row) => (row ? of(row) : 0))
    return {
      roomTypeId,
      name,
      rooms: (rooms.get(roomTypeId) ?? []).map(({ roomId, floor, housekeeping }) => ({ roomId, floor, housekeeping })),
      sellable: figures(sellable),
      reserved: figures((row) => row.totalReserved),
      left: figures(left),
      forced: figures((row) => row.forced),
    }
  })
  const stays = loadTapeStays(db, from, until).map(({ code, inventoryType, status, ...stay }) => ({
    ...stay,
    confirmationCode: code,
    roomTypeId: inventoryType,
    unpaid: status === 'pending',
    landing: landings.ofSubject(stay.reservationId),
  }))
  const blocks = blocksView(context).filter((block) => block.from < until && from < block.until)
  return { businessDate: hotelOf(db).businessDate, nights, roomTypes, house: houseOf(nights, roomTypes), stays, blocks }
}

function houseOf(nights: TapeView['nights'], types: TapeView['roomTypes']): TapeView['house'] {
  const sums = (figure: 'sellable' | 'reserved' | 'left'): number[] =>
    nights.map((_, index) => types.reduce((sum, type) => sum + (type[figure][index] ?? 0), 0))
  const [rooms, reserved] = [sums('sellable'), sums('reserved')]
  const occupancyBp = rooms.map((all, index) => (all === 0 ? 0 : Math.floor(((reserved[index] ?? 0) * 10_000) / all)))
  return { sellable: rooms, reserved, left: sums('left'), occupancyBp }
}

/** Every room as housekeeping sees it. Rule HOST-31. */
export function boardView(context: DeskContext): DeskOutput<'rooms.board'> {
  const { db } = context.replica
  const { businessDate } = hotelOf(db)
  const landings = loadLandings(db, context.engineStatus().inFlight)
  const guests = Map.groupBy(loadInHouse(db), (stay) => stay.roomId)
  const next = Map.groupBy(loadExpectedInRooms(db), (stay) => stay.roomId)
  const blocks = Map.groupBy(blocksView(context), (block) => block.roomId)
  return loadRooms(db).map((room) => {
    const { roomId } = room
    const [guest] = guests.get(roomId) ?? []
    const [following] = next.get(roomId) ?? []
    const block = blocks.get(roomId)?.find((one) => one.from <= businessDate && businessDate < one.until)
    return {
      ...room,
      guest: guest ? { ...boardStay(guest), dueOut: guest.departure <= businessDate } : null,
      next: following ? boardStay(following) : null,
      block: block ?? null,
      landing: landings.ofSubject(roomId),
    }
  })
}

function boardStay(stay: ReturnType<typeof loadInHouse>[number]) {
  const { reservationId, position, firstName, lastName, arrival, departure } = stay
  return { reservationId, position, firstName, lastName, arrival, departure }
}

/** Base prices and restrictions. Rule HOST-32. */
export function ratesView(
  { replica: { db } }: DeskContext,
  { from, nights: count }: Input<'rates.get'>,
): DeskOutput<'rates.get'> {
  const until = addDays(from, count)
  const nights = nightsOf({ arrival: from, departure: until })
  const rates = new Map(loadRatesBetween(db, from, until).map((row) => [typeNightKey(row.roomTypeId, row.night), row]))
  const restrictions = new Map(
    loadRestrictionsBetween(db, from, until).map((row) => [typeNightKey(row.roomTypeId, row.night), row]),
  )
  const roomTypes = loadRoomTypes(db).map(({ roomTypeId, name }) => ({
    roomTypeId,
    name,
    cells: nights.map((night) => {
      const key = typeNightKey(roomTypeId, night)
      const { minStay, closedToArrival, closedToDeparture } = restrictions.get(key) ?? OPEN
      return { night, baseMinor: rates.get(key)?.baseMinor ?? null, minStay, closedToArrival, closedToDeparture }
    }),
  }))
  return { currency: hotelOf(db).currency, nights, roomTypes }
}

const OPEN = { minStay: 1, closedToArrival: false, closedToDeparture: false }
