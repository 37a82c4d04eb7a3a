import { ok } from '../../../shared/base/result.ts'
import { type BlockId, type ReservationId, newBlockId, newOpId, newReservationId } from '../../../shared/domain/ids.ts'
import { type OpBodies, type OpType, requestedSale } from '../../../shared/domain/ops/op.ts'
import { addDays } from '../../../shared/domain/stay-dates.ts'
import { loadOpenExceptions } from '../../../sync/replica/queries/exceptions.ts'
import { loadHotel } from '../../../sync/replica/queries/hotel.ts'
import type { NewOp } from '../../../sync/replica/record.ts'
import type { Replica } from '../../../sync/replica/replica.ts'
import { SIM_ROOMS, SIM_TYPES } from '../hotel.ts'
import type { Terminal } from '../terminal.ts'
import type { World } from '../world.ts'
import type { ActionGroup } from './action.ts'

/** The chance that a terminal's process ends right after it has recorded, before anything is sent. */
const CRASH_AFTER_RECORDING = 0.02

/** Records an op of a type at a terminal. */
export function recordOp<T extends OpType>(world: World, terminal: Terminal, type: T, body: OpBodies[T]): void {
  const opId = newOpId(terminal.clock, world.random)
  const op = { opId, type, body } as NewOp // type and body come together
  terminal.record(
    `${type} ${tell(body)}`,
    () => ok(op),
    world.faults.crashes && world.random.chance(CRASH_AFTER_RECORDING),
  )
}

/** An op's body in a few words. */
function tell(body: object): string {
  return JSON.stringify(body, (key, value: unknown) => {
    if (['code', 'guest', 'nightlyMinor', 'adults', 'children', 'remarks', 'reason', 'guarantee'].includes(key)) return
    return typeof value === 'string' && value.length === 36 ? value.slice(-6) : value
  })
}

export function someReservation(world: World, replica: Replica): ReservationId | null {
  const rows = replica.db.all<{ id: ReservationId }>(
    `SELECT reservation_id AS id FROM reservation WHERE status IN ('pending', 'paid') ORDER BY reservation_id`,
  )
  return rows.length === 0 ? null : world.oneOf(rows).id
}

function someBlock(world: World, replica: Replica): BlockId | null {
  const rows = replica.db.all<{ id: BlockId }>(
    `SELECT block_id AS id FROM room_block WHERE status = 'active' ORDER BY block_id`,
  )
  return rows.length === 0 ? null : world.oneOf(rows).id
}

function bookWalkIn(world: World, terminal: Terminal): void {
  const { random } = world
  const nights = 1 + Math.floor(random.next() * 3)
  const ahead = random.chance(0.7) ? 0 : Math.floor(random.next() * 4)
  const { roomTypeId } = world.oneOf(SIM_TYPES)
  const roomId = random.chance(0.5) ? world.oneOf(SIM_ROOMS) : null
  const reservationId = newReservationId(terminal.clock, random)
  const opId = newOpId(terminal.clock, random)
  const crashes = world.faults.crashes && random.chance(CRASH_AFTER_RECORDING)
  const lastName = `Guest ${world.next()}`
  terminal.record(
    `bookWalkIn ${reservationId.slice(-6)} ${roomTypeId} in ${ahead} for ${nights}${roomId === null ? '' : ` room ${roomId}`}`,
    ({ hotel, takeConfirmationCode }) => {
      const arrival = addDays(hotel.businessDate, ahead)
      return ok<NewOp>({
        opId,
        type: 'bookWalkIn',
        body: requestedSale(
          {
            reservationId,
            code: takeConfirmationCode(),
            guarantee: 'pay_at_desk',
            guest: { firstName: 'Ada', lastName, email: null, phone: null },
            lines: [
              {
                roomTypeId,
                arrival,
                departure: addDays(arrival, nights),
                adults: 1,
                children: 0,
                roomId,
                nightlyMinor: Array.from({ length: nights }, () => 9_000),
              },
            ],
          },
          terminal.clock.nowUtcMs(),
        ),
      })
    },
    crashes,
  )
}

function cancelReservation(world: World, terminal: Terminal): void {
  const reservationId = terminal.replica && someReservation(world, terminal.replica)
  if (reservationId) recordOp(world, terminal, 'cancelReservation', { reservationId })
}

function assignRoom(world: World, terminal: Terminal): void {
  const reservationId = terminal.replica && someReservation(world, terminal.replica)
  const roomId = world.random.chance(0.85) ? world.oneOf(SIM_ROOMS) : null
  if (reservationId) recordOp(world, terminal, 'assignRoom', { reservationId, position: 1, roomId })
}

function blockRoom(world: World, terminal: Terminal): void {
  const { random } = world
  const hotel = terminal.replica && loadHotel(terminal.replica.db)
  if (!hotel) return
  const from = addDays(hotel.businessDate, Math.floor(random.next() * 2))
  recordOp(world, terminal, 'blockRoom', {
    blockId: newBlockId(terminal.clock, random),
    roomId: world.oneOf(SIM_ROOMS),
    kind: random.chance(0.7) ? 'OOO' : 'OOS',
    from,
    until: addDays(from, 1 + Math.floor(random.next() * 4)),
    reason: 'plumbing',
    remarks: '',
  })
}

function releaseBlock(world: World, terminal: Terminal): void {
  const blockId = terminal.replica && someBlock(world, terminal.replica)
  if (blockId) recordOp(world, terminal, 'releaseBlock', { blockId })
}

function resolveException(world: World, terminal: Terminal): void {
  const open = terminal.replica ? loadOpenExceptions(terminal.replica.db) : []
  if (open.length === 0) return
  recordOp(world, terminal, 'resolveException', {
    exceptionId: world.oneOf(open).exceptionId,
    note: 'seen',
    out: { way: 'acknowledge' },
  })
}

/** What a front desk does. */
export const DESK: ActionGroup = {
  name: 'desk',
  always: true,
  actions: [
    { name: 'bookWalkIn', weight: 10, atDesk: bookWalkIn },
    { name: 'cancelReservation', weight: 3, atDesk: cancelReservation },
    { name: 'assignRoom', weight: 4, atDesk: assignRoom },
    { name: 'blockRoom', weight: 4, atDesk: blockRoom },
    { name: 'releaseBlock', weight: 3, atDesk: releaseBlock },
    { name: 'resolveException', weight: 2, atDesk: resolveException },
  ],
}
