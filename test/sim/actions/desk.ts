import { type BlockId, newBlockId } from '../../../shared/domain/ids.ts'
import type { GuestDetails, LineRef, WayOut } from '../../../shared/domain/ops/op.ts'
import { waysOutOf } from '../../../shared/domain/ops/resolve-exception.ts'
import type { ExceptionRow } from '../../../shared/domain/exception-row.ts'
import { addDays } from '../../../shared/domain/stay-dates.ts'
import { loadOpenExceptions } from '../../../sync/replica/queries/exceptions.ts'
import { loadHotel } from '../../../sync/replica/queries/hotel.ts'
import type { Replica } from '../../../sync/replica/replica.ts'
import { SIM_ROOMS, SIM_TYPES } from '../hotel.ts'
import type { Terminal } from '../terminal.ts'
import type { World } from '../world.ts'
import type { ActionGroup } from './action.ts'
import { recordOp, someReservation } from './record-op.ts'

function someBlock(world: World, replica: Replica): BlockId | null {
  const rows = replica.db.all<{ id: BlockId }>(
    `SELECT block_id AS id FROM room_block WHERE status = 'active' ORDER BY block_id`,
  )
  return rows.length === 0 ? null : world.oneOf(rows).id
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

/** Any way out that the exception has; now and then one that it has not. */
function someWay(world: World, { db }: Replica, { kind, subject }: ExceptionRow): WayOut {
  const ways = waysOutOf(kind)
  const way = ways.length === 0 || world.random.chance(0.05) ? 'acknowledge' : world.oneOf(ways)
  if (way === 'upgrade') return { way, roomTypeId: world.oneOf(SIM_TYPES).roomTypeId }
  if (way === 'send_on') return { way, toHotel: 'Sister', code: '0000A' }
  if (way !== 'walk') return { way }
  const [roomTypeId, night] = subject.key.split('/')
  const lines = db.all<LineRef>(
    `SELECT reservation_id AS reservationId, position FROM stay_line
     WHERE inventory_type = ? AND arrival <= ? AND departure > ? AND stay IN ('expected', 'in_house')
     ORDER BY reservation_id, position`,
    roomTypeId ?? '',
    night ?? '',
    night ?? '',
  )
  return lines.length === 0 ? { way: 'acknowledge' } : { way, ...world.oneOf(lines), toHotel: 'Next door' }
}

function resolveException(world: World, terminal: Terminal): void {
  const { replica } = terminal
  const open = replica ? loadOpenExceptions(replica.db) : []
  if (!replica || open.length === 0) return
  const exception = world.oneOf(open)
  const out = someWay(world, replica, exception)
  recordOp(world, terminal, 'resolveException', { exceptionId: exception.exceptionId, note: 'seen', out })
}

/** Details of a guest change at a desk; another desk may be at it as well. */
function editGuest(world: World, terminal: Terminal): void {
  const guests = terminal.replica?.db.all<GuestDetails & { readonly guestId: string }>(
    'SELECT guest_id AS guestId, first_name AS firstName, last_name AS lastName, email, phone FROM guest ORDER BY guest_id',
  )
  if (!guests || guests.length === 0) return
  const { guestId, ...before } = world.oneOf(guests.slice(-3))
  const n = world.next()
  const change = world.oneOf([
    { lastName: `Guest ${n}` },
    { email: `guest${n}@example.org` },
    { phone: `+351 ${1_000_000 + n}` },
  ])
  recordOp(world, terminal, 'editGuest', { guestId, before, after: { ...before, ...change } })
}

/** What a front desk does. */
export const DESK: ActionGroup = {
  name: 'desk',
  always: true,
  actions: [
    { name: 'cancelReservation', weight: 3, atDesk: cancelReservation },
    { name: 'assignRoom', weight: 4, atDesk: assignRoom },
    { name: 'blockRoom', weight: 4, atDesk: blockRoom },
    { name: 'releaseBlock', weight: 3, atDesk: releaseBlock },
    { name: 'resolveException', weight: 5, atDesk: resolveException },
    { name: 'editGuest', weight: 2, atDesk: editGuest },
  ],
}
