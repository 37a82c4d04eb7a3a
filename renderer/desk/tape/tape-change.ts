import type { UndoStep } from '../../data/use-stay-undo.ts'
import type { DeskInput } from '../../../shared/desk-api/contract.ts'
import type { Consequences } from '../../../shared/desk-api/views.ts'
import type { RoomId } from '../../../shared/domain/ids.ts'
import { type LocalDate, MAX_STAY_NIGHTS, addDays, nightCount } from '../../../shared/domain/stay-dates.ts'
import { type Tape, type TapeRow, type TapeStay, itemAt, stayKey } from './tape-rows.ts'

type StayAction = DeskInput<'stay.preview'>

/** How somebody wants a stay to be, while they still choose. */
export interface TapeChange {
  /** As it stood when they began. */
  readonly stay: TapeStay
  readonly doing: 'move' | 'dates' | 'checkIn'
  readonly roomId: RoomId | null
  readonly arrival: LocalDate
  readonly departure: LocalDate
  /** Whose room it takes, giving its own. */
  readonly swapWith: TapeStay | null
}

/** What may be dragged: who has left stays where they were, who is in the house came when they came. */
export function mayChange({ stay }: Pick<TapeStay, 'stay'>): { room: boolean; arrival: boolean; departure: boolean } {
  const isOpen = stay === 'expected' || stay === 'in_house'
  return { room: isOpen, arrival: stay === 'expected', departure: isOpen }
}

export function beginChange(stay: TapeStay, doing: TapeChange['doing']): TapeChange {
  const { roomId, arrival, departure } = stay
  return { stay, doing, roomId, arrival, departure, swapWith: null }
}

/**
 * The stay put down on a row, so many days later than it was: in a room, in another guest's place (`onNight` is where it is
 * held; both expected or both in the house), or back among those without one. On a type's head nothing changes.
 */
export function putOn(change: TapeChange, tape: Tape, row: TapeRow, days: number, onNight: LocalDate): TapeChange {
  const { stay } = change
  const dated = shifted(change, days)
  if (row.kind === 'type') return dated
  if (row.kind === 'unassigned') {
    if (stay.roomId === null || stay.stay !== 'expected') return dated
    return { ...change, arrival: stay.arrival, departure: stay.departure, roomId: null, swapWith: null }
  }
  const { roomId } = row.room
  const item = itemAt(tape, row, onNight)
  const other = item?.kind === 'stay' && stayKey(item.stay) !== stayKey(stay) ? item.stay : null
  const canSwap = stay.roomId !== null && other?.stay === stay.stay && mayChange(stay).room
  if (other !== null && canSwap)
    return { ...change, arrival: stay.arrival, departure: stay.departure, roomId, swapWith: other }
  return { ...dated, roomId, swapWith: null }
}

/** All nights so many days later than the stay's own; who is in the house keeps theirs. */
function shifted(change: TapeChange, days: number): TapeChange {
  const { stay } = change
  const by = mayChange(stay).arrival ? days : 0
  return { ...change, arrival: addDays(stay.arrival, by), departure: addDays(stay.departure, by) }
}

/** The arrival on another day, at least a night before the departure. */
export function withArrival(change: TapeChange, arrival: LocalDate): TapeChange {
  if (!mayChange(change.stay).arrival) return change
  const { departure } = change
  const latest = addDays(departure, -1)
  const earliest = addDays(departure, -MAX_STAY_NIGHTS)
  return { ...change, arrival: arrival > latest ? latest : arrival < earliest ? earliest : arrival, swapWith: null }
}

/** The departure on another day, at least a night after the arrival. */
export function withDeparture(change: TapeChange, departure: LocalDate): TapeChange {
  if (!mayChange(change.stay).departure) return change
  const { arrival } = change
  const earliest = addDays(arrival, 1)
  const latest = addDays(arrival, MAX_STAY_NIGHTS)
  const next = departure < earliest ? earliest : departure > latest ? latest : departure
  return { ...change, departure: next, swapWith: null }
}

/** How many days later it begins than it did. */
export function daysShifted({ stay, arrival }: TapeChange): number {
  return nightCount({ arrival: stay.arrival, departure: arrival })
}

/** What to ask the host about a change; `null` where nothing would change. */
export function actionOf(change: TapeChange): StayAction | null {
  const { stay, doing, roomId, arrival, departure, swapWith } = change
  const ref = refOf(stay)
  if (doing === 'checkIn') return stay.roomId === null ? null : { action: 'checkIn', ...ref, roomId: stay.roomId }
  if (swapWith !== null && stay.roomId !== null && swapWith.roomId !== null) {
    const other = { ...refOf(swapWith), roomId: swapWith.roomId }
    return { action: 'swap', one: { ...ref, roomId: stay.roomId }, other }
  }
  const hasMoved = roomId !== stay.roomId
  const isDated = arrival !== stay.arrival || departure !== stay.departure
  if (hasMoved && isDated && roomId !== null) return { action: 'moveAndDates', ...ref, arrival, departure, roomId }
  if (hasMoved) return { action: 'move', ...ref, roomId }
  return isDated ? { action: 'dates', ...ref, arrival, departure } : null
}

/** What brings everything back to how it was before a change, in order; guests who lost their room get it again last. */
export function undoOf(change: TapeChange, done: Pick<Consequences, 'differenceMinor' | 'displaced'>): UndoStep[] {
  const { stay } = change
  if (change.doing === 'checkIn') return [{ by: 'undoCheckIn', ref: refOf(stay) }]
  const back = 0 - (done.differenceMinor ?? 0)
  const { roomId, arrival, departure, swapWith } = change
  const ref = refOf(stay)
  const own = { arrival: stay.arrival, departure: stay.departure }
  const others = done.displaced.flatMap(({ reservationId, position, fromRoomId }) =>
    step({ action: 'move', reservationId, position, roomId: fromRoomId }),
  )
  if (swapWith !== null && stay.roomId !== null && swapWith.roomId !== null) {
    const one = { ...ref, roomId: swapWith.roomId }
    return [...step({ action: 'swap', one, other: { ...refOf(swapWith), roomId: stay.roomId } }, back), ...others]
  }
  const isDated = arrival !== stay.arrival || departure !== stay.departure
  const hasMoved = roomId !== stay.roomId
  if (isDated && hasMoved && stay.roomId === null) {
    return [
      ...step({ action: 'move', ...ref, roomId: null }),
      ...step({ action: 'dates', ...ref, ...own }, back),
      ...others,
    ]
  }
  if (isDated && hasMoved && stay.roomId !== null) {
    return [...step({ action: 'moveAndDates', ...ref, ...own, roomId: stay.roomId }, back), ...others]
  }
  if (isDated) return [...step({ action: 'dates', ...ref, ...own }, back), ...others]
  return [...step({ action: 'move', ...ref, roomId: stay.roomId }, back), ...others]
}

function step(action: StayAction, differenceMinor = 0): UndoStep[] {
  return [{ by: 'action', action, differenceMinor }]
}

function refOf({ reservationId, position }: TapeStay) {
  return { reservationId, position }
}
