import { type Result, ok, refuse } from '../../base/result.ts'
import { type Decided, type Deciding, Draft, type RowReader, type Wanted } from '../deciding.ts'
import type { DeviceId, RoomId, RoomTypeId } from '../ids.ts'
import { requestFits, sellLimit, sellable, withCounts } from '../inventory.ts'
import type { Refusal } from '../refusal.ts'
import { type InventoryRow, allotmentLineKey, roomNightKey, typeNightKey } from '../rows.ts'
import { type LocalDate, type Stay, nightsOf } from '../stay-dates.ts'
import { type Cause, putCoveredInventory } from './exceptions.ts'
import type { Cover, DecidingMode, OpBodies } from './op.ts'
import { inventoryOf } from './units.ts'

/** Units that one terminal is to hold, by type and night; less than it holds already is left to it. */
export interface UnitsWanted {
  readonly roomTypeId: RoomTypeId
  readonly night: LocalDate
  readonly units: number
}

/** The allotment that a sale names; `covered`: it had a unit for every night when it was sold, which is done. */
export interface SaleCover extends Cover {
  readonly covered: boolean
}

/** Of what is left on a night, one part in so many goes to one terminal at most (design.md, section 8). */
const SHARE_OF_WHAT_IS_LEFT = 5

/**
 * Takes one unit on every night for a sale at a desk: from the allotment that it names where that has one, as a request
 * where not; all nights or none. A spent unit moves from `leased` to `totalReserved`, so it can not fail. An allotment of
 * another terminal, or under another fence, covers nothing. Nights that are over when a terminal tells of them were slept,
 * whatever the limit, and a sale that a standing allotment did cover stands, though its room has become one of another
 * type meanwhile. Refuses as `takeUnits`. Rules: ALLOT-02 to ALLOT-04.
 */
export function* takeCovered(
  draft: Draft,
  cause: Cause,
  cover: SaleCover | null,
  roomTypeId: RoomTypeId,
  stay: Stay,
): Deciding<Result<void, Refusal>> {
  const nights = nightsOf(stay)
  const spendFrom = yield* standingCover(draft, cause, cover)
  yield inventoryOf(roomTypeId, nights)
  if (spendFrom !== null) yield nights.map((night) => wantedLine(spendFrom, roomTypeId, night))
  const today = draft.hotel()?.businessDate
  const isOver = (night: LocalDate) => cause.deviceId !== null && today !== undefined && night < today
  for (const night of nights) {
    const row = draft.row('inventory', typeNightKey(roomTypeId, night))
    if (!row && isOver(night)) continue
    if (!row) return refuse({ code: 'NIGHT_NOT_ON_SALE', params: { roomTypeId, night } })
    const line = spendFrom === null ? null : draft.row('allotment_line', allotmentLineKey(spendFrom, roomTypeId, night))
    const totalReserved = row.totalReserved + 1
    if (line && line.units > 0) {
      putLineUnits(draft, line, line.units - 1)
      putCoveredInventory(draft, cause, withCounts(row, { totalReserved, leased: row.leased - 1 }))
    } else if (requestFits(row, 1) || isOver(night) || (spendFrom !== null && cover?.covered === true)) {
      putCoveredInventory(draft, cause, withCounts(row, { totalReserved }))
    } else {
      return refuse({ code: 'NO_AVAILABILITY', params: { roomTypeId, night } })
    }
  }
  return ok(undefined)
}

/**
 * A sale of this terminal that waits and, as its rows stand now, would be refused: the chain may still take it, so what it
 * spent of the allotment stays spent here, and counted, until the chain has answered. Nothing else of it is written. Rule ALLOT-02.
 */
