import { type Result, ok, refuse } from '../../../shared/base/result.ts'
import { Draft, decideNow } from '../../../shared/domain/deciding.ts'
import type { RoomId } from '../../../shared/domain/ids.ts'
import { type FoundLine, findLine, from } from '../../../shared/domain/ops/lines.ts'
import type { LineChange, LineRef } from '../../../shared/domain/ops/op.ts'
import type { HotelRow } from '../../../shared/domain/rows.ts'
import type { LocalDate, Stay } from '../../../shared/domain/stay-dates.ts'
import type { ReadDb } from '../../../sync/replica/database.ts'
import { rowReader } from '../../../sync/replica/row-reader.ts'
import type { Input } from './answers/answers.ts'
import type { DeskRefusal } from './desk-context.ts'
import type { Asked } from './dry-run.ts'
import { reprice } from './reprice.ts'

/** What somebody wants of stays, as the ops that do it. */
export interface Plan {
  /** The lines that it is about. */
  readonly lines: readonly FoundLine[]
  /** The ops, or why there are none. */
  readonly asked: Result<readonly Asked[], DeskRefusal>
  /** The rooms that it wants, and when. */
  readonly targets: readonly { readonly roomId: RoomId; readonly nights: Stay }[]
}

/** A line with its reservation, or those that stand for them. Refuses `RESERVATION_UNKNOWN`, `LINE_UNKNOWN`. */
export function lineOf(db: ReadDb, { reservationId, position }: LineRef): Result<FoundLine, DeskRefusal> {
  return decideNow(findLine(new Draft(rowReader(db)), { reservationId, position }))
}

/** What an action on the tape chart means for the stay that it is about. Refuses as {@link lineOf}. */
export function planAction(db: ReadDb, hotel: HotelRow, action: Input<'stay.preview'>): Result<Plan, DeskRefusal> {
  if (action.action === 'swap') return planSwap(db, hotel, action)
  const found = lineOf(db, action)
  if (!found.ok) return found
  const { line } = found.value
  const ref = refOf(action)
  const inHouse = line.stay === 'in_house'
  switch (action.action) {
    case 'checkIn': {
      const { roomId } = action
      const stay = { arrival: line.arrival, departure: line.departure }
      const asked = ok([{ type: 'checkIn' as const, body: { ...ref, roomId, stay } }])
      return ok({ lines: [found.value], asked, targets: [targetOf(roomId, line, hotel)] })
    }
    case 'move': {
      const { roomId } = action
      const targets = roomId === null ? [] : [targetOf(roomId, line, hotel)]
      return ok({ lines: [found.value], asked: moving(ref, roomId, inHouse), targets })
    }
    case 'dates': {
      const targets = line.roomId === null ? [] : [targetOf(line.roomId, action, hotel)]
      return ok({ lines: [found.value], asked: dating(db, hotel, found.value, ref, action), targets })
    }
    case 'moveAndDates': {
      const [moved, dated] = [moving(ref, action.roomId, inHouse), dating(db, hotel, found.value, ref, action)]
      const targets = [targetOf(action.roomId, action, hotel)]
      if (!moved.ok || !dated.ok) return ok({ lines: [found.value], asked: moved.ok ? dated : moved, targets })
      // A guest in the house stays longer in the room that they move to; who is expected gets a room for their new dates.
      const asked = inHouse ? [...moved.value, ...dated.value] : [...dated.value, ...moved.value]
      return ok({ lines: [found.value], asked: ok(asked), targets })
    }
  }
}

