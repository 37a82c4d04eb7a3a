import { expect, test } from 'vitest'
import { commandOf } from '../../../../electron/host/attached/sent-commands.ts'
import { DESK_CALLS, type DeskCallName } from '../../../../shared/desk-api/contract.ts'

/** Commands that two hosts must never both carry out: where the hub may have, a person looks first. */
const ONCE: readonly DeskCallName[] = ['refund.give', 'hub.pair', 'hub.revoke']
/** Commands that leave nothing behind at the host which a second time would double. */
const CHANGES_NOTHING: readonly string[] = ['sync.retryNow', 'staff.signIn', 'staff.signOut', 'staff.approve']

test('HUB-14 of every command it is known whether it makes something, says how a thing shall be, or is done once', () => {
  const ids = { reservationId: 'a', paymentId: 'b', blockId: 'c', shiftId: 'd' }
  const once: string[] = []
  const nothing: string[] = []
  const queries: string[] = []
  for (const [name, { kind }] of Object.entries(DESK_CALLS)) {
    const command = commandOf(name, ids)
    if (kind === 'query') queries.push(...(command === null ? [] : [name]))
    else if (command === null) nothing.push(name)
    else if (!command.repeatable) once.push(name)
  }
  expect(queries).toEqual([])
  expect(once).toEqual(ONCE)
  expect(nothing.filter((name) => !CHANGES_NOTHING.includes(name))).toEqual([])
})

test('HUB-14 what was agreed and accepted does not make another command of it', () => {
  const out = { reservationId: 'a', position: 1 }
  expect(commandOf('stay.checkOut', { ...out, acceptBalance: true })).toEqual(commandOf('stay.checkOut', out))
  expect(commandOf('stay.checkOut', { ...out, position: 2 })).not.toEqual(commandOf('stay.checkOut', out))
})