export function* decideUnitsKept(
  { cover, lines }: OpBodies['bookWalkIn'],
  cause: Cause,
  rows: RowReader,
): Deciding<Decided> {
  const draft = new Draft(rows)
  if (cover === null) return ok([])
  for (const { roomId, roomTypeId, ...stay } of lines) {
    if (roomId !== null) yield [{ entity: 'room', key: roomId }]
    const type = (roomId === null ? null : draft.row('room', roomId)?.roomTypeId) ?? roomTypeId
    const nights = nightsOf(stay)
    yield [...inventoryOf(type, nights), ...nights.map((night) => wantedLine(cover.deviceId, type, night))]
    for (const night of nights) {
      const line = draft.row('allotment_line', allotmentLineKey(cover.deviceId, type, night))
      if (!line || line.units === 0) continue
      putLineUnits(draft, line, line.units - 1)
      const row = draft.row('inventory', typeNightKey(type, night))
      const spent = row && withCounts(row, { totalReserved: row.totalReserved + 1, leased: row.leased - 1 })
      if (spent) putCoveredInventory(draft, cause, spent)
    }
  }
  return ok(draft.writes())
}

/** The allotment under which a terminal sells now, and whether it covers every night of some stays on its own. */
export function* coverOf(
  draft: Draft,
  deviceId: DeviceId,
  stays: readonly (Stay & { readonly roomTypeId: RoomTypeId })[],
): Deciding<{ readonly cover: Cover | null; readonly coversAll: boolean }> {
  yield [{ entity: 'allotment', key: deviceId }]
  const allotment = draft.row('allotment', deviceId)
  if (!allotment) return { cover: null, coversAll: false }
  const wanted = new Map<string, number>()
  for (const { roomTypeId, ...stay } of stays) {
    for (const night of nightsOf(stay)) {
      const key = allotmentLineKey(deviceId, roomTypeId, night)
      wanted.set(key, (wanted.get(key) ?? 0) + 1)
    }
  }
  yield [...wanted.keys()].map((key): Wanted => ({ entity: 'allotment_line', key }))
  const coversAll = [...wanted].every(([key, units]) => (draft.row('allotment_line', key)?.units ?? 0) >= units)
  return { cover: { deviceId, fence: allotment.fence }, coversAll }
}

/**
 * Gives units to a terminal up to what is wanted, inside the sell limit, only of rooms that exist and are whole, and at
 * most a fifth of what is left of a night, one where anything is. Never takes any away. Rules: ALLOT-01, ALLOT-05.
 */
export function* decideGrant(
  deviceId: DeviceId,
  wanted: readonly UnitsWanted[],
  cause: Cause,
  rows: RowReader,
): Deciding<Decided> {
  const draft = new Draft(rows)
  yield [
    { entity: 'allotment', key: deviceId },
    ...wanted.flatMap(({ roomTypeId, night }) => [
      ...inventoryOf(roomTypeId, [night]),
      wantedLine(deviceId, roomTypeId, night),
    ]),
  ]
  if (!draft.row('allotment', deviceId)) draft.put('allotment', { deviceId, fence: 1 })
  for (const { roomTypeId, night, units } of wanted) {
    const row = draft.row('inventory', typeNightKey(roomTypeId, night))
    if (!row) continue
    const line = draft.row('allotment_line', allotmentLineKey(deviceId, roomTypeId, night))
    const held = line?.units ?? 0
    const given = line && line.recalled > 0 ? 0 : Math.min(Math.max(0, units - held), grantable(row, held))
    if (given === 0) continue
    draft.put('allotment_line', { deviceId, roomTypeId, night, units: held + given, recalled: 0 })
    putCoveredInventory(draft, cause, withCounts(row, { leased: row.leased + given }))
  }
  return ok(draft.writes())
}

/** Units of a night that one terminal, which holds some, may be given more. */
function grantable(row: InventoryRow, held: number): number {
  let left = 0
  const free = (): number => Math.max(0, sellable(row) - row.totalReserved - row.leased)
  const whatIsLeft = free()
  const share = Math.max(
    whatIsLeft > 0 && held === 0 ? 1 : 0,
    Math.ceil((whatIsLeft + held) / SHARE_OF_WHAT_IS_LEFT) - held,
  )
  while (left < share && left < whatIsLeft && requestFits(row, left + 1)) left += 1
  return left
}

/**
 * Asks a terminal to give units back: a wish on its lines, which it answers by a numbered op once it has given up selling
 * them. Nothing is taken from it. Rule ALLOT-06.
 */