/** Dates, types or guests of lines as they shall be. Refuses `RESERVATION_UNKNOWN`, `LINE_UNKNOWN`. */
export function planChange(
  db: ReadDb,
  hotel: HotelRow,
  { reservationId, lines: wanted }: Input<'reservation.quoteChange'>,
): Result<Plan, DeskRefusal> {
  const lines: FoundLine[] = []
  const changes: LineChange[] = []
  let refused: DeskRefusal | null = null
  for (const change of wanted) {
    const found = lineOf(db, { reservationId, position: change.position })
    if (!found.ok) return found
    lines.push(found.value)
    const priced = reprice(db, hotel, found.value.reservation, found.value.line, change)
    if (priced.ok) changes.push({ ...change, nightlyMinor: priced.value })
    else refused ??= priced.error
  }
  const body = { reservationId, lines: changes, guest: null }
  const asked = refused === null ? ok([{ type: 'changeStay' as const, body }]) : refuse(refused)
  const targets = lines.flatMap(({ line: { roomId } }, index) => {
    const stay = wanted[index]
    return roomId === null || !stay ? [] : [targetOf(roomId, stay, hotel)]
  })
  return ok({ lines, asked, targets })
}

function planSwap(db: ReadDb, hotel: HotelRow, { one, other }: Input<'stay.swap'>): Result<Plan, DeskRefusal> {
  const first = lineOf(db, one)
  if (!first.ok) return first
  const second = lineOf(db, other)
  if (!second.ok) return second
  const [a, b] = [first.value.line, second.value.line]
  const targets = [
    ...(b.roomId === null ? [] : [targetOf(b.roomId, a, hotel)]),
    ...(a.roomId === null ? [] : [targetOf(a.roomId, b, hotel)]),
  ]
  const lines = [first.value, second.value]
  const elsewhere = [one, other].find(({ roomId }, index) => {
    const now = lines[index]?.line.roomId ?? null
    return now !== null && now !== roomId
  })
  if (elsewhere) {
    const { reservationId, position } = elsewhere
    const roomId = elsewhere === one ? a.roomId : b.roomId
    return ok({ lines, asked: refuse({ code: 'STAY_CHANGED', params: { reservationId, position, roomId } }), targets })
  }
  const asked = ok([{ type: 'swapRooms' as const, body: { one: refOf(one), other: refOf(other) } }])
  return ok({ lines, asked, targets })
}

/** A line's name alone. */
export function refOf({ reservationId, position }: LineRef): LineRef {
  return { reservationId, position }
}

/** Have two stays the rooms already that they are to have after they changed them? */
export function isSwapped({ lines: [first, second] }: Plan, { one, other }: Input<'stay.swap'>): boolean {
  return first?.line.roomId === other.roomId && second?.line.roomId === one.roomId
}

function moving(ref: LineRef, roomId: RoomId | null, inHouse: boolean): Result<Asked[], DeskRefusal> {
  if (!inHouse) return ok([{ type: 'assignRoom', body: { ...ref, roomId } }])
  if (roomId === null) return refuse({ code: 'INVALID_TRANSITION', params: { from: 'in_house', event: 'assignRoom' } })
  return ok([{ type: 'moveGuest', body: { ...ref, roomId } }])
}

function dating(
  db: ReadDb,
  hotel: HotelRow,
  { reservation, line }: FoundLine,
  ref: LineRef,
  { arrival, departure }: Stay,
): Result<Asked[], DeskRefusal> {
  if (line.stay === 'in_house' && arrival !== line.arrival) {
    return refuse({ code: 'INVALID_TRANSITION', params: { from: 'in_house', event: 'change' } })
  }
  const roomTypeId = line.chargedType
  const priced = reprice(db, hotel, reservation, line, { roomTypeId, arrival, departure })
  if (!priced.ok) return priced
  const nightlyMinor = priced.value
  if (line.stay === 'in_house') return ok([{ type: 'changeDeparture', body: { ...ref, departure, nightlyMinor } }])
  const { adults, children } = line
  const change = { position: ref.position, roomTypeId, arrival, departure, adults, children, nightlyMinor }
  return ok([{ type: 'changeStay', body: { reservationId: ref.reservationId, lines: [change], guest: null } }])
}

/** A room for what is still to come of a stay. */
function targetOf(
  roomId: RoomId,
  { arrival, departure }: Stay,
  { businessDate }: { readonly businessDate: LocalDate },
) {
  return { roomId, nights: from({ arrival, departure }, businessDate) }
}
