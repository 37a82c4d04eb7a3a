import * as fc from 'fast-check'
import type { BlockId, DeviceId, RoomId } from '../../shared/domain/ids.ts'
import { decideGrant, decideReclaim } from '../../shared/domain/ops/allotments.ts'
import { type Op, type OpBodies, type OpType, type WayOut, requestedSale } from '../../shared/domain/ops/op.ts'
import { waysOutOf } from '../../shared/domain/ops/resolve-exception.ts'
import { HOUSEKEEPING, type RowOf } from '../../shared/domain/rows.ts'
import { addDays, nightCount } from '../../shared/domain/stay-dates.ts'
import { type DomainDesk, codeOf } from './domain-desk.ts'
import { TYPE_A, TYPE_B, put } from './small-hotel.ts'

export const DEVICES = ['1', '2'].map((n) => `01990000-0000-7000-8000-00000000000${n}` as DeviceId)
const ROOMS = ['101', '102', '103', '201', '202'] as RoomId[]
const CAUSE = { opId: null, deviceId: null, atUtcMs: 1 }

/** One thing that somebody did, as small numbers: what it is about is chosen from the rows as they stand then. */
export const anyStep = fc.record({
  what: fc.constantFrom(
    ...(['bookWalkIn', 'bookWalkIn', 'bookWalkIn', 'checkIn', 'checkIn', 'checkIn', 'changeStay'] as const),
    ...(['cancelReservation', 'markNoShow', 'assignRoom', 'swapRooms', 'moveGuest', 'checkInUnknown'] as const),
    ...(['undoCheckIn', 'checkOut', 'undoCheckOut', 'changeDeparture', 'changeDeparture', 'blockRoom'] as const),
    ...(['releaseBlock', 'setRoomStatus', 'editGuest', 'takePayment', 'giveRefund', 'rollBusinessDate'] as const),
    ...(['rollBusinessDate', 'returnAllotment', 'resolveException', 'resolveException'] as const),
    ...(['grant', 'grant', 'reclaim', 'decline', 'control', 'taxes', 'webCancel', 'dayAfter'] as const),
  ),
  which: fc.nat(30),
  other: fc.nat(30),
  room: fc.constantFrom(...ROOMS, null),
  day: fc.integer({ min: 0, max: 3 }),
  nights: fc.integer({ min: 1, max: 4 }),
  device: fc.nat(1),
  interactive: fc.boolean(),
  /** How many days before the hotel's day the op was made, or after it where the hotel's roll was refused. */
  madeOn: fc.constantFrom(0, 0, 0, 0, -1, -2, 1),
  b: fc.boolean(),
})
export type Step = typeof anyStep extends fc.Arbitrary<infer T> ? T : never

/** Does a step; answers the op that it was, `null` where there is none. */
export function takeStep(desk: DomainDesk, step: Step): Op | null {
  desk.deviceId = DEVICES[step.device] ?? desk.deviceId
  const { what } = step
  if (what === 'grant') {
    const nights = Array.from({ length: 4 }, (_, day) => addDays(desk.businessDate, day))
    const wanted = nights.map((night) => ({ roomTypeId: step.b ? TYPE_B : TYPE_A, night, units: step.nights }))
    desk.decide((rows) => decideGrant(desk.deviceId, wanted, CAUSE, rows))
    return null
  }
  if (what === 'reclaim') {
    desk.decide((rows) => decideReclaim(desk.deviceId, [], CAUSE, rows))
    return null
  }
  if (what === 'control') {
    const from = addDays(desk.businessDate, step.day)
    const until = addDays(from, step.nights)
    desk.control({ roomTypeIds: [step.b ? TYPE_B : TYPE_A], from, until, overbookPct: 20 * (step.which - 15) })
    return null
  }
  if (what === 'taxes') {
    const rule = { taxId: 'city', name: 'City tax', position: 1, percentBp: 100 * step.which, amountMinor: 150 }
    const kind = step.b ? 'percent' : 'per_person_night'
    desk.rows.apply([put('tax_rule', { ...rule, kind, included: false })])
    return null
  }
  const found = at(desk.rows.all('reservation'), step.which)
  if (what === 'decline') {
    if (found) desk.reject(found.reservationId, 'declined')
    return null
  }
  if (what === 'webCancel') {
    if (found) desk.cancel(found.reservationId, desk.businessDate)
    return null
  }
  if (what === 'dayAfter') {
    desk.madeOn = addDays(desk.businessDate, step.madeOn)
    return null
  }
  const body = bodyOf(desk, what, step)
  if (body === null) return null
  const op = desk.op(what, body)
  desk.doOp(op, step.interactive ? 'interactive' : 'landing')
  return op
}

