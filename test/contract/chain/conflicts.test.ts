import { deepEqual } from 'node:assert/strict'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { BlockId, ReservationId, RoomId } from '../../../shared/domain/ids.ts'
import { type Booking, requestedSale } from '../../../shared/domain/ops/op.ts'
import { addDays } from '../../../shared/domain/stay-dates.ts'
import type { Chain } from '../../../sync/chain/chain.ts'
import type { Database } from '../../../sync/chain/database/port.ts'
import { removeRoomType } from '../../../sync/chain/hotels/manage-room-types.ts'
import { removeRoom } from '../../../sync/chain/hotels/manage-rooms.ts'
import { bookReservation } from '../../../sync/chain/reservations/book-reservation.ts'
import { changeReservation } from '../../../sync/chain/reservations/change-reservation.ts'
import { cancelReservation } from '../../../sync/chain/reservations/reservations.ts'
import { NOON_UTC_MS, chainWithSmallHotel, describeOnBothDatabases } from '../../support/chain-databases.ts'
import { ChainDesk, syncAll } from '../../support/chain-desks.ts'
import { HOTEL_ID, TODAY, TYPE_A, TYPE_B } from '../../support/small-hotel.ts'
import { newKey } from '../../support/test-payments.ts'
import { CHAIN_PROOFS, disprove } from '../../stress/proofs.ts'

const DAY = (days: number) => addDays(TODAY, days)
const room = (roomId: string) => roomId as RoomId
const ref = (reservationId: ReservationId) => ({ reservationId, position: 1 })
const asCheckIn = (id: ReservationId, roomId: string, nights = 1) => ({
  ...ref(id),
  roomId: room(roomId),
  stay: { arrival: TODAY, departure: DAY(nights) },
})
const sale = (booking: Booking) => requestedSale(booking, NOON_UTC_MS)
const block = (roomId: string, nights = 1) => ({
  blockId: newKey() as BlockId,
  roomId: room(roomId),
  kind: 'OOO' as const,
  from: TODAY,
  until: DAY(nights),
  reason: 'plumbing' as const,
  remarks: '',
})
const cash = (reservationId: ReservationId, amountMinor: number) => ({
  reservationId,
  paymentId: newKey(),
  amountMinor,
  method: 'cash' as const,
  cardToken: null,
  cardDigits: null,
})