export function* decideRecall(
  deviceId: DeviceId,
  recalled: readonly UnitsWanted[],
  rows: RowReader,
): Deciding<Decided> {
  const draft = new Draft(rows)
  yield recalled.map(({ roomTypeId, night }) => wantedLine(deviceId, roomTypeId, night))
  for (const { roomTypeId, night, units } of recalled) {
    const line = draft.row('allotment_line', allotmentLineKey(deviceId, roomTypeId, night))
    const asked = Math.min(line?.units ?? 0, units)
    if (line && asked > line.recalled) draft.put('allotment_line', { ...line, recalled: asked })
  }
  return ok(draft.writes())
}

/**
 * A terminal gives units and rooms back, which it does not sell any more from the moment that its op was written. What the
 * chain took back by force meanwhile is not given back twice: under another fence nothing changes, and of what a restored
 * backup and its declaration know less, as much comes back as is there.
 * Refuses, interactive: `ALLOTMENT_TOO_SMALL`. Rules: ALLOT-06, ALLOT-07.
 */
export function* decideReturn(
  body: OpBodies['returnAllotment'],
  cause: Cause & { readonly mode: DecidingMode },
  rows: RowReader,
): Deciding<Decided> {
  const draft = new Draft(rows)
  const deviceId = yield* standingCover(draft, cause, body.cover)
  if (deviceId === null) return ok([])
  yield [
    ...body.lines.flatMap(({ roomTypeId, night }) => [
      ...inventoryOf(roomTypeId, [night]),
      wantedLine(deviceId, roomTypeId, night),
    ]),
    ...body.rooms.map(({ roomId, night }): Wanted => ({ entity: 'allotment_room', key: roomNightKey(roomId, night) })),
  ]
  for (const { roomTypeId, night, units } of body.lines) {
    const line = draft.row('allotment_line', allotmentLineKey(deviceId, roomTypeId, night))
    const row = draft.row('inventory', typeNightKey(roomTypeId, night))
    const back = Math.min(line?.units ?? 0, units)
    if (back < units && row && cause.mode === 'interactive') {
      return refuse({ code: 'ALLOTMENT_TOO_SMALL', params: { roomTypeId, night } })
    }
    if (!line) continue
    putLineUnits(draft, { ...line, recalled: Math.max(0, line.recalled - back) }, line.units - back)
    if (row) putCoveredInventory(draft, cause, withCounts(row, { leased: row.leased - back }))
  }
  for (const { roomId, night } of body.rooms) {
    const key = roomNightKey(roomId, night)
    if (draft.row('allotment_room', key)?.deviceId === deviceId) draft.remove('allotment_room', key)
  }
  return ok(draft.writes())
}

/**
 * A manager gives a terminal up as lost: its units are the chain's again under a new fence, and what it sold under the
 * old one is at risk. Rooms that it could have handed out stay shut until somebody has looked. Rule ALLOT-08.
 */
export function* decideReclaim(
  deviceId: DeviceId,
  named: readonly { readonly roomId: RoomId; readonly night: LocalDate }[],
  cause: Cause,
  rows: RowReader,
): Deciding<Decided> {
  const draft = new Draft(rows)
  yield [
    { entity: 'allotment', key: deviceId },
    { index: 'allotmentLinesOf', key: deviceId },
    ...named.map(({ roomId, night }): Wanted => ({ entity: 'allotment_room', key: roomNightKey(roomId, night) })),
  ]
  const allotment = draft.row('allotment', deviceId)
  if (!allotment) return refuse({ code: 'DEVICE_UNKNOWN', params: { deviceId } })
  draft.put('allotment', { ...allotment, fence: allotment.fence + 1 })
  for (const { roomId, night } of named) {
    const room = draft.row('allotment_room', roomNightKey(roomId, night))
    if (room?.deviceId === deviceId) draft.put('allotment_room', { ...room, suspect: true })
  }
  const lines = draft.allotmentLinesOf(deviceId)
  yield lines.flatMap(({ roomTypeId, night }) => inventoryOf(roomTypeId, [night]))
  for (const line of lines) {
    draft.remove('allotment_line', allotmentLineKey(deviceId, line.roomTypeId, line.night))
    const row = draft.row('inventory', typeNightKey(line.roomTypeId, line.night))
    if (row) putCoveredInventory(draft, cause, withCounts(row, { leased: row.leased - line.units }))
  }
  return ok(draft.writes())
}

