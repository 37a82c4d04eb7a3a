import type { RoomId } from '../../../shared/domain/ids.ts'
import type { LineRef } from '../../../shared/domain/ops/op.ts'
import { HOUSEKEEPING } from '../../../shared/domain/rows.ts'
import { addDays, nightCount } from '../../../shared/domain/stay-dates.ts'
import { loadHotel } from '../../../sync/replica/queries/hotel.ts'
import { SIM_ROOMS, SIM_TYPES } from '../hotel.ts'
import type { Terminal } from '../terminal.ts'
import type { World } from '../world.ts'
import type { ActionGroup } from './action.ts'
import { type KnownLine, recordOp, someLine } from './record-op.ts'

const PRICE_MINOR = 9_000

type OnLine = 'markNoShow' | 'undoCheckIn' | 'checkOut' | 'undoCheckOut'

const refOf = ({ reservationId, position }: KnownLine): LineRef => ({ reservationId, position })

/** An action that names a line of a kind and nothing else. */
function onLine(type: OnLine, kind: Parameters<typeof someLine>[2]) {
  return (world: World, terminal: Terminal): void => {
    const line = terminal.replica && someLine(world, terminal.replica, kind)
    if (line) recordOp(world, terminal, type, refOf(line))
  }
}

function checkIn(world: World, terminal: Terminal): void {
  const line = terminal.replica && someLine(world, terminal.replica, 'dueIn')
  if (!line) return
  const { arrival, departure } = line
  const roomId = (world.random.chance(0.6) ? (line.roomId as RoomId | null) : null) ?? world.oneOf(SIM_ROOMS)
  recordOp(world, terminal, 'checkIn', { ...refOf(line), roomId, stay: { arrival, departure } })
}

function changeDeparture(world: World, terminal: Terminal): void {
  const line = terminal.replica && someLine(world, terminal.replica, 'inHouse')
  if (!line) return
  const departure = addDays(line.departure, world.oneOf([-2, -1, 1, 1, 2]))
  if (departure <= line.arrival) return
  const nights = nightCount({ arrival: line.arrival, departure })
  const nightlyMinor = Array.from({ length: nights }, () => PRICE_MINOR)
  recordOp(world, terminal, 'changeDeparture', { ...refOf(line), departure, nightlyMinor })
}

function moveGuest(world: World, terminal: Terminal): void {
  const line = terminal.replica && someLine(world, terminal.replica, 'inHouse')
  if (line) recordOp(world, terminal, 'moveGuest', { ...refOf(line), roomId: world.oneOf(SIM_ROOMS) })
}

function swapRooms(world: World, terminal: Terminal): void {
  const { replica } = terminal
  const one = replica && someLine(world, replica, 'withRoom')
  const other = replica && someLine(world, replica, 'withRoom')
  if (one && other) recordOp(world, terminal, 'swapRooms', { one: refOf(one), other: refOf(other) })
}

function changeStay(world: World, terminal: Terminal): void {
  const { random } = world
  const { replica } = terminal
  const line = replica && someLine(world, replica, 'expected')
  const hotel = replica && loadHotel(replica.db)
  if (!line || !hotel) return
  const arrival = addDays(hotel.businessDate, Math.floor(random.next() * 4))
  const nights = 1 + Math.floor(random.next() * 3)
  const { reservationId, position } = line
  recordOp(world, terminal, 'changeStay', {
    reservationId,
    lines: [
      {
        position,
        roomTypeId: world.oneOf(SIM_TYPES).roomTypeId,
        arrival,
        departure: addDays(arrival, nights),
        adults: 1,
        children: 0,
        nightlyMinor: Array.from({ length: nights }, () => PRICE_MINOR),
      },
    ],
    guest: null,
  })
}

function setRoomStatus(world: World, terminal: Terminal): void {
  const housekeeping = world.oneOf(HOUSEKEEPING)
  recordOp(world, terminal, 'setRoomStatus', { roomId: world.oneOf(SIM_ROOMS), housekeeping })
}

/** The night audit, where a guest who should have left does not stand in its way. */
function rollBusinessDate(world: World, terminal: Terminal): void {
  const hotel = terminal.replica && loadHotel(terminal.replica.db)
  if (!hotel || world.rolls >= world.maxRolls) return
  world.rolls += 1
  recordOp(world, terminal, 'rollBusinessDate', { date: hotel.businessDate })
}

/** What becomes of guests from their arrival on. */
export const STAYS: ActionGroup = {
  name: 'stays',
  always: true,
  actions: [
    { name: 'checkIn', weight: 8, atDesk: checkIn },
    { name: 'undoCheckIn', weight: 1, atDesk: onLine('undoCheckIn', 'inHouse') },
    { name: 'checkOut', weight: 3, atDesk: onLine('checkOut', 'inHouse') },
    { name: 'checkOutDue', weight: 3, atDesk: onLine('checkOut', 'dueOut') },
    { name: 'undoCheckOut', weight: 1, atDesk: onLine('undoCheckOut', 'departed') },
    { name: 'markNoShow', weight: 1, atDesk: onLine('markNoShow', 'overdue') },
    { name: 'changeDeparture', weight: 3, atDesk: changeDeparture },
    { name: 'changeStay', weight: 3, atDesk: changeStay },
    { name: 'moveGuest', weight: 3, atDesk: moveGuest },
    { name: 'swapRooms', weight: 2, atDesk: swapRooms },
    { name: 'setRoomStatus', weight: 1, atDesk: setRoomStatus },
    { name: 'rollBusinessDate', weight: 1, atDesk: rollBusinessDate },
  ],
}
