import { expect, test } from 'vitest'
import {
  NO_HAND,
  arrangedByChain,
  arrangedByHand,
  bookingThere,
  leavingOf,
  missingIn,
  wayByHand,
} from '../../renderer/desk/exceptions/elsewhere-plan.ts'
import { inUrgency, kindCounts } from '../../renderer/desk/exceptions/exception-order.ts'
import { exceptionSides } from '../../renderer/i18n/exception-texts.ts'
import { DESK_CALLS } from '../../shared/desk-api/contract.ts'
import { exceptionViewSchema, walkCandidateSchema } from '../../shared/desk-api/views.ts'
import { EXCEPTION_KINDS } from '../../shared/domain/exception-row.ts'
import { localDate } from '../../shared/domain/stay-dates.ts'
import { reservationIdOf } from '../support/desk-ops.ts'
import { english } from './english.ts'

const TODAY = localDate('2026-11-22')

const exception = (exceptionId: string, kind: string, severity: string, openedAtUtcMs: number) =>
  exceptionViewSchema.parse({
    exceptionId,
    kind,
    severity,
    subject: { entity: 'reservation', key: 'x' },
    params: {},
    openedAtUtcMs,
    dismissible: true,
    ways: ['acknowledge'],
  })

test('UI-50 what is most urgent comes first, then what has waited longest, and kinds are counted in that order', () => {
  const all = [
    exception('a', 'RATE_STALE', 'info', 1),
    exception('b', 'OVERSOLD_NIGHT', 'action', 5),
    exception('c', 'MOVE_GUEST', 'urgent', 9),
    exception('d', 'OVERSOLD_NIGHT', 'action', 3),
  ]
  expect(inUrgency(all).map(({ exceptionId }) => exceptionId)).toEqual(['c', 'd', 'b', 'a'])
  expect(kindCounts(all)).toEqual([
    { kind: 'MOVE_GUEST', count: 1 },
    { kind: 'OVERSOLD_NIGHT', count: 2 },
    { kind: 'RATE_STALE', count: 1 },
  ])
})

test('UI-50 of every kind both sides are said, with every parameter named', async () => {
  const { t, naming } = await english()
  const params = {
    roomId: '204',
    otherRoomId: '205',
    holder: 'block',
    lastName: 'Okafor',
    arrival: '2026-12-24',
    departure: '2026-12-26',
    roomTypeId: 'SEA',
    night: '2026-12-24',
    units: 2,
    amountMinor: 100,
    reason: 'plumbing',
    otherCode: '12-0003-X',
    code: 'ROOM_TAKEN',
    fields: 'phone',
    op: 'checkIn',
  }
  for (const kind of EXCEPTION_KINDS) {
    const { here, chain } = exceptionSides(t, naming, { kind, params })
    expect(`${kind}: ${here}`).not.toMatch(/: $|\{\{|undefined/)
    expect(`${kind}: ${chain}`).not.toMatch(/: $|\{\{|undefined| {2}/)
  }
})

const candidate = walkCandidateSchema.parse({
  reservationId: reservationIdOf(1),
  position: 2,
  confirmationCode: '12-0003-X',
  lastName: 'Okafor',
  arrival: '2026-11-20',
  departure: '2026-11-25',
  adults: 2,
  children: 1,
  stay: 'in_house',
  spare: [],
})
const guest = { firstName: 'Grace', lastName: 'Okafor', email: null, phone: null }
const found = DESK_CALLS['sister.search'].output.parse({
  hotels: [
    {
      hotelId: 'oura',
      name: 'Casa da Oura',
      address: 'Rua da Oura 14',
      phone: null,
      city: 'Albufeira',
      distanceMetres: 1_900,
      currency: 'EUR',
      roomTypes: [{ roomTypeId: 'DBL', name: 'Double', available: 2, totalMinor: 9_900 }],
    },
  ],
})

function leaving() {
  const able = leavingOf(candidate, TODAY)
  if (!able) throw new Error('has nights to come')
  return able
}

test('UI-51 who leaves takes along the nights that are still to come', () => {
  expect(leaving()).toMatchObject({ arrival: '2026-11-22', departure: '2026-11-25', position: 2 })
  expect(leavingOf({ ...candidate, arrival: localDate('2026-11-24') }, TODAY)?.arrival).toBe('2026-11-24')
  expect(leavingOf({ ...candidate, departure: TODAY }, TODAY)).toBeNull()
  expect(leavingOf({ ...candidate, stay: 'departed' }, TODAY)).toBeNull()
})

test('UI-51 a booking there is asked for under the id of the attempt, for the guest and the nights to come', () => {
  const [hotel] = found.hotels
  const [type] = hotel?.roomTypes ?? []
  if (!hotel || !type) throw new Error('a hotel with a room')
  const input = bookingThere(reservationIdOf(9), 'e1', 'walk', leaving(), guest, { by: 'chain', hotel, type }, 'told')
  expect(DESK_CALLS['sister.book'].input.parse(input)).toMatchObject({
    reservationId: reservationIdOf(9),
    exceptionId: 'e1',
    out: { way: 'walk', reservationId: reservationIdOf(1), position: 2 },
    hotelId: 'oura',
    roomTypeId: 'DBL',
    arrival: '2026-11-22',
    departure: '2026-11-25',
    adults: 2,
    children: 1,
    guest,
  })
})

test('UI-51 a hotel that was rung needs its name and its code', () => {
  expect(missingIn(NO_HAND)).toEqual({ hotel: 'hotelMissing', code: 'codeMissing' })
  expect(missingIn({ ...NO_HAND, hotel: 'Falésia', code: ' ' })).toEqual({ code: 'codeMissing' })
  const rung = { hotel: ' Falésia ', code: 'F-7 ' }
  expect(missingIn({ ...NO_HAND, ...rung })).toEqual({})
  expect(wayByHand('walk', leaving(), rung)).toMatchObject({ way: 'walk', position: 2, toHotel: 'Falésia F-7' })
  expect(wayByHand('send_on', leaving(), rung)).toEqual({ way: 'send_on', toHotel: 'Falésia', code: 'F-7' })
})

test('UI-52 the letter has what is known of the other hotel, and nothing made up', () => {
  expect(arrangedByHand({ ...NO_HAND, hotel: 'Falésia', code: 'F-7' })).toEqual({
    hotel: 'Falésia',
    address: null,
    phone: null,
    code: 'F-7',
    room: null,
    totalMinor: null,
    currency: null,
  })
  const booked = DESK_CALLS['sister.book'].output.parse({
    reservationId: reservationIdOf(9),
    hotel: { hotelId: 'oura', name: 'Casa da Oura', address: 'Rua da Oura 14', phone: '+351', city: 'Albufeira' },
    confirmationCode: 'AB-1',
    totalMinor: 9_900,
    currency: 'EUR',
  })
  expect(arrangedByChain(booked, 'Double')).toMatchObject({
    address: 'Rua da Oura 14, Albufeira',
    code: 'AB-1',
    room: 'Double',
    totalMinor: 9_900,
  })
})
