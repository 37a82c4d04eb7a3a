import { afterEach, beforeEach, expect, test } from 'vitest'
import type { DeskInput } from '../../../../shared/desk-api/contract.ts'
import { opIdOf, reservationIdOf } from '../../../support/desk-ops.ts'
import { HOTEL_ID, TODAY, put } from '../../../support/small-hotel.ts'
import { TestDeskHost } from '../../../support/test-desk-host.ts'
import { walkIn } from './desk-inputs.ts'

let desk: TestDeskHost
const reservationId = reservationIdOf(1)
const line = { reservationId, position: 1 }
const folio = () => desk.read('folio.get', { reservationId })
const opsMade = async (): Promise<number> => (await desk.read('sync.ops', {})).length
const payment = (n: number, amountMinor: number): DeskInput<'payment.take'> => ({
  reservationId,
  paymentId: opIdOf(n),
  amountMinor,
  method: 'card',
  cardToken: 'tok_1',
  cardDigits: '4242',
})

beforeEach(async () => {
  desk = new TestDeskHost()
  await desk.openReady()
  await desk.read('walkIn.book', walkIn(1))
})
afterEach(() => desk.close())

test('HOST-28 money is posted once a payment, and the account shows each posting and what was owed after it', async () => {
  await desk.read('payment.take', payment(1, 4_000))
  await desk.read('payment.take', payment(1, 4_000))
  await desk.read('payment.take', { ...payment(2, 1_000), method: 'cash', cardToken: null, cardDigits: null })
  expect(await opsMade()).toBe(3)
  expect(await folio()).toMatchObject({
    lastName: 'Guest 1',
    totalMinor: 9_000,
    paidMinor: 5_000,
    balanceMinor: 4_000,
    depositMinor: 5_000,
    toComeMinor: 9_000,
    lines: [
      { kind: 'payment', amountMinor: -4_000, runningMinor: -4_000, note: 'card 4242', terminal: 'Desk 1' },
      { kind: 'payment', amountMinor: -1_000, runningMinor: -5_000, note: 'cash', paymentId: opIdOf(2) },
    ],
  })
  await desk.read('stay.checkIn', { ...line, roomId: '102' })
  await desk.time.advance(20_000)
  await desk.read('payment.take', payment(1, 4_000))
  await desk.read('payment.take', payment(3, 4_000))
  expect(await desk.read('reservation.get', { reservationId })).toMatchObject({ balanceMinor: 0, depositMinor: 9_000 })
  await desk.read('stay.checkOut', line)
  expect((await folio()).balanceMinor).toBe(-9_000)
})

test('HOST-28 a payment under an id that was used, of nothing, or for nobody is refused', async () => {
  await desk.read('payment.take', payment(1, 4_000))
  expect(await desk.refusal('payment.take', payment(1, 4_001))).toBe('PAYMENT_ID_REUSED')
  expect(await desk.refusal('payment.take', { ...payment(1, 4_000), method: 'cash' })).toBe('PAYMENT_ID_REUSED')
  expect(await desk.refusal('payment.take', payment(2, 0))).toBe('INPUT_INVALID')
  const other = reservationIdOf(9)
  expect(await desk.refusal('payment.take', { ...payment(1, 4_000), reservationId: other })).toBe('PAYMENT_ID_REUSED')
  expect(await desk.refusal('payment.take', { ...payment(2, 4_000), reservationId: other })).toBe('RESERVATION_UNKNOWN')
  expect(await desk.refusal('folio.get', { reservationId: other })).toBe('RESERVATION_UNKNOWN')
  expect(await opsMade()).toBe(2)
})

test('HOST-28 what reads as a card number is taken nowhere', async () => {
  expect(await desk.refusal('payment.take', { ...payment(1, 100), cardToken: '4242 4242 4242 4242' })).toBe(
    'INPUT_INVALID',
  )
})

test('HOST-28 money is given back once a refund, never more than was paid', async () => {
  const refund: DeskInput<'refund.give'> = { reservationId, refundId: opIdOf(50), amountMinor: 1_500, note: 'noise' }
  expect(await desk.refusal('refund.give', refund)).toBe('REFUND_TOO_MUCH')
  await desk.read('payment.take', payment(1, 4_000))
  await desk.time.advance(1_000)
  await desk.read('refund.give', refund)
  await desk.read('refund.give', refund)
  expect(await folio()).toMatchObject({
    refundedMinor: 1_500,
    balanceMinor: 6_500,
    lines: [{ kind: 'payment' }, { kind: 'refund', amountMinor: 1_500, note: 'noise', terminal: 'Desk 1' }],
  })
  expect(await desk.refusal('refund.give', { ...refund, amountMinor: 1 })).toBe('REFUND_ID_REUSED')
  expect(await desk.refusal('refund.give', { ...refund, refundId: opIdOf(51), amountMinor: 2_501 })).toBe(
    'REFUND_TOO_MUCH',
  )
  await desk.time.advance(20_000)
  await desk.read('refund.give', refund)
  expect(desk.chain.outcomes()).toHaveLength(3)
})