function bodyOf<T extends OpType>(desk: DomainDesk, type: T, step: Step): OpBodies[T] | null {
  return (BODIES[type] as (desk: DomainDesk, step: Step) => OpBodies[T] | null)(desk, step) // of its own type
}

const lineOf = (desk: DomainDesk, which: number) => {
  const all = desk.rows.all('reservation')
  const lines = all.flatMap((row) => row.lines.map((line) => ({ ...line, reservationId: row.reservationId })))
  const found = at(lines, which)
  return found && { line: found, ref: { reservationId: found.reservationId, position: found.position } }
}

/** A line that is counted on the night that an exception is about. */
function lineOn(desk: DomainDesk, row: RowOf['exception'] | null, which: number): ReturnType<typeof lineOf> {
  const all = desk.rows.all('reservation').flatMap(({ lines }) => lines)
  const night = String(row?.params['night'])
  const on = all.filter((line) => line.inventoryType === row?.params['roomTypeId'] && line.arrival <= night)
  const line = at(
    on.filter(({ departure }) => night < departure),
    which,
  )
  return line && lineOf(desk, all.indexOf(line))
}

const BODIES: { readonly [T in OpType]: (desk: DomainDesk, step: Step) => OpBodies[T] | null } = {
  bookWalkIn: (desk, step) => {
    const arrival = addDays(desk.madeOn ?? desk.businessDate, step.day)
    const departure = addDays(arrival, step.nights)
    const stay = { arrival, departure, roomTypeId: step.b ? TYPE_B : TYPE_A, roomId: step.room }
    const booking = desk.booking(stay)
    const [line] = booking.lines
    const lines = line && step.other % 4 === 0 ? [line, { ...line, roomId: null }] : booking.lines
    const cover = { deviceId: desk.deviceId, fence: desk.rows.peek('allotment', desk.deviceId)?.fence ?? 1 }
    return { ...requestedSale({ ...booking, lines }, 1), cover: step.other % 3 === 0 ? cover : null }
  },
  changeStay: (desk, step) => {
    const found = lineOf(desk, step.which)
    if (!found) return null
    const arrival = addDays(desk.businessDate, step.day)
    const departure = addDays(arrival, step.nights)
    const nightlyMinor = prices(step.nights)
    const roomTypeId = step.b ? TYPE_B : TYPE_A
    const { position, reservationId } = found.ref
    const line = { position, roomTypeId, arrival, departure, adults: 1, children: 0, nightlyMinor }
    return { reservationId, lines: [line], guest: null }
  },
  cancelReservation: (desk, { which }) => {
    const found = lineOf(desk, which)
    return found && { reservationId: found.ref.reservationId }
  },
  markNoShow: (desk, { which }) => lineOf(desk, which)?.ref ?? null,
  assignRoom: (desk, { which, room }) => {
    const found = lineOf(desk, which)
    return found && { ...found.ref, roomId: room }
  },
  swapRooms: (desk, { which, other }) => {
    const [a, b] = [lineOf(desk, which), lineOf(desk, other)]
    return a && b && { one: a.ref, other: b.ref }
  },
  moveGuest: (desk, { which, room }) => {
    const found = lineOf(desk, which)
    return found && room && { ...found.ref, roomId: room }
  },
  checkIn: (desk, { which, room, nights }) => {
    const found = lineOf(desk, which)
    if (!found) return null
    const arrival = desk.madeOn ?? desk.businessDate
    const { line, ref } = found
    const roomId = room ?? line.roomId ?? at(ROOMS, which)
    return roomId && { ...ref, roomId, stay: { arrival, departure: addDays(arrival, nights) } }
  },
  checkInUnknown: (desk, step) => {
    const arrival = desk.madeOn ?? desk.businessDate
    const stay = { arrival, departure: addDays(arrival, step.nights), roomId: step.room ?? at(ROOMS, step.which) }
    const { claim: _claim, cover: _cover, pricedAsOfUtcMs: _as, approvedBy: _by, ...booking } = desk.booking(stay)
    const known = at(desk.rows.all('reservation'), step.other)
    return { knownCode: step.b && known ? known.code : codeOf(900_000 + step.other), booking }
  },
  undoCheckIn: (desk, { which }) => lineOf(desk, which)?.ref ?? null,
  checkOut: (desk, { which }) => lineOf(desk, which)?.ref ?? null,
  undoCheckOut: (desk, { which }) => lineOf(desk, which)?.ref ?? null,
  changeDeparture: (desk, { which, nights, b }) => {
    const found = lineOf(desk, which)
    if (!found) return null
    const { line, ref } = found
    const departure = addDays(b ? line.departure : desk.businessDate, nights)
    const nightlyMinor = prices(nightCount({ arrival: line.arrival, departure }))
    return { ...ref, departure, nightlyMinor }
  },
  blockRoom: (desk, step) => {
    const from = addDays(desk.madeOn ?? desk.businessDate, step.day)
    const roomId = step.room ?? ('101' as RoomId)
    const until = addDays(from, step.nights)
    const kind = step.b ? 'OOO' : 'OOS'
    return { blockId: desk.id() as BlockId, roomId, kind, from, until, reason: 'other', remarks: '' }
  },
  releaseBlock: (desk, { which }) => {
    const block = at(desk.rows.all('room_block'), which)
    return block && { blockId: block.blockId }
  },
  setRoomStatus: (_desk, { room, which }) => {
    const housekeeping = at(HOUSEKEEPING, which)
    return room && housekeeping && { roomId: room, housekeeping }
  },
  editGuest: (desk, { which, other }) => {
    const guest = at(desk.rows.all('guest'), which)
    if (!guest) return null
    const { guestId, ...before } = guest
    return { guestId, before, after: { ...before, lastName: `Name ${other}` } }
  },
  takePayment: (desk, { which, other }) => {
    const found = lineOf(desk, which)
    if (!found) return null
    const paid = { paymentId: desk.id(), amountMinor: 1_000 * (other + 1), method: 'cash' } as const
    return { reservationId: found.ref.reservationId, ...paid, cardToken: null, cardDigits: null }
  },
  giveRefund: (desk, { which, other }) => {
    const found = lineOf(desk, which)
    return found && { reservationId: found.ref.reservationId, amountMinor: 500 * (other + 1), note: '' }
  },
  rollBusinessDate: (desk) => ({ date: desk.businessDate }),
  returnAllotment: (desk, { which, nights }) => {
    const line = at(
      desk.rows.all('allotment_line').filter(({ deviceId }) => deviceId === desk.deviceId),
      which,
    )
    const allotment = desk.rows.peek('allotment', desk.deviceId)
    if (!line || !allotment) return null
    const { roomTypeId, night, units } = line
    const cover = { deviceId: desk.deviceId, fence: allotment.fence }
    return { cover, lines: [{ roomTypeId, night, units: Math.min(units, nights) }], rooms: [] }
  },
  resolveException: (desk, { which, other, b }) => {
    const row = at(desk.rows.all('exception'), which)
    const way = row && at(waysOutOf(row.kind), other)
    const line = way === 'walk' ? lineOn(desk, row, other) : lineOf(desk, other)
    if (!row || !way || !line) return null
    const out: WayOut =
      way === 'walk'
        ? { way, ...line.ref, toHotel: 'Astoria' }
        : way === 'send_on'
          ? { way, toHotel: 'Astoria', code: 'ABC' }
          : way === 'upgrade'
            ? { way, roomTypeId: b ? TYPE_B : TYPE_A }
            : { way }
    return { exceptionId: row.exceptionId, note: '', out }
  },
}

/** Every row of the hotel, as texts to compare. */
export function stateOf(desk: DomainDesk): readonly string[] {
  const entities = ['reservation', 'inventory', 'room_night', 'room_block', 'folio_line', 'exception', 'room'] as const
  const more = ['guest', 'allotment_line', 'hotel'] as const
  const rows = [...entities, ...more].flatMap((entity): RowOf[typeof entity][] => desk.rows.all(entity))
  return rows.map((row) => JSON.stringify(row)).sort()
}

function at<T>(list: readonly T[], index: number): T | null {
  return list[index % Math.max(1, list.length)] ?? null
}

function prices(nights: number): number[] {
  return Array.from({ length: Math.max(0, nights) }, () => 8_000)
}
