import { expect, test } from 'vitest'
import { byFloor, byName } from '../../renderer/desk/downtime/downtime-sections.ts'
import { downtimeViewSchema } from '../../shared/desk-api/views.ts'
import { reservationIdOf } from '../support/desk-ops.ts'

const stay = (n: number, lastName: string, firstName: string, roomId: string | null) => ({
  reservationId: reservationIdOf(n),
  position: 1,
  confirmationCode: 'x',
  firstName,
  lastName,
  adults: 1,
  children: 0,
  arrival: '2026-11-22',
  departure: '2026-11-23',
  roomTypeId: 'STD',
  roomId,
  balanceMinor: 0,
})
const room = (roomId: string, floor: number) => ({ roomId, floor, roomTypeId: 'STD', housekeeping: 'clean' })
const pack = downtimeViewSchema.parse({
  hotelName: 'Miramar',
  businessDate: '2026-11-22',
  currency: 'EUR',
  madeAtUtcMs: 1,
  asOfUtcMs: null,
  inHouse: [
    stay(1, 'Zuber', 'A', '1'),
    stay(2, 'Ávila', 'B', '2'),
    stay(3, 'avila', 'A', '3'),
    stay(4, 'Mo', 'A', null),
  ],
  arrivals: [],
  departures: [],
  nextArrivals: [],
  rooms: [room('1002', 10), room('110', 1), room('19', 1), room('201', 2)],
  blocks: [],
})

test('UI-57 who is in the house is found by name, accents or not', () => {
  expect(byName(pack.inHouse, 'en').map(({ lastName, firstName }) => `${lastName} ${firstName}`)).toEqual([
    'avila A',
    'Ávila B',
    'Mo A',
    'Zuber A',
  ])
})

test('UI-57 rooms stand floor by floor, numbers as numbers', () => {
  expect(byFloor(pack.rooms).map(({ floor, rooms }) => [floor, rooms.map(({ roomId }) => String(roomId))])).toEqual([
    [1, ['19', '110']],
    [2, ['201']],
    [10, ['1002']],
  ])
})