test('HOST-09 each action on a reservation and its lines says whether the rules allow it now', async () => {
  const refusals = async () => {
    const view = await desk.read('reservation.get', { reservationId })
    const all = [...view.actions, ...(view.lines[0]?.actions ?? [])]
    return Object.fromEntries(all.map(({ action, refusedBy }) => [action, refusedBy]))
  }
  const no = 'INVALID_TRANSITION'
  expect(await refusals()).toEqual({
    cancel: null,
    assignRoom: null,
    change: null,
    takePayment: null,
    giveRefund: 'REFUND_TOO_MUCH',
    editGuest: null,
    checkIn: null,
    undoCheckIn: no,
    checkOut: no,
    undoCheckOut: no,
    changeDeparture: no,
    move: no,
    noShow: no,
  })
  await desk.read('stay.checkIn', { ...line, roomId: '102' })
  expect(await refusals()).toMatchObject({
    cancel: no,
    assignRoom: no,
    change: no,
    checkIn: no,
    undoCheckIn: null,
    checkOut: null,
    changeDeparture: null,
    move: null,
  })
  await desk.read('stay.checkOut', { ...line, acceptBalance: true })
  expect(await refusals()).toMatchObject({ checkOut: no, undoCheckOut: null, takePayment: null })
  expect(await opsMade()).toBe(3)
})

test('HOST-29 a reservation tells what happened to it, here and by its rows, oldest first', async () => {
  await desk.time.advance(1_000)
  await desk.read('payment.take', payment(1, 4_000))
  await desk.time.advance(1_000)
  const details = { ...walkIn(1).guest }
  await desk.read('guest.edit', { guestId: reservationId, before: details, after: { ...details, firstName: 'Eve' } })
  await desk.time.advance(1_000)
  const { history, guestId } = await desk.read('reservation.get', { reservationId })
  expect(guestId).toBe(reservationId)
  expect(history.map((item) => [item.what, item.what === 'done' ? item.type : null])).toEqual([
    ['booked', null],
    ['done', 'bookWalkIn'],
    ['done', 'takePayment'],
    ['posted', null],
    ['done', 'editGuest'],
  ])
  expect(history[2]).toMatchObject({ terminal: 'Desk 1', landing: 'confirmed', businessDate: TODAY, code: null })
  expect(history[3]).toMatchObject({ kind: 'payment', amountMinor: -4_000 })
})

test('PAY-13 with the line down a card is stored up to the caps, and the desk tells how much is left', async () => {
  const hotel = desk.chain.row('hotel', HOTEL_ID)
  if (!hotel) throw new Error('the small hotel')
  const stored = (n: number, amountMinor: number) => ({ ...payment(n, amountMinor), method: 'card_stored' as const })
  expect(await desk.refusal('payment.take', stored(1, 100))).toBe('CARD_NOT_OFFLINE')
  desk.chain.change([put('hotel', { ...hotel, offlineCard: { perPaymentMinor: 3_000, storedTotalMinor: 5_000 } })])
  await desk.time.advance(20_000)
  desk.line.setFaults({ down: true })
  expect(await desk.refusal('payment.take', stored(1, 3_001))).toBe('CARD_CAP')
  await desk.read('payment.take', stored(1, 3_000))
  await desk.read('payment.take', stored(1, 3_000))
  expect(await desk.read('payment.storedCard', {})).toEqual({
    capMinor: 2_000,
    storedMinor: 3_000,
    storedTotalMinor: 5_000,
  })
  expect(await desk.refusal('payment.take', stored(2, 2_001))).toBe('CARD_TOTAL_CAP')
  await desk.read('payment.take', stored(2, 2_000))
  desk.line.setFaults({ down: false })
  await desk.time.advance(120_000)
  expect(await desk.read('payment.storedCard', {})).toMatchObject({ capMinor: 3_000, storedMinor: 0 })
})
