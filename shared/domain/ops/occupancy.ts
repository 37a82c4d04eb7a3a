import type { Deciding, Draft, Wanted } from '../deciding.ts'
import { type RoomId, type StayLineId, parseStayLineId } from '../ids.ts'
import { claimRoomNight } from '../room-night.ts'
import { type RoomRow, type StayLineRow, roomNightKey } from '../rows.ts'
import { type Stay, isNightOf, nightsOf } from '../stay-dates.ts'
import { type Cause, clearException, exceptionId, openException } from './exceptions.ts'
import { lastNameOf, putLine } from './lines.ts'
import { reassignOrUnassign, roomNightsOf } from './rooms.ts'
import { forceUnits, returnUnits } from './units.ts'

/**
 * Puts a guest into a room for some nights, as a fact: who was only assigned to it gets another room or none, a block
 * stays and asks to move the guest. Answers who else is said to be in the room, `null`: nobody. Where somebody is, nothing
 * is changed. Rules: STAY-03 to STAY-05, WIN-11, WIN-12.
 */
export function* occupyRoom(
  draft: Draft,
  cause: Cause,
  line: StayLineRow,
  roomId: RoomId,
  nights: Stay,
): Deciding<StayLineId | null> {
  yield roomNightsOf(roomId, nights)
  const claim = { kind: 'occupied', refId: line.lineId } as const
  const holders = nightsOf(nights).map((night) => draft.row('room_night', roomNightKey(roomId, night)))
  const guest = holders.find((holder) => holder?.kind === 'occupied' && holder.refId !== line.lineId)
  if (guest) return guest.refId as StayLineId // only lines occupy
  const assigned = new Set<StayLineId>()
  for (const night of nightsOf(nights)) {
    const claimed = claimRoomNight(draft.row('room_night', roomNightKey(roomId, night)), claim)
    draft.put('room_night', { roomId, night, ...claim })
    if (claimed.outcome === 'displaces' && claimed.loser.kind === 'assigned') {
      assigned.add(claimed.loser.refId as StayLineId) // only lines are assigned
    }
  }
  for (const lineId of assigned) yield* unassign(draft, cause, lineId, roomId)
  yield* askToMoveFrom(draft, cause, line, roomId, nights)
  return null
}

/** A line that had a room assigned loses it to who is in it: another of its type, or none and an exception. */
function* unassign(draft: Draft, cause: Cause, lineId: StayLineId, roomId: RoomId): Deciding<void> {
  const { reservationId } = parseStayLineId(lineId)
  yield [{ entity: 'reservation', key: reservationId }]
  const reservation = draft.row('reservation', reservationId)
  const line = reservation?.lines.find((candidate) => candidate.lineId === lineId)
  if (!reservation || !line) return
  yield [{ entity: 'guest', key: reservation.guestId }]
  yield* vacateRoom(draft, line, line)
  putLine(
    draft,
    reservationId,
    yield* reassignOrUnassign(draft, cause, line, { roomId, lastName: lastNameOf(draft, reservation) }),
  )
}

/** Frees the nights that a line holds in its room; a block that still covers one has it again. */
export function* vacateRoom(draft: Draft, line: StayLineRow, nights: Stay): Deciding<void> {
  const { roomId } = line
  if (roomId === null) return
  yield [...roomNightsOf(roomId, nights), { index: 'activeBlocksOfRoom', key: roomId }]
  const blocks = draft.activeBlocksOfRoom(roomId).filter((block) => block.kind === 'OOO')
  for (const night of nightsOf(nights)) {
    const key = roomNightKey(roomId, night)
    if (draft.row('room_night', key)?.refId !== line.lineId) continue
    const heir = blocks.find((block) => isNightOf({ arrival: block.from, departure: block.until }, night))
    if (heir) draft.put('room_night', { roomId, night, kind: 'block', refId: heir.blockId })
    else draft.remove('room_night', key)
  }
}

/** The guest of a line left a room, or never was in it: nobody has to be moved out of it. Rule STAY-06. */
export function* clearMovesFrom(draft: Draft, cause: Cause, line: StayLineRow): Deciding<void> {
  const { roomId } = line
  if (roomId === null) return
  yield [{ index: 'activeBlocksOfRoom', key: roomId }]
  const ids = draft.activeBlocksOfRoom(roomId).map((block) => exceptionId.moveGuest(block.blockId, line.lineId))
  yield ids.map((key): Wanted => ({ entity: 'exception', key }))
  for (const id of ids) clearException(draft, cause, id)
}

function* askToMoveFrom(draft: Draft, cause: Cause, line: StayLineRow, roomId: RoomId, nights: Stay): Deciding<void> {
  yield [{ index: 'activeBlocksOfRoom', key: roomId }]
  const met = draft
    .activeBlocksOfRoom(roomId)
    .filter((block) => block.kind === 'OOO' && block.from < nights.departure && nights.arrival < block.until)
  yield met.map((block): Wanted => ({ entity: 'exception', key: exceptionId.moveGuest(block.blockId, line.lineId) }))
  const { reservationId } = parseStayLineId(line.lineId)
  const reservation = draft.row('reservation', reservationId)
  for (const block of met) {
    const id = exceptionId.moveGuest(block.blockId, line.lineId)
    if (draft.row('exception', id)?.status === 'open') continue
    openException(draft, cause, {
      exceptionId: id,
      kind: 'MOVE_GUEST',
      severity: 'urgent',
      subject: { entity: 'reservation', key: reservationId },
      params: {
        roomId,
        lastName: reservation ? lastNameOf(draft, reservation) : '',
        departure: line.departure,
        reason: block.reason,
      },
    })
  }
}

/** Two guests are said to be in one room: the later one is in the house without a room until somebody has looked. */
export function openOccupiedTwice(
  draft: Draft,
  cause: Cause,
  line: StayLineRow,
  said: { readonly roomId: RoomId; readonly other: StayLineId; readonly lastName: string },
): void {
  openException(draft, cause, {
    exceptionId: exceptionId.occupiedTwice(line.lineId),
    kind: 'ROOM_OCCUPIED_TWICE',
    severity: 'urgent',
    subject: { entity: 'reservation', key: parseStayLineId(line.lineId).reservationId },
    params: { ...said, departure: line.departure },
  })
}

/**
 * The line counts on a room's type: its unit moves there, as a fact. Nights that are over stay counted where they were
 * slept.
 */
export function* countOnType(
  draft: Draft,
  cause: Cause,
  line: StayLineRow,
  room: Pick<RoomRow, 'roomTypeId'>,
): Deciding<void> {
  if (room.roomTypeId === line.inventoryType) return
  yield* returnUnits(draft, cause, line.inventoryType, line)
  yield* forceUnits(draft, cause, room.roomTypeId, line)
}

/** A room that a guest has left wants cleaning. */
export function* leaveDirty(draft: Draft, roomId: RoomId | null): Deciding<void> {
  if (roomId === null) return
  yield [{ entity: 'room', key: roomId }]
  const room = draft.row('room', roomId)
  if (room && room.housekeeping !== 'dirty') draft.put('room', { ...room, housekeeping: 'dirty' })
}
