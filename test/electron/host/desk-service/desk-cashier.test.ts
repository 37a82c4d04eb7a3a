import { Buffer } from 'node:buffer'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { DeskCallName, DeskInput } from '../../../../shared/desk-api/contract.ts'
import type { StaffId } from '../../../../shared/domain/ids.ts'
import { hashSecret } from '../../../../shared/domain/pin-hash.ts'
import { opIdOf, reservationIdOf } from '../../../support/desk-ops.ts'
import { put } from '../../../support/small-hotel.ts'
import { TestDeskHost } from '../../../support/test-desk-host.ts'
import { walkIn } from './desk-inputs.ts'

const reservationId = reservationIdOf(1)
const shiftOf = (n: number) => opIdOf(700 + n)
const payment = (
  n: number,
  amountMinor: number,
  method: DeskInput<'payment.take'>['method'] = 'cash',
): DeskInput<'payment.take'> => ({
  reservationId,
  paymentId: opIdOf(n),
  amountMinor,
  method,
  ...(method === 'cash' ? {} : { cardToken: 'tok_1', cardDigits: '4242' }),
})

let desk: TestDeskHost
afterEach(() => desk.close())

describe('of a hotel without staff', () => {
  beforeEach(async () => {
    desk = new TestDeskHost()
    await desk.openReady()
    await desk.read('walkIn.book', walkIn(1))
  })

  test('CASH-02 a shift holds the money between its opening and its close, and what is in none stands beside it', async () => {
    await desk.read('payment.take', payment(1, 100))
    expect(await desk.read('cashier.get', {})).toMatchObject({
      shift: null,
      outside: { count: 1, takenMinor: 100, givenBackMinor: 0 },
      open: [],
    })
    await desk.read('cashier.open', { shiftId: shiftOf(1), floatMinor: 20_000 })
    await desk.read('payment.take', payment(2, 4_000))
    await desk.read('payment.take', payment(3, 3_000, 'card'))
    await desk.time.advance(2_000)
    await desk.read('refund.give', { reservationId, refundId: opIdOf(50), amountMinor: 1_500, note: 'noise' })
    expect(await desk.read('cashier.get', {})).toMatchObject({
      shift: {
        shiftId: shiftOf(1),
        staffName: null,
        expectedCashMinor: 22_500,
        movements: [
          { kind: 'taken', method: 'cash', amountMinor: 4_000, lastName: 'Guest 1' },
          { kind: 'taken', method: 'card', amountMinor: 3_000 },
          { kind: 'givenBack', method: 'cash', amountMinor: 1_500 },
        ],
        closed: null,
      },
      outside: { count: 0 },
      open: [{ staffName: null }],
    })
    await desk.read('cashier.close', { shiftId: shiftOf(1), countedMinor: 22_400, note: 'a coin short' })
    await desk.read('payment.take', payment(4, 70))
    expect(await desk.read('cashier.get', {})).toMatchObject({
      shift: {
        expectedCashMinor: 22_500,
        closed: { countedMinor: 22_400, differenceMinor: -100, note: 'a coin short' },
      },
      outside: { count: 1, takenMinor: 70 },
      open: [],
    })
  })

  test('CASH-03 a shift is opened once and closed once, and another count is refused', async () => {
    const open = { shiftId: shiftOf(1), floatMinor: 5_000 }
    await desk.read('cashier.open', open)
    await desk.read('cashier.open', open)
    expect(await desk.refusal('cashier.open', { ...open, floatMinor: 6_000 })).toBe('SHIFT_ID_REUSED')
    expect(await desk.refusal('cashier.open', { ...open, shiftId: shiftOf(2) })).toBe('SHIFT_OPEN')
    expect(await desk.refusal('cashier.close', { shiftId: shiftOf(2), countedMinor: 0 })).toBe('SHIFT_UNKNOWN')
    const close = { shiftId: shiftOf(1), countedMinor: 5_000 }
    await desk.read('cashier.close', close)
    await desk.read('cashier.close', close)
    expect(await desk.refusal('cashier.close', { ...close, countedMinor: 5_001 })).toBe('SHIFT_CLOSED')
    await desk.read('cashier.open', { shiftId: shiftOf(2), floatMinor: 0 })
    expect((await desk.read('cashier.get', {})).shift?.shiftId).toBe(shiftOf(2))
  })
})

test('CASH-02 two people at one terminal have a shift each', async () => {
  const pepper = new Uint8Array(32).fill(7)
  desk = new TestDeskHost()
  desk.chain.pepper = Buffer.from(pepper).toString('base64url')
  const secretHash = await hashSecret('1111', pepper, new Uint8Array(16).fill(3))
  const ids = ['ana', 'sol'].map((id) => id as StaffId)
  desk.chain.change(
    ids.map((staffId) =>
      put('staff_member', { staffId, name: `Name of ${staffId}`, role: 'supervisor', secretHash, active: true }),
    ),
  )
  await desk.openReady()
  const sessions: string[] = []
  for (const staffId of ids) sessions.push((await desk.read('staff.signIn', { staffId, secret: '1111' })).session)
  const as = async <N extends DeskCallName>(who: number, call: N, input: DeskInput<N>) => {
    const answer = await desk.host.handle(call, input, sessions[who])
    if (!answer.ok) throw new Error(answer.error.code)
    return answer.value
  }
  await as(0, 'walkIn.book', walkIn(1))
  await as(0, 'cashier.open', { shiftId: shiftOf(1), floatMinor: 0 })
  await as(1, 'cashier.open', { shiftId: shiftOf(2), floatMinor: 100 })
  await as(0, 'payment.take', payment(1, 4_000))
  await as(1, 'payment.take', payment(2, 300))
  expect(await as(0, 'cashier.get', {})).toMatchObject({
    shift: { staffName: 'Name of ana', expectedCashMinor: 4_000 },
  })
  expect(await as(1, 'cashier.get', {})).toMatchObject({
    shift: { staffName: 'Name of sol', expectedCashMinor: 400 },
    open: [{ staffName: 'Name of ana' }, { staffName: 'Name of sol' }],
  })
})
