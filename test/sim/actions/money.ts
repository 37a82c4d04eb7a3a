import { newUuidV7 } from '../../../shared/domain/ids.ts'
import type { Terminal } from '../terminal.ts'
import type { World } from '../world.ts'
import type { ActionGroup } from './action.ts'
import { recordOp, someReservation } from './record-op.ts'

const ANY = 'true'

function takePayment(world: World, terminal: Terminal): void {
  const { random } = world
  const reservationId =
    terminal.replica && someReservation(world, terminal.replica, random.chance(0.8) ? undefined : ANY)
  if (!reservationId) return
  const method = world.oneOf(['cash', 'cash', 'card', 'card_stored'] as const)
  recordOp(world, terminal, 'takePayment', {
    reservationId,
    paymentId: newUuidV7(terminal.clock, random),
    amountMinor: world.oneOf([4_500, 9_000, 18_000]),
    method,
    cardToken: method === 'cash' ? null : 'token',
    cardDigits: method === 'cash' ? null : '4242',
  })
}

function giveRefund(world: World, terminal: Terminal): void {
  const paid = `reservation_id IN (SELECT reservation_id FROM folio_line WHERE kind = 'payment')`
  const reservationId = terminal.replica && someReservation(world, terminal.replica, paid)
  if (!reservationId) return
  recordOp(world, terminal, 'giveRefund', { reservationId, amountMinor: world.oneOf([2_000, 4_500, 9_000]), note: '' })
}

/** Money over the desk. */
export const MONEY: ActionGroup = {
  name: 'money',
  always: true,
  actions: [
    { name: 'takePayment', weight: 4, atDesk: takePayment },
    { name: 'giveRefund', weight: 2, atDesk: giveRefund },
  ],
}
