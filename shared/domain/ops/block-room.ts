import { ok, refuse } from '../../base/result.ts'
import { present } from '../../base/assert.ts'
import { type Decided, type Deciding, Draft, type RowReader, type Wanted } from '../deciding.ts'
import { type StayLineId, parseStayLineId } from '../ids.ts'
import { claimRoomNight } from '../room-night.ts'
import { type ReservationRow, type RoomBlockRow, type StayLineRow, roomNightKey } from '../rows.ts'
import { type LocalDate, isNightOf, isSellableStay, nightsOf } from '../stay-dates.ts'
import { type Cause, clearException, exceptionId, openException } from './exceptions.ts'
import { ahead } from './lines.ts'
import type { RoomBlock } from './op.ts'
import { freeRoom, reassignOrUnassign, roomNightsOf } from './rooms.ts'
import { changeOutOfOrder } from './units.ts'

/**
 * Records that a room is out of order or out of service: a fact. Out of order leaves inventory, counted once a room and
 * night however many blocks there are; assigned guests get another room of the type, or an exception; a guest in the
 * room stays, with an exception to move them. Out of service changes no count.
 *
 * Refuses only what can be no block at all: `BLOCK_ID_REUSED`, `ROOM_UNKNOWN`, `BLOCK_DATES_INVALID` (empty, over a year,
 * or before the business date). Rules: BLOCK-01 to BLOCK-05.
 */
export function* decideBlock(
  block: RoomBlock,
  businessDate: LocalDate,
  cause: Cause,
  rows: RowReader,
): Deciding<Decided> {
  const { blockId, roomId, from, until } = block
  const draft = new Draft(rows)
  yield [
    { entity: 'room_block', key: blockId },
    { entity: 'room', key: roomId },
    { index: 'activeBlocksOfRoom', key: roomId },
  ]
  if (draft.row('room_block', blockId)) return refuse({ code: 'BLOCK_ID_REUSED', params: { blockId } })
  const room = draft.row('room', roomId)
  if (!room) return refuse({ code: 'ROOM_UNKNOWN', params: { roomId } })
  if (!isSellableStay(stayOf(block)) || from < businessDate) {
    return refuse({ code: 'BLOCK_DATES_INVALID', params: { from, until } })
  }

  const others = outOfOrderBlocks(draft, roomId)
  draft.put('room_block', { ...block, status: 'active', setAtUtcMs: cause.atUtcMs })
  if (block.kind === 'OOS') return ok(draft.writes())

  const nights = nightsOf(stayOf(block))
  const newNights = nights.filter((night) => !others.some((other) => isNightOf(stayOf(other), night)))
  yield* changeOutOfOrder(draft, cause, room.roomTypeId, newNights, 1)
  const met = yield* claimNights(draft, block, nights)
  yield* displace(draft, cause, block, met.displaced)
  yield* askToMove(draft, cause, block, met.guests)
  return ok(draft.writes())
}

/**
 * Ends a block from the business date on: a fact. Another block that still covers a night keeps it. Releasing what is
 * released changes nothing. What asked a guest to move is closed. Refuses: `BLOCK_UNKNOWN`. Rules: BLOCK-04, BLOCK-06, BLOCK-07.
 */
export function* decideRelease(
  blockId: RoomBlock['blockId'],
  businessDate: LocalDate,
  cause: Cause,
  rows: RowReader,
): Deciding<Decided> {
  const draft = new Draft(rows)
  yield [{ entity: 'room_block', key: blockId }]
  const block = draft.row('room_block', blockId)
  if (!block) return refuse({ code: 'BLOCK_UNKNOWN', params: { blockId } })
  if (block.status === 'released') return ok([])
  yield [
    { entity: 'room', key: block.roomId },
    { index: 'activeBlocksOfRoom', key: block.roomId },
    ...roomNightsOf(block.roomId, stayOf(block)),
  ]
  const { arrival: today } = yield* ahead(draft, { businessDate }, stayOf(block))
  const end = today < block.until ? today : block.until
  draft.put('room_block', { ...block, until: end, status: 'released' })
  if (block.kind === 'OOS') return ok(draft.writes())

  yield* clearMoves(draft, cause, block)
  const room = present(draft.row('room', block.roomId), 'a block names a room')
  const remaining = nightsOf({ arrival: end, departure: block.until })
  const others = outOfOrderBlocks(draft, block.roomId)
  const freed = remaining.filter((night) => !others.some((other) => isNightOf(stayOf(other), night)))
  yield* changeOutOfOrder(draft, cause, room.roomTypeId, freed, -1)
  for (const night of remaining) {
    const key = roomNightKey(block.roomId, night)
    if (draft.row('room_night', key)?.refId !== blockId) continue
    const heir = others.find((other) => isNightOf(stayOf(other), night))
    if (heir) draft.put('room_night', { roomId: block.roomId, night, kind: 'block', refId: heir.blockId })
    else draft.remove('room_night', key)
  }
  return ok(draft.writes())
}