/** Two desks out of touch, and channels that go on selling: who wins is the same on both databases. */
describeOnBothDatabases('who wins', (openDatabase) => {
  let db: Database
  let chain: Chain
  let a: ChainDesk
  let b: ChainDesk

  beforeEach(async () => {
    db = await openDatabase()
    chain = await chainWithSmallHotel(db)
    a = await ChainDesk.open(chain)
    b = await ChainDesk.open(chain)
  })
  afterEach(async () => {
    try {
      const wrong = [await a.differences(), await b.differences(), await disprove(db, CHAIN_PROOFS)]
      deepEqual(wrong, [[], [], []], 'replicas and chain agree, and every proof holds')
    } finally {
      a.replica.close()
      b.replica.close()
      await db.close()
    }
  })

  async function booksOnTheWeb(nights = 1, lastName = 'Lovelace', roomTypeId = TYPE_A): Promise<ReservationId> {
    const reservationId = newKey() as ReservationId
    const lines = [{ roomTypeId, arrival: TODAY, departure: DAY(nights), adults: 1, children: 0 }]
    const guest = { firstName: 'Ada', lastName }
    const booked = await bookReservation(chain, HOTEL_ID, { reservationId, lines, guest, guarantee: 'card' })
    if (!booked.ok) throw new Error(booked.error.code)
    return reservationId
  }
  const cancelsOnTheWeb = async (id: ReservationId) => {
    const canceled = await cancelReservation(chain, HOTEL_ID, id)
    return canceled.ok ? 'accepted' : canceled.error.code
  }
  const line = (desk: ChainDesk, id: ReservationId) => desk.row('reservation', id)?.lines[0]
  const kinds = () => a.open().map(({ kind }) => kind)
  const night = (day = 0) => a.row('inventory', `${TYPE_A}/${DAY(day)}`)

  test('WIN-01 of two requests for the last unit the first commit wins, the other is kept with its ways out', async () => {
    await booksOnTheWeb()
    await booksOnTheWeb()
    await syncAll(a, b)
    const [first, second] = [a.booking({}, 'First'), b.booking({}, 'Second')]
    expect([a.do('bookWalkIn', sale(first)), b.do('bookWalkIn', sale(second))]).toEqual(['recorded', 'recorded'])
    expect(await syncAll(a, b)).toEqual([['accepted'], ['NO_AVAILABILITY']])
    expect(a.row('reservation', second.reservationId)?.status).toBe('rejected')
    expect(a.openOf('SALE_REFUSED')).toMatchObject({
      severity: 'urgent',
      params: { code: 'NO_AVAILABILITY', lastName: 'Second', claim: 'requested' },
    })
    expect(kinds()).toEqual(['SALE_REFUSED'])
  })

  test('WIN-02 of two assignments of one room the first commit holds it', async () => {
    const [one, other] = [await booksOnTheWeb(), await booksOnTheWeb(1, 'Byron')]
    await syncAll(a, b)
    a.do('assignRoom', { ...ref(one), roomId: room('101') })
    b.do('assignRoom', { ...ref(other), roomId: room('101') })
    expect(await syncAll(a, b)).toEqual([['accepted'], ['ROOM_TAKEN']])
    expect([line(b, one)?.roomId, line(b, other)?.roomId]).toEqual(['101', null])
    expect(b.openOf('REQUEST_REFUSED')).toMatchObject({
      severity: 'action',
      params: { code: 'ROOM_TAKEN', roomId: '101' },
    })
    const walkIn = b.booking({ roomId: room('101') }, 'King')
    expect(b.do('bookWalkIn', sale(walkIn))).toBe('ROOM_TAKEN')
  })

  test('WIN-03 a block wins over an assignment that was made apart', async () => {
    const booked = await booksOnTheWeb()
    await syncAll(a, b)
    a.do('blockRoom', block('101'))
    b.do('assignRoom', { ...ref(booked), roomId: room('101') })
    const walkIn = b.booking({ roomId: room('102') }, 'King')
    b.do('bookWalkIn', sale(walkIn))
    expect(await syncAll(a, b)).toEqual([['accepted'], ['ROOM_TAKEN', 'accepted']])
    a.do('blockRoom', block('102'))
    await syncAll(a, b)
    expect(line(a, walkIn.reservationId)?.roomId).toBe('103')
    a.do('blockRoom', block('103'))
    await syncAll(a, b)
    expect(b.openOf('ROOM_LOST')).toMatchObject({ severity: 'action', params: { roomId: '103', lastName: 'King' } })
  })

  test('WIN-04 a guest who is in the room stays when a block comes from another desk', async () => {
    const booked = await booksOnTheWeb()
    await syncAll(a, b)
    a.do('checkIn', asCheckIn(booked, '101'))
    b.do('blockRoom', block('101'))
    expect(await syncAll(b, a)).toEqual([['accepted'], ['accepted']])
    expect(line(b, booked)).toMatchObject({ stay: 'in_house', roomId: '101' })
    expect(b.openOf('MOVE_GUEST')).toMatchObject({
      severity: 'urgent',
      params: { roomId: '101', lastName: 'Lovelace' },
    })
    expect(a.do('moveGuest', { ...ref(booked), roomId: room('102') })).toBe('recorded')
    await syncAll(a, b)
    expect([kinds(), line(b, booked)?.roomId]).toEqual([[], '102'])
  })

  test('WIN-05 two blocks on one room count once a night, and the longer stands', async () => {
    const [short, long] = [block('101', 1), block('101', 3)]
    a.do('blockRoom', short)
    b.do('blockRoom', long)
    await syncAll(a, b)
    expect([night(0)?.outOfOrder, night(2)?.outOfOrder]).toEqual([1, 1])
    a.do('releaseBlock', { blockId: short.blockId })
    await syncAll(a, b)
    expect([night(0)?.outOfOrder, b.row('room_night', `101/${TODAY}`)?.refId]).toEqual([1, long.blockId])
    expect(b.row('room_block', short.blockId)).toMatchObject({ status: 'released', reason: 'plumbing' })
  })

  test('WIN-06 a block that drops inventory below what channels sold meanwhile stands', async () => {
    a.do('blockRoom', block('101'))
    for (let n = 0; n < 3; n += 1) await booksOnTheWeb()
    expect(await syncAll(a, b)).toEqual([['accepted'], []])
    expect(night()).toMatchObject({ totalReserved: 3, outOfOrder: 1, forced: 1 })
    expect(b.openOf('OVERSOLD_NIGHT')).toMatchObject({ severity: 'action', params: { units: 1, night: TODAY } })
  })

  test('WIN-07 a guest who arrived wins over a cancellation on the web', async () => {
    const booked = await booksOnTheWeb(2)
    await syncAll(a, b)
    a.do('checkIn', asCheckIn(booked, '101', 2))
    expect(await cancelsOnTheWeb(booked)).toBe('accepted')
    for (let n = 0; n < 3; n += 1) await booksOnTheWeb(2, 'Byron')
    expect(await syncAll(a, b)).toEqual([['accepted'], []])
    expect(b.row('reservation', booked)?.status).toBe('pending')
    expect(line(b, booked)).toMatchObject({ stay: 'in_house', roomId: '101' })
    expect(night()).toMatchObject({ totalReserved: 4, forced: 1 })
    expect(b.openOf('REINSTATED')).toMatchObject({ severity: 'action', params: { from: 'canceled', roomId: '101' } })
    expect(kinds().toSorted()).toEqual(['OVERSOLD_NIGHT', 'OVERSOLD_NIGHT', 'REINSTATED'])
  })

  test('WIN-08 who is in the house is neither canceled nor given other dates by a channel', async () => {
    const booked = await booksOnTheWeb(2)
    await syncAll(a, b)
    a.do('checkIn', asCheckIn(booked, '101', 2))
    await a.sync()
    const later = { lines: [{ position: 1, arrival: DAY(3), departure: DAY(4) }] }
    expect(await cancelsOnTheWeb(booked)).toBe('INVALID_TRANSITION')
    expect(await changeReservation(chain, HOTEL_ID, booked, later, 'web')).toMatchObject({
      ok: false,
      error: { code: 'INVALID_TRANSITION' },
    })
    await syncAll(a, b)
    expect(kinds()).toEqual([])
  })

  test('WIN-08 a guest who is there on dates that a channel changed meanwhile stays on those that the desk knew', async () => {
    const booked = await booksOnTheWeb(1)
    await syncAll(a, b)
    a.do('checkIn', asCheckIn(booked, '101', 1))
    const later = { lines: [{ position: 1, arrival: DAY(3), departure: DAY(5) }] }
    expect(await changeReservation(chain, HOTEL_ID, booked, later, 'web')).toMatchObject({ ok: true })
    await syncAll(a, b)
    expect(line(b, booked)).toMatchObject({ stay: 'in_house', arrival: TODAY, departure: DAY(1) })
    expect([night(0)?.totalReserved, night(3)?.totalReserved]).toEqual([1, 0])
    expect(b.openOf('REINSTATED')?.params).toMatchObject({ from: 'expected' })
  })

  test('WIN-09 a code that the desk did not know is merged with the booking; later ops on it are about the booking', async () => {
    const booked = await booksOnTheWeb()
    const code = (await ChainDesk.open(chain).then((late) => late.row('reservation', booked)?.code)) ?? ''
    const written = a.booking({ roomId: room('101') })
    expect(a.do('checkInUnknown', { knownCode: code as Booking['code'], booking: written })).toBe('recorded')
    a.do('takePayment', cash(written.reservationId, 5_000))
    expect(a.openOf('UNKNOWN_CODE')).not.toBeNull()
    expect(await syncAll(a, b)).toEqual([['accepted', 'accepted'], []])
    expect(line(b, booked)).toMatchObject({ stay: 'in_house', roomId: '101' })
    expect(b.row('reservation', written.reservationId)).toMatchObject({ status: 'canceled', mergedInto: booked })
    expect([kinds(), night()?.totalReserved]).toEqual([[], 1])
    expect(b.do('checkOut', ref(written.reservationId))).toBe('recorded')
    await syncAll(a, b)
    expect(line(a, booked)?.stay).toBe('departed')
  })

  test('WIN-09 a walk-in that looks like a web booking is asked about, and merged', async () => {
    const booked = await booksOnTheWeb()
    const walkIn = a.booking()
    a.do('bookWalkIn', sale(walkIn))
    await syncAll(a, b)
    const asked = b.openOf('SAME_GUEST')
    expect(asked).toMatchObject({ severity: 'action', params: { other: booked } })
    b.do('resolveException', { exceptionId: asked?.exceptionId ?? '', note: '', out: { way: 'merge' } })
    await syncAll(a, b)
    expect([kinds(), night()?.totalReserved]).toEqual([[], 1])
    expect(a.row('reservation', booked)?.mergedInto).toBe(walkIn.reservationId)
  })

  test('WIN-10 a guest who is checked in at two desks stays in the first room', async () => {
    const [same, twice] = [await booksOnTheWeb(), await booksOnTheWeb(1, 'Byron')]
    await syncAll(a, b)
    for (const desk of [a, b]) desk.do('checkIn', asCheckIn(same, '101'))
    a.do('checkIn', asCheckIn(twice, '102'))
    b.do('checkIn', asCheckIn(twice, '103'))
    expect(await syncAll(a, b)).toEqual([
      ['accepted', 'accepted'],
      ['accepted', 'accepted'],
    ])
    expect([line(b, same)?.roomId, line(b, twice)?.roomId]).toEqual(['101', '102'])
    expect(b.openOf('CHECKED_IN_TWICE')).toMatchObject({
      severity: 'urgent',
      params: { lastName: 'Byron', roomId: '102', otherRoomId: '103' },
    })
    expect(kinds()).toEqual(['CHECKED_IN_TWICE'])
  })

  test('WIN-11 of two guests in one room the second is in the house without one', async () => {
    const [one, other] = [await booksOnTheWeb(), await booksOnTheWeb(1, 'Byron')]
    await syncAll(a, b)
    a.do('checkIn', asCheckIn(one, '101'))
    b.do('checkIn', asCheckIn(other, '101'))
    await syncAll(a, b)
    expect([line(b, one)?.roomId, line(b, other)]).toMatchObject(['101', { stay: 'in_house', roomId: null }])
    expect(a.openOf('ROOM_OCCUPIED_TWICE')).toMatchObject({
      severity: 'urgent',
      params: { roomId: '101', lastName: 'Byron' },
    })
    a.do('moveGuest', { ...ref(other), roomId: room('103') })
    await syncAll(a, b)
    expect([kinds(), line(b, other)?.roomId]).toEqual([[], '103'])
  })

  test('WIN-12 who stays on keeps the room, and the next guest gets another', async () => {
    const stays = await booksOnTheWeb(1)
    await syncAll(a, b)
    a.do('checkIn', asCheckIn(stays, '101'))
    await syncAll(a, b)
    const next = b.booking({ arrival: DAY(1), departure: DAY(2), roomId: room('101') }, 'Next')
    expect(b.do('bookWalkIn', sale(next))).toBe('recorded')
    a.do('changeDeparture', { ...ref(stays), departure: DAY(2), nightlyMinor: [9_000, 9_000] })
    await syncAll(b, a)
    expect([line(a, stays)?.roomId, line(a, next.reservationId)?.roomId]).toEqual(['101', '102'])
    for (const [desk, departure] of [
      [a, DAY(3)],
      [b, DAY(1)],
    ] as const) {
      const nights = departure === DAY(1) ? 1 : 3
      desk.do('changeDeparture', {
        ...ref(stays),
        departure,
        nightlyMinor: Array.from({ length: nights }, () => 9_000),
      })
    }
    await syncAll(a, b)
    expect([line(a, stays)?.departure, night(1)?.totalReserved, night(2)?.totalReserved]).toEqual([DAY(1), 1, 0])
  })

  test('WIN-13 fields of a guest that two desks changed are merged one by one', async () => {
    const booked = await booksOnTheWeb()
    await syncAll(a, b)
    const guest = a.row('guest', a.row('reservation', booked)?.guestId ?? '')
    if (!guest) throw new Error('a booking has its guest')
    const { guestId, ...before } = guest
    a.do('editGuest', { guestId, before, after: { ...before, lastName: 'King' } })
    b.do('editGuest', { guestId, before, after: { ...before, lastName: 'Byron', phone: '+35121000000' } })
    await syncAll(a, b)
    expect(b.row('guest', guestId)).toMatchObject({ lastName: 'King', phone: '+35121000000' })
    expect(b.openOf('GUEST_EDITED_TWICE')).toMatchObject({ severity: 'info', params: { fields: 'lastName' } })
  })

  test('WIN-14 prices that were quoted stand, and a person looks at old ones', async () => {
    const walkIn = a.booking({ nightlyMinor: [4_321] })
    a.do('bookWalkIn', { ...sale(walkIn), pricedAsOfUtcMs: NOON_UTC_MS - 73 * 3_600_000 })
    await syncAll(a, b)
    expect(line(b, walkIn.reservationId)?.nightlyMinor).toEqual([4_321])
    expect(b.openOf('RATE_STALE')?.severity).toBe('info')
  })

  test('WIN-15 money that was taken for a sale that is refused is posted, asked about, and applied with a way out', async () => {
    for (let n = 0; n < 3; n += 1) await booksOnTheWeb(1, 'Byron')
    const walkIn = a.booking()
    a.do('bookWalkIn', sale(walkIn))
    a.do('takePayment', cash(walkIn.reservationId, 9_000))
    expect(await syncAll(a, b)).toEqual([['NO_AVAILABILITY', 'accepted'], []])
    expect(b.openOf('MONEY_UNAPPLIED')).toMatchObject({ severity: 'action', params: { amountMinor: 9_000 } })
    const { exceptionId } = b.openOf('SALE_REFUSED') ?? { exceptionId: '' }
    const out = { way: 'upgrade', roomTypeId: TYPE_B } as const
    expect(b.do('resolveException', { exceptionId, note: '', out })).toBe('recorded')
    await syncAll(a, b)
    expect([kinds(), a.row('reservation', walkIn.reservationId)?.status]).toEqual([[], 'paid'])
  })

  test('WIN-16 what was sold in a room that was removed meanwhile stands in another', async () => {
    const walkIn = a.booking({ roomId: room('101') })
    a.do('bookWalkIn', sale(walkIn))
    expect(await removeRoom(chain, HOTEL_ID, room('101'))).toMatchObject({ ok: true })
    expect(await syncAll(a, b)).toEqual([['accepted'], []])
    expect(line(b, walkIn.reservationId)?.roomId).toBe('102')
  })

  test('WIN-16 what was sold in a type that was removed meanwhile stands on it until it has a room of another', async () => {
    const walkIn = a.booking({ roomTypeId: TYPE_B })
    a.do('bookWalkIn', sale(walkIn))
    for (const roomId of ['201', '202']) await removeRoom(chain, HOTEL_ID, room(roomId))
    expect(await removeRoomType(chain, HOTEL_ID, TYPE_B)).toMatchObject({ ok: true })
    expect(await syncAll(a, b)).toEqual([['accepted'], []])
    expect(b.openOf('TYPE_GONE')).toMatchObject({ severity: 'action', params: { roomTypeId: TYPE_B } })
    b.do('assignRoom', { ...ref(walkIn.reservationId), roomId: room('101') })
    await syncAll(a, b)
    expect(line(a, walkIn.reservationId)).toMatchObject({ inventoryType: TYPE_A, chargedType: TYPE_B, roomId: '101' })
  })

  test('WIN-17 of two desks that resolve one exception in different ways the first stands, the second is told', async () => {
    await booksOnTheWeb()
    a.do('bookWalkIn', sale(a.booking()))
    await syncAll(a, b)
    const { exceptionId } = a.openOf('SAME_GUEST') ?? { exceptionId: '' }
    a.do('resolveException', { exceptionId, note: 'two people', out: { way: 'acknowledge' } })
    b.do('resolveException', { exceptionId, note: 'one person', out: { way: 'merge' } })
    expect(await syncAll(a, b)).toEqual([['accepted'], ['INVALID_TRANSITION']])
    expect(b.row('exception', exceptionId)).toMatchObject({
      resolution: 'acknowledged',
      resolvedByDeviceId: a.deviceId,
    })
    expect(b.openOf('REQUEST_REFUSED')?.params).toMatchObject({ from: 'acknowledged', event: 'merge' })
    expect(night()?.totalReserved).toBe(2)
  })
})
