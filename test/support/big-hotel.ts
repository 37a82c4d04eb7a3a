import { NO_STORED_CARDS } from '../../shared/domain/card-caps.ts'
import { DEFAULT_CURVE } from '../../shared/domain/price.ts'
import { assert, present } from '../../shared/base/assert.ts'
import { CHAIN_PREFIX, confirmationCode } from '../../shared/domain/confirmation-code.ts'
import { type RoomId, type RoomTypeId, newReservationId, stayLineId } from '../../shared/domain/ids.ts'
import { type RowWrite, roomNightKey, typeNightKey } from '../../shared/domain/rows.ts'
import { type Stay, addDays, nightsOf } from '../../shared/domain/stay-dates.ts'
import { SeededRandom } from '../../sync/chain/demo/seeded-random.ts'
import { HOTEL_ID, TODAY, put } from './small-hotel.ts'

const TYPES = 20
const ROOMS_OF_TYPE = 15
const ROOMS_OF_FLOOR = 30
const RESERVATIONS = 2_000
/** Inventory and rates are open this far. */
const OPEN_NIGHTS = 730
/** Bookings that exist already lie within this many nights; the room is known for those within the first few. */
const BOOKED_AHEAD_NIGHTS = 120
const ROOM_KNOWN_NIGHTS = 14
const BOOKED_AT_UTC_MS = 1_760_000_000_000

export interface FreeStay extends Stay {
  readonly roomId: RoomId
  readonly roomTypeId: RoomTypeId
}

/**
 * A hotel of the size that figures are stated for: 300 rooms of 20 types, 730 nights of inventory and rates (14,600
 * rows each), 2,000 reservations. The same in every run.
 */
export class BigHotel {
  readonly #random = new SeededRandom(300)
  readonly #rooms: { readonly roomId: RoomId; readonly roomTypeId: RoomTypeId }[] = []
  readonly #heldNights = new Set<string>()
  readonly #reservedUnits = new Map<string, number>()
  readonly #bookings: RowWrite[] = []

  constructor() {
    for (let index = 0; index < TYPES * ROOMS_OF_TYPE; index++) {
      const floor = Math.floor(index / ROOMS_OF_FLOOR) + 1
      const roomId = String(floor * 100 + (index % ROOMS_OF_FLOOR) + 1) as RoomId // digits are a slug
      this.#rooms.push({ roomId, roomTypeId: typeIdOf(index % TYPES) })
    }
    for (let index = 0; index < RESERVATIONS; index++) this.#addReservation(index)
  }

  /** The rows that a snapshot of it brings, in a snapshot's order. */
  rows(): readonly RowWrite[] {
    const types = Array.from({ length: TYPES }, (_, index) => typeIdOf(index))
    const nights = nightsOf({ arrival: TODAY, departure: addDays(TODAY, OPEN_NIGHTS) })
    const [name, currency, timeZone] = ['Grand', 'EUR', 'Europe/Lisbon']
    return [
      put('hotel', {
        hotelId: HOTEL_ID,
        name,
        currency,
        timeZone,
        businessDate: TODAY,
        pricesIncludeTax: true,
        occupancyCurve: DEFAULT_CURVE,
        offlineCard: NO_STORED_CARDS,
      }),
      ...types.map((roomTypeId, index) =>
        put('room_type', { roomTypeId, name: `Type ${roomTypeId}`, position: index + 1, maxOccupancy: 4 }),
      ),
      ...this.#rooms.map(({ roomId, roomTypeId }) =>
        put('room', { roomId, roomTypeId, floor: Math.floor(Number(roomId) / 100), housekeeping: 'inspected' }),
      ),
      ...types.flatMap((roomTypeId, index) =>
        nights.map((night) => put('rate', { roomTypeId, night, baseMinor: 8_000 + 700 * index })),
      ),
      ...types.flatMap((roomTypeId) =>
        nights.map((night) =>
          put('inventory', {
            roomTypeId,
            night,
            totalInventory: ROOMS_OF_TYPE,
            outOfOrder: 0,
            overbookPct: 0,
            totalReserved: this.#reservedUnits.get(typeNightKey(roomTypeId, night)) ?? 0,
            leased: 0,
            forced: 0,
          }),
        ),
      ),
      ...this.#bookings,
    ]
  }

  /** A room and nights that nobody has, anywhere in the first `withinNights`; the next one asked for will be another. */
  takeFreeStay(nights: number, withinNights = OPEN_NIGHTS): FreeStay {
    for (let tries = 0; tries < 1_000; tries++) {
      const room = present(this.#rooms[Math.floor(this.#random.next() * this.#rooms.length)], 'a room')
      const arrival = addDays(TODAY, Math.floor(this.#random.next() * (withinNights - nights + 1)))
      const stay = { arrival, departure: addDays(arrival, nights) }
      const keys = nightsOf(stay).map((night) => roomNightKey(room.roomId, night))
      if (keys.some((key) => this.#heldNights.has(key))) continue
      for (const key of keys) this.#heldNights.add(key)
      return { ...room, ...stay }
    }
    assert(false, 'the hotel is full')
  }

  #addReservation(index: number): void {
    const nights = this.#random.pick(1, 2, 3, 3, 4, 5)
    const { roomId, roomTypeId, arrival, departure } = this.takeFreeStay(nights, BOOKED_AHEAD_NIGHTS)
    const reservationId = newReservationId({ nowUtcMs: () => BOOKED_AT_UTC_MS + index }, this.#random)
    const lineId = stayLineId(reservationId, 1)
    const isRoomKnown = arrival < addDays(TODAY, ROOM_KNOWN_NIGHTS)
    const line = {
      lineId,
      position: 1,
      chargedType: roomTypeId,
      inventoryType: roomTypeId,
      arrival,
      departure,
      adults: 2,
      children: 0,
      roomId: isRoomKnown ? roomId : null,
      stay: 'expected',
      nightlyMinor: Array.from({ length: nights }, () => 9_000),
      taxes: [],
    } as const
    const names = { firstName: 'Ada', lastName: `Guest ${index}` }
    this.#bookings.push(
      put('guest', { guestId: reservationId, ...names, email: null, phone: '+351 910 000 000' }),
      put('reservation', {
        reservationId,
        code: confirmationCode(CHAIN_PREFIX, index),
        status: 'pending',
        guarantee: 'card',
        channel: 'web',
        guestId: reservationId,
        bookedAtUtcMs: BOOKED_AT_UTC_MS + index,
        bookedOn: TODAY,
        ratePlanId: null,
        holdUntilUtcMs: null,
        mergedInto: null,
        lines: [line],
      }),
    )
    for (const night of nightsOf(line)) {
      const key = typeNightKey(roomTypeId, night)
      this.#reservedUnits.set(key, (this.#reservedUnits.get(key) ?? 0) + 1)
      if (isRoomKnown) this.#bookings.push(put('room_night', { roomId, night, kind: 'assigned', refId: lineId }))
    }
  }
}

function typeIdOf(index: number): RoomTypeId {
  return `T${String(index + 1).padStart(2, '0')}` as RoomTypeId // a slug
}
