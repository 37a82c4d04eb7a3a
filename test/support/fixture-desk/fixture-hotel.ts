import { NO_STORED_CARDS } from '../../../shared/domain/card-caps.ts'
import { confirmationCode } from '../../../shared/domain/confirmation-code.ts'
import { newUuidV7 } from '../../../shared/domain/ids.ts'
import { unitsLeft, withCounts } from '../../../shared/domain/inventory.ts'
import type { Guarantee, StayState } from '../../../shared/domain/lifecycle.ts'
import type { InventoryRow, ReservationRow } from '../../../shared/domain/rows.ts'
import { typeNightKey } from '../../../shared/domain/rows.ts'
import { DEFAULT_CURVE } from '../../../shared/domain/price.ts'
import { type LocalDate, addDays, nightsOf } from '../../../shared/domain/stay-dates.ts'
import type { BlockId, HotelId, ReservationId, RoomId, RoomTypeId } from '../../../shared/domain/ids.ts'
import { stayLineId } from '../../../shared/domain/ids.ts'
import type { FixtureRows } from './fixture-rows.ts'

const TYPES = [
  { id: 'STD', name: 'Standard Double', rooms: 30, sleeps: 3, baseMinor: 8_900, floor: 1 },
  { id: 'SEA', name: 'Sea View Double', rooms: 18, sleeps: 3, baseMinor: 12_400, floor: 2 },
  { id: 'FAM', name: 'Family Room', rooms: 12, sleeps: 5, baseMinor: 15_800, floor: 3 },
  { id: 'SUP', name: 'Superior Sea View', rooms: 10, sleeps: 3, baseMinor: 16_900, floor: 4 },
  { id: 'JNR', name: 'Junior Suite', rooms: 6, sleeps: 4, baseMinor: 21_500, floor: 5 },
  { id: 'STE', name: 'Suite Atlântico', rooms: 3, sleeps: 4, baseMinor: 34_000, floor: 6 },
] as const

const LAST =
  'Okafor Lindqvist García Moreau Tanaka Nowak Fernandes Haddad Whitfield Petrov Rossi Almeida Schäfer Dubois Kowalczyk Brandt Silva Ionescu Murphy Andersen Papadopoulos Vandenberghe-Castellanos'.split(
    ' ',
  )
const FIRST =
  'Grace Erik María Claire Yuki Jan Beatriz Omar Ruth Ivan Giulia Tiago Anna Luc Zofia Jonas Inês Radu Sean Maja Eleni Maximiliana'.split(
    ' ',
  )
const HORIZON = 40
const DEVICE_PREFIX = 34

/** A seaside hotel of 79 rooms, mostly full, with everything in it that the screens have a state for. */
export function fillHotel(rows: FixtureRows, businessDate: LocalDate, nowUtcMs: number): void {
  const chance = seeded(20260712)
  rows.put('hotel', {
    hotelId: 'miramar' as HotelId, // fixture id
    name: 'Hotel Miramar, Albufeira',
    currency: 'EUR',
    timeZone: 'Europe/Lisbon',
    businessDate,
    pricesIncludeTax: true,
    occupancyCurve: DEFAULT_CURVE,
    offlineCard: NO_STORED_CARDS,
  })
  for (const [index, type] of TYPES.entries()) {
    const roomTypeId = type.id as RoomTypeId // fixture id
    rows.put('room_type', { roomTypeId, name: type.name, position: index + 1, maxOccupancy: type.sleeps })
    for (let number = 1; number <= type.rooms; number += 1) {
      const roomId = String(type.floor * 100 + number) as RoomId // fixture id
      const housekeeping = (['inspected', 'clean', 'clean', 'dirty', 'inspected', 'pickup'] as const)[number % 6]
      rows.put('room', { roomId, roomTypeId, floor: type.floor, housekeeping: housekeeping ?? 'clean' })
    }
    for (let day = -10; day < HORIZON; day += 1) {
      const night = addDays(businessDate, day)
      rows.put('rate', { roomTypeId, night, baseMinor: type.baseMinor })
      rows.put('inventory', emptyNight(roomTypeId, night, type.rooms))
    }
  }
  fillStays(rows, businessDate, nowUtcMs, chance)
  fillFutureNights(rows, businessDate, chance)
}

function fillStays(rows: FixtureRows, businessDate: LocalDate, nowUtcMs: number, chance: () => number): void {
  let count = 0
  for (const type of TYPES) {
    const busy = Math.ceil(type.rooms * (type.id === 'JNR' ? 1 : 0.8))
    for (let number = 1; number <= busy; number += 1) {
      count += 1
      const kind = count % 4 // 0 arrives, 1 leaves today, 2 and 3 stay on
      const arrival = addDays(businessDate, kind === 0 ? 0 : -1 - Math.floor(chance() * 4))
      const departure = addDays(businessDate, kind === 1 ? 0 : 1 + Math.floor(chance() * 5))
      const hasArrived = kind === 0 && count % 16 === 0
      const hasLeft = kind === 1 && count % 12 === 1
      const stay: StayState = hasLeft ? 'departed' : kind === 0 && !hasArrived ? 'expected' : 'in_house'
      const hasRoom = stay !== 'expected' || count % 3 !== 0
      addStay(rows, {
        count,
        nowUtcMs,
        roomTypeId: type.id as RoomTypeId, // fixture id
        roomId: hasRoom ? (String(type.floor * 100 + number) as RoomId) : null, // fixture id
        arrival,
        departure,
        stay,
        paid: chance() > 0.45,
        guarantee:
          (['card', 'pay_at_desk', 'none', 'prepaid'] as const)[count % 4 === 0 ? (count / 4) % 4 : 0] ?? 'card',
        perNightMinor: type.baseMinor,
        bookedOn: addDays(businessDate, -14),
      })
    }
  }
}