/** Claims the nights for the block; tells which lines lost theirs and which guests are in the room. */
function* claimNights(
  draft: Draft,
  block: RoomBlock,
  nights: readonly LocalDate[],
): Deciding<{ displaced: Set<StayLineId>; guests: Set<StayLineId> }> {
  yield roomNightsOf(block.roomId, stayOf(block))
  const displaced = new Set<StayLineId>()
  const guests = new Set<StayLineId>()
  for (const night of nights) {
    const claim = { kind: 'block', refId: block.blockId } as const
    const holder = draft.row('room_night', roomNightKey(block.roomId, night))
    const claimed = claimRoomNight(holder, claim)
    if (claimed.outcome !== 'loses') draft.put('room_night', { roomId: block.roomId, night, ...claim })
    if (claimed.outcome === 'displaces') displaced.add(claimed.loser.refId as StayLineId) // only lines are weaker
    if (claimed.outcome === 'loses' && claimed.to.kind === 'occupied') guests.add(claimed.to.refId as StayLineId) // only lines occupy
  }
  return { displaced, guests }
}

function* displace(draft: Draft, cause: Cause, block: RoomBlock, lineIds: Set<StayLineId>): Deciding<void> {
  for (const lineId of lineIds) {
    const { reservation, line } = yield* loadLine(draft, lineId)
    yield* freeRoom(draft, line)
    const lastName = draft.row('guest', reservation.guestId)?.lastName ?? ''
    const moved = yield* reassignOrUnassign(draft, cause, line, { roomId: block.roomId, lastName })
    const lines = reservation.lines.map((other) => (other.lineId === lineId ? moved : other))
    draft.put('reservation', { ...reservation, lines })
  }
}

function* askToMove(draft: Draft, cause: Cause, block: RoomBlock, lineIds: Set<StayLineId>): Deciding<void> {
  for (const lineId of lineIds) {
    const { reservation, line } = yield* loadLine(draft, lineId)
    openException(draft, cause, {
      exceptionId: exceptionId.moveGuest(block.blockId, lineId),
      kind: 'MOVE_GUEST',
      severity: 'urgent',
      subject: { entity: 'reservation', key: reservation.reservationId },
      params: {
        roomId: block.roomId,
        lastName: draft.row('guest', reservation.guestId)?.lastName ?? '',
        departure: line.departure,
        reason: block.reason,
      },
    })
  }
}

/** Nobody has to leave a room that is whole again. */
function* clearMoves(draft: Draft, cause: Cause, block: RoomBlockRow): Deciding<void> {
  const holders = nightsOf(stayOf(block)).map((night) => draft.row('room_night', roomNightKey(block.roomId, night)))
  const guests = new Set(holders.flatMap((holder) => (holder?.kind === 'occupied' ? [holder.refId] : [])))
  // Only lines occupy.
  const ids = [...guests].map((refId) => exceptionId.moveGuest(block.blockId, refId as StayLineId))
  yield ids.map((key): Wanted => ({ entity: 'exception', key }))
  for (const id of ids) clearException(draft, cause, id)
}

function* loadLine(draft: Draft, lineId: StayLineId): Deciding<{ reservation: ReservationRow; line: StayLineRow }> {
  const { reservationId } = parseStayLineId(lineId)
  const wanted: Wanted[] = [{ entity: 'reservation', key: reservationId }]
  yield wanted
  const reservation = present(draft.row('reservation', reservationId), 'a room night names a line that exists')
  yield [{ entity: 'guest', key: reservation.guestId }]
  const line = present(
    reservation.lines.find((candidate) => candidate.lineId === lineId),
    'a room night names a line of its reservation',
  )
  return { reservation, line }
}

function outOfOrderBlocks(draft: Draft, roomId: RoomBlock['roomId']): readonly RoomBlockRow[] {
  return draft.activeBlocksOfRoom(roomId).filter((block) => block.kind === 'OOO')
}

function stayOf(block: Pick<RoomBlock, 'from' | 'until'>): { arrival: LocalDate; departure: LocalDate } {
  return { arrival: block.from, departure: block.until }
}