/**
 * Makes an allotment what its terminal declares, after a backup was restored that knows less, or more, of it: the
 * terminal is who could have sold. What goes beyond a limit by it is forced and covered; more than there is of a night to
 * sell, or of a night that is not on sale, nobody was given. Rule ALLOT-09.
 */
export function* decideDeclaration(
  cover: Cover,
  declared: readonly UnitsWanted[],
  cause: Cause,
  rows: RowReader,
): Deciding<Decided> {
  const draft = new Draft(rows)
  const { deviceId, fence } = cover
  yield [
    { entity: 'allotment', key: deviceId },
    { index: 'allotmentLinesOf', key: deviceId },
  ]
  const allotment = draft.row('allotment', deviceId)
  if (allotment && allotment.fence > fence) return ok([])
  if (allotment?.fence !== fence) draft.put('allotment', { deviceId, fence })
  const units = new Map(declared.map((line) => [allotmentLineKey(deviceId, line.roomTypeId, line.night), line]))
  const known = draft.allotmentLinesOf(deviceId)
  for (const line of known) {
    const key = allotmentLineKey(deviceId, line.roomTypeId, line.night)
    if (!units.has(key)) units.set(key, { ...line, units: 0 })
  }
  const wanted = [...units.values()]
  yield wanted.flatMap(({ roomTypeId, night }) => [
    ...inventoryOf(roomTypeId, [night]),
    wantedLine(deviceId, roomTypeId, night),
  ])
  for (const { roomTypeId, night, units: saidUnits } of wanted) {
    const key = allotmentLineKey(deviceId, roomTypeId, night)
    const line = draft.row('allotment_line', key)
    const row = draft.row('inventory', typeNightKey(roomTypeId, night))
    const declaredUnits = row ? Math.min(saidUnits, Math.max(row.totalInventory, sellLimit(row))) : 0
    const more = declaredUnits - (line?.units ?? 0)
    if (more === 0) continue
    if (declaredUnits === 0) draft.remove('allotment_line', key)
    else draft.put('allotment_line', { deviceId, roomTypeId, night, units: declaredUnits, recalled: 0 })
    if (row) putCoveredInventory(draft, cause, withCounts(row, { leased: row.leased + more }))
  }
  return ok(draft.writes())
}

/** Names vacant, clean rooms that only this terminal hands out on a night; rooms that others keep stay theirs. Rule ALLOT-10. */
export function* decideNamedRooms(
  deviceId: DeviceId,
  night: LocalDate,
  roomIds: readonly RoomId[],
  rows: RowReader,
): Deciding<Decided> {
  const draft = new Draft(rows)
  yield roomIds.flatMap((roomId): Wanted[] => [
    { entity: 'allotment_room', key: roomNightKey(roomId, night) },
    { entity: 'room_night', key: roomNightKey(roomId, night) },
  ])
  for (const roomId of roomIds) {
    const key = roomNightKey(roomId, night)
    if (draft.row('allotment_room', key) || draft.row('room_night', key)) continue
    draft.put('allotment_room', { roomId, night, deviceId, suspect: false })
  }
  return ok(draft.writes())
}

/** The terminal whose allotment a cover is, where it is the acting one's and under the fence of today; else `null`. */
function* standingCover(draft: Draft, { deviceId }: Cause, cover: Cover | null): Deciding<DeviceId | null> {
  if (cover === null || cover.deviceId !== deviceId) return null
  yield [{ entity: 'allotment', key: cover.deviceId }]
  return draft.row('allotment', cover.deviceId)?.fence === cover.fence ? cover.deviceId : null
}

function putLineUnits(
  draft: Draft,
  line: {
    readonly deviceId: DeviceId
    readonly roomTypeId: RoomTypeId
    readonly night: LocalDate
    readonly recalled: number
  },
  units: number,
): void {
  const { deviceId, roomTypeId, night } = line
  draft.put('allotment_line', { deviceId, roomTypeId, night, units, recalled: Math.min(line.recalled, units) })
}

function wantedLine(deviceId: DeviceId, roomTypeId: RoomTypeId, night: LocalDate): Wanted {
  return { entity: 'allotment_line', key: allotmentLineKey(deviceId, roomTypeId, night) }
}