interface NewStay {
  readonly count: number
  readonly nowUtcMs: number
  readonly roomTypeId: RoomTypeId
  readonly roomId: RoomId | null
  readonly arrival: LocalDate
  readonly departure: LocalDate
  readonly stay: StayState
  readonly paid: boolean
  readonly guarantee: Guarantee
  readonly perNightMinor: number
  readonly bookedOn: LocalDate
}

function addStay(rows: FixtureRows, stay: NewStay): void {
  const { count, roomTypeId, roomId, arrival, departure } = stay
  const reservationId = fixtureUuid(count) as ReservationId // a UUIDv7 by its maker
  const lineId = stayLineId(reservationId, 1)
  const nights = nightsOf({ arrival, departure })
  const reservation: ReservationRow = {
    reservationId,
    code: confirmationCode(DEVICE_PREFIX, count),
    status: stay.paid ? 'paid' : 'pending',
    guarantee: stay.guarantee,
    channel: count % 3 === 0 ? 'web' : 'import',
    guestId: reservationId,
    bookedAtUtcMs: stay.nowUtcMs - 14 * 86_400_000 - count * 977_000,
    bookedOn: stay.bookedOn,
    ratePlanId: null,
    holdUntilUtcMs: null,
    mergedInto: null,
    lines: [
      {
        lineId,
        position: 1,
        chargedType: roomTypeId,
        inventoryType: roomTypeId,
        arrival,
        departure,
        adults: 1 + (count % 2),
        children: count % 5 === 0 ? 1 : 0,
        roomId,
        stay: stay.stay,
        nightlyMinor: nights.map((_, night) => stay.perNightMinor + (night % 3) * 450),
        taxes: [],
      },
    ],
  }
  rows.put('guest', {
    guestId: reservationId,
    firstName: FIRST[(count * 5 + Math.floor(count / 22)) % FIRST.length] ?? 'Ana',
    lastName: LAST[(count * 7 + Math.floor(count / 22) * 3) % LAST.length] ?? 'Silva',
    email: count % 2 === 0 ? `guest${count}@example.com` : null,
    phone: count % 3 === 0 ? `+351 912 000 ${String(count).padStart(3, '0')}` : null,
  })
  rows.put('reservation', reservation)
  for (const night of nights) {
    if (stay.stay === 'departed') continue
    if (roomId) {
      const kind = stay.stay === 'in_house' ? 'occupied' : 'assigned'
      rows.put('room_night', { roomId, night, kind, refId: lineId })
    }
    const row = rows.row('inventory', typeNightKey(roomTypeId, night))
    if (row) rows.put('inventory', withCounts(row, { totalReserved: row.totalReserved + 1 }))
  }
}

/** Bookings to come as counts alone: some types full on some nights, a quiet week after. */
function fillFutureNights(rows: FixtureRows, businessDate: LocalDate, chance: () => number): void {
  for (const type of TYPES) {
    for (let day = 1; day < HORIZON; day += 1) {
      const row = rows.row('inventory', typeNightKey(type.id as RoomTypeId, addDays(businessDate, day))) // fixture id
      if (!row) continue
      const full = (type.id === 'SUP' && day >= 4 && day <= 6) || (type.id === 'STE' && day === 5)
      const more = full ? unitsLeft(row) : Math.floor(unitsLeft(row) * (0.2 + 0.5 * chance()))
      rows.put('inventory', withCounts(row, { totalReserved: row.totalReserved + more }))
    }
  }
}

function emptyNight(roomTypeId: RoomTypeId, night: LocalDate, rooms: number): InventoryRow {
  return {
    roomTypeId,
    night,
    totalInventory: rooms,
    outOfOrder: 0,
    overbookPct: 10,
    totalReserved: 0,
    leased: 0,
    forced: 0,
  }
}

export function fixtureUuid(count: number): string {
  const bytes = Uint8Array.from({ length: 16 }, (_, index) => (count * 31 + index * 17) % 256)
  return newUuidV7({ nowUtcMs: () => 1_790_000_000_000 + count }, { bytes: () => bytes })
}

export function fixtureBlockId(count: number): BlockId {
  return fixtureUuid(10_000 + count) as BlockId // a UUIDv7 by its maker
}

/** mulberry32: the same seed gives the same hotel. */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
