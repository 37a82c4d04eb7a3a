import type { Deciding, Draft, Wanted } from '../deciding.ts'
import type { RoomId, RoomTypeId } from '../ids.ts'
import { claimRoomNight } from '../room-night.ts'
import { type AllotmentRoomRow, type RoomNightRow, type StayLineRow, roomNightKey } from '../rows.ts'
import { type Stay, isNightOf, nightsOf } from '../stay-dates.ts'
import { type Cause, exceptionId, openException } from './exceptions.ts'
import { from } from './lines.ts'

/** The first night on which somebody else holds the room, or `null` where an assignment could have it throughout. */
export function* findHolder(draft: Draft, roomId: RoomId, stay: Stay, refId: string): Deciding<RoomNightRow | null> {
  yield roomNightsOf(roomId, stay)
  return holderOf(draft, roomId, stay, refId)
}

/** Who holds a room on one of the nights and would not give way to a guest in it: another guest, or a block. */
export function* findOccupier(draft: Draft, roomId: RoomId, stay: Stay, refId: string): Deciding<RoomNightRow | null> {
  yield roomNightsOf(roomId, stay)
  const holders = nightsOf(stay).map((night) => draft.row('room_night', roomNightKey(roomId, night)))
  return holders.find((holder) => holder && holder.refId !== refId && holder.kind !== 'assigned') ?? null
}

/** Assigns a room for every night of a line. The caller made sure that the room is free. */
export function holdRoom(draft: Draft, line: StayLineRow, roomId: RoomId): void {
  holdNights(draft, line, roomId, line, 'assigned')
}

/** Holds a room for a line on some nights. The caller made sure that the room is free. */
export function holdNights(
  draft: Draft,
  line: StayLineRow,
  roomId: RoomId,
  nights: Stay,
  kind: 'assigned' | 'occupied',
): void {
  for (const night of nightsOf(nights)) draft.put('room_night', { roomId, night, kind, refId: line.lineId })
}

/** Frees the nights that the line holds in its room; nights held by others stay theirs. */
export function* freeRoom(draft: Draft, line: StayLineRow): Deciding<void> {
  const { roomId } = line
  if (roomId === null) return
  yield roomNightsOf(roomId, line)
  for (const night of nightsOf(line)) {
    const key = roomNightKey(roomId, night)
    if (draft.row('room_night', key)?.refId === line.lineId) draft.remove('room_night', key)
  }
}

/** The nights of a stay that a room can still be assigned for: those that are not over. */
export function* assignableNights(draft: Draft, stay: Stay): Deciding<Stay> {
  yield [{ index: 'hotel', key: '' }]
  return from(stay, draft.hotel()?.businessDate ?? stay.arrival)
}

/**
 * Who alone hands out a room tonight, where a stay is of tonight: another terminal, or one that is lost, and then nobody
 * does. `null`: the acting terminal may. Rule ALLOT-11.
 */
export function* findKeeper(
  draft: Draft,
  { deviceId }: Pick<Cause, 'deviceId'>,
  roomIds: readonly RoomId[],
  stay: Stay,
): Deciding<readonly AllotmentRoomRow[]> {
  yield [{ index: 'hotel', key: '' }]
  const tonight = draft.hotel()?.businessDate
  if (tonight === undefined || !isNightOf(stay, tonight)) return []
  const keys = roomIds.map((roomId) => roomNightKey(roomId, tonight))
  yield keys.map((key): Wanted => ({ entity: 'allotment_room', key }))
  const kept = keys.map((key) => draft.row('allotment_room', key)).filter((row) => row !== null)
  return kept.filter((row) => row.suspect || row.deviceId !== deviceId)
}

/**
 * The room of a type that suits best for a stay: free on every night that is not over and kept by no other terminal,
 * inspected or clean before others, then by room id.
 */
function* findFreeRoom(
  draft: Draft,
  cause: Cause,
  roomTypeId: RoomTypeId,
  stay: Stay,
  refId: string,
): Deciding<RoomId | null> {
  yield [{ index: 'roomsOfType', key: roomTypeId }]
  const rooms = draft.roomsOfType(roomTypeId)
  yield rooms.flatMap((room) => roomNightsOf(room.roomId, stay))
  const vacant = rooms.filter((room) => holderOf(draft, room.roomId, stay, refId) === null)
  const roomIds = vacant.map(({ roomId }) => roomId)
  const kept = new Set((yield* findKeeper(draft, cause, roomIds, stay)).map(({ roomId }) => roomId))
  const free = vacant.filter(({ roomId }) => !kept.has(roomId))
  const ready = free.find((room) => room.housekeeping === 'inspected' || room.housekeeping === 'clean')
  return (ready ?? free[0])?.roomId ?? null
}

/**
 * A line has lost its room: another room of its type if one is free, else the line stays booked without a room and an
 * exception says so. Returns the line as it is now; the caller puts it into its reservation.
 */
export function* reassignOrUnassign(
  draft: Draft,
  cause: Cause,
  line: StayLineRow,
  lost: { readonly roomId: RoomId; readonly lastName: string },
): Deciding<StayLineRow> {
  const nights = yield* assignableNights(draft, line)
  const roomId = yield* findFreeRoom(draft, cause, line.inventoryType, nights, line.lineId)
  if (roomId !== null) {
    holdNights(draft, line, roomId, nights, 'assigned')
    return { ...line, roomId }
  }
  openException(draft, cause, {
    exceptionId: exceptionId.roomLost(line.lineId),
    kind: 'ROOM_LOST',
    severity: 'action',
    subject: { entity: 'reservation', key: line.lineId.slice(0, line.lineId.lastIndexOf('/')) },
    params: { roomId: lost.roomId, lastName: lost.lastName, arrival: line.arrival, departure: line.departure },
  })
  return { ...line, roomId: null }
}

function holderOf(draft: Draft, roomId: RoomId, stay: Stay, refId: string): RoomNightRow | null {
  for (const night of nightsOf(stay)) {
    const holder = draft.row('room_night', roomNightKey(roomId, night))
    if (claimRoomNight(holder, { kind: 'assigned', refId }).outcome !== 'holds') return holder
  }
  return null
}

export function roomNightsOf(roomId: RoomId, stay: Stay): Wanted[] {
  return nightsOf(stay).map((night) => ({ entity: 'room_night', key: roomNightKey(roomId, night) }))
}
