import { confirmationCode } from '../../shared/domain/confirmation-code.ts'
import { NO_STORED_CARDS } from '../../shared/domain/card-caps.ts'
import { type HotelId, type RoomId, type RoomTypeId, newReservationId, stayLineId } from '../../shared/domain/ids.ts'
import { DEFAULT_CURVE } from '../../shared/domain/price.ts'
import { type RowWrite, typeNightKey } from '../../shared/domain/rows.ts'
import { type LocalDate, addDays, nightsOf } from '../../shared/domain/stay-dates.ts'
import { SeededRandom } from '../../sync/chain/demo/seeded-random.ts'
import { put } from '../support/small-hotel.ts'

const TYPES = 10
const ROOMS_OF_TYPE = 100
const NIGHTS = 365
const FIRST_PREFIX = 40
const CODES_OF_PREFIX = 20_000
const BASE_MINOR = 9_000
const BOOKED_AT_UTC_MS = 1_760_000_000_000
const NAMES = ['Okafor', 'Lindqvist', 'García', 'Moreau', 'Tanaka', 'Nowak', 'Fernandes', 'Haddad', 'Whitfield']

export const TAPE_HOTEL_ID = 'tower' as HotelId // a slug
export const TAPE_ROOMS = TYPES * ROOMS_OF_TYPE

/** A hotel for the tape chart at its largest: 1,000 rooms, a year of nights, about 85 % of them sold, every stay in a room. */
export function tapeHotel(today: LocalDate): { readonly rows: readonly RowWrite[]; readonly occupancyPercent: number } {
  const random = new SeededRandom(85)
  const end = addDays(today, NIGHTS)
  const reserved = new Map<string, number>()
  const rows: RowWrite[] = [
    put('hotel', {
      hotelId: TAPE_HOTEL_ID,
      name: 'Tower',
      currency: 'EUR',
      timeZone: 'Europe/Lisbon',
      businessDate: today,
      pricesIncludeTax: true,
      occupancyCurve: DEFAULT_CURVE,
      offlineCard: NO_STORED_CARDS,
    }),
  ]
  let count = 0
  let sold = 0
  for (let index = 0; index < TAPE_ROOMS; index += 1) {
    const roomTypeId = typeOf(index % TYPES)
    const roomId = String((Math.floor(index / 50) + 1) * 100 + (index % 50)) as RoomId // digits are a slug
    const housekeeping = random.pick('inspected', 'clean', 'dirty', 'pickup')
    rows.push(put('room', { roomId, roomTypeId, floor: Math.floor(index / 50) + 1, housekeeping }))
    let day = addDays(today, -random.pick(0, 1, 2, 3))
    while (day < end) {
      const departure = addDays(day, random.pick(1, 1, 2, 2, 3, 3, 4, 5, 7))
      for (const night of nightsOf({ arrival: day, departure })) {
        const key = typeNightKey(roomTypeId, night)
        reserved.set(key, (reserved.get(key) ?? 0) + 1)
        if (today <= night && night < end) sold += 1
      }
      rows.push(...booking(random, { count, roomId, roomTypeId, arrival: day, departure, today }))
      count += 1
      day = addDays(departure, random.pick(0, 0, 0, 1, 0, 1, 1, 2))
    }
  }
  for (let index = 0; index < TYPES; index += 1) {
    const roomTypeId = typeOf(index)
    rows.push(put('room_type', { roomTypeId, name: `Type ${index + 1}`, position: index + 1, maxOccupancy: 4 }))
    for (const night of nightsOf({ arrival: addDays(today, -7), departure: addDays(end, 7) })) {
      const totalReserved = reserved.get(typeNightKey(roomTypeId, night)) ?? 0
      const none = { outOfOrder: 0, overbookPct: 0, leased: 0, forced: 0 }
      rows.push(put('rate', { roomTypeId, night, baseMinor: BASE_MINOR + 700 * index }))
      rows.push(put('inventory', { roomTypeId, night, totalInventory: ROOMS_OF_TYPE, totalReserved, ...none }))
    }
  }
  return { rows, occupancyPercent: (100 * sold) / (TAPE_ROOMS * NIGHTS) }
}

interface NewStay {
  readonly count: number
  readonly roomId: RoomId
  readonly roomTypeId: RoomTypeId
  readonly arrival: LocalDate
  readonly departure: LocalDate
  readonly today: LocalDate
}

function booking(random: SeededRandom, stay: NewStay): RowWrite[] {
  const { count, roomId, roomTypeId, arrival, departure, today } = stay
  const reservationId = newReservationId({ nowUtcMs: () => BOOKED_AT_UTC_MS + count }, random)
  const lineId = stayLineId(reservationId, 1)
  const isHere = arrival < today
  const hasLeft = departure < today
  const nights = nightsOf({ arrival, departure })
  const line = {
    lineId,
    position: 1,
    chargedType: roomTypeId,
    inventoryType: roomTypeId,
    arrival,
    departure,
    adults: 2,
    children: 0,
    roomId,
    stay: hasLeft ? 'departed' : isHere ? 'in_house' : 'expected',
    nightlyMinor: nights.map(() => BASE_MINOR),
    taxes: [],
  } as const
  return [
    put('guest', {
      guestId: reservationId,
      firstName: 'Ada',
      lastName: NAMES[count % NAMES.length] ?? 'Silva',
      email: null,
      phone: null,
    }),
    put('reservation', {
      reservationId,
      code: confirmationCode(FIRST_PREFIX + Math.floor(count / CODES_OF_PREFIX), count % CODES_OF_PREFIX),
      status: random.chance(0.5) ? 'paid' : 'pending',
      guarantee: 'card',
      channel: 'web',
      guestId: reservationId,
      bookedAtUtcMs: BOOKED_AT_UTC_MS + count,
      bookedOn: addDays(today, -30),
      ratePlanId: null,
      holdUntilUtcMs: null,
      mergedInto: null,
      lines: [line],
    }),
    ...(hasLeft ? [] : nights).map((night) =>
      put('room_night', { roomId, night, kind: isHere ? 'occupied' : 'assigned', refId: lineId }),
    ),
  ]
}

function typeOf(index: number): RoomTypeId {
  return `T${String(index + 1).padStart(2, '0')}` as RoomTypeId // a slug
}
